// Rules, drafts and replays as JSON.

#include "server/api/rules_json.h"

#include "engine/types/limits.h"
#include "engine/wire/object_reader.h"
#include "engine/wire/submission_json.h"
#include "server/api/insight_json.h"
#include "server/api/json_values.h"
#include "server/api/query_reader.h"

#include <boost/json.hpp>

#include <optional>
#include <utility>

namespace chaffinch::api {

namespace json = boost::json;
using wire::ObjectReader;
using wire::Presence;

namespace {

constexpr std::size_t longest_note = 2'000;
constexpr std::size_t excerpt_bytes = 400;
constexpr std::int64_t highest_version = std::int64_t{1} << 53;

Draft read_draft(ObjectReader& in, Presence text) {
    Draft draft;
    draft.site.value =
        in.text("site", {.min_bytes = 1, .bytes = limits::id_bytes}, Presence::required)
            .value_or("");
    if (text == Presence::required) {
        draft.text = in.text("text", {.bytes = rulebook::longest_own_rules}, text).value_or("");
    }
    return draft;
}

/// `read` takes the members of the body; what it did not ask for is refused.
template <class T, class Read>
Result<T> decoded(std::string_view body, Read read) {
    const auto value = wire::parse_json(body);
    if (!value) return value.error();
    std::vector<FieldError> errors;
    ObjectReader in(*value, "", errors);
    T wanted = read(in);
    in.finish();
    if (errors.empty()) return wanted;
    return wire::invalid(std::move(errors));
}

WantedPublication read_publication(ObjectReader& in, Presence text) {
    WantedPublication wanted;
    wanted.draft = read_draft(in, text);
    wanted.version = in.integer("version", 0, highest_version, Presence::required).value_or(0);
    wanted.note = in.text("note", {.code_points = longest_note}).value_or("");
    return wanted;
}

std::string_view name(RuleOrigin origin) {
    switch (origin) {
        case RuleOrigin::shipped:
            return "shipped";
        case RuleOrigin::folder:
            return "folder";
        case RuleOrigin::own:
            return "site";
    }
    return "";
}

json::object rule_reply(const rulebook::RuleView& rule) {
    json::object reply{
        {"id", rule.id},
        {"rev", rule.rev},
        {"composite", rule.composite},
        {"description", rule.description},
        {"reason", or_null(code(rule.reason))},
        {"score", rule.score},
        {"action", chaffinch::name(rule.action)},
        {"group", or_null(rule.group)},
        {"mode", rule.mode},
        {"origin", name(rule.origin)},
        {"file", rule.file},
        {"line", rule.line},
        {"when", rule.when},
        {"owner", or_null(rule.owner)},
        {"added", or_null(rule.added)},
        {"tests", rule.tests}
    };
    reply["changed_by"] =
        rule.changed_by ? json::value(name(*rule.changed_by)) : json::value(nullptr);
    reply["expires"] = rule.expires ? json::value(to_rfc3339(*rule.expires)) : json::value(nullptr);
    return reply;
}

/// Whose file it is, and its name where it is not the site's own.
json::array diagnostics_reply(const Diagnostics& diagnostics) {
    json::array items;
    for (const Diagnostic& one : diagnostics) {
        items.push_back(json::object{
            {"severity", one.severity == Severity::error ? "error" : "warning"},
            {"origin", name(origin_of(one.file.empty() ? own_rules_file : one.file))},
            {"file", or_null(one.file == own_rules_file ? std::string_view() : one.file)},
            {"line", one.line},
            {"column", one.column},
            {"rule", or_null(one.subject)},
            {"message", one.message},
            {"hint", or_null(one.hint)}
        });
    }
    return items;
}

std::string_view name(rulebook::ReplayChange change) {
    switch (change) {
        case rulebook::ReplayChange::newly_caught:
            return "newly_caught";
        case rulebook::ReplayChange::no_longer_caught:
            return "no_longer_caught";
        case rulebook::ReplayChange::otherwise_caught:
            return "otherwise_caught";
    }
    return "";
}

json::object count_reply(const rulebook::ReplayCount& count) {
    return {
        {"total", count.approved + count.rejected},
        {"approved", count.approved},
        {"rejected", count.rejected}
    };
}

json::object verdict_reply(const Verdict& verdict) {
    return {
        {"outcome", chaffinch::name(verdict.outcome)},
        {"escalated", verdict.escalated},
        {"score", verdict.score}
    };
}

/// The first bytes of a text, cut between characters.
std::string excerpt(const std::string& text) {
    if (text.size() <= excerpt_bytes) return text;
    std::size_t end = excerpt_bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end);
}

json::object sample_reply(const rulebook::ReplayedComment& sample) {
    const store::DecidedComment& decided = sample.decided;
    json::array rules;
    for (const std::string& rule : sample.rules) rules.push_back(json::value(rule));
    const std::string& text = decided.record.comment.text;
    return {
        {"change", name(sample.change)},
        {"comment", decided.record.comment.id.value},
        {"article", decided.record.comment.article.value},
        {"excerpt", excerpt(text)},
        {"cut", text.size() > excerpt_bytes},
        {"judgement", chaffinch::name(decided.decision.judgement)},
        {"moderator", or_null(decided.decision.moderator_login)},
        {"at", to_rfc3339(decided.decision.at)},
        {"before", verdict_reply(sample.before)},
        {"after", verdict_reply(sample.after)},
        {"rules", std::move(rules)}
    };
}

}  // namespace

Result<Draft> decode_draft(std::string_view body) {
    return decoded<Draft>(body, [](ObjectReader& in) {
        return read_draft(in, Presence::required);
    });
}

Result<WantedReplay> decode_replay(std::string_view body) {
    return decoded<WantedReplay>(body, [](ObjectReader& in) {
        WantedReplay wanted;
        wanted.draft = read_draft(in, Presence::required);
        constexpr auto most = static_cast<std::int64_t>(rulebook::most_replayed);
        wanted.comments = static_cast<std::size_t>(in.integer("comments", 1, most).value_or(500));
        return wanted;
    });
}

Result<WantedPublication> decode_publication(std::string_view body) {
    return decoded<WantedPublication>(body, [](ObjectReader& in) {
        return read_publication(in, Presence::required);
    });
}

Result<WantedPublication> decode_restoration(std::string_view body) {
    return decoded<WantedPublication>(body, [](ObjectReader& in) {
        return read_publication(in, Presence::optional);
    });
}

Result<VersionQuery> decode_version_query(const http::Request& request) {
    VersionQuery query;
    std::vector<FieldError> errors;
    QueryReader in(request, errors);
    in.text("site");
    query.limit = in.limit(query.limit);
    query.before = in.whole("cursor", highest_version, 0);
    in.finish();
    if (errors.empty()) return query;
    return Error{Errc::invalid, "the query has mistakes", std::move(errors)};
}

json::object rules_reply(
    const SiteId& site,
    const rulebook::SiteRules& rules,
    const std::map<std::string, insight::RuleRecord>& records
) {
    const insight::RuleRecord nothing;
    json::array items;
    for (const rulebook::RuleView& rule : rules.rules) {
        const auto found = records.find(rule.id);
        const insight::RuleRecord& record = found == records.end() ? nothing : found->second;
        json::object item = rule_reply(rule);
        for (const auto& member : rule_record_reply(record)) {
            item[member.key()] = member.value();
        }
        item["dead"] = rule.mode != "off" && record.hits_30d <= 0;
        items.push_back(std::move(item));
    }
    return {
        {"site", site.value},
        {"rules", rules.version},
        {"version", rules.own_version},
        {"text", rules.own_text},
        {"in_force", rules.set_aside.empty()},
        {"diagnostics", diagnostics_reply(rules.set_aside)},
        {"items", std::move(items)}
    };
}

json::object checked_reply(const rulebook::Checked& checked) {
    return {
        {"loads", !has_errors(checked.diagnostics)},
        {"diagnostics", diagnostics_reply(checked.diagnostics)},
        {"rules", checked.rules},
        {"tests", checked.tests}
    };
}

json::object replay_reply(const rulebook::ReplayReport& report) {
    json::array samples;
    for (const rulebook::ReplayedComment& sample : report.samples) {
        samples.push_back(sample_reply(sample));
    }
    return {
        {"replayed", report.replayed},
        {"complete", report.complete},
        {"oldest", report.oldest ? json::value(to_rfc3339(*report.oldest)) : json::value(nullptr)},
        {"newly_caught", count_reply(report.newly_caught)},
        {"no_longer_caught", count_reply(report.no_longer_caught)},
        {"otherwise_caught", count_reply(report.otherwise_caught)},
        {"unknown",
         json::array{
             "author.approved", "author.rejected", "author.first_seen_days", "rate.*", "thread.*"
         }},
        {"items", std::move(samples)}
    };
}

json::object version_reply(const RuleVersion& version) {
    json::object reply{
        {"site", version.site.value},
        {"version", version.version},
        {"note", or_null(version.note)},
        {"by", version.moderator_login},
        {"at", to_rfc3339(version.at)}
    };
    reply["restored_from"] =
        version.restored_from ? json::value(*version.restored_from) : json::value(nullptr);
    return reply;
}

http::Response draft_problem(const rulebook::PublishFailure& failure, std::string_view request_id) {
    http::Response response = http::problem(failure.error, request_id);
    if (failure.diagnostics.empty()) return response;
    json::object body = json::parse(response.body).as_object();
    body["diagnostics"] = diagnostics_reply(failure.diagnostics);
    response.body = json::serialize(body);
    return response;
}

}  // namespace chaffinch::api
