// The store's part of what moderators see and set of articles.

#include "server/store/sqlite/article_policy_rows.h"
#include "server/store/sqlite/sqlite_store.h"

#include <utility>

namespace chaffinch::store::sqlite {

boost::asio::awaitable<ArticlePage> SqliteStore::list_articles(ArticleQuery query) {
    return ask(readers_.queue(), [query = std::move(query)](Connection& db) {
        return articles_of(db, query);
    });
}

boost::asio::awaitable<Result<ListedArticle>> SqliteStore::listed_article(
    SiteId site, ArticleId id
) {
    return ask(readers_.queue(), [site = std::move(site), id = std::move(id)](Connection& db) {
        return listed_article_of(db, site, id);
    });
}

boost::asio::awaitable<Result<void>> SqliteStore::set_article_policy(
    SiteId site, ArticleId id, std::optional<SetPolicy> policy
) {
    return ask(
        writer_.queue(),
        [site = std::move(site), id = std::move(id), policy = std::move(policy)](Connection& db) {
            return put_policy(db, site, id, policy);
        }
    );
}

}  // namespace chaffinch::store::sqlite
