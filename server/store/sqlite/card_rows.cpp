// One card: some ten short look-ups, each bounded.

#include "server/store/sqlite/card_rows.h"

#include "server/store/sqlite/campaign_rows.h"
#include "server/store/sqlite/decision_rows.h"
#include "server/store/sqlite/queue_rows.h"
#include "server/store/sqlite/similar_rows.h"
#include "server/store/sqlite/stored_names.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <utility>

namespace chaffinch::store::sqlite {

namespace {

constexpr std::size_t most_above = 8;
constexpr std::size_t most_below = 20;
constexpr std::size_t most_recent = 10;
constexpr std::size_t most_similar = 10;
constexpr std::size_t most_decisions = 100;
constexpr std::size_t most_notes = 100;

bool works_for(const std::vector<SiteId>& sites, const SiteId& site) {
    return sites.empty() || std::ranges::find(sites, site) != sites.end();
}

Error no_such_comment(const CommentId& id) {
    return {Errc::not_found, "there is no comment '" + id.value + "'"};
}

/// Columns: id, external_id, status, escalated, author_name, text, created_at.
CardComment read_card_comment(Statement& row) {
    CardComment comment;
    comment.id.value = row.text();
    comment.external_id = row.optional_text().value_or("");
    comment.status = status_from(row.text());
    comment.escalated = row.boolean();
    comment.author_name = row.text();
    comment.text = row.text();
    comment.created_at = row.time();
    return comment;
}

/// A comment by the name that the site gave as parent: its own id of it, or ours.
std::optional<std::int64_t> find_parent(Connection& db, std::int64_t site, const std::string& id) {
    {
        Statement row =
            db.query("SELECT pk FROM comments WHERE site = ? AND external_id = ?", site, id);
        if (row.step()) return row.integer();
    }
    Statement row = db.query("SELECT pk FROM comments WHERE id = ? AND site = ?", id, site);
    if (row.step()) return row.integer();
    return std::nullopt;
}

std::optional<std::string> parent_of(Connection& db, std::int64_t comment) {
    Statement row = db.query("SELECT parent FROM comments WHERE pk = ?", comment);
    return row.step() ? row.optional_text() : std::nullopt;
}

std::vector<CardComment> thread_above(Connection& db, const CommentRow& row) {
    std::vector<CardComment> above;
    std::set<std::int64_t> seen{row.pk};  // a site's ids may run in a circle
    std::optional<std::string> parent = row.record.comment.parent;
    while (parent && above.size() < most_above) {
        const auto pk = find_parent(db, row.site, *parent);
        if (!pk || !seen.insert(*pk).second) break;
        if (auto comment = card_comment(db, *pk)) above.push_back(*std::move(comment));
        parent = parent_of(db, *pk);
    }
    std::ranges::reverse(above);
    return above;
}

void append_answers(
    Connection& db, std::int64_t site, const std::string& id, std::vector<CardComment>& below
) {
    if (id.empty()) return;
    Statement row = db.query(
        "SELECT id, external_id, status, escalated, author_name, text, created_at FROM comments"
        " WHERE site = ? AND parent = ? ORDER BY created_at LIMIT ?",
        site,
        id,
        static_cast<std::int64_t>(most_below + 1)
    );
    while (row.step()) below.push_back(read_card_comment(row));
}

void thread_below(Connection& db, const CommentRow& row, ReviewCard& card) {
    const Comment& comment = row.record.comment;
    append_answers(db, row.site, comment.external_id, card.below);
    append_answers(db, row.site, comment.id.value, card.below);
    std::ranges::stable_sort(card.below, {}, &CardComment::created_at);
    card.more_below = card.below.size() > most_below;
    if (card.more_below) card.below.resize(most_below);
}

std::int64_t held_of(Connection& db, std::int64_t author) {
    Statement row = db.query(
        "SELECT count(*) FROM (SELECT status FROM comments WHERE author = ?"
        " ORDER BY created_at DESC LIMIT 500) WHERE status = 'held'",
        author
    );
    row.step();
    return row.integer();
}

AuthorCard author_card(Connection& db, const CommentRow& row) {
    AuthorCard card;
    if (!row.author) return card;
    card.known = true;
    Statement author = db.query(
        "SELECT published, rejected, first_seen_at FROM authors WHERE pk = ?", *row.author
    );
    if (author.step()) {
        card.published = author.integer();
        card.rejected = author.integer();
        card.first_seen_at = author.time();
    }
    card.held = held_of(db, *row.author);
    Statement recent = db.query(
        "SELECT id, external_id, status, escalated, author_name, text, created_at FROM comments"
        " WHERE author = ? AND pk <> ? ORDER BY created_at DESC LIMIT ?",
        *row.author,
        row.pk,
        static_cast<std::int64_t>(most_recent)
    );
    while (recent.step()) card.recent.push_back(read_card_comment(recent));
    return card;
}

/// Columns: pk, id, moderator_login, text, at.
void read_notes(
    Statement row, bool about_author, std::vector<std::pair<std::int64_t, Note>>& notes
) {
    while (row.step()) {
        const std::int64_t pk = row.integer();
        Note note;
        note.id = row.text();
        note.about_author = about_author;
        note.moderator_login = row.text();
        note.text = row.text();
        note.at = row.time();
        notes.emplace_back(pk, std::move(note));
    }
}

std::vector<Note> notes_on(Connection& db, const CommentRow& row) {
    std::vector<std::pair<std::int64_t, Note>> found;
    read_notes(
        db.query(
            "SELECT pk, id, moderator_login, text, at FROM notes WHERE comment = ?"
            " ORDER BY pk DESC LIMIT ?",
            row.pk,
            static_cast<std::int64_t>(most_notes)
        ),
        false,
        found
    );
    if (row.author) {
        read_notes(
            db.query(
                "SELECT pk, id, moderator_login, text, at FROM notes WHERE author = ?"
                " ORDER BY pk DESC LIMIT ?",
                *row.author,
                static_cast<std::int64_t>(most_notes)
            ),
            true,
            found
        );
    }
    std::ranges::sort(found, std::ranges::greater{}, &std::pair<std::int64_t, Note>::first);
    if (found.size() > most_notes) found.resize(most_notes);
    std::vector<Note> notes;
    for (auto& [pk, note] : found) notes.push_back(std::move(note));
    return notes;
}

}  // namespace

std::optional<CardComment> card_comment(Connection& db, std::int64_t pk) {
    Statement row = db.query(
        "SELECT id, external_id, status, escalated, author_name, text, created_at FROM comments"
        " WHERE pk = ?",
        pk
    );
    if (!row.step()) return std::nullopt;
    return read_card_comment(row);
}

Result<ReviewCard> review_card(
    Connection& db, const CommentId& comment, const std::vector<SiteId>& sites, Timestamp now
) {
    const auto row = find_comment_row(db, comment);
    if (!row || !works_for(sites, row->record.site)) return no_such_comment(comment);
    ReviewCard card;
    card.item = queue_item(db, *row, now);
    card.above = thread_above(db, *row);
    thread_below(db, *row, card);
    card.author = author_card(db, *row);
    card.similar = similar_decisions(db, row->pk, most_similar);
    card.decisions = decisions_on(db, comment);
    if (card.decisions.size() > most_decisions) card.decisions.resize(most_decisions);
    card.notes = notes_on(db, *row);
    card.campaign = campaign_of_comment(db, comment, sites);
    return card;
}

Result<Note> add_note(Connection& db, const NewNote& note) {
    const auto row = find_comment_row(db, note.comment);
    if (!row || !works_for(note.sites, row->record.site)) return no_such_comment(note.comment);
    if (note.about_author && !row->author) {
        return Error{Errc::conflict, "nothing makes the author of this comment known"};
    }
    std::optional<std::int64_t> comment;
    if (!note.about_author) comment = row->pk;
    db.run(
        "INSERT INTO notes (id, comment, author, moderator, moderator_login, text, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        note.id,
        comment,
        note.about_author ? row->author : std::nullopt,
        note.moderator,
        note.moderator_login,
        note.text,
        note.at
    );
    return Note{note.id, note.about_author, note.moderator_login, note.text, note.at};
}

}  // namespace chaffinch::store::sqlite
