// The record of an author: counts, newest comments, standings.

#include "server/store/sqlite/author_rows.h"

#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/decision_rows.h"
#include "server/store/sqlite/queue_rows.h"
#include "server/store/sqlite/stored_names.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace chaffinch::store::sqlite {

namespace {

constexpr std::string_view id_prefix = "aut_";
constexpr std::size_t most_names = 5;

struct AuthorRow {
    std::int64_t pk = 0;
    std::int64_t site = 0;
    SiteId site_id{};
    std::string key{};
    std::int64_t published = 0;
    std::int64_t rejected = 0;
    Timestamp first_seen_at{};
};

Error no_such_author() {
    return {Errc::not_found, "there is no such author on your sites"};
}

bool may_see(const std::vector<SiteId>& sites, const SiteId& site) {
    return sites.empty() || std::ranges::find(sites, site) != sites.end();
}

std::optional<AuthorRow> find_author_row(
    Connection& db, std::string_view id, const std::vector<SiteId>& sites
) {
    if (!id.starts_with(id_prefix)) return std::nullopt;
    id.remove_prefix(id_prefix.size());
    std::int64_t pk = 0;
    const auto [end, failed] = std::from_chars(id.data(), id.data() + id.size(), pk);
    if (failed != std::errc{} || end != id.data() + id.size()) return std::nullopt;
    Statement row = db.query(
        "SELECT a.pk, a.site, s.id, a.key, a.published, a.rejected, a.first_seen_at"
        " FROM authors AS a JOIN sites AS s ON s.pk = a.site WHERE a.pk = ?",
        pk
    );
    if (!row.step()) return std::nullopt;
    AuthorRow found;
    found.pk = row.integer();
    found.site = row.integer();
    found.site_id.value = row.text();
    found.key = row.text();
    found.published = row.integer();
    found.rejected = row.integer();
    found.first_seen_at = row.time();
    if (!may_see(sites, found.site_id)) return std::nullopt;
    return found;
}

StandingRecord read_standing(Statement& row) {
    StandingRecord record;
    record.decision.value = row.text();
    record.standing = stored_standing(row.text());
    record.until = row.optional_time();
    record.reason = reason_from(row.text());
    record.note = row.text();
    record.moderator_login = row.text();
    record.at = row.time();
    record.undone_at = row.optional_time();
    return record;
}

/// Newest first.
std::vector<StandingRecord> standings_of(Connection& db, std::int64_t author) {
    Statement row = db.query(
        "SELECT id, standing, until, reason, note, moderator_login, at, undone_at FROM standings"
        " WHERE author = ? ORDER BY pk DESC LIMIT 50",
        author
    );
    std::vector<StandingRecord> found;
    while (row.step()) found.push_back(read_standing(row));
    return found;
}

/// The newest that was not taken back, whether or not its time is over.
std::optional<StandingRecord> newest_standing(Connection& db, std::int64_t author) {
    Statement row = db.query(
        "SELECT id, standing, until, reason, note, moderator_login, at, undone_at FROM standings"
        " WHERE author = ? AND undone_at IS NULL ORDER BY pk DESC LIMIT 1",
        author
    );
    if (!row.step()) return std::nullopt;
    return read_standing(row);
}

void count_newest(Connection& db, std::int64_t author, AuthorRecord& record) {
    Statement row = db.query(
        "SELECT total(status = 'held'), total(status = 'withdrawn') FROM"
        " (SELECT status FROM comments WHERE author = ? ORDER BY created_at DESC LIMIT 1000)",
        author
    );
    row.step();
    record.held = static_cast<std::int64_t>(row.real());
    record.withdrawn = static_cast<std::int64_t>(row.real());
}

std::optional<double> rejection_rate(Connection& db, std::int64_t author) {
    Statement row = db.query(
        "SELECT count(*), total(status = 'rejected') FROM (SELECT status FROM comments"
        " WHERE author = ? AND status IN ('published', 'rejected')"
        " ORDER BY created_at DESC LIMIT 50)",
        author
    );
    row.step();
    const std::int64_t decided = row.integer();
    if (decided == 0) return std::nullopt;
    return row.real() / static_cast<double>(decided);
}

std::vector<std::string> newest_names(Connection& db, std::int64_t author) {
    Statement row = db.query(
        "SELECT author_name FROM comments WHERE author = ? ORDER BY created_at DESC LIMIT 50",
        author
    );
    std::vector<std::string> names;
    while (row.step() && names.size() < most_names) {
        std::string name = row.text();
        if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    }
    return names;
}

/// False when the cursor is not the id of a comment of this author.
bool read_page(
    Connection& db, std::int64_t author, const AuthorQuery& query, AuthorRecord& record
) {
    constexpr std::int64_t after_all = INT64_MAX;
    std::int64_t created_at = after_all;
    std::int64_t pk = after_all;
    if (!query.cursor.empty()) {
        Statement row = db.query(
            "SELECT created_at, pk FROM comments WHERE id = ? AND author = ?", query.cursor, author
        );
        if (!row.step()) return false;
        created_at = row.integer();
        pk = row.integer();
    }
    std::vector<std::int64_t> rows;
    {
        Statement row = db.query(
            "SELECT pk FROM comments WHERE author = ?1 AND (created_at, pk) < (?2, ?3)"
            " ORDER BY created_at DESC, pk DESC LIMIT ?4",
            author,
            created_at,
            pk,
            static_cast<std::int64_t>(query.limit) + 1
        );
        while (row.step()) rows.push_back(row.integer());
    }
    const bool more = rows.size() > query.limit;
    if (more) rows.resize(query.limit);
    for (const std::int64_t number : rows) {
        if (auto row = find_comment_row(db, number)) {
            record.comments.push_back(std::move(row->record));
        }
    }
    if (more && !record.comments.empty()) {
        record.next_cursor = record.comments.back().comment.id.value;
    }
    return true;
}

/// The author's first comment, on which events about the author hang: so they go out in order.
std::optional<std::int64_t> first_comment(Connection& db, std::int64_t author) {
    Statement row = db.query(
        "SELECT pk FROM comments WHERE author = ? ORDER BY created_at, pk LIMIT 1", author
    );
    if (!row.step()) return std::nullopt;
    return row.integer();
}

/// Makes `standing` the one in force, and tells the site.
void put_in_force(
    Connection& db, const AuthorRow& author, const StandingRecord& standing, Timestamp at
) {
    db.run(
        "UPDATE authors SET standing = ?, standing_until = ? WHERE pk = ?",
        name(standing.standing),
        standing.until,
        author.pk
    );
    db.note_standing(
        {.site = author.site_id,
         .author_key = author.key,
         .standing = standing.standing,
         .until = standing.until}
    );
    const auto anchor = first_comment(db, author.pk);
    if (!anchor) return;
    const StandingEvent event{
        .site = author.site,
        .comment = *anchor,
        .author = author_id(author.pk),
        .author_key = author.key,
        .standing = standing,
        .at = at
    };
    add_standing_event(db, event);
}

/// The next comments to be taken along: row, and where it stands.
std::vector<std::pair<std::int64_t, Status>> taken_next(
    Connection& db, std::int64_t author, const NewStanding& standing, std::size_t most
) {
    const auto takes = [&standing](Status from) {
        return status_after_standing(from, standing.standing, standing.take).has_value();
    };
    Statement row = db.query(
        "SELECT pk, status FROM comments WHERE author = ?1"
        " AND ((status = 'held' AND ?2) OR (status = 'published' AND ?3)) LIMIT ?4",
        author,
        takes(Status::held),
        takes(Status::published),
        static_cast<std::int64_t>(most)
    );
    std::vector<std::pair<std::int64_t, Status>> found;
    while (row.step()) {
        const std::int64_t pk = row.integer();
        found.emplace_back(pk, status_from(row.text()));
    }
    return found;
}

TakenAlong counted(const std::vector<std::pair<std::int64_t, Status>>& rows) {
    TakenAlong taken;
    for (const auto& [pk, status] : rows) ++(status == Status::held ? taken.open : taken.published);
    return taken;
}

void take(Connection& db, CommentRow& row, const NewStanding& standing, Status to) {
    DecisionRecord decision;
    decision.id = standing.id;
    decision.site = row.record.site;
    decision.comment = row.record.comment.id;
    decision.moderator = standing.moderator;
    decision.moderator_login = standing.moderator_login;
    decision.judgement = to == Status::rejected ? Judgement::reject : Judgement::escalate;
    decision.reason = to == Status::rejected ? Reason::policy_banned : Reason::policy_premod;
    decision.note = standing.note;
    decision.from = row.record.status;
    decision.to = to;
    decision.escalated_before = row.record.escalated;
    decision.version_before = row.record.version;
    decision.version_after = row.record.version + 1;
    decision.at = standing.at;
    insert_decision(db, row.site, row.pk, decision);
    row.record.status = to;
    row.record.escalated = false;
    row.record.version += 1;
    row.record.updated_at = standing.at;
    update_standing(db, row, decision.from);
    requeue(db, row);
    add_event(
        db,
        row,
        to == Status::rejected ? "comment.rejected" : "comment.held",
        standing.id,
        standing.at
    );
}

}  // namespace

std::string author_id(const std::optional<std::int64_t>& row) {
    return row ? std::string(id_prefix) + std::to_string(*row) : std::string();
}

Result<AuthorRecord> author_record(Connection& db, const AuthorQuery& query) {
    const auto author = find_author_row(db, query.author, query.sites);
    if (!author) return no_such_author();
    AuthorRecord record;
    record.id = author_id(author->pk);
    record.site = author->site_id;
    record.identity = strength_of(author->key);
    record.names = newest_names(db, author->pk);
    record.first_seen_at = author->first_seen_at;
    record.published = author->published;
    record.rejected = author->rejected;
    count_newest(db, author->pk, record);
    record.rejection_rate = rejection_rate(db, author->pk);
    record.standings = standings_of(db, author->pk);
    if (auto newest = newest_standing(db, author->pk)) record.standing = *std::move(newest);
    record.standing.standing = in_force(record.standing.standing, record.standing.until, query.now);
    if (!read_page(db, author->pk, query, record)) {
        return Error{
            Errc::invalid,
            "the cursor is not one of this author; ask again without it",
            {{"?cursor", "must be the next_cursor of a page of this author"}}
        };
    }
    return record;
}

Result<TakenAlong> count_taken(Connection& db, const NewStanding& standing) {
    constexpr std::size_t most_counted = 10'000;
    const auto author = find_author_row(db, standing.author, standing.sites);
    if (!author) return no_such_author();
    if (auto may = check_standing(standing.standing, strength_of(author->key)); !may) {
        return may.error();
    }
    return counted(taken_next(db, author->pk, standing, most_counted));
}

Result<StandingRecord> set_standing(Connection& db, const NewStanding& standing) {
    const auto author = find_author_row(db, standing.author, standing.sites);
    if (!author) return no_such_author();
    if (auto may = check_standing(standing.standing, strength_of(author->key)); !may) {
        return may.error();
    }
    db.run(
        "INSERT INTO standings (id, author, standing, until, reason, note, moderator,"
        " moderator_login, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        standing.id,
        author->pk,
        name(standing.standing),
        standing.until,
        code(standing.reason),
        standing.note,
        standing.moderator,
        standing.moderator_login,
        standing.at
    );
    StandingRecord record = *newest_standing(db, author->pk);
    put_in_force(db, *author, record, standing.at);
    return record;
}

TakenAlong take_along(Connection& db, const NewStanding& standing, std::size_t most) {
    const auto author = find_author_row(db, standing.author, standing.sites);
    if (!author) return {};
    const auto newest = newest_standing(db, author->pk);
    if (!newest || newest->decision != standing.id) return {};
    const auto rows = taken_next(db, author->pk, standing, most);
    for (const auto& [pk, status] : rows) {
        auto row = find_comment_row(db, pk);
        const auto to = status_after_standing(status, standing.standing, standing.take);
        if (row && to) take(db, *row, standing, *to);
    }
    return counted(rows);
}

StandingUndo undo_standing(Connection& db, const Undo& undo) {
    std::string author;
    {
        Statement row =
            db.query("SELECT author FROM standings WHERE id = ? AND undone_at IS NULL", undo.id);
        if (!row.step()) return StandingUndo::none;
        author = author_id(row.integer());
    }
    const auto row = find_author_row(db, author, undo.sites);
    if (!row) return StandingUndo::none;
    if (newest_standing(db, row->pk)->decision != undo.id) return StandingUndo::superseded;
    db.run(
        "UPDATE standings SET undone_at = ?, undone_by = ?, undone_by_login = ? WHERE id = ?",
        undo.at,
        undo.moderator,
        undo.moderator_login,
        undo.id
    );
    put_in_force(db, *row, newest_standing(db, row->pk).value_or(StandingRecord{}), undo.at);
    return StandingUndo::undone;
}

}  // namespace chaffinch::store::sqlite
