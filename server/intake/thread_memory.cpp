// The newest comments of lively articles.

#include "server/intake/thread_memory.h"

#include <utility>

namespace chaffinch::intake {

namespace {

constexpr std::size_t comments_an_article = 200;
constexpr std::size_t articles_kept = 2'000;

std::string thread_key(const SiteId& site, const ArticleId& article) {
    return site.value + '\n' + article.value;
}

}  // namespace

EarlierComments ThreadMemory::recall(
    const SiteId& site, const ArticleId& article, const Load& load
) {
    const std::string key = thread_key(site, article);
    {
        const std::scoped_lock lock(mutex_);
        if (const auto found = by_key_.find(key); found != by_key_.end()) {
            recent_.splice(recent_.begin(), recent_, found->second);
            return found->second->comments;
        }
    }
    EarlierComments loaded;
    // The store gives the newest first.
    const std::vector<EarlierComment> newest = load(comments_an_article);
    for (auto comment = newest.rbegin(); comment != newest.rend(); ++comment)
        loaded.push_back(*comment);
    const std::scoped_lock lock(mutex_);
    if (!by_key_.contains(key)) {
        recent_.push_front({key, loaded});
        by_key_[key] = recent_.begin();
        if (recent_.size() > articles_kept) {
            by_key_.erase(recent_.back().key);
            recent_.pop_back();
        }
    }
    return loaded;
}

void ThreadMemory::remember(const SiteId& site, const ArticleId& article, EarlierComment comment) {
    const std::scoped_lock lock(mutex_);
    const auto found = by_key_.find(thread_key(site, article));
    if (found == by_key_.end()) return;
    EarlierComments& comments = found->second->comments;
    if (comments.size() >= comments_an_article) comments.pop_front();
    comments.push_back(std::move(comment));
}

void ThreadMemory::replace(
    const SiteId& site,
    const ArticleId& article,
    const CommentId& comment,
    const Fingerprint& fingerprint
) {
    const std::scoped_lock lock(mutex_);
    const auto found = by_key_.find(thread_key(site, article));
    if (found == by_key_.end()) return;
    EarlierComments replaced;
    for (const EarlierComment& earlier : found->second->comments) {
        EarlierComment copy = earlier;
        if (copy.id == comment) copy.fingerprint = fingerprint;
        replaced.push_back(std::move(copy));
    }
    found->second->comments = std::move(replaced);
}

}  // namespace chaffinch::intake
