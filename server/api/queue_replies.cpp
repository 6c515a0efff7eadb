// The queue and its claims as JSON.

#include "server/api/queue_replies.h"

#include "server/api/replies.h"

#include <boost/json.hpp>

#include <utility>

namespace chaffinch::api {

namespace json = boost::json;

namespace {

json::value or_null(const std::optional<std::int64_t>& number) {
    return number ? json::value(*number) : json::value(nullptr);
}

json::array items_reply(const std::vector<store::QueueItem>& items, const ModeratorId& viewer) {
    json::array out;
    for (const store::QueueItem& item : items) out.push_back(queue_item_reply(item, viewer));
    return out;
}

}  // namespace

json::object queue_page_reply(const store::QueuePage& page, const ModeratorId& viewer) {
    return {
        {"items", items_reply(page.items, viewer)},
        {"next_cursor",
         page.next_cursor.empty() ? json::value(nullptr) : json::value(page.next_cursor)},
        {"total", or_null(page.total)},
        {"escalated", or_null(page.escalated)},
        {"complete", page.complete},
    };
}

json::object queue_counts_reply(const store::QueueCounts& counts) {
    json::object reasons;
    for (const auto& [code, count] : counts.reasons) reasons[code] = count;
    return {
        {"total", counts.total},
        {"escalated", counts.escalated},
        {"reported", counts.reported},
        {"appealed", counts.appealed},
        {"skipped", counts.skipped},
        {"mine", counts.mine},
        {"assigned", counts.assigned},
        {"reasons", std::move(reasons)},
    };
}

json::object claimed_reply(const store::Claimed& claimed, const ModeratorId& viewer) {
    json::array refused;
    for (const store::ClaimRefusal& refusal : claimed.refused) {
        json::object one{
            {"comment", refusal.comment.value}, {"problem", problem_member(refusal.error)}
        };
        if (refusal.holder) one["claim"] = claim_reply(*refusal.holder, viewer);
        refused.push_back(std::move(one));
    }
    return {
        {"items", items_reply(claimed.items, viewer)},
        {"refused", std::move(refused)},
        {"complete", claimed.complete},
    };
}

json::object held_reply(const review::Held& held) {
    json::array claims;
    for (const CommentId& comment : held.claims.kept) {
        claims.push_back(json::object{{"comment", comment.value}, {"until", to_rfc3339(held.until)}}
        );
    }
    json::array lost;
    for (const CommentId& comment : held.claims.lost) lost.push_back(json::value(comment.value));
    return {{"claims", std::move(claims)}, {"lost", std::move(lost)}};
}

json::object change_reply(const store::Change& change, const ModeratorId& viewer) {
    const std::string_view status = name(change.status);
    json::object out{
        {"comment", change.comment.value},
        {"site", change.site.value},
        {"at", to_rfc3339(change.at)},
        {"status", json::string_view(status.data(), status.size())},
        {"escalated", change.escalated},
        {"version", change.version},
    };
    if (!change.event.empty()) out["kind"] = change.event;
    if (!change.decision.empty()) out["decision"] = change.decision.value;
    if (!change.moderator.empty()) {
        out["moderator"] = change.moderator_login;
        out["mine"] = change.moderator == viewer;
    }
    if (change.until) out["until"] = to_rfc3339(*change.until);
    return out;
}

}  // namespace chaffinch::api
