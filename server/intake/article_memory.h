// ArticleMemory: what sites said of the articles that are being discussed now, so that the store is
// not asked for each comment. That a site said nothing is remembered too.
//
// Bounded: 4,000 articles, least recently used out first. Thread-safe.

#pragma once

#include "engine/types/article.h"
#include "engine/types/ids.h"

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace chaffinch::intake {

class ArticleMemory {
  public:
    using Load = std::function<std::shared_ptr<const Article>()>;

    /// The article, null when it was never announced; `load` is asked for those not remembered.
    std::shared_ptr<const Article> recall(
        const SiteId& site, const ArticleId& id, const Load& load
    );

    /// To be called when the article was stored anew, after its commit.
    void forget(const SiteId& site, const ArticleId& id);

  private:
    struct Entry {
        std::string key;
        std::shared_ptr<const Article> article;
    };

    void keep(Entry entry);

    std::mutex mutex_{};
    std::list<Entry> recent_{};
    std::unordered_map<std::string, std::list<Entry>::iterator> by_key_{};
    /// Grows with every forget(): what was loaded before one may be old and is not kept.
    std::uint64_t changes_ = 0;
};

}  // namespace chaffinch::intake
