// Which lists a held comment stands in, and the counts that go with them.

#include "server/store/sqlite/queue_rows.h"

#include "server/records/status_changes.h"
#include "server/store/sqlite/author_rows.h"
#include "server/store/sqlite/claim_rows.h"
#include "server/store/sqlite/queue_facets.h"
#include "server/store/sqlite/queue_lists.h"
#include "server/store/sqlite/queue_traits.h"

#include <algorithm>
#include <cmath>

namespace chaffinch::store::sqlite {

namespace {

constexpr std::size_t most_reports_shown = 20;

std::vector<std::string> lists_of(const CommentRow& row, const QueueMarks& marks) {
    std::vector<std::string> lists{everything_held(), list_of_article(row.article)};
    if (row.record.escalated) lists.push_back(escalated_list());
    if (marks.reporters > 0) lists.push_back(reported_list());
    if (marks.appealed) lists.push_back(appealed_list());
    for (const ReasonScore& entry : row.record.verdict.reasons) {
        if (entry.reason != Reason::none) lists.push_back(list_of_reason(entry.reason));
    }
    std::ranges::sort(lists);
    lists.erase(std::ranges::unique(lists).begin(), lists.end());
    return lists;
}

}  // namespace

std::string everything_held() {
    return "";
}

std::string escalated_list() {
    return "escalated";
}

std::string reported_list() {
    return "reported";
}

std::string appealed_list() {
    return "appealed";
}

std::string list_of_reason(Reason reason) {
    return std::string(code(reason));
}

std::string list_of_article(std::int64_t article) {
    return "article:" + std::to_string(article);
}

void enter_queue(Connection& db, const CommentRow& row, const QueueMarks& marks) {
    const std::int64_t rank = queue_rank(row.record, marks, thresholds_of_article(db, row.article));
    const double score = std::isfinite(row.record.verdict.score) ? row.record.verdict.score : 0;
    const std::vector<std::string> lists = lists_of(row, marks);
    std::int64_t traits = 0;
    for (const std::string& list : lists) traits |= trait_of(list);
    for (const std::string& list : lists) {
        db.run(
            "INSERT INTO queue_lists (comment, list, site, rank, created_at, score, escalated,"
            " traits) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            row.pk,
            list,
            row.site,
            rank,
            row.record.created_at,
            score,
            row.record.escalated,
            traits
        );
        db.run(
            "INSERT INTO queue_counts (site, list, held, escalated) VALUES (?, ?, 1, ?)"
            " ON CONFLICT (site, list) DO UPDATE SET held = held + 1,"
            " escalated = escalated + excluded.escalated",
            row.site,
            list,
            row.record.escalated
        );
    }
    enter_facets(db, row);
}

void leave_queue(Connection& db, std::int64_t comment) {
    db.run(
        "UPDATE queue_counts SET held = queue_counts.held - 1,"
        " escalated = queue_counts.escalated - q.escalated FROM queue_lists AS q"
        " WHERE q.comment = ? AND queue_counts.site = q.site AND queue_counts.list = q.list",
        comment
    );
    db.run(
        "DELETE FROM queue_counts WHERE held = 0 AND (site, list) IN"
        " (SELECT site, list FROM queue_lists WHERE comment = ?)",
        comment
    );
    db.run("DELETE FROM queue_lists WHERE comment = ?", comment);
    leave_facets(db, comment);
}

void requeue(Connection& db, const CommentRow& row) {
    leave_queue(db, row.pk);
    const QueueMarks marks = marks_of(db, row.pk);
    if (waits_for_person(row.record.status, marks.reporters > 0, marks.appealed)) {
        enter_queue(db, row, marks);
    }
    if (!is_queued(db, row.pk)) drop_claim(db, row.pk);
}

bool is_queued(Connection& db, std::int64_t comment) {
    return db.query("SELECT 1 FROM queue_lists WHERE comment = ? LIMIT 1", comment).step();
}

QueueItem queue_item(Connection& db, const CommentRow& row, Timestamp now) {
    QueueItem item;
    item.record = row.record;
    Statement article = db.query("SELECT title, url FROM articles WHERE pk = ?", row.article);
    if (article.step()) {
        item.article_title = article.text();
        item.article_url = article.text();
    }
    item.author_id = author_id(row.author);
    item.reports = open_reports(db, row.pk, most_reports_shown);
    item.appeal = newest_appeal(db, row.pk);
    item.claim = claim_on(db, row.pk, now);
    item.assigned_to = assigned_login(db, row.pk).value_or("");
    item.skips = skips_of(db, row.pk);
    return item;
}

}  // namespace chaffinch::store::sqlite
