// Answers as JSON.

#include "server/api/replies.h"

#include "server/records/word_diff.h"

#include <boost/json.hpp>

#include <array>

namespace chaffinch::api {

namespace json = boost::json;

namespace {

json::string_view view(std::string_view text) {
    return {text.data(), text.size()};
}

json::value or_null(std::string_view text) {
    return text.empty() ? json::value(nullptr) : json::value(view(text));
}

/// The first 300 characters; the text is valid UTF-8.
std::string_view beginning_of(std::string_view text) {
    constexpr std::size_t most_characters = 300;
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
        if (begins && ++characters > most_characters) return text.substr(0, at);
    }
    return text;
}

std::string_view role_name(Role role) {
    switch (role) {
        case Role::viewer:
            return "viewer";
        case Role::moderator:
            return "moderator";
        case Role::admin:
            return "admin";
        case Role::op:
            return "operator";
    }
    return "";
}

std::string_view format_name(TextFormat format) {
    switch (format) {
        case TextFormat::plain:
            return "plain";
        case TextFormat::markdown:
            return "markdown";
        case TextFormat::html:
            return "html";
    }
    return "";
}

json::object revision_reply(
    const RevisionRecord& revision, std::string_view before, std::string_view replaced_at
) {
    json::array changes;
    if (revision.revision > 1) {
        for (const DiffPart& part : word_diff(before, revision.text)) {
            changes.push_back(json::object{{"op", view(name(part.op))}, {"text", part.text}});
        }
    }
    json::object verdict;
    wire::encode_verdict(revision.verdict, wire::VerdictDetail::full, verdict);
    return {
        {"revision", revision.revision},
        {"text", revision.text},
        {"format", view(format_name(revision.format))},
        {"author", {{"name", revision.author_name}, {"url", revision.author_url}}},
        {"verdict", std::move(verdict)},
        {"replaced_at", or_null(replaced_at)},
        {"changes", std::move(changes)},
    };
}

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

json::object revisions_reply(const review::EditedComment& edited) {
    json::array items;
    std::string_view before;
    for (const RevisionRecord& revision : edited.earlier) {
        items.push_back(revision_reply(revision, before, to_rfc3339(revision.replaced_at)));
        before = revision.text;
    }
    const Comment& comment = edited.record.comment;
    const RevisionRecord now{
        .revision = comment.revision,
        .text = comment.text,
        .format = comment.format,
        .author_name = comment.author.name,
        .author_url = comment.author.url,
        .verdict = edited.record.verdict
    };
    items.push_back(revision_reply(now, before, {}));
    return {{"comment", comment.id.value}, {"items", std::move(items)}};
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

json::object standing_reply(const StandingRecord& standing) {
    const bool known = !standing.decision.empty() || !standing.moderator_login.empty();
    const auto time = [](const std::optional<Timestamp>& at) {
        return at ? json::value(to_rfc3339(*at)) : json::value(nullptr);
    };
    return {
        {"decision", or_null(standing.decision.value)},
        {"standing", view(name(standing.standing))},
        {"reason", or_null(code(standing.reason))},
        {"note", or_null(standing.note)},
        {"moderator", or_null(standing.moderator_login)},
        {"at", known ? json::value(to_rfc3339(standing.at)) : json::value(nullptr)},
        {"until", time(standing.until)},
        {"undone_at", time(standing.undone_at)},
    };
}

json::object author_reply(const store::AuthorRecord& author) {
    json::array names;
    for (const std::string& written : author.names) names.push_back(json::value(written));
    json::array standings;
    for (const StandingRecord& standing : author.standings) {
        standings.push_back(standing_reply(standing));
    }
    json::array comments;
    for (const CommentRecord& record : author.comments) {
        comments.push_back(json::object{
            {"id", record.comment.id.value},
            {"article", record.comment.article.value},
            {"text", record.comment.text},
            {"status", view(name(record.status))},
            {"revision", record.comment.revision},
            {"version", record.version},
            {"created_at", to_rfc3339(record.created_at)},
        });
    }
    return {
        {"id", author.id},
        {"site", author.site.value},
        {"identity", view(name(author.identity))},
        {"names", std::move(names)},
        {"first_seen_at", to_rfc3339(author.first_seen_at)},
        {"counts",
         {{"published", author.published},
          {"held", author.held},
          {"rejected", author.rejected},
          {"withdrawn", author.withdrawn}}},
        {"rejection_rate",
         author.rejection_rate ? json::value(*author.rejection_rate) : json::value(nullptr)},
        {"standing", standing_reply(author.standing)},
        {"standings", std::move(standings)},
        {"comments", std::move(comments)},
        {"next_cursor", or_null(author.next_cursor)},
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

json::object moderator_reply(const auth::ModeratorCaller& caller) {
    json::array sites;
    for (const SiteId& site : caller.sites) sites.push_back(json::value(site.value));
    return {
        {"moderator",
         {
             {"id", caller.id.value},
             {"login", caller.login},
             {"role", view(role_name(caller.role))},
             {"sites", std::move(sites)},
             {"may_decide", caller.may_decide()},
             {"second_factor", caller.has_second_factor},
         }},
        {"csrf_token", caller.csrf_token},
    };
}

json::object campaign_reply(const Campaign& campaign) {
    json::value decision = nullptr;
    if (campaign.decision) {
        decision = {
            {"id", campaign.decision->id.value},
            {"judgement", view(name(campaign.decision->judgement))},
            {"reason", or_null(code(campaign.decision->reason))},
            {"moderator", campaign.decision->moderator_login},
            {"at", to_rfc3339(campaign.decision->at)},
        };
    }
    return {
        {"id", campaign.id.value},
        {"site", campaign.site.value},
        {"first_seen_at", to_rfc3339(campaign.first_seen_at)},
        {"last_seen_at", to_rfc3339(campaign.last_seen_at)},
        {"members", campaign.members},
        {"open", campaign.open},
        {"published", campaign.published},
        {"articles", campaign.articles},
        {"authors", campaign.authors},
        {"sample",
         {{"comment", campaign.sample.value},
          {"text", view(beginning_of(campaign.sample_text))},
          {"author_name", campaign.sample_author}}},
        {"decision", std::move(decision)},
    };
}

json::object campaign_member_reply(const store::CampaignMember& member) {
    return {
        {"comment", member.comment.value},
        {"version", member.version},
        {"status", view(name(member.status))},
        {"escalated", member.escalated},
        {"text", view(beginning_of(member.text))},
        {"author_name", member.author_name},
        {"article",
         {{"id", member.article.value}, {"title", member.article_title}, {"url", member.article_url}
         }},
        {"joined_by", view(name(member.joined_by))},
        {"created_at", to_rfc3339(member.created_at)},
    };
}

json::object account_reply(const Moderator& moderator) {
    json::array sites;
    for (const SiteId& site : moderator.sites) sites.push_back(json::value(site.value));
    return {
        {"id", moderator.id.value},
        {"login", moderator.login},
        {"role", view(role_name(moderator.role))},
        {"sites", std::move(sites)},
        {"disabled", moderator.disabled},
        {"second_factor", moderator.has_second_factor},
        {"created_at", to_rfc3339(moderator.created_at)},
    };
}

json::object token_reply(const PersonalToken& token) {
    const auto time_or_null = [](const std::optional<Timestamp>& time) {
        return time ? json::value(to_rfc3339(*time)) : json::value(nullptr);
    };
    return {
        {"id", token.id},
        {"name", token.name},
        {"scope", token.scope == TokenScope::decide ? "decide" : "read"},
        {"created_at", to_rfc3339(token.created_at)},
        {"last_used_at", time_or_null(token.last_used_at)},
        {"expires_at", time_or_null(token.expires_at)},
        {"revoked_at", time_or_null(token.revoked_at)},
    };
}

json::object site_reply(const Site& site) {
    return {
        {"id", site.id.value},
        {"name", site.name},
        {"created_at", to_rfc3339(site.created_at)},
    };
}

json::object endpoint_reply(const WebhookEndpoint& endpoint) {
    json::object reply{
        {"id", endpoint.id.value},
        {"site", endpoint.site.value},
        {"url", endpoint.url},
        {"format", endpoint.format},
        {"state", endpoint.disabled ? "disabled" : "active"},
        {"failures", endpoint.failures},
        {"created_at", to_rfc3339(endpoint.created_at)},
    };
    if (endpoint.disabled) reply["disabled_why"] = endpoint.disabled_why;
    return reply;
}

json::object delivery_reply(
    const WebhookDelivery& delivery, const std::vector<WebhookAttempt>& attempts
) {
    constexpr std::array<const char*, 4> states{"waiting", "due", "delivered", "dead"};
    json::array tried;
    for (const WebhookAttempt& attempt : attempts) {
        tried.push_back(json::object{
            {"at", to_rfc3339(attempt.at)},
            {"took_ms", attempt.took.count()},
            {"status", attempt.status},
            {"outcome", attempt.outcome},
        });
    }
    json::object reply{
        {"id", delivery.id.value},
        {"comment", delivery.comment.value},
        {"type", delivery.kind},
        {"state", states.at(static_cast<std::size_t>(delivery.state))},
        {"created_at", to_rfc3339(delivery.created_at)},
        {"attempts", std::move(tried)},
    };
    if (delivery.due_at) reply["due_at"] = to_rfc3339(*delivery.due_at);
    return reply;
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
