// Rows that a decision writes: the log, the training ledger, the outbox. Called within a
// transaction; throws SqliteError.

#pragma once

#include "server/records/decision.h"
#include "server/records/standing.h"
#include "server/store/ledger.h"
#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/connection.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::store::sqlite {

struct DecisionRow {
    std::int64_t pk = 0;
    std::int64_t comment = 0;
    DecisionRecord record{};
};

/// Reads all columns of the view decision_records in its order, as the next ones of the row.
DecisionRow read_decision(Statement& row);

/// The engine's own row in the decision log: what a moderator's first decision is compared with.
DecisionRecord decision_of_engine(const CommentRecord& record);

/// The row for an act of an author or of readers that brought a comment from `before` to `after`.
/// Its judgement is what the act asks for (records/decision.h); that of an edit is the engine's.
DecisionRecord record_of_act(
    const CommentRecord& before, const CommentRecord& after, Act act, const DecisionId& id
);

/// Gives the row number.
std::int64_t insert_decision(
    Connection& db, std::int64_t site, std::int64_t comment, const DecisionRecord& decision
);

/// The newest decision that was not taken back; nullopt when there is none.
std::optional<DecisionRow> decision_in_force(Connection& db, std::int64_t comment);

std::optional<DecisionRow> decision_row(Connection& db, std::int64_t pk);

/// Rows of one decision, in the order in which they were made.
std::vector<DecisionRow> rows_of_decision(Connection& db, const DecisionId& id);

/// Newest first.
std::vector<DecisionRow> decision_rows_on(Connection& db, std::int64_t comment);

/// Newest first.
std::vector<DecisionRecord> decisions_on(Connection& db, const CommentId& comment);

void mark_undone(
    Connection& db,
    std::int64_t decision,
    Timestamp at,
    const ModeratorId& by,
    std::string_view by_login
);

/// Enters a lesson into the ledger. Gives it with its sequence and id.
TrainingEvent insert_lesson(
    Connection& db, const CommentRow& row, std::int64_t decision, const TrainingEvent& event
);

/// Takes back all lessons of the comment that are in force, because `decision` stands now.
std::vector<TrainingEvent> supersede_lessons(
    Connection& db, std::int64_t comment, std::int64_t decision, Timestamp at
);

/// Takes back the lessons that the decision taught, because it is undone.
std::vector<TrainingEvent> unlearn_decision(
    Connection& db, std::int64_t comment, std::int64_t decision, Timestamp at
);

/// Puts back in force the lesson that `decision` superseded, if any, because it is undone. The
/// lesson keeps its place in the ledger.
std::optional<TrainingEvent> bring_back_lesson(Connection& db, std::int64_t decision);

/// Takes back the selected lessons and brings back what they had superseded. Gives how many of them
/// were in force.
std::size_t forget_lessons(Connection& db, const LessonSelection& selection, Timestamp at);

/// Lessons in force over a sequence, of one site or of all.
std::vector<LedgerEntry> ledger_after(
    Connection& db, const std::optional<SiteId>& site, std::int64_t sequence, std::size_t limit
);

/// Puts an event into the outbox, and makes its deliveries to webhooks. `decision` is empty for
/// what the engine did; `appeal_granted` is set when it answers an appeal.
void add_event(
    Connection& db,
    const CommentRow& row,
    std::string_view kind,
    const DecisionId& decision,
    Timestamp at,
    std::optional<bool> appeal_granted = std::nullopt
);

/// Tells those who watch of a report that moved nothing; nothing goes into the outbox.
void announce_report(Connection& db, const CommentRow& row, Timestamp at);

/// A change of standing, to be told to the site.
struct StandingEvent {
    std::int64_t site = 0;
    std::int64_t comment = 0;  ///< row of the author's first: what hangs on one goes out in order
    std::string author{};      ///< "aut_..."
    std::string author_key{};
    StandingRecord standing{};
    Timestamp at{};
};

void add_standing_event(Connection& db, const StandingEvent& event);

}  // namespace chaffinch::store::sqlite
