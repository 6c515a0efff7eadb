// The JSON that the calls about rules read and answer. Shapes: openapi.yaml.

#pragma once

#include "engine/types/result.h"
#include "server/http/message.h"
#include "server/insight/insight.h"
#include "server/rulebook/rulebook.h"

#include <boost/json/fwd.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace chaffinch::api {

/// A draft of a site's own rules.
struct Draft {
    SiteId site{};
    std::string text{};
};

struct WantedReplay {
    Draft draft{};
    std::size_t comments = 500;
};

struct WantedPublication {
    Draft draft{};
    std::int64_t version = 0;
    std::string note{};
};

/// Errors of all: malformed, or invalid with every wrong member.

/// {site, text}.
Result<Draft> decode_draft(std::string_view body);
/// {site, text, comments}.
Result<WantedReplay> decode_replay(std::string_view body);
/// {site, text, version, note}.
Result<WantedPublication> decode_publication(std::string_view body);
/// {site, version, note}.
Result<WantedPublication> decode_restoration(std::string_view body);

struct VersionQuery {
    std::int64_t before = 0;
    std::size_t limit = 50;
};

/// limit (1 to 200), cursor; site, which is read elsewhere.
Result<VersionQuery> decode_version_query(const http::Request& request);

/// Each rule with its record, as far as it has one.
boost::json::object rules_reply(
    const SiteId& site,
    const rulebook::SiteRules& rules,
    const std::map<std::string, insight::RuleRecord>& records
);
boost::json::object checked_reply(const rulebook::Checked& checked);
boost::json::object replay_reply(const rulebook::ReplayReport& report);
/// Without its text.
boost::json::object version_reply(const RuleVersion& version);

/// A problem, with the diagnostics of a draft as its member `diagnostics`.
http::Response draft_problem(const rulebook::PublishFailure& failure, std::string_view request_id);

}  // namespace chaffinch::api
