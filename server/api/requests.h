// The JSON and the query strings that the native door reads, besides submissions (engine/wire).

#pragma once

#include "engine/types/result.h"
#include "engine/wire/submission_json.h"
#include "server/http/message.h"
#include "server/intake/intake.h"
#include "server/review/authors.h"
#include "server/review/campaigns.h"
#include "server/review/review.h"
#include "server/store/reviews.h"
#include "server/store/webhooks.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::api {

/// Decoded; empty when the route has no such parameter.
std::string path_parameter(const http::Request& request, std::string_view name);

/// Errors of all decoders: malformed, or invalid with every wrong member.

/// {"items":[{comment, version, judgement, reason, note}]}, 1 to 500.
Result<std::vector<review::DecisionItem>> decode_decisions(std::string_view body);

/// {"comments":[...]}, 1 to 500; each item by itself, so that one bad item does not lose the
/// others.
Result<std::vector<Result<wire::Submission>>> decode_batch(std::string_view body);

/// {version, text, format, author: {name, url}}: at least one besides the version.
Result<intake::Edit> decode_edit(std::string_view body);

/// {reason, reporter, note}.
Result<intake::Report> decode_report(std::string_view body);

/// {text}.
Result<std::string> decode_appeal(std::string_view body);

/// {standing, reason, note, until, take_along, dry_run}.
Result<review::StandingWish> decode_standing(std::string_view body);

struct ChangeQuery {
    std::int64_t after = 0;
    std::size_t limit = 50;
};

/// after, limit (1 to 200).
Result<ChangeQuery> decode_change_query(const http::Request& request);

/// The version that If-Match names: "3" in quotes, as our ETag is. nullopt without the header, and
/// for "*". Errors: invalid.
Result<std::optional<std::int64_t>> decode_if_match(const http::Request& request);

/// site, state, limit, cursor.
Result<store::CampaignQuery> decode_campaign_query(const http::Request& request);

struct PageQuery {
    std::size_t limit = 50;
    std::string cursor{};
};

/// limit (1 to 200), cursor.
Result<PageQuery> decode_page_query(const http::Request& request);

/// limit (1 to 1,000, usually all), cursor.
Result<PageQuery> decode_published_query(const http::Request& request);

/// {judgement, reason, note, take, dry_run}; the campaign itself stands in the path.
Result<review::CampaignJudgement> decode_campaign_decision(std::string_view body);

struct WantedWebhook {
    SiteId site{};
    std::string url{};
};

/// {site, url}.
Result<WantedWebhook> decode_webhook(std::string_view body);

struct DeliveryQuery {
    std::optional<DeliveryState> state{};
    std::size_t limit = 50;
};

/// state, limit (1 to 200).
Result<DeliveryQuery> decode_delivery_query(const http::Request& request);

}  // namespace chaffinch::api
