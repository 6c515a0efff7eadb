// What moderators say of an author, and whether they may.

#pragma once

#include "engine/types/facts.h"
#include "engine/types/reason.h"
#include "engine/types/result.h"
#include "engine/types/timestamp.h"
#include "server/records/author_key.h"
#include "server/records/comment_record.h"
#include "server/records/decision.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chaffinch {

/// "none", "trusted", "hold", "shadow_hold", "ban": on disk and on the wire.
std::string_view name(Standing standing);
std::optional<Standing> standing_from(std::string_view name);

/// Which of an author's comments move with a new standing.
enum class TakeAlong : std::uint8_t { nothing, open, published, both };

struct StandingRecord {
    DecisionId decision{};  ///< empty: nobody ever said anything of this author
    Standing standing = Standing::normal;
    Reason reason = Reason::none;
    std::string note{};
    std::string moderator_login{};
    Timestamp at{};
    std::optional<Timestamp> until{};
    std::optional<Timestamp> undone_at{};
};

/// The standing in force at `now`: one whose time is over is none. There is nothing to sweep.
Standing in_force(Standing standing, const std::optional<Timestamp>& until, Timestamp now);

/// A standing must rest on an identity that bears it: trust on a verified id; a ban or a shadow
/// hold at least on an e-mail address; a hold on anything, a typed name included, since many may
/// bear the same one. Errors: invalid, with what this identity can bear.
Result<void> check_standing(Standing standing, IdentityStrength identity);

/// The status that a comment gets when a standing takes it along: a ban rejects what is held or
/// published, a hold holds what is published. nullopt: it stays as it is.
std::optional<Status> status_after_standing(Status from, Standing standing, TakeAlong take);

}  // namespace chaffinch
