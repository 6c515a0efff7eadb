// The store's edits, withdrawals, reports and appeals.

#include "server/store/sqlite/complaints.h"
#include "server/store/sqlite/lifecycle.h"
#include "server/store/sqlite/report_rows.h"
#include "server/store/sqlite/revision_rows.h"
#include "server/store/sqlite/sqlite_store.h"

#include <utility>

namespace chaffinch::store::sqlite {

boost::asio::awaitable<Result<EditableComment>> SqliteStore::find_editable(
    SiteId site, CommentId id
) {
    return ask(readers_.queue(), [site = std::move(site), id = std::move(id)](Connection& db) {
        return editable_comment(db, site, id);
    });
}

boost::asio::awaitable<Result<void>> SqliteStore::record_edit(NewRevision revision) {
    return ask(writer_.queue(), [revision = std::move(revision)](Connection& db) {
        return edit(db, revision);
    });
}

boost::asio::awaitable<Result<CommentRecord>> SqliteStore::record_withdrawal(Withdrawal withdrawal
) {
    return ask(writer_.queue(), [withdrawal = std::move(withdrawal)](Connection& db) {
        return withdraw(db, withdrawal);
    });
}

boost::asio::awaitable<Result<ReportReceipt>> SqliteStore::record_report(NewReport wanted) {
    return ask(writer_.queue(), [wanted = std::move(wanted)](Connection& db) {
        return report(db, wanted);
    });
}

boost::asio::awaitable<Result<void>> SqliteStore::set_report_threshold(SiteId site, int readers) {
    return ask(writer_.queue(), [site = std::move(site), readers](Connection& db) {
        return update_report_threshold(db, site, readers);
    });
}

boost::asio::awaitable<Result<AppealRecord>> SqliteStore::record_appeal(NewAppeal wanted) {
    return ask(writer_.queue(), [wanted = std::move(wanted)](Connection& db) {
        return appeal(db, wanted);
    });
}

boost::asio::awaitable<std::vector<RevisionRecord>> SqliteStore::revisions_of(CommentId comment) {
    return ask(readers_.queue(), [comment = std::move(comment)](Connection& db) {
        return revisions_on(db, comment);
    });
}

}  // namespace chaffinch::store::sqlite
