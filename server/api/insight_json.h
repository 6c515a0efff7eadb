// The JSON of the calls about how things stand, and the query they read. Shapes: openapi.yaml.

#pragma once

#include "engine/types/result.h"
#include "server/http/message.h"
#include "server/insight/insight.h"

#include <boost/json/fwd.hpp>

#include <map>
#include <string>
#include <vector>

namespace chaffinch::api {

struct InsightQuery {
    int days = 30;
    bool by_hour = false;
};

/// Whether the caller may say by what is counted.
enum class Steps { days, asked };

/// days (1 to 365; 1 to 31 by the hour), step (day, hour); site, which is read elsewhere. Errors:
/// invalid.
Result<InsightQuery> decode_insight_query(const http::Request& request, Steps steps);

/// Site ids separated by commas; empty when the query names none.
std::vector<SiteId> named_sites(const http::Request& request);

boost::json::object activity_reply(const insight::Activity& activity, bool by_hour);
boost::json::object decisions_reply(
    const insight::Decisions& decisions, const insight::Question& question
);
boost::json::object rule_record_reply(const insight::RuleRecord& record);
boost::json::object rule_records_reply(
    const SiteId& site, const std::map<std::string, insight::RuleRecord>& records
);
boost::json::object drift_reply(const insight::Drift& drift);
boost::json::object scores_reply(const std::vector<store::ScoreCount>& scores);

}  // namespace chaffinch::api
