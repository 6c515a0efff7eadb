// Facets are named "kind:value", the value folded where case shall not matter.

#include "server/store/sqlite/queue_facets.h"

#include "server/store/sqlite/claim_rows.h"
#include "server/store/sqlite/fold_case.h"
#include "server/store/sqlite/queue_lists.h"

#include <algorithm>

namespace chaffinch::store::sqlite {

namespace {

/// A verdict has a handful; a site's own rules shall not make a queue item without bound.
constexpr std::size_t most_rules = 48;

std::string key_of_author(Connection& db, const CommentRow& row) {
    if (!row.author) return {};
    Statement author = db.query("SELECT key FROM authors WHERE pk = ?", *row.author);
    return author.step() ? author.text() : std::string();
}

std::vector<std::string> facets_of(Connection& db, const CommentRow& row) {
    const Comment& comment = row.record.comment;
    std::vector<std::string> facets;
    const std::string key = key_of_author(db, row);
    // A typed address stays in its one place.
    if (!key.empty() && !key.starts_with("mail:")) facets.push_back(facet_of_author(key));
    if (comment.author.id) facets.push_back(facet_of_author(comment.author.id->value));
    if (!comment.author.name.empty()) facets.push_back(facet_of_author(comment.author.name));
    if (!comment.language.empty()) facets.push_back(facet_of_language(comment.language));
    const Signals& signals = row.record.verdict.signals;
    for (std::size_t i = 0; i < std::min(signals.size(), most_rules); ++i) {
        facets.push_back(facet_of_rule(signals[i].name));
    }
    if (const auto login = assigned_login(db, row.pk))
        facets.push_back(facet_of_assignment(*login));
    if (skips_of(db, row.pk) > 0) facets.push_back(facet_of_skips());
    std::ranges::sort(facets);
    facets.erase(std::ranges::unique(facets).begin(), facets.end());
    return facets;
}

}  // namespace

std::string facet_of_author(std::string_view key_id_or_name) {
    return "author:" + folded(key_id_or_name);
}

std::string facet_of_rule(std::string_view signal) {
    return "rule:" + std::string(signal);
}

std::string facet_of_language(std::string_view language) {
    return "language:" + folded(language);
}

std::string facet_of_assignment(std::string_view login) {
    return "assigned:" + std::string(login);
}

std::string facet_of_skips() {
    return "skipped";
}

void enter_facets(Connection& db, const CommentRow& row) {
    for (const std::string& facet : facets_of(db, row)) add_facet(db, row.pk, facet);
}

void leave_facets(Connection& db, std::int64_t comment) {
    db.run("DELETE FROM queue_facets WHERE comment = ?", comment);
}

void add_facet(Connection& db, std::int64_t comment, const std::string& facet) {
    db.run(
        "INSERT OR IGNORE INTO queue_facets"
        " (comment, facet, site, rank, created_at, score, escalated)"
        " SELECT comment, ?2, site, rank, created_at, score, escalated FROM queue_lists"
        " WHERE comment = ?1 AND list = ?3",
        comment,
        facet,
        everything_held()
    );
}

void remove_facet(Connection& db, std::int64_t comment, const std::string& facet) {
    db.run("DELETE FROM queue_facets WHERE comment = ? AND facet = ?", comment, facet);
}

bool has_facet(Connection& db, std::int64_t comment, const std::string& facet) {
    return db.query("SELECT 1 FROM queue_facets WHERE comment = ? AND facet = ?", comment, facet)
        .step();
}

std::vector<std::int64_t> comments_with_facet(
    Connection& db, std::int64_t site, const std::string& facet, std::size_t most
) {
    Statement row = db.query(
        "SELECT comment FROM queue_facets WHERE site = ? AND facet = ? LIMIT ?",
        site,
        facet,
        static_cast<std::int64_t>(most)
    );
    std::vector<std::int64_t> found;
    while (row.step()) found.push_back(row.integer());
    return found;
}

}  // namespace chaffinch::store::sqlite
