// The store's side of importing and exporting.

#include "server/store/sqlite/acts.h"
#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/sqlite_store.h"

#include <utility>

namespace chaffinch::store::sqlite {

namespace {

std::vector<std::string> known_among(
    Connection& db, const SiteId& site, const std::vector<std::string>& external_ids
) {
    std::vector<std::string> known;
    const auto pk = find_site(db, site);
    if (!pk) return known;
    for (const std::string& id : external_ids) {
        Statement row =
            db.query("SELECT 1 FROM comments WHERE site = ? AND external_id = ?", *pk, id);
        if (row.step()) known.push_back(id);
    }
    return known;
}

}  // namespace

boost::asio::awaitable<std::vector<std::string>> SqliteStore::known_external_ids(
    SiteId site, std::vector<std::string> external_ids
) {
    return ask(
        readers_.queue(),
        [site = std::move(site), ids = std::move(external_ids)](Connection& db) {
            return known_among(db, site, ids);
        }
    );
}

boost::asio::awaitable<Result<ImportReceipt>> SqliteStore::record_import(ImportBatch batch) {
    return ask(writer_.queue(), [batch = std::move(batch)](Connection& db) {
        return import_batch(db, batch);
    });
}

boost::asio::awaitable<Result<TakenBack>> SqliteStore::take_back_import(
    SiteId site, DecisionId import, Timestamp at, std::size_t most
) {
    return ask(
        writer_.queue(),
        [site = std::move(site), import = std::move(import), at, most](Connection& db) {
            return sqlite::take_back_import(db, site, import, at, most);
        }
    );
}

boost::asio::awaitable<std::vector<ExportedComment>> SqliteStore::export_comments(
    SiteId site, std::int64_t after, std::size_t limit
) {
    return ask(readers_.queue(), [site = std::move(site), after, limit](Connection& db) {
        return exported_after(db, site, after, limit);
    });
}

}  // namespace chaffinch::store::sqlite
