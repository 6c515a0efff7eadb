// Profiles kept by what the article says, so that an edited article gets a new one by itself.

#include "engine/context/article_profile.h"

#include <xxhash.h>

#include <utility>

namespace chaffinch::context {

namespace {

/// Everything that a profile is made of. Each part is hashed with the hash before it as its seed,
/// so that moving words from the title to the text gives another hash.
std::uint64_t content_hash(const Article& article) {
    const std::uint64_t title = XXH3_64bits(article.title.data(), article.title.size());
    const std::uint64_t text =
        XXH3_64bits_withSeed(article.text.data(), article.text.size(), title);
    return XXH3_64bits_withSeed(article.language.data(), article.language.size(), text);
}

}  // namespace

ProfileCache::ProfileCache(const Background& background, std::size_t capacity)
    : background_(background), capacity_(capacity) {}

std::shared_ptr<const ArticleProfile> ProfileCache::profile_of(const Article* article) {
    static const auto none = std::make_shared<const ArticleProfile>();
    if (article == nullptr) return none;
    const std::uint64_t hash = content_hash(*article);
    if (auto known = find(hash)) return known;
    auto profile = std::make_shared<const ArticleProfile>(*article, background_);
    keep(hash, profile);
    return profile;
}

std::shared_ptr<const ArticleProfile> ProfileCache::find(std::uint64_t hash) {
    const std::scoped_lock lock(mutex_);
    const auto found = by_hash_.find(hash);
    if (found == by_hash_.end()) return nullptr;
    recent_.splice(recent_.begin(), recent_, found->second);
    return found->second->second;
}

void ProfileCache::keep(std::uint64_t hash, std::shared_ptr<const ArticleProfile> profile) {
    if (capacity_ == 0) return;
    const std::scoped_lock lock(mutex_);
    if (by_hash_.contains(hash)) return;
    recent_.emplace_front(hash, std::move(profile));
    by_hash_.emplace(hash, recent_.begin());
    if (recent_.size() <= capacity_) return;
    by_hash_.erase(recent_.back().first);
    recent_.pop_back();
}

}  // namespace chaffinch::context
