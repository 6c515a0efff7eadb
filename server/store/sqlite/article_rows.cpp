// Sites and articles in the database.

#include "server/store/sqlite/article_policy_rows.h"
#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/stored_names.h"

namespace chaffinch::store::sqlite {

namespace {

/// Reads pk and then the article; what a moderator set stands before what the site announced.
Article read_article(Connection& db, Statement& row) {
    const std::int64_t pk = row.integer();
    Article article;
    article.id.value = row.text();
    article.url = row.text();
    article.title = row.text();
    article.text = row.text();
    article.section = row.text();
    article.language = row.text();
    article.published_at = row.optional_time();
    article.policy.comments = comment_policy_from(row.text());
    article.policy.close_after_days = row.optional_small_integer();
    article.policy.links_allowed = row.optional_small_integer();
    article.policy.sensitivity = sensitivity_from(row.text());
    article.policy.hold_at = row.optional_real();
    article.policy.reject_at = row.optional_real();
    article.policy.hold_after_reports = row.optional_small_integer();
    if (const auto set = set_policy_of(db, pk)) article.policy = set->policy;
    return article;
}

}  // namespace

std::optional<std::int64_t> find_site(Connection& db, const SiteId& id) {
    Statement row = db.query("SELECT pk FROM sites WHERE id = ?", id);
    if (!row.step()) return std::nullopt;
    return row.integer();
}

std::int64_t put_article_row(
    Connection& db, std::int64_t site, const Article& article, Timestamp now
) {
    const ArticlePolicy& policy = article.policy;
    // The WHERE keeps an unchanged article, sent along with every comment, from being written
    // again.
    db.run(
        "INSERT INTO articles (site, id, announced, url, title, text, section, language,"
        " published_at, comments, close_after_days, links_allowed, sensitivity, hold_at, reject_at,"
        " hold_after_reports, updated_at)"
        " VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (site, id) DO UPDATE SET (announced, url, title, text, section, language,"
        " published_at, comments, close_after_days, links_allowed, sensitivity, hold_at, reject_at,"
        " hold_after_reports, updated_at) = (1, excluded.url, excluded.title, excluded.text, "
        "excluded.section,"
        " excluded.language, excluded.published_at, excluded.comments, excluded.close_after_days,"
        " excluded.links_allowed, excluded.sensitivity, excluded.hold_at, excluded.reject_at,"
        " excluded.hold_after_reports, excluded.updated_at)"
        " WHERE (announced, url, title, text, section, language, published_at, comments,"
        " close_after_days, links_allowed, sensitivity, hold_at, reject_at, hold_after_reports)"
        " IS NOT"
        " (1, excluded.url, excluded.title, excluded.text, excluded.section, excluded.language,"
        " excluded.published_at, excluded.comments, excluded.close_after_days,"
        " excluded.links_allowed, excluded.sensitivity, excluded.hold_at, excluded.reject_at,"
        " excluded.hold_after_reports)",
        site,
        article.id,
        article.url,
        article.title,
        article.text,
        article.section,
        article.language,
        article.published_at,
        name(policy.comments),
        policy.close_after_days,
        policy.links_allowed,
        name(policy.sensitivity),
        policy.hold_at,
        policy.reject_at,
        policy.hold_after_reports,
        now
    );
    return article_row(db, site, article.id, now);
}

std::int64_t article_row(Connection& db, std::int64_t site, const ArticleId& id, Timestamp now) {
    {
        Statement row = db.query("SELECT pk FROM articles WHERE site = ? AND id = ?", site, id);
        if (row.step()) return row.integer();
    }
    db.run(
        "INSERT INTO articles (site, id, announced, url, title, text, section, language, comments,"
        " sensitivity, updated_at) VALUES (?, ?, 0, '', '', '', '', '', 'post', 'none', ?)",
        site,
        id,
        now
    );
    return db.last_insert_rowid();
}

std::optional<Article> find_article(Connection& db, const SiteId& site, const ArticleId& id) {
    Statement row = db.query(
        "SELECT pk, id, url, title, text, section, language, published_at, comments, "
        "close_after_days,"
        " links_allowed, sensitivity, hold_at, reject_at, hold_after_reports FROM articles"
        " WHERE site = (SELECT pk FROM sites WHERE id = ?) AND id = ? AND (announced = 1"
        " OR pk IN (SELECT article FROM article_policies))",
        site,
        id
    );
    if (!row.step()) return std::nullopt;
    return read_article(db, row);
}

std::optional<Article> find_article(Connection& db, std::int64_t pk) {
    Statement row = db.query(
        "SELECT pk, id, url, title, text, section, language, published_at, comments, "
        "close_after_days,"
        " links_allowed, sensitivity, hold_at, reject_at, hold_after_reports FROM articles"
        " WHERE pk = ? AND (announced = 1 OR pk IN (SELECT article FROM article_policies))",
        pk
    );
    if (!row.step()) return std::nullopt;
    return read_article(db, row);
}

QueueThresholds thresholds_of_article(Connection& db, std::int64_t pk) {
    Statement row = db.query("SELECT hold_at, reject_at FROM articles WHERE pk = ?", pk);
    QueueThresholds thresholds;
    if (row.step()) {
        thresholds.hold_at = row.optional_real();
        thresholds.reject_at = row.optional_real();
    }
    if (const auto set = set_policy_of(db, pk)) {
        thresholds.hold_at = set->policy.hold_at;
        thresholds.reject_at = set->policy.reject_at;
    }
    return thresholds;
}

}  // namespace chaffinch::store::sqlite
