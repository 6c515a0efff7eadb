// Articles as moderators see them, and the policies that they set.

#include "server/store/sqlite/article_policy_rows.h"

#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/queue_lists.h"
#include "server/store/sqlite/stored_names.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace chaffinch::store::sqlite {

namespace {

constexpr std::int64_t most_looked_at = 5'000;

/// Reads comments, close_after_days, links_allowed, sensitivity, hold_at, reject_at,
/// hold_after_reports.
ArticlePolicy read_policy(Statement& row) {
    ArticlePolicy policy;
    policy.comments = comment_policy_from(row.text());
    policy.close_after_days = row.optional_small_integer();
    policy.links_allowed = row.optional_small_integer();
    policy.sensitivity = sensitivity_from(row.text());
    policy.hold_at = row.optional_real();
    policy.reject_at = row.optional_real();
    policy.hold_after_reports = row.optional_small_integer();
    return policy;
}

std::int64_t waiting_of(Connection& db, std::int64_t site, std::int64_t article) {
    Statement row = db.query(
        "SELECT held FROM queue_counts WHERE site = ? AND list = ?", site, list_of_article(article)
    );
    return row.step() ? row.integer() : 0;
}

/// Reads pk, site, id, url, title, section, published_at and the policy.
ListedArticle read_listed(Connection& db, Statement& row, const SiteId& site_id) {
    const std::int64_t pk = row.integer();
    const std::int64_t site = row.integer();
    ListedArticle listed;
    listed.site = site_id;
    listed.article.id.value = row.text();
    listed.article.url = row.text();
    listed.article.title = row.text();
    listed.article.section = row.text();
    listed.article.published_at = row.optional_time();
    listed.announced = read_policy(row);
    listed.set = set_policy_of(db, pk);
    listed.article.policy = listed.set ? listed.set->policy : listed.announced;
    listed.waiting = waiting_of(db, site, pk);
    return listed;
}

/// ASCII letters without regard to case; whatever else as it is.
bool holds(std::string_view text, std::string_view words) {
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    };
    return !std::ranges::search(text, words, {}, lower, lower).empty();
}

bool matches(const ListedArticle& listed, const std::string& words) {
    return words.empty() || holds(listed.article.title, words) ||
           holds(listed.article.url, words) || holds(listed.article.id.value, words);
}

}  // namespace

std::optional<SetPolicy> set_policy_of(Connection& db, std::int64_t article) {
    Statement row = db.query(
        "SELECT comments, close_after_days, links_allowed, sensitivity, hold_at, reject_at,"
        " hold_after_reports, moderator, moderator_login, at FROM article_policies"
        " WHERE article = ?",
        article
    );
    if (!row.step()) return std::nullopt;
    SetPolicy set;
    set.policy = read_policy(row);
    set.moderator.value = row.text();
    set.moderator_login = row.text();
    set.at = row.time();
    return set;
}

std::optional<ArticlePolicy> policy_set_for(
    Connection& db, const SiteId& site, const ArticleId& id
) {
    Statement row = db.query(
        "SELECT p.comments, p.close_after_days, p.links_allowed, p.sensitivity, p.hold_at,"
        " p.reject_at, p.hold_after_reports FROM articles AS a"
        " CROSS JOIN article_policies AS p ON p.article = a.pk"
        " WHERE a.site = (SELECT pk FROM sites WHERE id = ?) AND a.id = ?",
        site,
        id
    );
    if (!row.step()) return std::nullopt;
    return read_policy(row);
}

ArticlePage articles_of(Connection& db, const ArticleQuery& query) {
    constexpr std::int64_t newest = std::int64_t{1} << 62;
    ArticlePage page;
    const auto site = find_site(db, query.site);
    if (!site) return page;
    Statement row = db.query(
        "SELECT pk, pk, site, id, url, title, section, published_at, comments, close_after_days,"
        " links_allowed, sensitivity, hold_at, reject_at, hold_after_reports FROM articles"
        " WHERE site = ? AND pk < ? ORDER BY pk DESC LIMIT ?",
        *site,
        query.before > 0 ? query.before : newest,
        query.words.empty() ? static_cast<std::int64_t>(query.limit) : most_looked_at
    );
    std::int64_t looked_at = 0;
    std::int64_t last = 0;
    while (page.articles.size() < query.limit && row.step()) {
        ++looked_at;
        last = row.integer();
        ListedArticle listed = read_listed(db, row, query.site);
        if (matches(listed, query.words)) page.articles.push_back(std::move(listed));
    }
    if (page.articles.size() == query.limit || looked_at == most_looked_at) page.next = last;
    return page;
}

Result<ListedArticle> listed_article_of(Connection& db, const SiteId& site, const ArticleId& id) {
    Statement row = db.query(
        "SELECT pk, site, id, url, title, section, published_at, comments, close_after_days,"
        " links_allowed, sensitivity, hold_at, reject_at, hold_after_reports FROM articles"
        " WHERE site = (SELECT pk FROM sites WHERE id = ?) AND id = ?",
        site,
        id
    );
    if (!row.step()) return Error{Errc::not_found, "there is no article '" + id.value + "'"};
    return read_listed(db, row, site);
}

Result<void> put_policy(
    Connection& db, const SiteId& site, const ArticleId& id, const std::optional<SetPolicy>& policy
) {
    std::int64_t article = 0;
    {
        Statement row = db.query(
            "SELECT pk FROM articles WHERE site = (SELECT pk FROM sites WHERE id = ?) AND id = ?",
            site,
            id
        );
        if (!row.step()) return Error{Errc::not_found, "there is no article '" + id.value + "'"};
        article = row.integer();
    }
    db.run("DELETE FROM article_policies WHERE article = ?", article);
    if (!policy) return {};
    const ArticlePolicy& set = policy->policy;
    db.run(
        "INSERT INTO article_policies (article, comments, close_after_days, links_allowed,"
        " sensitivity, hold_at, reject_at, hold_after_reports, moderator, moderator_login, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        article,
        name(set.comments),
        set.close_after_days,
        set.links_allowed,
        name(set.sensitivity),
        set.hold_at,
        set.reject_at,
        set.hold_after_reports,
        policy->moderator,
        policy->moderator_login,
        policy->at
    );
    return {};
}

}  // namespace chaffinch::store::sqlite
