// Reports of readers and appeals of authors, and what reports weigh.

#pragma once

#include "engine/types/timestamp.h"
#include "server/records/decision.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chaffinch {

/// Stored by name.
enum class ReportReason : std::uint8_t {
    spam,
    abuse,
    hate,
    threat,
    safety,
    privacy,
    misinformation,
    off_topic,
    other,
};

std::string_view name(ReportReason reason);
std::optional<ReportReason> report_reason_from(std::string_view name);

/// Where waiting for more reports may do harm: threat, safety, privacy.
bool is_urgent(ReportReason reason);

/// One reader's report that is open.
struct ReportRecord {
    ReportReason reason = ReportReason::other;
    std::string reporter{};
    std::string note{};
    double weight = 1;
    Timestamp at{};
};

/// What a report counts for, in (0, 1]: the share of a reader's closed reports with which
/// moderators agreed, as if two had been agreed with before the first. Newcomers count in full; a
/// reader who reports whatever he dislikes falls below a half after two more disagreements than
/// agreements.
double report_weight(std::int64_t agreed, std::int64_t disagreed);

/// An urgent report holds a comment by itself only from a reader whom moderators believe as often
/// as not.
inline constexpr double believed = 0.5;

/// The open reports on one text.
struct ReportTally {
    std::int64_t reporters = 0;
    double weight = 0;        ///< sum over the reporters
    bool urgent = false;      ///< one of them is urgent, and its reader believed
    bool person_saw = false;  ///< a moderator has decided on this very text
};

/// Whether a published comment is to be held: the weights reach `threshold` reports (0: never), or
/// one is urgent and no moderator has decided on this text yet.
bool asks_for_hold(const ReportTally& tally, std::int64_t threshold);

/// An author's appeal against a rejection.
struct AppealRecord {
    CommentId comment{};
    std::string text{};
    Timestamp at{};
    Actor against_actor = Actor::engine;
    ModeratorId against_moderator{};  ///< empty unless a moderator rejected
    std::string against_login{};
    Reason against_reason = Reason::none;
    std::optional<bool> granted{};  ///< nullopt: not decided yet
};

}  // namespace chaffinch
