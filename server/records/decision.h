// Decisions, what they teach, and what goes out because of them. All three are append-only.

#pragma once

#include "engine/types/ids.h"
#include "engine/types/reason.h"
#include "engine/types/timestamp.h"
#include "server/records/comment_record.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chaffinch {

/// What a person says of a comment. Stored by name.
enum class Judgement : std::uint8_t { approve, reject, escalate };

std::string_view name(Judgement judgement);

enum class Actor : std::uint8_t { engine, moderator, author, system };

std::string_view name(Actor actor);

/// What a row of the decision log tells of. Stored by name. For acts that judge nothing,
/// `judgement` says what the act asks for: a report or an appeal hands the comment to a person
/// (escalate), a withdrawal takes it away (reject), an edit brings what the engine says of the new
/// text.
enum class Act : std::uint8_t { decision, edit, withdrawal, report, appeal };

std::string_view name(Act act);

/// One row of the decision log. A bulk decision is several rows with one id.
struct DecisionRecord {
    DecisionId id{};
    SiteId site{};
    CommentId comment{};
    Actor actor = Actor::moderator;
    Act act = Act::decision;
    ModeratorId moderator{};
    std::string moderator_login{};
    Judgement judgement = Judgement::approve;
    Reason reason = Reason::none;
    std::string note{};
    Status from = Status::held;
    Status to = Status::held;
    bool escalated_before = false;
    bool escalated_after = false;
    std::int64_t version_before = 0;
    std::int64_t version_after = 0;
    Timestamp at{};
    std::optional<Timestamp> undone_at{};
};

/// Whether a person said what the comment is: a moderator, or one of a system whose history was
/// imported. Not so what was taken back, nor a handing on.
bool is_persons_word(const DecisionRecord& decision);

/// The model a training event teaches.
enum class TrainingLabel : std::uint8_t { spam, abuse };

std::string_view name(TrainingLabel label);

/// One labelled comment in the ledger. The ledger is the truth, a site layer its cache.
struct TrainingEvent {
    std::int64_t sequence = 0;  ///< order of learning
    std::string id{};           ///< trn_...
    SiteId site{};
    CommentId comment{};
    int revision = 1;
    TrainingLabel label = TrainingLabel::spam;
    bool positive = false;
    ModeratorId moderator{};
    DecisionId decision{};
    Timestamp at{};
    std::optional<Timestamp> undone_at{};
};

/// What a decision with this reason teaches, if anything: only spam / not-spam and abuse /
/// not-abuse reasons train. A rejected comment is not spam.
struct Lesson {
    TrainingLabel label = TrainingLabel::spam;
    bool positive = false;
};

std::optional<Lesson> lesson_of(Judgement judgement, Reason reason);

}  // namespace chaffinch
