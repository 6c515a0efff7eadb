// The articles discussed now.

#include "server/intake/article_memory.h"

#include <utility>

namespace chaffinch::intake {

namespace {

constexpr std::size_t articles_kept = 4'000;

std::string article_key(const SiteId& site, const ArticleId& id) {
    return site.value + '\n' + id.value;
}

}  // namespace

std::shared_ptr<const Article> ArticleMemory::recall(
    const SiteId& site, const ArticleId& id, const Load& load
) {
    std::string key = article_key(site, id);
    std::uint64_t seen = 0;
    {
        const std::scoped_lock lock(mutex_);
        if (const auto found = by_key_.find(key); found != by_key_.end()) {
            recent_.splice(recent_.begin(), recent_, found->second);
            return found->second->article;
        }
        seen = changes_;
    }
    auto loaded = load();
    const std::scoped_lock lock(mutex_);
    if (seen == changes_ && !by_key_.contains(key)) keep({std::move(key), loaded});
    return loaded;
}

void ArticleMemory::forget(const SiteId& site, const ArticleId& id) {
    const std::scoped_lock lock(mutex_);
    ++changes_;
    const auto found = by_key_.find(article_key(site, id));
    if (found == by_key_.end()) return;
    recent_.erase(found->second);
    by_key_.erase(found);
}

void ArticleMemory::keep(Entry entry) {
    recent_.push_front(std::move(entry));
    by_key_[recent_.front().key] = recent_.begin();
    if (recent_.size() <= articles_kept) return;
    by_key_.erase(recent_.back().key);
    recent_.pop_back();
}

}  // namespace chaffinch::intake
