// Comments and their authors' counts in the database.

#include "server/store/sqlite/comment_rows.h"

#include "server/store/network.h"
#include "server/store/sqlite/stored_names.h"
#include "server/store/sqlite/verdict_json.h"
#include "server/store/store.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

namespace chaffinch::store::sqlite {

namespace {

Verdict stored_verdict(const std::string& text) {
    auto verdict = decode_verdict(text);
    // Only this row is at fault: others of the same transaction go on.
    if (!verdict) throw StoreUnavailable(verdict.error().detail, false);
    return *std::move(verdict);
}

Author read_author(Statement& row) {
    Author author;
    if (auto id = row.optional_text()) author.id = AuthorId{*std::move(id)};
    author.name = row.text();
    author.email = row.text();
    author.url = row.text();
    author.ip = row.text();
    author.user_agent = row.text();
    author.verified = row.boolean();
    author.registered_at = row.optional_time();
    return author;
}

/// Reads a row of the view comment_records, all columns in its order.
CommentRow read_comment(Statement& row) {
    CommentRow found;
    found.pk = row.integer();
    found.site = row.integer();
    found.article = row.integer();
    found.author = row.optional_integer();
    CommentRecord& record = found.record;
    Comment& comment = record.comment;
    record.site.value = row.text();
    comment.id.value = row.text();
    comment.external_id = row.text();
    comment.article.value = row.text();
    comment.parent = row.optional_text();
    comment.text = row.text();
    comment.format = text_format_from(row.text());
    comment.author = read_author(row);
    comment.form.elapsed_ms = row.optional_integer();
    comment.form.honeypot = row.text();
    comment.submitted_at = row.optional_time();
    comment.language = row.text();
    comment.revision = row.small_integer();
    record.status = status_from(row.text());
    record.escalated = row.boolean();
    record.version = row.integer();
    record.verdict = stored_verdict(row.text());
    record.created_at = row.time();
    record.updated_at = row.time();
    return found;
}

std::optional<CommentRow> first_comment(Statement row) {
    if (!row.step()) return std::nullopt;
    return read_comment(row);
}

std::optional<std::int64_t> author_row(
    Connection& db, std::int64_t site, const std::string& key, Timestamp now
) {
    if (key.empty()) return std::nullopt;
    {
        Statement row = db.query("SELECT pk FROM authors WHERE site = ? AND key = ?", site, key);
        if (row.step()) return row.integer();
    }
    db.run(
        "INSERT INTO authors (site, key, published, rejected, first_seen_at)"
        " VALUES (?, ?, 0, 0, ?)",
        site,
        key,
        now
    );
    return db.last_insert_rowid();
}

void count_for_author(
    Connection& db, std::optional<std::int64_t> author, Status status, std::int64_t difference
) {
    if (!author) return;
    if (status == Status::published) {
        db.run("UPDATE authors SET published = published + ?1 WHERE pk = ?2", difference, *author);
    } else if (status == Status::rejected) {
        db.run("UPDATE authors SET rejected = rejected + ?1 WHERE pk = ?2", difference, *author);
    }
}

constexpr std::size_t id_prefix_size = 4;  // "cmt_"
constexpr std::ptrdiff_t most_levels = 32;

/// Where a comment stands among those of its article; see the migration of threads.
std::string thread_of(Connection& db, const CommentRow& row) {
    const Comment& comment = row.record.comment;
    const std::string own =
        comment.id.value.substr(std::min(id_prefix_size, comment.id.value.size()));
    if (!comment.parent) return own;
    std::string above;
    {
        Statement parent = db.query(
            "SELECT thread FROM comments WHERE id = ?1 AND article = ?2 UNION ALL"
            " SELECT thread FROM comments WHERE site = ?3 AND external_id = ?1 AND article = ?2"
            " LIMIT 1",
            *comment.parent,
            row.article,
            row.site
        );
        if (!parent.step()) return own;
        above = parent.text();
    }
    // On the last level answers stand beside what they answer.
    if (std::ranges::count(above, '.') + 1 >= most_levels) above.resize(above.rfind('.'));
    return above + '.' + own;
}

void insert_comment_row(Connection& db, const CommentRow& row) {
    const CommentRecord& record = row.record;
    const Comment& comment = record.comment;
    const Author& author = comment.author;
    std::optional<std::string_view> external_id;
    if (!comment.external_id.empty()) external_id = comment.external_id;
    db.run(
        "INSERT INTO comments (id, site, external_id, article, author, parent, text, format,"
        " author_id, author_name, author_email, author_url, author_ip, author_user_agent,"
        " author_verified, author_registered_at, form_elapsed_ms, form_honeypot, submitted_at,"
        " language, revision, status, escalated, version, verdict, created_at, updated_at, thread)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
        " ?)",
        comment.id,
        row.site,
        external_id,
        row.article,
        row.author,
        comment.parent,
        comment.text,
        name(comment.format),
        author.id,
        author.name,
        author.email,
        author.url,
        author.ip,
        author.user_agent,
        author.verified,
        author.registered_at,
        comment.form.elapsed_ms,
        comment.form.honeypot,
        comment.submitted_at,
        comment.language,
        comment.revision,
        name(record.status),
        record.escalated,
        record.version,
        encode_verdict(record.verdict),
        record.created_at,
        record.updated_at,
        thread_of(db, row)
    );
}

/// Little-endian words, whatever the machine.
std::array<std::uint8_t, sizeof Fingerprint::minhash> bytes_of(const Fingerprint& fingerprint) {
    std::array<std::uint8_t, sizeof fingerprint.minhash> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<std::uint8_t>(fingerprint.minhash[i / 4] >> (8 * (i % 4)));
    }
    return bytes;
}

void insert_link_hosts(
    Connection& db, const CommentRow& row, const std::vector<std::string>& hosts, Timestamp now
) {
    for (const std::string& host : hosts) {
        db.run(
            "INSERT OR IGNORE INTO link_hosts (site, host, created_at, comment, article)"
            " VALUES (?, ?, ?, ?, ?)",
            row.site,
            host,
            now,
            row.pk,
            row.article
        );
    }
}

void insert_fingerprint(
    Connection& db,
    const CommentRow& row,
    const Fingerprint& fingerprint,
    const std::string& author_key
) {
    const auto bytes = bytes_of(fingerprint);
    db.run(
        "INSERT INTO fingerprints (comment, site, article, author_key, network, exact, minhash,"
        " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        row.pk,
        row.site,
        row.article,
        author_key,
        network_of(row.record.comment.author.ip),
        std::bit_cast<std::int64_t>(fingerprint.exact),
        Bytes(bytes),
        row.record.created_at
    );
}

}  // namespace

CommentRow insert_comment(
    Connection& db, std::int64_t site, std::int64_t article, const NewSubmission& submission
) {
    CommentRow row;
    row.site = site;
    row.article = article;
    row.record = submission.record;
    const Timestamp now = row.record.created_at;
    row.author = author_row(db, site, submission.author_key, now);
    insert_comment_row(db, row);
    row.pk = db.last_insert_rowid();
    count_for_author(db, row.author, row.record.status, 1);
    insert_fingerprint(db, row, submission.fingerprint, submission.author_key);
    insert_link_hosts(db, row, submission.link_hosts, now);
    return row;
}

void replace_text(
    Connection& db,
    const CommentRow& row,
    const Fingerprint& fingerprint,
    const std::vector<std::string>& link_hosts
) {
    const Comment& comment = row.record.comment;
    db.run(
        "UPDATE comments SET text = ?, format = ?, author_name = ?, author_url = ?, revision = ?,"
        " verdict = ? WHERE pk = ?",
        comment.text,
        name(comment.format),
        comment.author.name,
        comment.author.url,
        comment.revision,
        encode_verdict(row.record.verdict),
        row.pk
    );
    const auto bytes = bytes_of(fingerprint);
    db.run(
        "UPDATE fingerprints SET exact = ?, minhash = ? WHERE comment = ?",
        std::bit_cast<std::int64_t>(fingerprint.exact),
        Bytes(bytes),
        row.pk
    );
    db.run("DELETE FROM link_hosts WHERE comment = ?", row.pk);
    insert_link_hosts(db, row, link_hosts, row.record.updated_at);
}

std::optional<CommentRow> find_comment_row(Connection& db, const CommentId& id) {
    return first_comment(db.query("SELECT * FROM comment_records WHERE id = ?", id));
}

std::optional<CommentRow> find_comment_row(
    Connection& db, const SiteId& site, const CommentId& id
) {
    auto row = find_comment_row(db, id);
    if (row && row->record.site != site) row.reset();
    return row;
}

std::optional<CommentRow> find_comment_row(
    Connection& db, std::int64_t site, std::string_view external_id
) {
    return first_comment(db.query(
        "SELECT * FROM comment_records WHERE site = ? AND external_id = ?", site, external_id
    ));
}

std::optional<CommentRow> find_comment_row(Connection& db, std::int64_t pk) {
    return first_comment(db.query("SELECT * FROM comment_records WHERE pk = ?", pk));
}

std::vector<PublishedComment> published_of_article(
    Connection& db, std::int64_t article, const std::string& after, std::size_t limit
) {
    std::vector<std::pair<std::int64_t, int>> rows;
    {
        Statement row = db.query(
            "SELECT pk, length(thread) - length(replace(thread, '.', '')) FROM comments"
            " WHERE article = ?1 AND status = 'published' AND thread > ?2"
            " ORDER BY thread LIMIT ?3",
            article,
            after,
            static_cast<std::int64_t>(limit)
        );
        while (row.step()) {
            const std::int64_t pk = row.integer();
            rows.emplace_back(pk, row.small_integer());
        }
    }
    std::vector<PublishedComment> found;
    for (const auto& [pk, depth] : rows) {
        if (auto row = find_comment_row(db, pk)) found.push_back({std::move(row->record), depth});
    }
    return found;
}

std::optional<std::string> thread_of_comment(
    Connection& db, std::int64_t article, const std::string& id
) {
    Statement row =
        db.query("SELECT thread FROM comments WHERE id = ? AND article = ?", id, article);
    if (!row.step()) return std::nullopt;
    return row.text();
}

void update_standing(Connection& db, const CommentRow& row, Status before) {
    db.run(
        "UPDATE comments SET status = ?, escalated = ?, version = ?, updated_at = ? WHERE pk = ?",
        name(row.record.status),
        row.record.escalated,
        row.record.version,
        row.record.updated_at,
        row.pk
    );
    count_for_author(db, row.author, before, -1);
    count_for_author(db, row.author, row.record.status, 1);
}

}  // namespace chaffinch::store::sqlite
