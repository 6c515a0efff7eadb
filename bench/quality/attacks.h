// Attacks on learning and on scoring, measured against a site that honest moderators have taught
// (reliability L2, L3, L4, L7). Each takes any labelled comments, so the same code runs on the
// collections and, in the test suite, on made-up ones.
//
// The attacker knows the texts that the site was taught, which is more than a real one does. The
// site's layer judges alone: no rules, no general model. "Held" is a score of 2 or more, "rejected"
// of 5 or more, as in the default policy.

#pragma once

#include "bench/quality/corpus.h"
#include "server/learning/taught_site.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace chaffinch::quality {

/// What stands between a lesson and the layer.
struct Guards {
    learning::AdmissionLimits admission{};
    learning::GateLimits gate{};
    classifier::LayerOptions layer{};
};

/// Controls: every lesson is learnt.
Guards no_guards();

/// A site whose lessons are given by person, so that the guards see who teaches.
class Classroom {
  public:
    explicit Classroom(const Guards& guards)
        : site_(key, guards.admission, guards.gate, guards.layer) {}

    /// Offers a lesson; 300 a day. `author` and `moderator` as the guards would see them.
    void teach(
        const classifier::FeatureSet& features,
        bool spam,
        const std::string& author,
        const std::string& moderator
    );

    /// Honest lessons: three moderators, an author a comment.
    void teach(const std::vector<const Item*>& items);

    /// Log-odds that the site's layer gives; 0 when it was never taught.
    [[nodiscard]] double score(const classifier::FeatureSet& features) const;

    [[nodiscard]] const learning::TaughtSite& site() const { return site_; }

  private:
    static constexpr classifier::HashKey key{0xC0FFEE};

    learning::TaughtSite site_;
    std::int64_t sequence_ = 0;
};

/// Nelson et al. 2008: a hostile moderator calls texts of `words` words that ham uses spam; as many
/// as 1 % of the honest lessons, mixed into their second half.
struct DictionaryAttack {
    double ham_held_before = 0;  ///< share of ham not published, without the attack
    double ham_held_after = 0;
    std::size_t batches_refused = 0;
    double naive_before = 0;  ///< control: naive Bayes over words
    double naive_after = 0;
};

DictionaryAttack dictionary_attack(
    const std::vector<const Item*>& train,
    const std::vector<const Item*>& test,
    const Guards& guards,
    std::size_t words
);

/// A moderator who answers the wrong way round, always or in some of the cases: 250 lessons after
/// so many honest ones, all within one day; what a lost password does to a small site.
struct Vandalism {
    double ham_held_before = 0;
    double ham_held_during = 0;  ///< at the worst moment, every ten lessons
    double ham_held_after = 0;
    double spam_held_before = 0;
    double spam_held_after = 0;
    std::size_t doubted_before = 0;  ///< honest lessons that wait: doubt for nothing
    std::size_t doubted = 0;         ///< lessons that wait afterwards
    std::size_t batches_refused = 0;
};

Vandalism vandalism(
    const std::vector<const Item*>& train,
    const std::vector<const Item*>& test,
    const Guards& guards,
    std::size_t honest_lessons,
    double wrong
);

/// Where good words go.
enum class Padding : std::uint8_t {
    after,
    before,
    between,  ///< one after each word of the spam
    cover,    ///< instead of single words, whole comments that were wanted, before and after
};

/// Lowd and Meek 2005: spam that is held or rejected gets the words that speak most strongly for
/// ham, as the layer itself weighs them. Between there are as many as the spam has words.
struct GoodWords {
    std::size_t blocked = 0;       ///< spam that was not published before
    std::size_t passed = 0;        ///< of these, published with the words
    std::size_t passed_naive = 0;  ///< control: naive Bayes over words without length
    std::size_t blocked_naive = 0;
};

GoodWords good_words(
    const std::vector<const Item*>& train,
    const std::vector<const Item*>& test,
    const Guards& guards,
    Padding padding,
    std::size_t words
);

/// Nelson et al. 2008: 100 lessons of "spam" that hold 30 % of the words of a ham comment which is
/// to be kept off the site; for each of 20 such comments by itself.
struct FocusedAttack {
    std::size_t targets = 0;
    std::size_t not_rejected = 0;  ///< published or held
    std::size_t published = 0;
};

FocusedAttack focused_attack(
    const std::vector<const Item*>& train,
    const std::vector<const Item*>& test,
    const Guards& guards
);

/// A spammer who sees verdicts alone and may add up to 30 words: random choices among 1,000
/// frequent words, those that helped before first, up to so many queries a spam.
struct ActiveAttack {
    std::size_t spams = 0;
    std::size_t passed = 0;
    std::size_t passed_in_10 = 0;  ///< of these, within so many queries
    std::size_t passed_in_100 = 0;
};

ActiveAttack active_attack(
    const std::vector<const Item*>& train,
    const std::vector<const Item*>& test,
    const Guards& guards,
    std::size_t queries
);

}  // namespace chaffinch::quality
