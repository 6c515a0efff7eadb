// Vouchers for moderators in doubt. Called within a transaction; throw SqliteError. An Error means:
// nothing changed.

#pragma once

#include "server/store/ledger.h"
#include "server/store/sqlite/connection.h"

#include <vector>

namespace chaffinch::store::sqlite {

Result<Voucher> insert_voucher(Connection& db, const NewVoucher& voucher);
Result<void> end_voucher_row(Connection& db, const VoucherEnd& end);
std::vector<Voucher> voucher_rows(Connection& db, const std::vector<SiteId>& sites);

}  // namespace chaffinch::store::sqlite
