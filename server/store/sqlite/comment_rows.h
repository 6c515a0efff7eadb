// Rows of articles, authors and comments: writing and reading. Called within a transaction; throws
// SqliteError.

#pragma once

#include "engine/types/article.h"
#include "engine/types/facts.h"
#include "server/records/comment_record.h"
#include "server/store/sqlite/connection.h"
#include "server/store/sqlite/queue_order.h"
#include "server/store/submissions.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::store::sqlite {

/// A comment with the row numbers by which other rows refer to it.
struct CommentRow {
    std::int64_t pk = 0;
    std::int64_t site = 0;
    std::int64_t article = 0;
    std::optional<std::int64_t> author{};
    CommentRecord record{};
};

std::optional<std::int64_t> find_site(Connection& db, const SiteId& id);

/// Stores the article when it is new or differs from what is stored. Gives its row number.
std::int64_t put_article_row(
    Connection& db, std::int64_t site, const Article& article, Timestamp now
);

/// The article's row number; a place-holder is made when the site never described it.
std::int64_t article_row(Connection& db, std::int64_t site, const ArticleId& id, Timestamp now);

/// nullopt when there is none, or only a place-holder.
std::optional<Article> find_article(Connection& db, const SiteId& site, const ArticleId& id);
std::optional<Article> find_article(Connection& db, std::int64_t pk);

QueueThresholds thresholds_of_article(Connection& db, std::int64_t pk);

/// Inserts the comment, its fingerprint, link hosts and author's count. Gives its row number.
CommentRow insert_comment(
    Connection& db, std::int64_t site, std::int64_t article, const NewSubmission& submission
);

/// Writes text, format, author's name and website, revision and verdict of `row.record`, and what
/// is kept of the text to recognise copies and links.
void replace_text(
    Connection& db,
    const CommentRow& row,
    const Fingerprint& fingerprint,
    const std::vector<std::string>& link_hosts
);

std::optional<CommentRow> find_comment_row(Connection& db, const CommentId& id);
/// nullopt also for another site's comment.
std::optional<CommentRow> find_comment_row(Connection& db, const SiteId& site, const CommentId& id);
std::optional<CommentRow> find_comment_row(
    Connection& db, std::int64_t site, std::string_view external_id
);
std::optional<CommentRow> find_comment_row(Connection& db, std::int64_t pk);

/// In the order in which a thread is read, after the place `after` (empty: from the top).
std::vector<PublishedComment> published_of_article(
    Connection& db, std::int64_t article, const std::string& after, std::size_t limit
);

/// The place of a comment among those of its article; nullopt when it is not one of them.
std::optional<std::string> thread_of_comment(
    Connection& db, std::int64_t article, const std::string& id
);

/// Writes status, escalation, version and time of `row.record`, and moves the author's counts from
/// `before` to its status.
void update_standing(Connection& db, const CommentRow& row, Status before);

}  // namespace chaffinch::store::sqlite
