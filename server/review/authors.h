// Authors: a moderator's use cases about those who write. See the record, say how to treat what
// comes.

#pragma once

#include "engine/types/result.h"
#include "server/review/review.h"
#include "server/runtime/clock.h"
#include "server/store/authors.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <optional>
#include <string>

namespace chaffinch::review {

struct StandingWish {
    Standing standing = Standing::normal;
    Reason reason = Reason::none;
    std::string note{};
    std::optional<Timestamp> until{};
    TakeAlong take = TakeAlong::nothing;
    bool dry_run = false;  ///< say how many comments it would take, change nothing
};

struct StandingGiven {
    StandingRecord standing{};  ///< as it would be, for a dry run
    store::TakenAlong taken{};
};

class Authors {
  public:
    Authors(store::AuthorStore& authors, const runtime::Clock& clock)
        : authors_(authors), clock_(clock) {}

    /// Errors: not_found; invalid (cursor).
    boost::asio::awaitable<Result<store::AuthorRecord>> record(
        Reviewer reviewer, std::string author, std::size_t limit, std::string cursor
    );

    /// Errors: not_found; invalid (more than the identity bears, or an end that is over).
    boost::asio::awaitable<Result<StandingGiven>> set_standing(
        Reviewer reviewer, std::string author, StandingWish wish
    );

  private:
    store::AuthorStore& authors_;
    const runtime::Clock& clock_;
};

}  // namespace chaffinch::review
