// Rule editions in the database, and the decided comments that drafts are tried on.

#include "server/store/sqlite/rule_rows.h"

#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/decision_rows.h"

#include <set>
#include <string>
#include <utility>

namespace chaffinch::store::sqlite {

namespace {

/// Reads site id, version, text, note, restored_from, moderator, moderator_login, at.
RuleVersion read_version(Statement& row) {
    RuleVersion found;
    found.site.value = row.text();
    found.version = row.integer();
    found.text = row.text();
    found.note = row.text();
    found.restored_from = row.optional_integer();
    found.moderator.value = row.text();
    found.moderator_login = row.text();
    found.at = row.time();
    return found;
}

/// 0 when the site has none.
std::int64_t newest_version(Connection& db, std::int64_t site) {
    Statement row = db.query(
        "SELECT version FROM rule_versions WHERE site = ? ORDER BY version DESC LIMIT 1", site
    );
    return row.step() ? row.integer() : 0;
}

/// Row numbers of decisions of people, newest first.
std::vector<std::int64_t> decisions_of_people(
    Connection& db, std::int64_t site, std::int64_t before, std::size_t limit
) {
    constexpr std::int64_t newest = std::int64_t{1} << 62;
    Statement row = db.query(
        "SELECT pk FROM decisions WHERE site = ? AND actor IN ('moderator', 'system')"
        " AND act = 'decision' AND judgement <> 'escalate' AND undone_at IS NULL AND pk < ?"
        " ORDER BY pk DESC LIMIT ?",
        site,
        before > 0 ? before : newest,
        static_cast<std::int64_t>(limit)
    );
    std::vector<std::int64_t> found;
    while (row.step()) found.push_back(row.integer());
    return found;
}

}  // namespace

std::vector<RuleVersion> newest_rule_versions(Connection& db) {
    std::vector<SiteId> sites;
    {
        Statement row = db.query("SELECT id FROM sites ORDER BY id");
        while (row.step()) sites.push_back(SiteId{row.text()});
    }
    std::vector<RuleVersion> found;
    for (const SiteId& site : sites) {
        if (auto version = rule_version_of(db, site, std::nullopt)) {
            found.push_back(*std::move(version));
        }
    }
    return found;
}

Result<RuleVersion> rule_version_of(
    Connection& db, const SiteId& site, std::optional<std::int64_t> version
) {
    constexpr std::int64_t newest = std::int64_t{1} << 62;
    Statement row = db.query(
        "SELECT s.id, v.version, v.text, v.note, v.restored_from, v.moderator, v.moderator_login,"
        " v.at FROM rule_versions AS v CROSS JOIN sites AS s ON s.pk = v.site"
        " WHERE v.site = (SELECT pk FROM sites WHERE id = ?1) AND v.version <= ?2"
        " ORDER BY v.version DESC LIMIT 1",
        site,
        version.value_or(newest)
    );
    if (row.step()) {
        RuleVersion found = read_version(row);
        if (!version || found.version == *version) return found;
    }
    if (!version) return Error{Errc::not_found, "the site has no rules of its own"};
    return Error{Errc::not_found, "there is no version " + std::to_string(*version)};
}

std::vector<RuleVersion> rule_versions_of(
    Connection& db, const SiteId& site, std::int64_t before, std::size_t limit
) {
    constexpr std::int64_t newest = std::int64_t{1} << 62;
    Statement row = db.query(
        "SELECT s.id, v.version, '', v.note, v.restored_from, v.moderator, v.moderator_login, v.at"
        " FROM rule_versions AS v CROSS JOIN sites AS s ON s.pk = v.site"
        " WHERE v.site = (SELECT pk FROM sites WHERE id = ?1) AND v.version < ?2"
        " ORDER BY v.version DESC LIMIT ?3",
        site,
        before > 0 ? before : newest,
        static_cast<std::int64_t>(limit)
    );
    std::vector<RuleVersion> found;
    while (row.step()) found.push_back(read_version(row));
    return found;
}

Result<void> insert_rule_version(Connection& db, const RuleVersion& version) {
    const auto site = find_site(db, version.site);
    if (!site) return Error{Errc::not_found, "there is no site '" + version.site.value + "'"};
    const std::int64_t newest = newest_version(db, *site);
    if (version.version != newest + 1) {
        return Error{
            Errc::conflict,
            "version " + std::to_string(newest) + " is in force; read it and publish on top of it"
        };
    }
    db.run(
        "INSERT INTO rule_versions (site, version, text, note, restored_from, moderator,"
        " moderator_login, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        *site,
        version.version,
        version.text,
        version.note,
        version.restored_from,
        version.moderator,
        version.moderator_login,
        version.at
    );
    return {};
}

DecidedPage decided_comments_of(
    Connection& db, const SiteId& site, std::int64_t before, std::size_t limit
) {
    DecidedPage page;
    const auto site_row = find_site(db, site);
    if (!site_row) return page;
    const auto rows = decisions_of_people(db, *site_row, before, limit);
    std::set<std::int64_t> seen;
    for (const std::int64_t pk : rows) {
        auto decision = decision_row(db, pk);
        if (!decision || !seen.insert(decision->comment).second) continue;
        auto comment = find_comment_row(db, decision->comment);
        // A text that was forgotten or erased is nothing to try rules on.
        if (!comment || comment->record.comment.text.empty()) continue;
        page.comments.push_back({std::move(comment->record), std::move(decision->record)});
    }
    if (rows.size() == limit) page.next = rows.back();
    return page;
}

}  // namespace chaffinch::store::sqlite
