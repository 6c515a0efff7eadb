// What importing and exporting need of the store: decided history in, and everything of a site out.
// Same promises as submissions.h.

#pragma once

#include "engine/types/article.h"
#include "engine/types/result.h"
#include "server/records/comment_record.h"
#include "server/records/decision.h"
#include "server/store/submissions.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::store {

/// One comment of another system, with what was decided on it there.
struct ImportedSubmission {
    /// As a site would send it, judged by the engine; times are those of the other system, the
    /// status is the one it gave. external_id must be set. `idempotency` is not looked at.
    NewSubmission submission{};
    /// nullopt: nobody has decided yet; the comment must be held then and goes to the queue.
    std::optional<Judgement> judgement{};
    Reason reason = Reason::none;  ///< teaches as a moderator's reason would (records/decision.h)
};

struct ImportBatch {
    SiteId site{};
    /// Every decision row and lesson of one import carries this id, over all of its batches and
    /// repetitions, so that the whole can be found and taken back. Starts with "dec_import_".
    DecisionId import{};
    std::string note{};  ///< written to every decision row: where it came from
    Timestamp at{};      ///< when the decisions and lessons enter the log and the ledger
    std::vector<ImportedSubmission> comments{};
};

struct ImportReceipt {
    std::size_t stored = 0;
    std::size_t duplicates = 0;  ///< external_id was known already: nothing was changed
    std::size_t lessons = 0;     ///< training events entered
};

/// What taking an import back did.
struct TakenBack {
    std::size_t withdrawn = 0;  ///< comments that came with it and are withdrawn now
    std::size_t kept = 0;       ///< a moderator has decided since: the comment stands as it does
    std::size_t lessons = 0;    ///< training events taken out of force
};

/// A comment as it leaves.
struct ExportedComment {
    std::int64_t position = 0;  ///< to be given as `after` of the next page
    CommentRecord record{};
    std::optional<Article> article{};          ///< nullopt: the site never described it
    std::optional<DecisionRecord> decision{};  ///< in force now: of the engine, when nobody decided
};

class ImportStore {
  public:
    virtual ~ImportStore() = default;

    /// Those of `external_ids` that the site has already; none of an unknown site.
    virtual boost::asio::awaitable<std::vector<std::string>> known_external_ids(
        SiteId site, std::vector<std::string> external_ids
    ) = 0;

    /// Articles, comments, queue items, log rows and training events in one commit. A known
    /// external_id stores nothing and is not an error. No events go out: the site knows its
    /// history. Errors: not_found (no such site); invalid (a comment without external_id or with a
    /// status that does not follow from its judgement): nothing was stored.
    virtual boost::asio::awaitable<Result<ImportReceipt>> record_import(ImportBatch batch) = 0;

    /// Takes back up to `most` decisions of the import, in one commit: their lessons leave the
    /// ledger, their comments are withdrawn unless something newer stands. Call until all counts
    /// are zero. Comments that came undecided are no part of it. Errors: not_found (the site).
    virtual boost::asio::awaitable<Result<TakenBack>> take_back_import(
        SiteId site, DecisionId import, Timestamp at, std::size_t most
    ) = 0;

    /// Comments of the site in the order in which they were stored, from behind `after`.
    virtual boost::asio::awaitable<std::vector<ExportedComment>> export_comments(
        SiteId site, std::int64_t after, std::size_t limit
    ) = 0;
};

}  // namespace chaffinch::store
