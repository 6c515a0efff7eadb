// Reports as JSON.

#include "server/api/insight_json.h"

#include "server/api/query_reader.h"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

namespace chaffinch::api {

namespace json = boost::json;

namespace {

constexpr int most_days = 365;
constexpr int most_days_by_hour = 31;

using Counts = std::map<std::string, std::int64_t>;

std::int64_t count_of(const Counts& counts, const char* name) {
    const auto found = counts.find(name);
    return found == counts.end() ? 0 : std::max<std::int64_t>(0, found->second);
}

/// The counts of these names, none left out.
json::object counts_reply(const Counts& counts, std::initializer_list<const char*> names) {
    json::object reply;
    for (const char* name : names) reply[name] = count_of(counts, name);
    return reply;
}

json::value number_or_null(const std::optional<double>& number) {
    return number ? json::value(*number) : json::value(nullptr);
}

json::object agreement_reply(const insight::Agreement& agreement) {
    return {
        {"same", std::max<std::int64_t>(0, agreement.same)},
        {"differ", std::max<std::int64_t>(0, agreement.differ)},
        {"share", number_or_null(agreement.share())}
    };
}

double begin_of(int bucket) {
    return static_cast<double>(bucket) * store::score_step;
}

json::object waits_reply(const Counts& waits) {
    std::int64_t total = 0;
    for (const auto& [bucket, count] : waits) total += std::max<std::int64_t>(0, count);
    json::object reply{{"decisions", total}};
    for (const auto& [name, part] : {std::pair{"p50", 0.5}, {"p90", 0.9}, {"p99", 0.99}}) {
        const auto seconds = insight::wait_quantile(waits, part);
        reply[name] = seconds ? json::value(std::round(*seconds * 10) / 10) : json::value(nullptr);
    }
    return reply;
}

json::array opinions_reply(const Counts& opinions) {
    json::array items;
    for (const auto& [name, count] : opinions) {
        const std::size_t colon = name.find(':');
        if (colon == std::string::npos || count <= 0) continue;
        items.push_back(json::object{
            {"outcome", name.substr(0, colon)},
            {"judgement", name.substr(colon + 1)},
            {"decisions", count}
        });
    }
    return items;
}

json::array scores_by_judgement(const std::vector<insight::JudgedScore>& scores) {
    json::array items;
    for (const insight::JudgedScore& score : scores) {
        items.push_back(json::object{
            {"from", begin_of(score.bucket)},
            {"approved", std::max<std::int64_t>(0, score.approved)},
            {"rejected", std::max<std::int64_t>(0, score.rejected)}
        });
    }
    return items;
}

json::object period_reply(const insight::DriftPeriod& period) {
    json::array scores;
    std::map<int, std::int64_t> ordered;
    for (const auto& [name, count] : period.scores) {
        int bucket = 0;
        const auto read = std::from_chars(name.data(), name.data() + name.size(), bucket);
        if (read.ec == std::errc{} && count > 0) ordered[bucket] += count;
    }
    for (const auto& [bucket, count] : ordered) {
        scores.push_back(json::object{{"from", begin_of(bucket)}, {"comments", count}});
    }
    json::object reply{{"from", to_rfc3339(period.from)}, {"to", to_rfc3339(period.to)}};
    reply["outcomes"] = counts_reply(period.outcomes, {"approve", "hold", "reject", "escalated"});
    reply["scores"] = std::move(scores);
    return reply;
}

/// The usual reading of the index (insight/reports.h).
std::string_view reading_of(const std::optional<double>& stability) {
    if (!stability) return "unknown";
    if (*stability < 0.1) return "stable";
    return *stability <= 0.25 ? "shifted" : "changed";
}

}  // namespace

Result<InsightQuery> decode_insight_query(const http::Request& request, Steps steps) {
    InsightQuery query;
    std::vector<FieldError> errors;
    QueryReader in(request, errors);
    in.text("site");
    if (steps == Steps::asked) {
        const std::string_view step = in.text("step").value_or("day");
        query.by_hour = step == "hour";
        if (!query.by_hour && step != "day") in.fail("step", "must be one of: day, hour");
    }
    const int most = query.by_hour ? most_days_by_hour : most_days;
    query.days = static_cast<int>(in.whole("days", most, query.days));
    in.finish();
    if (errors.empty()) return query;
    return Error{Errc::invalid, "the query has mistakes", std::move(errors)};
}

std::vector<SiteId> named_sites(const http::Request& request) {
    std::vector<FieldError> errors;
    std::vector<SiteId> sites;
    for (std::string& site : QueryReader(request, errors).list("site")) {
        sites.push_back(SiteId{std::move(site)});
    }
    return sites;
}

json::object activity_reply(const insight::Activity& activity, bool by_hour) {
    json::array items;
    for (std::size_t i = 0; i < activity.outcomes.size(); ++i) {
        json::object item{{"at", to_rfc3339(activity.outcomes[i].begin)}};
        item["outcomes"] =
            counts_reply(activity.outcomes[i].counts, {"approve", "hold", "reject", "escalated"});
        item["judgements"] =
            counts_reply(activity.judgements.at(i).counts, {"approve", "reject", "escalate"});
        items.push_back(std::move(item));
    }
    return {{"step", by_hour ? "hour" : "day"}, {"items", std::move(items)}};
}

json::object decisions_reply(
    const insight::Decisions& decisions, const insight::Question& question
) {
    json::array days;
    for (const insight::DayOfDecisions& day : decisions.days) {
        json::object item{{"at", to_rfc3339(day.begin)}};
        item["median_wait"] = number_or_null(day.median_wait);
        item["with_engine"] = agreement_reply(day.with_engine);
        days.push_back(std::move(item));
    }
    json::array moderators;
    for (const insight::Worker& worker : decisions.workers) {
        moderators.push_back(json::object{
            {"login", worker.login},
            {"decisions", worker.decisions},
            {"overruled", std::max<std::int64_t>(0, worker.overruled)}
        });
    }
    return {
        {"from", to_rfc3339(question.from)},
        {"to", to_rfc3339(question.to)},
        {"wait", waits_reply(decisions.waits)},
        {"with_engine", agreement_reply(decisions.with_engine)},
        {"of_people", agreement_reply(decisions.of_people)},
        {"opinions", opinions_reply(decisions.opinions)},
        {"by_score", scores_by_judgement(decisions.by_score)},
        {"days", std::move(days)},
        {"moderators", std::move(moderators)}
    };
}

json::object rule_record_reply(const insight::RuleRecord& record) {
    const store::RuleTally& tally = record.tally;
    json::object reply{
        {"hits", tally.hits},
        {"shadow_hits", tally.shadow_hits},
        {"hits_30d", record.hits_30d},
        {"upheld", std::max<std::int64_t>(0, tally.upheld)},
        {"overturned", std::max<std::int64_t>(0, tally.overturned)}
    };
    reply["precision"] = number_or_null(record.precision());
    reply["last_hit"] =
        tally.last_hit ? json::value(to_rfc3339(*tally.last_hit)) : json::value(nullptr);
    return reply;
}

json::object rule_records_reply(
    const SiteId& site, const std::map<std::string, insight::RuleRecord>& records
) {
    json::array items;
    for (const auto& [id, record] : records) {
        json::object item = rule_record_reply(record);
        item["id"] = id;
        items.push_back(std::move(item));
    }
    return {{"site", site.value}, {"items", std::move(items)}};
}

json::object drift_reply(const insight::Drift& drift) {
    json::object reply{{"before", period_reply(drift.before)}, {"now", period_reply(drift.now)}};
    reply["stability"] = number_or_null(drift.stability);
    reply["reading"] = reading_of(drift.stability);
    return reply;
}

json::object scores_reply(const std::vector<store::ScoreCount>& scores) {
    json::array items;
    for (const store::ScoreCount& score : scores) {
        items.push_back(json::object{{"from", begin_of(score.bucket)}, {"waiting", score.waiting}});
    }
    return {
        {"step", store::score_step},
        {"lowest", begin_of(store::lowest_score_bucket)},
        {"highest", begin_of(store::highest_score_bucket)},
        {"items", std::move(items)}
    };
}

}  // namespace chaffinch::api
