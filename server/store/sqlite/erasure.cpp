// What an erased comment leaves: its row, withdrawn, without anything a person gave us, and the log
// of what was decided on it, without what was typed.

#include "server/store/sqlite/erasure.h"

#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/decision_rows.h"
#include "server/store/sqlite/person_rows.h"
#include "server/store/sqlite/queue_rows.h"
#include "server/store/sqlite/verdict_json.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace chaffinch::store::sqlite {

namespace {

/// Tables whose rows stay when their comment is erased, since they hold ids, states and times, and
/// what was typed into them (notes) is emptied.
constexpr std::array<std::string_view, 4> staying{
    "decisions", "training_events", "events", "webhook_deliveries"
};

bool stays(std::string_view table) {
    return std::ranges::find(staying, table) != staying.end();
}

/// Rows of other tables that go with a comment or an author.
void delete_rows_about(Connection& db, const std::string& table, std::int64_t pk) {
    for (const Reference& reference : db.references_to(table)) {
        if (!stays(reference.table) && reference.table != "comments") {
            db.delete_referring_rows(reference, pk);
        }
    }
}

/// What a rule or the classifier quoted of the text goes; what it was and weighed stays.
std::string without_quotations(const std::string& stored) {
    auto verdict = decode_verdict(stored);
    if (!verdict) return encode_verdict(Verdict());
    for (Signal& signal : verdict->signals) {
        signal.explanation.clear();
        signal.spans.clear();
        signal.terms.clear();
        signal.neutralised.clear();
    }
    return encode_verdict(*verdict);
}

void forget_quotations(Connection& db, std::int64_t comment) {
    std::string verdict;
    {
        Statement row = db.query("SELECT verdict FROM comments WHERE pk = ?", comment);
        if (!row.step()) return;
        verdict = row.text();
    }
    db.run("UPDATE comments SET verdict = ? WHERE pk = ?", without_quotations(verdict), comment);
}

std::size_t forget_lessons_of(Connection& db, std::int64_t comment, Timestamp at) {
    std::size_t in_force = 0;
    {
        Statement row = db.query(
            "SELECT count(*) FROM training_events WHERE comment = ? AND undone_at IS NULL", comment
        );
        if (row.step()) in_force = static_cast<std::size_t>(row.integer());
    }
    // Also those that a newer one superseded: no undo may bring them back.
    db.run(
        "UPDATE training_events SET undone_at = coalesce(undone_at, ?), superseded_by = NULL"
        " WHERE comment = ?",
        at,
        comment
    );
    return in_force;
}

/// A row of the log that outranks every earlier one, so that none of them can be taken back.
void log_erasure(Connection& db, const CommentRow& row, const DecisionId& erasure, Timestamp at) {
    DecisionRecord record;
    record.id = erasure;
    record.site = row.record.site;
    record.comment = row.record.comment.id;
    record.actor = Actor::system;
    record.act = Act::withdrawal;
    record.judgement = Judgement::reject;
    record.reason = Reason::other;
    record.note = "erased";
    record.from = row.record.status;
    record.to = Status::withdrawn;
    record.escalated_before = row.record.escalated;
    record.version_before = row.record.version;
    record.version_after = row.record.version + 1;
    record.at = at;
    insert_decision(db, row.site, row.pk, record);
}

/// The site is told, since it may show the comment from a store of its own.
void withdraw(Connection& db, CommentRow& row, const DecisionId& erasure, Timestamp at) {
    const Status before = row.record.status;
    row.record.status = Status::withdrawn;
    row.record.escalated = false;
    row.record.version += 1;
    row.record.updated_at = at;
    update_standing(db, row, before);
    leave_queue(db, row.pk);
    if (before != Status::withdrawn) add_event(db, row, "comment.withdrawn", erasure, at);
}

void erase_author_of_comment(Connection& db, std::int64_t comment) {
    db.run(
        "UPDATE comments SET author = NULL, author_id = NULL, author_name = '', author_email = '',"
        " author_url = '', author_ip = '', author_user_agent = '', author_verified = 0,"
        " author_registered_at = NULL, form_elapsed_ms = NULL, language = '' WHERE pk = ?",
        comment
    );
}

/// What the site was told of the author's standing stands under his first comment.
void erase_names_in_events(Connection& db, std::int64_t comment) {
    db.run(
        "UPDATE events SET payload = json_remove(payload, '$.data.author_id')"
        " WHERE comment = ? AND kind = 'author.standing_changed'",
        comment
    );
}

void erase_unused_author(Connection& db, std::int64_t author) {
    {
        Statement used = db.query("SELECT 1 FROM comments WHERE author = ? LIMIT 1", author);
        if (used.step()) return;
    }
    {
        Statement row = db.query(
            "SELECT s.id, a.key FROM authors AS a JOIN sites AS s ON s.pk = a.site"
            " WHERE a.pk = ? AND a.standing <> 'none'",
            author
        );
        if (row.step()) {
            NotedStanding nothing;
            nothing.site.value = row.text();
            nothing.author_key = row.text();
            db.note_standing(std::move(nothing));
        }
    }
    delete_rows_about(db, "authors", author);
    db.run("DELETE FROM authors WHERE pk = ?", author);
}

/// Answers that were kept for repetitions hold what the client was told of the comment: those of
/// the minute in which it came, was edited or decided. They are gone by themselves after 72 hours.
void erase_kept_answers(Connection& db, const CommentRow& row) {
    constexpr std::chrono::seconds around{30};
    std::set<Timestamp> moments{row.record.created_at};
    {
        Statement act = db.query("SELECT at FROM decisions WHERE comment = ?", row.pk);
        while (act.step()) moments.insert(act.time());
    }
    for (const Timestamp moment : moments) {
        db.run(
            "DELETE FROM idempotency_keys WHERE at BETWEEN ? AND ? AND instr(body, ?) > 0",
            moment - around,
            moment + around,
            row.record.comment.id
        );
    }
}

bool is_erased(const CommentRecord& record) {
    const Author& author = record.comment.author;
    return record.status == Status::withdrawn && record.comment.text.empty() &&
           author.name.empty() && author.email.empty() && !author.id && author.ip.empty();
}

/// nullopt when there was nothing left to erase.
std::optional<std::size_t> erase_comment(
    Connection& db, const DecisionId& erasure, std::int64_t comment, Timestamp at
) {
    auto row = find_comment_row(db, comment);
    if (!row || (is_erased(row->record) && !row->author)) return std::nullopt;
    erase_kept_answers(db, *row);
    db.run("UPDATE decisions SET note = '' WHERE comment = ?", comment);
    log_erasure(db, *row, erasure, at);
    withdraw(db, *row, erasure, at);
    const std::size_t lessons = forget_texts_of(db, comment, at);
    erase_author_of_comment(db, comment);
    erase_names_in_events(db, comment);
    // By the row, not by the key: a person may be found by his address alone.
    if (row->author) erase_unused_author(db, *row->author);
    return lessons;
}

ErasureRecord read_erasure(Statement& row) {
    ErasureRecord record;
    record.id.value = row.text();
    record.person.site.value = row.text();
    record.person.author = row.text();
    record.person.id = row.text();
    record.person.email = row.text();
    record.asked_by = row.text();
    record.asked_at = row.time();
    record.finished_at = row.optional_time();
    record.comments = row.integer();
    record.lessons = row.integer();
    record.reports = row.integer();
    return record;
}

std::optional<ErasureRecord> find_erasure(Connection& db, const DecisionId& id) {
    Statement row = db.query(
        "SELECT e.id, s.id, e.author, e.person_id, e.email, e.asked_by, e.asked_at, e.finished_at,"
        " e.comments, e.lessons, e.reports FROM erasures AS e JOIN sites AS s ON s.pk = e.site"
        " WHERE e.id = ?",
        id
    );
    if (!row.step()) return std::nullopt;
    return read_erasure(row);
}

/// A reader's reports stay with the comments they are about, as those of nobody in particular.
/// Gives how many there are.
std::int64_t erase_reader(Connection& db, std::int64_t site, const Person& person) {
    const auto reporter = find_reporter(db, site, person);
    if (!reporter) return 0;
    db.run("UPDATE reports SET note = '' WHERE reporter = ?", *reporter);
    const std::int64_t reports = db.changed_rows();
    db.run("UPDATE reporters SET key = 'erased:' || pk WHERE pk = ?", *reporter);
    return reports;
}

}  // namespace

std::size_t forget_texts_of(Connection& db, std::int64_t comment, Timestamp at) {
    forget_quotations(db, comment);
    db.run("UPDATE comments SET text = '', form_honeypot = '' WHERE pk = ?", comment);
    delete_rows_about(db, "comments", comment);
    return forget_lessons_of(db, comment, at);
}

void begin_erasure(Connection& db, const ErasureRecord& erasure) {
    db.run(
        "INSERT INTO erasures (id, site, author, person_id, email, asked_by, asked_at, comments,"
        " lessons, reports) SELECT ?, pk, ?, ?, ?, ?, ?, 0, 0, 0 FROM sites WHERE id = ?",
        erasure.id,
        erasure.person.author,
        erasure.person.id,
        erasure.person.email,
        erasure.asked_by,
        erasure.asked_at,
        erasure.person.site
    );
}

Erased erase_comments(
    Connection& db,
    const DecisionId& erasure,
    const std::vector<std::int64_t>& comments,
    Timestamp at
) {
    Erased erased;
    for (const std::int64_t comment : comments) {
        const auto lessons = erase_comment(db, erasure, comment, at);
        if (!lessons) continue;
        erased.lessons += *lessons;
        ++erased.comments;
    }
    db.run(
        "UPDATE erasures SET comments = comments + ?, lessons = lessons + ? WHERE id = ?",
        static_cast<std::int64_t>(erased.comments),
        static_cast<std::int64_t>(erased.lessons),
        erasure
    );
    return erased;
}

Result<ErasureRecord> finish_erasure(Connection& db, const DecisionId& erasure, Timestamp at) {
    auto record = find_erasure(db, erasure);
    if (!record) return Error{Errc::not_found, "there is no erasure '" + erasure.value + "'"};
    if (record->finished_at) return *std::move(record);
    const auto site = find_site(db, record->person.site);
    if (const auto author = find_author(db, *site, record->person.author)) {
        erase_unused_author(db, *author);
    }
    record->reports = erase_reader(db, *site, record->person);
    record->finished_at = at;
    record->person = {.site = record->person.site};
    db.run(
        "UPDATE erasures SET author = '', person_id = '', email = '', finished_at = ?, reports = ?"
        " WHERE id = ?",
        at,
        record->reports,
        erasure
    );
    return *std::move(record);
}

std::vector<ErasureRecord> unfinished_erasures(Connection& db) {
    Statement row = db.query(
        "SELECT e.id, s.id, e.author, e.person_id, e.email, e.asked_by, e.asked_at, e.finished_at,"
        " e.comments, e.lessons, e.reports FROM erasures AS e INDEXED BY erasures_unfinished"
        " CROSS JOIN sites AS s ON s.pk = e.site WHERE e.finished_at IS NULL AND e.pk > 0"
        " ORDER BY e.pk"
    );
    std::vector<ErasureRecord> found;
    while (row.step()) found.push_back(read_erasure(row));
    return found;
}

std::vector<ErasureRecord> list_erasures(
    Connection& db, const std::vector<SiteId>& sites, std::size_t most
) {
    std::vector<ErasureRecord> found;
    // Few are ever made, and few of them on sites of others.
    Statement row = db.query(
        "SELECT e.id, s.id, e.author, e.person_id, e.email, e.asked_by, e.asked_at, e.finished_at,"
        " e.comments, e.lessons, e.reports FROM erasures AS e CROSS JOIN sites AS s"
        " ON s.pk = e.site WHERE e.pk < ? ORDER BY e.pk DESC",
        std::numeric_limits<std::int64_t>::max()
    );
    while (found.size() < most && row.step()) {
        ErasureRecord record = read_erasure(row);
        const bool permitted =
            sites.empty() || std::ranges::find(sites, record.person.site) != sites.end();
        if (permitted) found.push_back(std::move(record));
    }
    return found;
}

}  // namespace chaffinch::store::sqlite
