// The table of revisions.

#include "server/store/sqlite/revision_rows.h"

#include "server/store/sqlite/stored_names.h"
#include "server/store/sqlite/verdict_json.h"
#include "server/store/store.h"

#include <string>
#include <utility>

namespace chaffinch::store::sqlite {

namespace {

Verdict stored_verdict(const std::string& text) {
    auto verdict = decode_verdict(text);
    // Only this row is at fault: others of the same transaction go on.
    if (!verdict) throw StoreUnavailable(verdict.error().detail, false);
    return *std::move(verdict);
}

RevisionRecord read_revision(Statement& row) {
    RevisionRecord record;
    record.revision = row.small_integer();
    record.text = row.text();
    record.format = text_format_from(row.text());
    record.author_name = row.text();
    record.author_url = row.text();
    record.verdict = stored_verdict(row.text());
    record.last_version = row.integer();
    record.replaced_at = row.time();
    return record;
}

}  // namespace

void keep_revision(Connection& db, const CommentRow& row, Timestamp at) {
    const CommentRecord& record = row.record;
    db.run(
        "INSERT INTO revisions (comment, revision, text, format, author_name, author_url, verdict,"
        " last_version, replaced_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row.pk,
        record.comment.revision,
        record.comment.text,
        name(record.comment.format),
        record.comment.author.name,
        record.comment.author.url,
        encode_verdict(record.verdict),
        record.version,
        at
    );
}

std::vector<RevisionRecord> revisions_on(Connection& db, const CommentId& comment) {
    Statement row = db.query(
        "SELECT revision, text, format, author_name, author_url, verdict, last_version, replaced_at"
        " FROM revisions WHERE comment = (SELECT pk FROM comments WHERE id = ?) ORDER BY revision",
        comment
    );
    std::vector<RevisionRecord> found;
    while (row.step()) found.push_back(read_revision(row));
    return found;
}

std::optional<CommentRecord> at_revision(Connection& db, const CommentRow& row, int revision) {
    if (revision == row.record.comment.revision) return row.record;
    Statement found = db.query(
        "SELECT revision, text, format, author_name, author_url, verdict, last_version, replaced_at"
        " FROM revisions WHERE comment = ? AND revision = ?",
        row.pk,
        revision
    );
    if (!found.step()) return std::nullopt;
    RevisionRecord earlier = read_revision(found);
    CommentRecord record = row.record;
    record.comment.revision = earlier.revision;
    record.comment.text = std::move(earlier.text);
    record.comment.format = earlier.format;
    record.comment.author.name = std::move(earlier.author_name);
    record.comment.author.url = std::move(earlier.author_url);
    record.verdict = std::move(earlier.verdict);
    return record;
}

int revision_at_version(Connection& db, const CommentRow& row, std::int64_t version) {
    Statement found = db.query(
        "SELECT revision FROM revisions WHERE comment = ? AND last_version >= ?"
        " ORDER BY revision LIMIT 1",
        row.pk,
        version
    );
    return found.step() ? found.small_integer() : row.record.comment.revision;
}

}  // namespace chaffinch::store::sqlite
