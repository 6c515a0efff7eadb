// Comments and what was decided of them as JSON.

#include "server/api/replies.h"

#include "server/api/json_values.h"

#include <boost/json.hpp>

#include <string>
#include <utility>

namespace chaffinch::api {

namespace json = boost::json;

namespace {

json::object open_report_reply(const ReportRecord& report) {
    return {
        {"reason", view(name(report.reason))},
        {"reporter", report.reporter},
        {"note", or_null(report.note)},
        {"at", to_rfc3339(report.at)},
        {"weight", report.weight},
    };
}

}  // namespace

json::object verdict_reply(const CommentRecord& record, wire::VerdictDetail detail) {
    json::object out{
        {"id", record.comment.id.value},
        {"external_id", or_null(record.comment.external_id)},
        {"revision", record.comment.revision},
        {"version", record.version},
        {"status", view(name(record.status))},
    };
    wire::encode_verdict(record.verdict, detail, out);
    return out;
}

json::object comment_reply(
    const CommentRecord& record, const std::optional<DecisionRecord>& decision
) {
    json::object out{
        {"id", record.comment.id.value},
        {"external_id", or_null(record.comment.external_id)},
        {"article", {{"id", record.comment.article.value}}},
        {"revision", record.comment.revision},
        {"version", record.version},
        {"status", view(name(record.status))},
        {"escalated", record.escalated},
        {"created_at", to_rfc3339(record.created_at)},
        {"updated_at", to_rfc3339(record.updated_at)},
    };
    Reason reason =
        record.verdict.reasons.empty() ? Reason::none : record.verdict.reasons.front().reason;
    if (decision) {
        reason = decision->reason;
        out["decision"] = {
            {"id", decision->id.value},
            {"by", view(name(decision->actor))},
            {"judgement", view(name(decision->judgement))},
            {"reason", or_null(code(decision->reason))},
            {"at", to_rfc3339(decision->at)},
        };
    } else {
        out["decision"] = nullptr;
    }
    const bool published = record.status == Status::published;
    out["public_reason"] = published ? json::value(nullptr) : or_null(info(reason).public_text);
    return out;
}

json::object published_reply(const store::PublishedComment& comment) {
    const CommentRecord& record = comment.record;
    return {
        {"id", record.comment.id.value},
        {"external_id", or_null(record.comment.external_id)},
        {"parent_id",
         record.comment.parent ? json::value(*record.comment.parent) : json::value(nullptr)},
        {"depth", comment.depth},
        {"author_name", record.comment.author.name},
        {"text", record.comment.text},
        {"created_at", to_rfc3339(record.created_at)},
    };
}

json::object claim_reply(const Claim& claim, const ModeratorId& viewer) {
    return {
        {"moderator", claim.moderator_login},
        {"mine", claim.moderator == viewer},
        {"until", to_rfc3339(claim.until)},
    };
}

json::object queue_item_reply(const store::QueueItem& item, const ModeratorId& viewer) {
    const CommentRecord& record = item.record;
    const Author& author = record.comment.author;
    json::object written_by{
        {"name", author.name}, {"url", author.url}, {"verified", author.verified}
    };
    if (!item.author_id.empty()) written_by["id"] = item.author_id;
    json::object verdict;
    wire::encode_verdict(record.verdict, wire::VerdictDetail::full, verdict);
    json::object out{
        {"comment",
         {
             {"id", record.comment.id.value},
             {"site", record.site.value},
             {"external_id", or_null(record.comment.external_id)},
             {"version", record.version},
             {"revision", record.comment.revision},
             {"status", view(name(record.status))},
             {"escalated", record.escalated},
             {"text", record.comment.text},
             {"language", or_null(record.comment.language)},
             {"author", std::move(written_by)},
             {"article",
              {{"id", record.comment.article.value},
               {"title", item.article_title},
               {"url", item.article_url}}},
             {"created_at", to_rfc3339(record.created_at)},
             {"updated_at", to_rfc3339(record.updated_at)},
         }},
        {"verdict", std::move(verdict)},
        {"claim", item.claim ? json::value(claim_reply(*item.claim, viewer)) : json::value(nullptr)
        },
        {"assigned_to", or_null(item.assigned_to)},
        {"skips", item.skips},
    };
    if (!item.reports.empty()) {
        json::array reports;
        for (const ReportRecord& report : item.reports) {
            reports.push_back(open_report_reply(report));
        }
        out["reports"] = std::move(reports);
    }
    if (item.appeal) out["appeal"] = appeal_reply(*item.appeal);
    return out;
}

json::object report_reply(const store::ReportReceipt& receipt) {
    return {
        {"comment", receipt.record.comment.id.value},
        {"status", view(name(receipt.record.status))},
        {"version", receipt.record.version},
        {"reports", receipt.open_reports},
    };
}

json::object appeal_reply(const AppealRecord& appeal) {
    json::value outcome = nullptr;
    if (appeal.granted) outcome = *appeal.granted ? "granted" : "denied";
    return {
        {"comment", appeal.comment.value},
        {"text", appeal.text},
        {"at", to_rfc3339(appeal.at)},
        {"against",
         {{"by", view(name(appeal.against_actor))},
          {"moderator", or_null(appeal.against_login)},
          {"reason", or_null(code(appeal.against_reason))}}},
        {"outcome", std::move(outcome)},
    };
}

json::object decision_reply(const DecisionRecord& decision) {
    return {
        {"id", decision.id.value},
        {"comment", decision.comment.value},
        {"act", view(name(decision.act))},
        {"by", view(name(decision.actor))},
        {"moderator", or_null(decision.moderator_login)},
        {"judgement", view(name(decision.judgement))},
        {"reason", or_null(code(decision.reason))},
        {"note", or_null(decision.note)},
        {"from", view(name(decision.from))},
        {"to", view(name(decision.to))},
        {"at", to_rfc3339(decision.at)},
        {"undone_at",
         decision.undone_at ? json::value(to_rfc3339(*decision.undone_at)) : json::value(nullptr)},
    };
}

json::object problem_member(const Error& error) {
    const json::value body = json::parse(http::problem(error, "").body);
    json::object out = body.as_object();
    out.erase("request_id");
    return out;
}

json::object attempt_reply(const store::DecisionAttempt& attempt) {
    if (attempt) {
        return {
            {"comment", attempt->record.comment.id.value},
            {"status", "ok"},
            {"version", attempt->record.version},
            {"comment_status", view(name(attempt->record.status))},
            {"escalated", attempt->record.escalated},
            {"trained", attempt->learnt.has_value()},
        };
    }
    const store::DecisionFailure& failure = attempt.error();
    json::object out{{"status", "error"}, {"problem", problem_member(failure.error)}};
    if (failure.current_version) out["version"] = *failure.current_version;
    if (failure.standing) out["standing"] = decision_reply(*failure.standing);
    if (failure.holder) out["claim"] = claim_reply(*failure.holder, {});
    return out;
}

http::Response json_response(unsigned status, const json::value& body) {
    http::Response response;
    response.status = status;
    response.body = json::serialize(body);
    return response;
}

http::Response comment_response(
    unsigned status, const CommentRecord& record, const json::value& body
) {
    http::Response response = json_response(status, body);
    response.headers.emplace_back("ETag", '"' + std::to_string(record.version) + '"');
    return response;
}

}  // namespace chaffinch::api
