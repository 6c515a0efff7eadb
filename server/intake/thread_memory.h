// ThreadMemory: the newest comments of the articles that are being discussed now, as fingerprints,
// so that copies are recognised without a query for each comment.
//
// Bounded: 200 comments an article, 2,000 articles, least recently used out first. Thread-safe.

#pragma once

#include "engine/types/facts.h"
#include "engine/types/ids.h"

#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace chaffinch::intake {

class ThreadMemory {
  public:
    using Load = std::function<std::vector<EarlierComment>(std::size_t limit)>;

    /// The remembered comments of the article; `load` is asked once, for articles not remembered.
    EarlierComments recall(const SiteId& site, const ArticleId& article, const Load& load);

    /// Adds a comment that was stored. Nothing happens for an article that is not remembered.
    void remember(const SiteId& site, const ArticleId& article, EarlierComment comment);

    /// Gives a remembered comment another text; its place stays. Nothing happens for an article, or
    /// a comment, that is not remembered.
    void replace(
        const SiteId& site,
        const ArticleId& article,
        const CommentId& comment,
        const Fingerprint& fingerprint
    );

  private:
    struct Thread {
        std::string key;
        EarlierComments comments;
    };

    std::mutex mutex_{};
    std::list<Thread> recent_{};
    std::unordered_map<std::string, std::list<Thread>::iterator> by_key_{};
};

}  // namespace chaffinch::intake
