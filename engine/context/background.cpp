// The compiled-in background: read once, then looked up.

#include "engine/context/article_profile.h"
#include "engine/context/background_words.h"
#include "engine/context/word_hash.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::context {

namespace {

/// A word beyond the table. The rarest words listed have 40 to 200 parts per million; what is left
/// of the mass (a quarter) spreads over some 50,000 words of a language, 5 parts per million each.
constexpr double unseen = 5e-6;

/// A word of another language than the article's is a borrowing: rarer than at home.
constexpr double borrowed = 0.1;

constexpr std::size_t frequent_words = 150;

struct Entry {
    double probability = 0;
    bool frequent = false;
};

using Table = WordMap<Entry>;

std::string_view take_until(std::string_view& text, char end) {
    const std::size_t at = std::min(text.find(end), text.size());
    const std::string_view head = text.substr(0, at);
    text.remove_prefix(std::min(at + 1, text.size()));
    return head;
}

Table read_table(std::string_view lines) {
    Table table;
    while (!lines.empty()) {
        std::string_view line = take_until(lines, '\n');
        const std::string_view number = take_until(line, ' ');
        unsigned millionths = 0;
        std::from_chars(number.data(), number.data() + number.size(), millionths);
        while (!line.empty()) {
            const bool frequent = table.size() < frequent_words;
            table.try_emplace(
                std::string{take_until(line, ' ')}, Entry{millionths * 1e-6, frequent}
            );
        }
    }
    return table;
}

/// The commonest use of a word in any language; frequent where it is so in one of them.
void merge(Table& all, const Table& language) {
    for (const auto& [word, entry] : language) {
        Entry& merged = all[word];
        merged.probability = std::max(merged.probability, entry.probability);
        merged.frequent = merged.frequent || entry.frequent;
    }
}

/// The words of one language, then of the others.
class LanguageBackground final : public Background {
  public:
    LanguageBackground(const Table& own, const Table& all) : own_(own), all_(all) {}

    double probability(std::string_view word) const override {
        if (const auto found = own_.find(word); found != own_.end())
            return found->second.probability;
        const auto found = all_.find(word);
        return found == all_.end() ? unseen
                                   : std::max(unseen, found->second.probability * borrowed);
    }

    bool is_frequent(std::string_view word) const override {
        const auto found = own_.find(word);
        return found != own_.end() && found->second.frequent;
    }

  private:
    const Table& own_;
    const Table& all_;
};

class CompiledBackground final : public Background {
  public:
    CompiledBackground() {
        tables_.reserve(background_words().size());
        languages_.reserve(background_words().size());
        for (const LanguageWords& words : background_words()) {
            merge(all_, tables_.emplace_back(read_table(words.lines)));
            languages_.emplace_back(tables_.back(), all_);
        }
    }

    CompiledBackground(const CompiledBackground&) = delete;
    CompiledBackground& operator=(const CompiledBackground&) = delete;

    double probability(std::string_view word) const override {
        const auto found = all_.find(word);
        return found == all_.end() ? unseen : found->second.probability;
    }

    bool is_frequent(std::string_view word) const override {
        const auto found = all_.find(word);
        return found != all_.end() && found->second.frequent;
    }

    const Background& in_language(std::string_view language) const override {
        for (std::size_t i = 0; i < languages_.size(); ++i) {
            if (background_words()[i].language == language) return languages_[i];
        }
        return *this;
    }

  private:
    Table all_;
    std::vector<Table> tables_;
    std::vector<LanguageBackground> languages_;  ///< refer to tables_ and all_
};

}  // namespace

const Background& default_background() {
    static const CompiledBackground background;
    return background;
}

}  // namespace chaffinch::context
