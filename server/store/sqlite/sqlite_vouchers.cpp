// The store's vouchers for moderators in doubt.

#include "server/store/sqlite/sqlite_store.h"
#include "server/store/sqlite/voucher_rows.h"

#include <utility>

namespace chaffinch::store::sqlite {

boost::asio::awaitable<Result<Voucher>> SqliteStore::vouch(NewVoucher voucher) {
    return ask(writer_.queue(), [voucher = std::move(voucher)](Connection& db) {
        return insert_voucher(db, voucher);
    });
}

boost::asio::awaitable<Result<void>> SqliteStore::end_voucher(VoucherEnd end) {
    return ask(writer_.queue(), [end = std::move(end)](Connection& db) {
        return end_voucher_row(db, end);
    });
}

boost::asio::awaitable<std::vector<Voucher>> SqliteStore::vouchers(std::vector<SiteId> sites) {
    return ask(readers_.queue(), [sites = std::move(sites)](Connection& db) {
        return voucher_rows(db, sites);
    });
}

}  // namespace chaffinch::store::sqlite
