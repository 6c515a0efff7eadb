// Vouchers in the database.

#include "server/store/sqlite/voucher_rows.h"

#include "server/store/sqlite/comment_rows.h"

#include <algorithm>
#include <utility>

namespace chaffinch::store::sqlite {

namespace {

std::int64_t newest_lesson(Connection& db) {
    Statement row = db.query("SELECT max(sequence) FROM training_events");
    row.step();
    return row.optional_integer().value_or(0);
}

/// Rows ended: 0 or 1.
std::int64_t end_in_force(Connection& db, std::int64_t site, const VoucherEnd& end) {
    db.run(
        "UPDATE vouchers SET ended_at = ?, ended_by_login = ?"
        " WHERE site = ? AND moderator = ? AND ended_at IS NULL",
        end.at,
        end.by_login,
        site,
        end.moderator
    );
    return db.changed_rows();
}

void append_vouchers(Statement row, const std::vector<SiteId>& sites, std::vector<Voucher>& out) {
    while (row.step()) {
        Voucher found;
        found.site.value = row.text();
        found.moderator.value = row.text();
        found.through = row.integer();
        found.by_login = row.text();
        found.note = row.text();
        found.at = row.time();
        found.ended_at = row.optional_time();
        found.ended_by_login = row.text();
        if (sites.empty() || std::ranges::find(sites, found.site) != sites.end()) {
            out.push_back(std::move(found));
        }
    }
}

}  // namespace

Result<Voucher> insert_voucher(Connection& db, const NewVoucher& voucher) {
    const auto site = find_site(db, voucher.site);
    if (!site) {
        return Error{Errc::not_found, "there is no site '" + voucher.site.value + "'"};
    }
    end_in_force(
        db, *site, {.moderator = voucher.moderator, .by_login = voucher.by_login, .at = voucher.at}
    );
    Voucher made{
        .site = voucher.site,
        .moderator = voucher.moderator,
        .through = newest_lesson(db),
        .by_login = voucher.by_login,
        .note = voucher.note,
        .at = voucher.at,
    };
    db.run(
        "INSERT INTO vouchers (site, moderator, through, by_login, note, at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        *site,
        made.moderator,
        made.through,
        made.by_login,
        made.note,
        made.at
    );
    return made;
}

Result<void> end_voucher_row(Connection& db, const VoucherEnd& end) {
    const auto site = find_site(db, end.site);
    if (!site || end_in_force(db, *site, end) == 0) {
        return Error{Errc::not_found, "nobody vouches for this moderator on this site"};
    }
    return {};
}

std::vector<Voucher> voucher_rows(Connection& db, const std::vector<SiteId>& sites) {
    std::vector<Voucher> out;
    append_vouchers(
        db.query("SELECT s.id, v.moderator, v.through, v.by_login, v.note, v.at, v.ended_at,"
                 " v.ended_by_login FROM vouchers AS v JOIN sites AS s ON s.pk = v.site"
                 " WHERE v.ended_at IS NULL ORDER BY v.pk DESC"),
        sites,
        out
    );
    append_vouchers(
        db.query(
            "SELECT s.id, v.moderator, v.through, v.by_login, v.note, v.at, v.ended_at,"
            " v.ended_by_login FROM vouchers AS v JOIN sites AS s ON s.pk = v.site"
            " WHERE v.ended_at IS NOT NULL ORDER BY v.pk DESC LIMIT ?",
            static_cast<std::int64_t>(most_ended_vouchers)
        ),
        sites,
        out
    );
    return out;
}

}  // namespace chaffinch::store::sqlite
