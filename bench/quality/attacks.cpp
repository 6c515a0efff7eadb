// The attacks.

#include "bench/quality/attacks.h"

#include "engine/text/document.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <unordered_map>
#include <utility>

namespace chaffinch::quality {
namespace {

constexpr double held_at = 2;
constexpr double rejected_at = 5;
constexpr std::uint64_t seed = 1;
constexpr std::int64_t lessons_a_day = 300;

/// Words of a text as they were sent, without marks.
std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : text + " ") {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x7F || std::isalnum(byte) != 0) {
            word += c;
        } else if (!word.empty()) {
            words.push_back(std::exchange(word, {}));
        }
    }
    return words;
}

/// Words by the number of ham comments that have them, most frequent first.
std::vector<std::string> frequent_ham_words(const std::vector<const Item*>& items) {
    std::map<std::string, std::size_t> counts;
    for (const Item* item : items) {
        if (item->spam) continue;
        for (std::string& word : words_of(item->comment.text)) ++counts[std::move(word)];
    }
    std::vector<std::pair<std::size_t, std::string>> order;
    for (const auto& [word, count] : counts) order.emplace_back(count, word);
    std::ranges::sort(order, [](const auto& a, const auto& b) {
        return std::pair{b.first, a.second} < std::pair{a.first, b.second};
    });
    std::vector<std::string> words;
    for (auto& [count, word] : order) words.push_back(std::move(word));
    return words;
}

classifier::FeatureSet features_of_text(const std::string& text) {
    Comment comment;
    comment.text = text;
    return features_of(comment);
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += word + ' ';
    return text;
}

double share_held(const Classroom& room, const std::vector<const Item*>& items, bool spam = false) {
    double ham = 0;
    double held = 0;
    for (const Item* item : items) {
        if (item->spam != spam) continue;
        ++ham;
        held += room.score(item->features) >= held_at ? 1 : 0;
    }
    return ham > 0 ? held / ham : 0;
}

/// Multinomial naive Bayes over words, as mail filters have it: evidence adds up over the whole
/// text, however long.
class NaiveBayes {
  public:
    explicit NaiveBayes(const std::vector<const Item*>& items) {
        for (const Item* item : items) learn(item->comment.text, item->spam);
    }

    void learn(const std::string& text, bool spam) {
        ++comments_[spam];
        for (std::string& word : words_of(text)) {
            ++counts_[std::move(word)][spam];
            ++totals_[spam];
        }
    }

    [[nodiscard]] double share_held(const std::vector<const Item*>& items) const {
        double ham = 0;
        double held = 0;
        for (const Item* item : items) {
            if (item->spam) continue;
            ++ham;
            held += score(item->comment.text) >= held_at ? 1 : 0;
        }
        return ham > 0 ? held / ham : 0;
    }

    [[nodiscard]] double weight(const std::string& word) const {
        const auto found = counts_.find(word);
        if (found == counts_.end()) return 0;
        const auto size = static_cast<double>(counts_.size());
        return std::log((found->second[1] + 1) / (totals_[1] + size)) -
               std::log((found->second[0] + 1) / (totals_[0] + size));
    }

    [[nodiscard]] double score(const std::string& text) const {
        double z = std::log((comments_[1] + 1) / (comments_[0] + 1));
        for (const std::string& word : words_of(text)) z += weight(word);
        return z;
    }

    /// Strongest for ham first.
    [[nodiscard]] std::vector<std::string> best_ham_words(std::size_t count) const {
        std::vector<std::pair<double, std::string>> order;
        for (const auto& [word, unused] : counts_) order.emplace_back(weight(word), word);
        std::ranges::sort(order);
        std::vector<std::string> words;
        for (std::size_t i = 0; i < std::min(count, order.size()); ++i)
            words.push_back(order[i].second);
        return words;
    }

  private:
    std::map<std::string, std::array<double, 2>> counts_{};
    std::array<double, 2> totals_{};
    std::array<double, 2> comments_{};
};

/// The words that lower a score most, each as a comment of its own.
std::vector<std::string> best_ham_words(
    const Classroom& room, const std::vector<std::string>& candidates, std::size_t count
) {
    std::vector<std::pair<double, std::string>> order;
    for (const std::string& word : candidates)
        order.emplace_back(room.score(features_of_text(word)), word);
    std::ranges::sort(order);
    std::vector<std::string> words;
    for (std::size_t i = 0; i < std::min(count, order.size()); ++i)
        words.push_back(order[i].second);
    return words;
}

/// What spam hides in.
struct Cover {
    std::vector<std::string> words{};
    std::string comments{};
};

/// Wanted comments, one after the other, until they have so many words.
std::string wanted_texts(const std::vector<const Item*>& items, std::size_t words) {
    std::string texts;
    std::size_t count = 0;
    for (const Item* item : items) {
        if (count >= words) break;
        if (item->spam) continue;
        texts += item->comment.text + '\n';
        count += words_of(item->comment.text).size();
    }
    return texts;
}

std::string padded_with(const Cover& cover, const std::string& text, Padding padding) {
    switch (padding) {
        case Padding::after:
            return text + ' ' + joined(cover.words);
        case Padding::before:
            return joined(cover.words) + text;
        case Padding::cover:
            return cover.comments + text + '\n' + cover.comments;
        case Padding::between:
            break;
    }
    std::string mixed;
    std::size_t next = 0;
    for (const std::string& word : words_of(text)) {
        mixed += word + ' ' + cover.words.at(next) + ' ';
        next = (next + 1) % cover.words.size();
    }
    return mixed;
}

/// Spam that the room does not publish, at most so many.
std::vector<const Item*> blocked_spam(
    const Classroom& room, const std::vector<const Item*>& items, std::size_t most
) {
    std::vector<const Item*> blocked;
    for (const Item* item : items) {
        if (blocked.size() == most) break;
        if (item->spam && room.score(item->features) >= held_at) blocked.push_back(item);
    }
    return blocked;
}

}  // namespace

Guards no_guards() {
    constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
    Guards open;
    open.admission = {
        .a_day = none,
        .unlimited = none,
        .share = 1,
        .balance = none,
        .hold_out_from = none,
        .doubt = learning::DoubtLimits::never()
    };
    open.gate.least_held_out = none;
    return open;
}

void Classroom::teach(
    const classifier::FeatureSet& features,
    bool spam,
    const std::string& author,
    const std::string& moderator
) {
    learning::Lesson lesson;
    lesson.facts.sequence = ++sequence_;
    lesson.facts.event = "trn_" + std::to_string(sequence_);
    lesson.facts.positive = spam;
    lesson.facts.author = author;
    lesson.facts.moderator = moderator;
    lesson.facts.day = std::chrono::sys_days{std::chrono::days{20'000 + sequence_ / lessons_a_day}};
    const double z = score(features);
    lesson.facts.held = z >= held_at;
    lesson.facts.stance = learning::stance_of(classifier::sigmoid(spam ? z : -z));
    lesson.facts.already_right = spam ? classifier::sigmoid(z) >= learning::sure
                                      : classifier::sigmoid(z) <= 1 - learning::sure;
    lesson.example = {lesson.facts.event, classifier::rekeyed(features, key), spam, 0, 1};
    site_.offer(std::move(lesson));
}

void Classroom::teach(const std::vector<const Item*>& items) {
    for (const Item* item : items) {
        teach(
            item->features,
            item->spam,
            "reader " + item->id,
            "moderator " + std::to_string(sequence_ % 3)
        );
    }
}

double Classroom::score(const classifier::FeatureSet& features) const {
    const auto& layer = site_.layer(TrainingLabel::spam);
    return layer ? layer->score(classifier::rekeyed(features, key), 0).z : 0;
}

DictionaryAttack dictionary_attack(
    const std::vector<const Item*>& train,
    const std::vector<const Item*>& test,
    const Guards& guards,
    std::size_t words
) {
    const std::vector<const Item*> honest = shuffled(train, seed);
    Classroom clean{guards};
    clean.teach(honest);

    std::vector<std::string> dictionary = frequent_ham_words(train);
    std::mt19937_64 random{seed};
    NaiveBayes naive{train};
    const double naive_before = naive.share_held(test);
    Classroom poisoned{guards};
    const std::size_t lessons = honest.size() / 100;
    const std::size_t step = honest.size() / 2 / std::max<std::size_t>(lessons, 1);
    std::size_t taught = 0;
    for (std::size_t i = 0; i < honest.size(); ++i) {
        poisoned.teach({honest[i]});
        if (i < honest.size() / 2 || i % step != 0 || taught == lessons) continue;
        std::ranges::shuffle(dictionary, random);
        const std::vector<std::string> some(
            dictionary.begin(),
            dictionary.begin() + static_cast<std::ptrdiff_t>(std::min(words, dictionary.size()))
        );
        // Each under another name, so that no author's share stops it.
        ++taught;
        naive.learn(joined(some), true);
        poisoned.teach(
            features_of_text(joined(some)), true, "stooge " + std::to_string(taught), "mallory"
        );
    }
    return {
        share_held(clean, test),
        share_held(poisoned, test),
        poisoned.site().tally().batches_refused,
        naive_before,
        naive.share_held(test)
    };
}

Vandalism vandalism(
    const std::vector<const Item*>& train,
    const std::vector<const Item*>& test,
    const Guards& guards,
    std::size_t honest_lessons,
    double wrong
) {
    constexpr std::size_t wrong_lessons = 250;
    std::vector<const Item*> items = shuffled(train, seed);
    Vandalism found;
    if (items.size() < honest_lessons + wrong_lessons) return found;
    const auto border = items.begin() + static_cast<std::ptrdiff_t>(honest_lessons);
    Classroom room{guards};
    room.teach({items.begin(), border});
    found.ham_held_before = share_held(room, test);
    found.spam_held_before = share_held(room, test, true);
    found.doubted_before = room.site().tally().doubted;
    std::mt19937_64 random{seed};
    std::bernoulli_distribution is_wrong{wrong};
    const std::size_t refused_before = room.site().tally().batches_refused;
    for (std::size_t i = 0; i < wrong_lessons; ++i) {
        const Item& item = **(border + static_cast<std::ptrdiff_t>(i));
        const bool answer = is_wrong(random) ? !item.spam : item.spam;
        room.teach(item.features, answer, "reader " + item.id, "mallory");
        if (i % 10 == 9)
            found.ham_held_during = std::max(found.ham_held_during, share_held(room, test));
    }
    found.ham_held_after = share_held(room, test);
    found.spam_held_after = share_held(room, test, true);
    found.doubted = room.site().tally().doubted;
    found.batches_refused = room.site().tally().batches_refused - refused_before;
    return found;
}

GoodWords good_words(
    const std::vector<const Item*>& train,
    const std::vector<const Item*>& test,
    const Guards& guards,
    Padding padding,
    std::size_t words
) {
    Classroom room{guards};
    room.teach(shuffled(train, seed));
    std::vector<std::string> candidates = frequent_ham_words(train);
    candidates.resize(std::min<std::size_t>(candidates.size(), 5'000));
    const Cover cover{best_ham_words(room, candidates, words), wanted_texts(train, words)};
    GoodWords found;
    for (const Item* item : blocked_spam(room, test, 1'000)) {
        ++found.blocked;
        const std::string padded = padded_with(cover, item->comment.text, padding);
        found.passed += room.score(features_of_text(padded)) < held_at ? 1 : 0;
    }
    const NaiveBayes naive{train};
    const Cover naive_cover{naive.best_ham_words(words), cover.comments};
    for (const Item* item : test) {
        if (!item->spam || naive.score(item->comment.text) < held_at) continue;
        ++found.blocked_naive;
        const std::string padded = padded_with(naive_cover, item->comment.text, padding);
        found.passed_naive += naive.score(padded) < held_at ? 1 : 0;
    }
    return found;
}

FocusedAttack focused_attack(
    const std::vector<const Item*>& train,
    const std::vector<const Item*>& test,
    const Guards& guards
) {
    constexpr std::size_t most_targets = 20;
    constexpr std::size_t least_words = 8;
    constexpr int poison = 100;
    const std::vector<const Item*> honest = shuffled(train, seed);
    std::vector<const Item*> spam;
    std::ranges::copy_if(honest, std::back_inserter(spam), &Item::spam);
    FocusedAttack found;
    for (const Item* target : test) {
        if (found.targets == most_targets) break;
        std::vector<std::string> words = words_of(target->comment.text);
        if (target->spam || words.size() < least_words || spam.empty()) continue;
        std::mt19937_64 random{seed + found.targets};
        std::ranges::shuffle(words, random);
        words.resize(words.size() * 3 / 10);
        Classroom room{guards};
        room.teach(honest);
        // The rest of each poisoned text is real spam, lest it be told by what it lacks.
        for (int i = 0; i < poison; ++i) {
            const std::string body = spam[random() % spam.size()]->comment.text;
            room.teach(
                features_of_text(joined(words) + body),
                true,
                "stooge " + std::to_string(i),
                "mallory"
            );
        }
        const double z = room.score(target->features);
        ++found.targets;
        found.not_rejected += z < rejected_at ? 1 : 0;
        found.published += z < held_at ? 1 : 0;
    }
    return found;
}

ActiveAttack active_attack(
    const std::vector<const Item*>& train,
    const std::vector<const Item*>& test,
    const Guards& guards,
    std::size_t queries
) {
    constexpr std::size_t known_words = 1'000;
    constexpr std::size_t added = 30;
    Classroom room{guards};
    room.teach(shuffled(train, seed));
    std::vector<std::string> words = frequent_ham_words(train);
    words.resize(std::min(words.size(), known_words));
    std::vector<double> helped(words.size(), 1);
    std::mt19937_64 random{seed};
    ActiveAttack found;
    for (const Item* spam : blocked_spam(room, test, 100)) {
        ++found.spams;
        for (std::size_t query = 1; query <= queries; ++query) {
            std::discrete_distribution<std::size_t> draw(helped.begin(), helped.end());
            std::vector<std::size_t> chosen;
            for (std::size_t i = 0; i < added; ++i) chosen.push_back(draw(random));
            std::string text = spam->comment.text;
            for (const std::size_t word : chosen) text += ' ' + words[word];
            if (room.score(features_of_text(text)) >= held_at) continue;
            for (const std::size_t word : chosen) helped[word] += 1;
            ++found.passed;
            found.passed_in_10 += query <= 10 ? 1 : 0;
            found.passed_in_100 += query <= 100 ? 1 : 0;
            break;
        }
    }
    return found;
}

}  // namespace chaffinch::quality
