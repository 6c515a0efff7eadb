// Records and standings of authors.

#include "server/review/authors.h"

#include "server/runtime/random_id.h"

#include <utility>

namespace chaffinch::review {

namespace {

/// Comments moved in one transaction: the writer is busy some 50 ms then, and others come in
/// between.
constexpr std::size_t taken_at_once = 200;

StandingRecord as_it_would_be(const store::NewStanding& standing) {
    StandingRecord record;
    record.standing = standing.standing;
    record.reason = standing.reason;
    record.note = standing.note;
    record.moderator_login = standing.moderator_login;
    record.at = standing.at;
    record.until = standing.until;
    return record;
}

}  // namespace

boost::asio::awaitable<Result<store::AuthorRecord>> Authors::record(
    Reviewer reviewer, std::string author, std::size_t limit, std::string cursor
) {
    store::AuthorQuery query;
    query.author = std::move(author);
    query.sites = std::move(reviewer.sites);
    query.limit = limit;
    query.cursor = std::move(cursor);
    query.now = clock_.now();
    co_return co_await authors_.find_author(std::move(query));
}

boost::asio::awaitable<Result<StandingGiven>> Authors::set_standing(
    Reviewer reviewer, std::string author, StandingWish wish
) {
    store::NewStanding standing;
    standing.author = std::move(author);
    standing.standing = wish.standing;
    standing.until = wish.until;
    standing.reason = wish.reason;
    standing.note = std::move(wish.note);
    standing.take = wish.take;
    standing.moderator = std::move(reviewer.id);
    standing.moderator_login = std::move(reviewer.login);
    standing.sites = std::move(reviewer.sites);
    standing.at = clock_.now();
    standing.id = DecisionId{runtime::random_id("dec_", standing.at)};
    if (standing.until && *standing.until <= standing.at) {
        co_return Error{
            Errc::invalid, "the standing would be over already", {{"/until", "must be in future"}}
        };
    }
    StandingGiven given;
    if (wish.dry_run) {
        const auto counted = co_await authors_.count_taken(standing);
        if (!counted) co_return counted.error();
        given.standing = as_it_would_be(standing);
        given.taken = *counted;
        co_return given;
    }
    auto set = co_await authors_.set_standing(standing);
    if (!set) co_return set.error();
    given.standing = *std::move(set);
    while (wish.take != TakeAlong::nothing) {
        const auto taken = co_await authors_.take_along(standing, taken_at_once);
        if (taken.open + taken.published == 0) break;
        given.taken.open += taken.open;
        given.taken.published += taken.published;
    }
    co_return given;
}

}  // namespace chaffinch::review
