// ArticleProfile: what an article is about, prepared once, to judge the comments under it.
//
// Spam is relative to the article: under an article on Botox honest readers write botox, price and
// FDA. The profile tells which words are the article's own topic, so that evidence against them can
// be neutralised (never rewarded), and it holds the shingles by which copies of the article show.
// Formulas and figures: docs, classifier section 7 (4a, 4b).

#pragma once

#include "engine/types/article.h"

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace chaffinch::context {

/// Probability of a word in comments in general, for topic weights. Pure and thread-safe.
class Background {
  public:
    virtual ~Background() = default;

    /// Share of this folded word among all words, never 0 (unseen words get a floor).
    [[nodiscard]] virtual double probability(std::string_view word) const = 0;

    /// One of the 150 most frequent words, which are nobody's topic.
    [[nodiscard]] virtual bool is_frequent(std::string_view word) const = 0;
};

/// Frequencies of the commonest words of our languages, compiled in; used until a model brings its own.
const Background& default_background();

class ArticleProfile {
  public:
    ArticleProfile(const Article& article, const Background& background);

    /// a(w) in [0, 1]: how much the folded word is this article's own topic; 0 for words that are
    /// never neutral (buy, price, order, whatsapp ...) and for frequent words.
    [[nodiscard]] double topic_weight(std::string_view folded_word) const;

    [[nodiscard]] bool empty() const { return words_ == 0; }
    [[nodiscard]] const std::string& language() const { return language_; }
    [[nodiscard]] const std::unordered_set<std::uint64_t>& word_shingles(int size) const;
    [[nodiscard]] const std::vector<std::vector<std::uint32_t>>& sentences() const { return sentences_; }

  private:
    std::unordered_map<std::string, float> topic_;
    std::unordered_set<std::uint64_t> shingles3_;
    std::unordered_set<std::uint64_t> shingles5_;
    std::vector<std::vector<std::uint32_t>> sentences_;  ///< word ids by sentence
    std::string language_;
    std::size_t words_ = 0;
};

/// Words that sell under any article and therefore are never neutralised.
bool is_never_neutral(std::string_view folded_word);

/// Profiles by content hash of the article, least recently used out first. Thread-safe.
class ProfileCache {
  public:
    ProfileCache(const Background& background, std::size_t capacity);

    /// Never null. A null article gives the empty profile.
    std::shared_ptr<const ArticleProfile> profile_of(const Article* article);

  private:
    using Entry = std::pair<std::uint64_t, std::shared_ptr<const ArticleProfile>>;

    const Background& background_;
    std::size_t capacity_;
    std::mutex mutex_;
    std::list<Entry> recent_;
    std::unordered_map<std::uint64_t, std::list<Entry>::iterator> by_hash_;
};

}  // namespace chaffinch::context
