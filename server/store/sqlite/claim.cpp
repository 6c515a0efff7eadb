// Claiming, renewing, releasing, skipping and assigning items of the queue.

#include "server/store/sqlite/account_rows.h"
#include "server/store/sqlite/acts.h"
#include "server/store/sqlite/claim_rows.h"
#include "server/store/sqlite/queue_facets.h"
#include "server/store/sqlite/queue_rows.h"
#include "server/store/sqlite/queue_walk.h"
#include "server/store/sqlite/report_rows.h"

#include <algorithm>
#include <utility>

namespace chaffinch::store::sqlite {

namespace {

/// The writer looks for free items no longer than this: everybody's writes wait meanwhile.
constexpr std::chrono::milliseconds longest_look{50};

constexpr std::chrono::hours skip_counts_for{24};

bool works_for(const std::vector<SiteId>& sites, const SiteId& site) {
    return sites.empty() || std::ranges::find(sites, site) != sites.end();
}

Error no_such_comment(const CommentId& id) {
    return {Errc::not_found, "there is no comment '" + id.value + "'"};
}

Error not_waiting() {
    return {Errc::conflict, "the comment does not wait for anybody"};
}

bool is_free_for(Connection& db, std::int64_t comment, const Claimer& claimer) {
    if (claim_on(db, comment, claimer.at)) return false;
    if (skipped_by(db, comment, claimer.moderator, claimer.at - skip_counts_for)) return false;
    if (would_judge_himself(db, comment, claimer.moderator)) return false;
    const auto login = assigned_login(db, comment);
    return !login || *login == claimer.moderator_login;
}

Claim claim_of(const Claimer& claimer) {
    return {claimer.moderator, claimer.moderator_login, claimer.until};
}

void tell(
    Connection& db,
    const CommentRow& row,
    Change::Kind kind,
    const Claim& claim,
    Timestamp now,
    std::string event = {}
) {
    Change change;
    change.event = std::move(event);
    change.kind = kind;
    change.site = row.record.site;
    change.comment = row.record.comment.id;
    change.status = row.record.status;
    change.escalated = row.record.escalated;
    change.version = row.record.version;
    change.moderator = claim.moderator;
    change.moderator_login = claim.moderator_login;
    if (kind == Change::Kind::claim) change.until = claim.until;
    change.at = now;
    db.announce(std::move(change));
}

void lease(Connection& db, const CommentRow& row, const Claimer& claimer) {
    const Claim claim = claim_of(claimer);
    put_claim(db, row, claim);
    tell(db, row, Change::Kind::claim, claim, claimer.at);
}

/// A claim in force that is given back.
void give_back(Connection& db, const CommentRow& row, const ModeratorId& moderator, Timestamp now) {
    const auto claim = claim_on(db, row.pk, now);
    if (!claim || claim->moderator != moderator) return;
    drop_claim(db, row.pk);
    tell(db, row, Change::Kind::release, *claim, now);
}

void take(Connection& db, const CommentRow& row, const Claimer& claimer, Claimed& claimed) {
    lease(db, row, claimer);
    claimed.items.push_back(queue_item(db, row, claimer.at));
}

/// A comment in the queue of one of the claimer's sites, or why not.
Result<CommentRow> waiting_row(Connection& db, const CommentId& id, const Claimer& claimer) {
    auto row = find_comment_row(db, id);
    if (!row || !works_for(claimer.sites, row->record.site)) return no_such_comment(id);
    if (!is_queued(db, row->pk)) return not_waiting();
    return *std::move(row);
}

std::optional<ClaimRefusal> refusal_of(
    Connection& db, const CommentRow& row, bool take_over, const Claimer& claimer, bool has_room
) {
    const CommentId& id = row.record.comment.id;
    if (would_judge_himself(db, row.pk, claimer.moderator)) {
        return ClaimRefusal{
            id, {Errc::conflict, "the author appeals against your own decision"}, {}
        };
    }
    auto holder = claim_on(db, row.pk, claimer.at);
    if (holder && holder->moderator == claimer.moderator) return std::nullopt;
    if (holder && !take_over) {
        return ClaimRefusal{
            id, {Errc::conflict, "somebody else has claimed it"}, std::move(holder)
        };
    }
    if (!has_room) return ClaimRefusal{id, {Errc::conflict, "you hold as many as you may"}, {}};
    return std::nullopt;
}

/// Those named that the claimer holds, or all of them.
std::vector<CommentRow> held_rows(
    Connection& db, const std::vector<CommentId>& named, const ModeratorId& moderator, Timestamp now
) {
    std::vector<CommentRow> rows;
    for (const std::int64_t comment : comments_held_by(db, moderator, now)) {
        auto row = find_comment_row(db, comment);
        if (!row) continue;
        const CommentId& id = row->record.comment.id;
        if (named.empty() || std::ranges::find(named, id) != named.end())
            rows.push_back(*std::move(row));
    }
    return rows;
}

}  // namespace

Result<Claimed> claim_next(
    Connection& db, const QueueQuery& query, std::size_t most, const Claimer& claimer
) {
    const std::size_t held = comments_held_by(db, claimer.moderator, claimer.at).size();
    if (held >= claims_of_a_moderator) {
        return Error{
            Errc::conflict,
            "you hold " + std::to_string(held) + " items; decide or release some of them first"
        };
    }
    const WalkLimits limits{
        .items = std::min(most, claims_of_a_moderator - held), .time = longest_look
    };
    const Walked walked = walk_queue(
        db,
        query,
        plan_walk(db, query),
        before_all(query.sort),
        limits,
        [&](std::int64_t comment) { return is_free_for(db, comment, claimer); }
    );
    Claimed claimed;
    claimed.complete = !walked.stopped_at || walked.keys.size() == limits.items;
    for (const QueueKey& key : walked.keys) {
        if (const auto row = find_comment_row(db, key.comment)) take(db, *row, claimer, claimed);
    }
    return claimed;
}

Claimed claim_these(
    Connection& db, const std::vector<CommentId>& comments, bool take_over, const Claimer& claimer
) {
    std::size_t held = comments_held_by(db, claimer.moderator, claimer.at).size();
    Claimed claimed;
    for (const CommentId& id : comments) {
        auto row = waiting_row(db, id, claimer);
        if (!row) {
            claimed.refused.push_back({id, row.error(), {}});
            continue;
        }
        const bool has_room = held < claims_of_a_moderator;
        if (auto refused = refusal_of(db, *row, take_over, claimer, has_room)) {
            claimed.refused.push_back(*std::move(refused));
            continue;
        }
        take(db, *row, claimer, claimed);
        ++held;
    }
    return claimed;
}

Renewed renew_claims(
    Connection& db, const std::vector<CommentId>& comments, const Claimer& claimer
) {
    Renewed renewed;
    for (const CommentRow& row : held_rows(db, comments, claimer.moderator, claimer.at)) {
        lease(db, row, claimer);
        renewed.kept.push_back(row.record.comment.id);
    }
    for (const CommentId& id : comments) {
        if (std::ranges::find(renewed.kept, id) == renewed.kept.end()) renewed.lost.push_back(id);
    }
    return renewed;
}

void release_claims(
    Connection& db,
    const std::vector<CommentId>& comments,
    const ModeratorId& moderator,
    Timestamp at
) {
    for (const CommentRow& row : held_rows(db, comments, moderator, at)) {
        give_back(db, row, moderator, at);
    }
}

Result<int> skip(Connection& db, const CommentId& comment, const Claimer& who) {
    const auto row = waiting_row(db, comment, who);
    if (!row) return row.error();
    put_skip(db, row->pk, who.moderator, who.at);
    add_facet(db, row->pk, facet_of_skips());
    give_back(db, *row, who.moderator, who.at);
    tell(db, *row, Change::Kind::change, claim_of(who), who.at, "comment.skipped");
    return skips_of(db, row->pk);
}

Result<std::string> assign(
    Connection& db, const CommentId& comment, const std::string& login, const Claimer& by
) {
    const auto row = find_comment_row(db, comment);
    if (!row || !works_for(by.sites, row->record.site)) return no_such_comment(comment);
    if (!login.empty()) {
        const auto moderator = find_moderator_row(db, login);
        const bool able = moderator && !moderator->disabled && moderator->role != Role::viewer &&
                          works_for(moderator->sites, row->record.site);
        if (!able) {
            return Error{
                Errc::invalid,
                "no moderator with this login decides for this site",
                {{"/moderator", "must be the login of a moderator who decides for this site"}}
            };
        }
    }
    if (const auto before = assigned_login(db, row->pk))
        remove_facet(db, row->pk, facet_of_assignment(*before));
    put_assignment(db, row->pk, login, by.moderator, by.at);
    if (!login.empty()) add_facet(db, row->pk, facet_of_assignment(login));
    tell(db, *row, Change::Kind::change, claim_of(by), by.at, "comment.assigned");
    return login;
}

}  // namespace chaffinch::store::sqlite
