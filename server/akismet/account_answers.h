// What Akismet tells about an account: usage, sites, statistics. Counted from the checks
// themselves.

#pragma once

#include "server/akismet/fields.h"
#include "server/http/message.h"
#include "server/store/akismet.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace chaffinch::akismet {

/// A month of the calendar, UTC.
using Month = std::chrono::year_month;

/// "2026-11"; nullopt for anything else.
std::optional<Month> month_from(std::string_view text);
std::string to_string(Month month);
Month month_of(Timestamp time);
Timestamp begin_of(Month month);

/// /1.2/usage-limit: there is no limit here.
http::Response usage_limit_answer(
    const std::vector<store::AkismetUsage>& usage, const Fields& fields
);

/// /1.2/key-sites, as JSON or CSV; honours filter, order, limit and offset.
http::Response key_sites_answer(
    std::vector<store::AkismetUsage> usage, Month month, const Fields& fields
);

/// /1.1/get-stats: what WordPress shows in its dashboard, oldest month first.
http::Response stats_answer(
    const std::vector<std::pair<Month, std::vector<store::AkismetUsage>>>& months
);

/// /1.1/get-subscription: WordPress asks before it shows its settings.
http::Response subscription_answer(const SiteId& site);

}  // namespace chaffinch::akismet
