// Names and rules of standings.

#include "server/records/standing.h"

#include <array>

namespace chaffinch {

namespace {

constexpr std::array all_standings{
    Standing::normal, Standing::trusted, Standing::hold, Standing::shadow_hold, Standing::banned
};

IdentityStrength least_identity(Standing standing) {
    switch (standing) {
        case Standing::trusted:
            return IdentityStrength::verified;
        case Standing::banned:
        case Standing::shadow_hold:
            return IdentityStrength::email;
        case Standing::hold:
        case Standing::normal:
            return IdentityStrength::none;
    }
    return IdentityStrength::verified;
}

}  // namespace

std::string_view name(Standing standing) {
    switch (standing) {
        case Standing::normal:
            return "none";
        case Standing::trusted:
            return "trusted";
        case Standing::hold:
            return "hold";
        case Standing::shadow_hold:
            return "shadow_hold";
        case Standing::banned:
            return "ban";
    }
    return "";
}

std::optional<Standing> standing_from(std::string_view word) {
    for (const Standing standing : all_standings) {
        if (name(standing) == word) return standing;
    }
    return std::nullopt;
}

Standing in_force(Standing standing, const std::optional<Timestamp>& until, Timestamp now) {
    return until && *until <= now ? Standing::normal : standing;
}

Result<void> check_standing(Standing standing, IdentityStrength identity) {
    if (identity >= least_identity(standing)) return {};
    return Error{
        Errc::invalid,
        standing == Standing::trusted
            ? "only an author whose id the site vouches for can be trusted; this one is known by " +
                  std::string(name(identity))
            : "a typed name is borne by many; its comments can be put on hold, not more",
        {{"/standing", "is more than this author's identity bears"}}
    };
}

std::optional<Status> status_after_standing(Status from, Standing standing, TakeAlong take) {
    const bool open = take == TakeAlong::open || take == TakeAlong::both;
    const bool published = take == TakeAlong::published || take == TakeAlong::both;
    if (standing == Standing::banned) {
        if (from == Status::held && open) return Status::rejected;
        if (from == Status::published && published) return Status::rejected;
    }
    const bool holds = standing == Standing::hold || standing == Standing::shadow_hold;
    if (holds && from == Status::published && published) return Status::held;
    return std::nullopt;
}

}  // namespace chaffinch
