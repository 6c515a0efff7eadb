// How comments came in by the Akismet door, in the database.

#include "server/store/sqlite/akismet_rows.h"

#include "server/store/sqlite/decision_rows.h"

#include <algorithm>
#include <utility>

namespace chaffinch::store::sqlite {

namespace {

std::optional<bool> as_flag(std::optional<std::int64_t> number) {
    return number ? std::optional<bool>(*number != 0) : std::nullopt;
}

/// Reads comment, content, blog, callback, post_id, answered_spam, feedback_spam.
std::optional<KnownCheck> read_check(Connection& db, Statement row) {
    if (!row.step()) return std::nullopt;
    const std::int64_t comment = row.integer();
    KnownCheck found;
    row.blob(found.check.content);
    found.check.blog = row.text();
    found.check.callback = row.text();
    found.check.post_id = row.text();
    found.check.answered_spam = as_flag(row.optional_integer());
    found.check.feedback_spam = as_flag(row.optional_integer());
    auto stored = find_comment_row(db, comment);
    if (!stored) return std::nullopt;
    found.record = std::move(stored->record);
    auto decision = decision_in_force(db, comment);
    if (decision && decision->record.actor == Actor::moderator) {
        found.decided = std::move(decision->record);
    }
    return found;
}

}  // namespace

void insert_check(Connection& db, const CommentRow& row, const AkismetCheck& check) {
    db.run(
        "INSERT INTO akismet_checks (comment, site, content, blog, callback, post_id,"
        " answered_spam, feedback_spam, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row.pk,
        row.site,
        Bytes(check.content),
        check.blog,
        check.callback,
        check.post_id,
        check.answered_spam,
        check.feedback_spam,
        row.record.created_at
    );
}

std::optional<KnownCheck> find_check_by_content(
    Connection& db, const SiteId& site, const SecretHash& content
) {
    return read_check(
        db,
        db.query(
            "SELECT comment, content, blog, callback, post_id, answered_spam, feedback_spam"
            " FROM akismet_checks WHERE site = (SELECT pk FROM sites WHERE id = ?)"
            " AND content = ? ORDER BY comment DESC LIMIT 1",
            site,
            Bytes(content)
        )
    );
}

std::optional<KnownCheck> find_check_by_comment(
    Connection& db, const SiteId& site, const CommentId& comment
) {
    return read_check(
        db,
        db.query(
            "SELECT comment, content, blog, callback, post_id, answered_spam, feedback_spam"
            " FROM akismet_checks WHERE comment = (SELECT pk FROM comments WHERE id = ?)"
            " AND site = (SELECT pk FROM sites WHERE id = ?)",
            comment,
            site
        )
    );
}

void set_feedback(Connection& db, const CommentId& comment, bool spam) {
    db.run(
        "UPDATE akismet_checks SET feedback_spam = ?"
        " WHERE comment = (SELECT pk FROM comments WHERE id = ?)",
        spam,
        comment
    );
}

std::vector<AkismetUsage> usage_by_client(
    Connection& db, const SiteId& site, Timestamp from, Timestamp to
) {
    Statement row = db.query(
        "SELECT blog, count(*) FILTER (WHERE answered_spam = 1),"
        " count(*) FILTER (WHERE answered_spam = 0),"
        " count(*) FILTER (WHERE feedback_spam = 1 AND answered_spam IS NOT 1),"
        " count(*) FILTER (WHERE feedback_spam = 0 AND answered_spam IS NOT 0)"
        " FROM akismet_checks WHERE site = (SELECT pk FROM sites WHERE id = ?)"
        " AND at >= ? AND at < ? GROUP BY blog",
        site,
        from,
        to
    );
    std::vector<AkismetUsage> found;
    while (row.step()) {
        AkismetUsage usage;
        usage.blog = row.text();
        usage.spam = row.integer();
        usage.ham = row.integer();
        usage.missed_spam = row.integer();
        usage.false_positives = row.integer();
        found.push_back(std::move(usage));
    }
    std::ranges::sort(found, {}, &AkismetUsage::blog);
    return found;
}

}  // namespace chaffinch::store::sqlite
