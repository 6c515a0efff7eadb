// The store's queue, decisions and undo.

#include "server/store/sqlite/acts.h"
#include "server/store/sqlite/decision_rows.h"
#include "server/store/sqlite/queue_rows.h"
#include "server/store/sqlite/sqlite_store.h"

#include <algorithm>
#include <utility>

namespace chaffinch::store::sqlite {

namespace {

Result<QueueItem> item_for(
    Connection& db, const CommentId& id, const std::vector<SiteId>& sites, Timestamp now
) {
    const auto row = find_comment_row(db, id);
    const bool visible =
        row && (sites.empty() || std::ranges::find(sites, row->record.site) != sites.end());
    if (!visible) return Error{Errc::not_found, "there is no comment '" + id.value + "'"};
    return queue_item(db, *row, now);
}

std::vector<DecisionAttempt> decide_each(
    Connection& db, const std::vector<NewDecision>& decisions
) {
    std::vector<DecisionAttempt> attempts;
    attempts.reserve(decisions.size());
    for (const NewDecision& decision : decisions) attempts.push_back(decide(db, decision));
    return attempts;
}

}  // namespace

boost::asio::awaitable<Result<QueuePage>> SqliteStore::list_queue(QueueQuery query) {
    return ask(readers_.queue(), [query = std::move(query)](Connection& db) {
        return queue_page(db, query);
    });
}

boost::asio::awaitable<Result<QueueItem>> SqliteStore::find_item(
    CommentId id, std::vector<SiteId> sites, Timestamp now
) {
    return ask(
        readers_.queue(),
        [id = std::move(id), sites = std::move(sites), now](Connection& db) {
            return item_for(db, id, sites, now);
        }
    );
}

boost::asio::awaitable<QueueCounts> SqliteStore::queue_counts(
    std::vector<SiteId> sites, ModeratorId moderator, std::string login, Timestamp now
) {
    return ask(
        readers_.queue(),
        [sites = std::move(sites), moderator = std::move(moderator), login = std::move(login), now](
            Connection& db
        ) { return count_queue(db, sites, moderator, login, now); }
    );
}

boost::asio::awaitable<std::vector<DecisionAttempt>> SqliteStore::record_decisions(
    std::vector<NewDecision> decisions
) {
    return ask(writer_.queue(), [decisions = std::move(decisions)](Connection& db) {
        return decide_each(db, decisions);
    });
}

boost::asio::awaitable<std::vector<DecisionAttempt>> SqliteStore::undo_decision(
    DecisionId id,
    ModeratorId moderator,
    std::string moderator_login,
    std::vector<SiteId> sites,
    Timestamp at
) {
    Undo wanted{
        .id = std::move(id),
        .moderator = std::move(moderator),
        .moderator_login = std::move(moderator_login),
        .sites = std::move(sites),
        .at = at
    };
    return ask(writer_.queue(), [wanted = std::move(wanted)](Connection& db) {
        return undo(db, wanted);
    });
}

boost::asio::awaitable<std::vector<DecisionRecord>> SqliteStore::decisions_of(CommentId comment) {
    return ask(readers_.queue(), [comment = std::move(comment)](Connection& db) {
        return decisions_on(db, comment);
    });
}

}  // namespace chaffinch::store::sqlite
