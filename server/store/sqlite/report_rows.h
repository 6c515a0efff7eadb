// Rows of reports and appeals. Called within a transaction; throws SqliteError.

#pragma once

#include "engine/types/result.h"
#include "server/records/report.h"
#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/connection.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::store::sqlite {

QueueMarks marks_of(Connection& db, std::int64_t comment);

/// False when the reader has an open report on the comment, or any on this text.
bool insert_report(
    Connection& db,
    const CommentRow& row,
    const std::string& reporter,
    ReportReason reason,
    const std::string& note,
    Timestamp at
);

/// At most so many of those that are open, oldest first.
std::vector<ReportRecord> open_reports(Connection& db, std::int64_t comment, std::size_t most);

/// How many readers must report a comment: as its article says, or else its site.
std::int64_t report_threshold(Connection& db, const CommentRow& row);

/// Errors: not_found (the site).
Result<void> update_report_threshold(Connection& db, const SiteId& site, int readers);

/// Closes what is open, and counts it for or against its readers.
void close_reports(Connection& db, std::int64_t comment, std::int64_t decision, bool agreed);

/// Opens again what the decision closed, because it is undone.
void reopen_reports(Connection& db, std::int64_t decision);

struct AppealRow {
    std::int64_t against = 0;  ///< row of the decision
    AppealRecord record{};
};

void insert_appeal(
    Connection& db,
    std::int64_t comment,
    std::int64_t against,
    const std::string& text,
    Timestamp at
);

std::optional<AppealRow> open_appeal(Connection& db, std::int64_t comment);

/// Whether an appeal waits that is against this moderator's own decision: somebody else must
/// answer.
bool would_judge_himself(Connection& db, std::int64_t comment, const ModeratorId& moderator);

/// The newest appeal on the comment, open or not.
std::optional<AppealRecord> newest_appeal(Connection& db, std::int64_t comment);

/// Whether there was an appeal against this decision, or it is itself the answer to one.
bool is_settled(Connection& db, std::int64_t comment, std::int64_t decision);

/// Not an error when none is open.
void close_appeal(Connection& db, std::int64_t comment, std::int64_t decision, bool granted);

void reopen_appeal(Connection& db, std::int64_t decision);

}  // namespace chaffinch::store::sqlite
