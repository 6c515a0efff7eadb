// Policies that moderators set for articles. Called within a transaction; throws SqliteError.

#pragma once

#include "server/store/articles.h"
#include "server/store/sqlite/connection.h"

#include <cstdint>
#include <optional>

namespace chaffinch::store::sqlite {

/// nullopt: the site's own stands.
std::optional<SetPolicy> set_policy_of(Connection& db, std::int64_t article);

/// The same by name, without who and when.
std::optional<ArticlePolicy> policy_set_for(
    Connection& db, const SiteId& site, const ArticleId& id
);

ArticlePage articles_of(Connection& db, const ArticleQuery& query);
Result<ListedArticle> listed_article_of(Connection& db, const SiteId& site, const ArticleId& id);
Result<void> put_policy(
    Connection& db, const SiteId& site, const ArticleId& id, const std::optional<SetPolicy>& policy
);

}  // namespace chaffinch::store::sqlite
