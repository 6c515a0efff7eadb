// The acts of the domain that write, each meant to run inside one transaction of the writer. What
// the input allows is decided before anything is written, so an Error means: nothing changed.
// Throw SqliteError.

#pragma once

#include "engine/types/result.h"
#include "server/store/claims.h"
#include "server/store/imports.h"
#include "server/store/reviews.h"
#include "server/store/sqlite/connection.h"
#include "server/store/submissions.h"

#include <optional>
#include <string>
#include <vector>

namespace chaffinch::store::sqlite {

/// Errors: not_found (the site), and those of the idempotency key (see check_new_key).
Result<SubmissionReceipt> submit(Connection& db, const NewSubmission& submission);

/// All or none. Same errors.
Result<std::vector<SubmissionReceipt>> submit_all(
    Connection& db,
    const std::vector<NewSubmission>& submissions,
    const std::optional<BatchReply>& idempotency
);

Result<void> announce_article(
    Connection& db,
    const SiteId& site,
    const Article& article,
    Timestamp now,
    const std::optional<IdempotentReply>& idempotency
);

DecisionAttempt decide(Connection& db, const NewDecision& decision);

/// Who takes a decision back, and when.
struct Undo {
    DecisionId id{};
    ModeratorId moderator{};
    std::string moderator_login{};
    std::vector<SiteId> sites{};
    Timestamp at{};
};

std::vector<DecisionAttempt> undo(Connection& db, const Undo& undo);

// Claims: see ClaimStore.
Result<Claimed> claim_next(
    Connection& db, const QueueQuery& query, std::size_t most, const Claimer& claimer
);
Claimed claim_these(
    Connection& db, const std::vector<CommentId>& comments, bool take_over, const Claimer& claimer
);
Renewed renew_claims(
    Connection& db, const std::vector<CommentId>& comments, const Claimer& claimer
);
void release_claims(
    Connection& db,
    const std::vector<CommentId>& comments,
    const ModeratorId& moderator,
    Timestamp at
);
Result<int> skip(Connection& db, const CommentId& comment, const Claimer& who);
Result<std::string> assign(
    Connection& db, const CommentId& comment, const std::string& login, const Claimer& by
);

/// Errors: not_found (the site), invalid (see ImportStore::record_import).
Result<ImportReceipt> import_batch(Connection& db, const ImportBatch& batch);

Result<TakenBack> take_back_import(
    Connection& db, const SiteId& site, const DecisionId& import, Timestamp at, std::size_t most
);

std::vector<ExportedComment> exported_after(
    Connection& db, const SiteId& site, std::int64_t position, std::size_t limit
);

}  // namespace chaffinch::store::sqlite
