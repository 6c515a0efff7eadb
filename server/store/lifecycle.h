// What happens to a comment after it was submitted, as far as its author and other readers do it:
// edits, withdrawal, reports and appeals. Same promises as submissions.h.

#pragma once

#include "engine/types/fingerprint.h"
#include "engine/types/result.h"
#include "server/records/comment_record.h"
#include "server/records/decision.h"
#include "server/records/report.h"
#include "server/records/status_changes.h"
#include "server/store/idempotency.h"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::store {

/// A comment that its author wants to change, with what the new text is held against.
struct EditableComment {
    CommentRecord record{};
    LastWord last_word = LastWord::engine;
    /// The text that a person approved, when that is an earlier one; it has the text, names and
    /// verdict of then, the rest as `record`.
    std::optional<CommentRecord> approved{};
};

struct NewRevision {
    /// The comment as it is to be: text, verdict, status, revision + 1, version + 1, updated_at.
    CommentRecord record{};
    Fingerprint fingerprint{};
    std::vector<std::string> link_hosts{};
    DecisionId id{};  ///< of the log row
    std::optional<IdempotentReply> idempotency{};
};

struct Withdrawal {
    SiteId site{};
    CommentId comment{};
    std::optional<std::int64_t> version{};  ///< the one the caller saw, when it says so
    DecisionId id{};                        ///< of the log row
    Timestamp at{};
};

struct NewReport {
    SiteId site{};
    CommentId comment{};
    ReportReason reason = ReportReason::other;
    std::string reporter{};  ///< the site's own id of the reader
    std::string note{};
    DecisionId id{};  ///< of the log row, when the report holds the comment
    Timestamp at{};
};

struct ReportReceipt {
    bool repeated = false;  ///< this reader had reported it before
    std::int64_t open_reports = 0;
    CommentRecord record{};
};

struct NewAppeal {
    SiteId site{};
    CommentId comment{};
    std::string text{};
    DecisionId id{};  ///< of the log row
    Timestamp at{};
};

class LifecycleStore {
  public:
    virtual ~LifecycleStore() = default;

    /// Errors: not_found (also for another site's comment).
    virtual boost::asio::awaitable<Result<EditableComment>> find_editable(
        SiteId site, CommentId id
    ) = 0;

    /// The new text with its verdict, the old one among the revisions, the place in the queue, the
    /// log rows of engine and author, and the event "verdict.revised", in one transaction.
    /// Errors: not_found; conflict (the comment's version is no longer record.version - 1, or it is
    /// withdrawn); those of the idempotency key.
    virtual boost::asio::awaitable<Result<void>> record_edit(NewRevision revision) = 0;

    /// Out of publication and queue; the text stays for the audit. Withdrawing again changes
    /// nothing and is not an error. Gives the comment as it is afterwards.
    /// Errors: not_found; conflict (stale version).
    virtual boost::asio::awaitable<Result<CommentRecord>> record_withdrawal(Withdrawal withdrawal
    ) = 0;

    /// The report, the comment's new place in the queue, and, when the reports ask for it
    /// (records/report.h), its being held with log row and event. A repeated report is no error.
    /// Errors: not_found; conflict (withdrawn).
    virtual boost::asio::awaitable<Result<ReportReceipt>> record_report(NewReport report) = 0;

    /// How many readers must report a published comment of the site before it is held, where its
    /// article does not say: 0 (never by number) to 1,000. Errors: not_found.
    virtual boost::asio::awaitable<Result<void>> set_report_threshold(SiteId site, int readers) = 0;

    /// The comment stays rejected and stands in the list of appealed ones, version + 1, with log
    /// row and event. Errors: not_found; conflict (not rejected, or appealed against before).
    virtual boost::asio::awaitable<Result<AppealRecord>> record_appeal(NewAppeal appeal) = 0;
};

}  // namespace chaffinch::store
