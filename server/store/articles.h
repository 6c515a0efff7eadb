// What moderators see and set of articles. Same promises as submissions.h.

#pragma once

#include "engine/types/article.h"
#include "engine/types/ids.h"
#include "engine/types/result.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::store {

/// A policy that a moderator set in place of the site's.
struct SetPolicy {
    ArticlePolicy policy{};
    ModeratorId moderator{};
    std::string moderator_login{};
    Timestamp at{};
};

struct ListedArticle {
    SiteId site{};
    Article article{};  ///< without its text; the policy is the one in force
    ArticlePolicy announced{};
    std::optional<SetPolicy> set{};
    std::int64_t waiting = 0;  ///< comments in the queue
};

struct ArticleQuery {
    SiteId site{};
    std::string words{};  ///< in title, address or id, case does not matter; empty: all
    std::size_t limit = 50;
    std::int64_t before = 0;  ///< `next` of the page before; 0: the first
};

struct ArticlePage {
    std::vector<ListedArticle> articles{};  ///< the one heard of first last
    std::int64_t next = 0;                  ///< where the next page begins; 0: there is none
};

class ArticleStore {
  public:
    virtual ~ArticleStore() = default;

    /// With words at most 5,000 articles are looked at for one page, which may then be short.
    virtual boost::asio::awaitable<ArticlePage> list_articles(ArticleQuery query) = 0;

    /// Errors: not_found.
    virtual boost::asio::awaitable<Result<ListedArticle>> listed_article(
        SiteId site, ArticleId id
    ) = 0;

    /// nullopt: what the site announced stands again. Errors: not_found.
    virtual boost::asio::awaitable<Result<void>> set_article_policy(
        SiteId site, ArticleId id, std::optional<SetPolicy> policy
    ) = 0;
};

}  // namespace chaffinch::store
