// Building and asking a profile.

#include "engine/context/article_profile.h"

#include "engine/context/folded_words.h"
#include "engine/text/document.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <utility>

namespace chaffinch::context {

namespace {

/// A book of 50,000 words is beyond any article; the cap bounds memory (about 4 MB a profile).
constexpr std::size_t most_words = 50'000;

/// Shorter sentences (headings, "e.g.") are joined to the next: they prove no order.
constexpr std::size_t least_sentence_words = 5;
constexpr std::size_t most_sentence_words = 64;

/// Full weight for a word 50 times as frequent as in comments in general (classifier.md, 4a).
const double full_topic = std::log(50.0);

/// As much as the language guess of a comment needs.
constexpr std::size_t language_sample_bytes = 4'096;

bool ends_sentence(std::string_view gap) {
    static constexpr std::array<std::string_view, 12> marks{
        ".",
        "!",
        "?",
        "\n",
        "\xE2\x80\xA6",
        "\xE3\x80\x82",
        "\xEF\xBC\x81",
        "\xEF\xBC\x9F",
        "\xE0\xA5\xA4",  // Devanagari danda
        ";",
        "\xEF\xBC\x9B",
        "\xEF\xBD\xA1"
    };
    return std::ranges::any_of(marks, [gap](std::string_view mark) {
        return gap.find(mark) != std::string_view::npos;
    });
}

/// "pt-BR" -> "pt". Empty when it is no language tag.
std::string primary_language(std::string_view tag) {
    const std::string_view primary = tag.substr(0, tag.find_first_of("-_"));
    std::string language;
    for (const char c : primary) {
        const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        if (lower < 'a' || lower > 'z') return {};
        language += lower;
    }
    return language;
}

std::string guess_language(const Article& article) {
    Comment sample;
    sample.text = article.text.empty() ? article.title : article.text;
    std::size_t size = std::min(sample.text.size(), language_sample_bytes);
    while (size > 0 && size < sample.text.size() && (sample.text[size] & '\xC0') == '\x80') --size;
    sample.text.resize(size);
    return text::analyze(sample).language;
}

/// The pieces of an article are read one by one: text::tokenize() keeps 2,000 words of what it is
/// given, which is much for a comment and little for an article. Two bytes make a word at least.
constexpr std::size_t piece_bytes = 4'000;

/// The first piece of the text, cut before white space where there is any, else between characters.
std::string_view first_piece(std::string_view text) {
    if (text.size() <= piece_bytes) return text;
    const std::size_t blank = text.find_last_of(" \n\t", piece_bytes);
    if (blank != std::string_view::npos && blank > 0) return text.substr(0, blank);
    std::size_t end = piece_bytes;
    while (end > piece_bytes - 4 && (text[end] & '\xC0') == '\x80') --end;
    return text.substr(0, end);
}

/// The words of an article, as they are read.
struct ArticleReading {
    WordMap<std::uint32_t> ids{};
    std::vector<std::uint32_t> uses{};   ///< by word id
    std::vector<std::uint64_t> words{};  ///< ids in order
    std::vector<std::vector<std::uint32_t>> sentences{};
    bool sentence_open = false;  ///< the last sentence takes further words

    void read(std::string_view text) {
        sentence_open = false;
        while (!text.empty() && words.size() < most_words) {
            const std::string_view piece = first_piece(text);
            text.remove_prefix(piece.size());
            read_piece(piece);
        }
    }

    void read_piece(std::string_view piece) {
        const text::MappedText skeleton = text::skeleton_of(text::normalize(piece));
        const text::TokenView view = text::tokenize(skeleton.text);
        const std::string_view folded = skeleton.text;
        std::size_t last_end = 0;
        for (std::size_t i = 0; i < view.tokens.size() && words.size() < most_words; ++i) {
            const text::Token& token = view.tokens[i];
            if (sentence_open && ends_sentence(folded.substr(last_end, token.begin - last_end))) {
                sentence_open = sentences.back().size() < least_sentence_words;
            }
            add_word(folded_word(view, i));
            last_end = token.end;
        }
    }

    void add_word(std::string_view word) {
        const auto next = static_cast<std::uint32_t>(uses.size());
        const auto [entry, fresh] = ids.try_emplace(std::string{word}, next);
        if (fresh) uses.push_back(0);
        ++uses[entry->second];
        words.push_back(entry->second);
        if (!sentence_open || sentences.back().size() >= most_sentence_words) {
            sentences.emplace_back();
        }
        sentences.back().push_back(entry->second);
        sentence_open = true;
    }
};

}  // namespace

const Background& Background::in_language(std::string_view /*language*/) const {
    return *this;
}

ArticleProfile::ArticleProfile(const Article& article, const Background& background)
    : language_(primary_language(article.language)) {
    if (language_.empty()) language_ = guess_language(article);
    ArticleReading reading;
    reading.read(article.title);
    const std::size_t title_words = reading.words.size();
    reading.read(article.text);
    ids_ = std::move(reading.ids);
    sentences_ = std::move(reading.sentences);
    words_ = reading.words.size();
    add_shingles(std::span<const std::uint64_t>(reading.words).subspan(title_words));
    weigh_topics(reading.uses, background);
}

void ArticleProfile::add_shingles(std::span<const std::uint64_t> ids) {
    shingles3_ = ShingleSet(ids.size());
    shingles5_ = ShingleSet(ids.size());
    for (std::size_t i = 0; i + 3 <= ids.size(); ++i) {
        shingles3_.insert(shingle_hash(ids.subspan(i, 3)));
        if (i + 5 <= ids.size()) shingles5_.insert(shingle_hash(ids.subspan(i, 5)));
    }
}

void ArticleProfile::weigh_topics(
    const std::vector<std::uint32_t>& uses, const Background& background
) {
    const Background& own = background.in_language(language_);
    topic_.assign(uses.size(), 0.0F);
    for (const auto& [word, id] : ids_) {
        if (own.is_frequent(word) || is_never_neutral(word)) continue;
        const double share = static_cast<double>(uses[id]) / static_cast<double>(words_);
        const double weight = std::log(share / own.probability(word)) / full_topic;
        topic_[id] = static_cast<float>(std::clamp(weight, 0.0, 1.0));
    }
}

double ArticleProfile::topic_weight(std::string_view folded_word) const {
    const std::optional<std::uint32_t> id = word_id(folded_word);
    return id ? static_cast<double>(topic_[*id]) : 0.0;
}

const ShingleSet& ArticleProfile::word_shingles(int size) const {
    assert(size == 3 || size == 5);
    return size == 3 ? shingles3_ : shingles5_;
}

std::optional<std::uint32_t> ArticleProfile::word_id(std::string_view folded_word) const {
    const auto found = ids_.find(folded_word);
    if (found == ids_.end()) return std::nullopt;
    return found->second;
}

}  // namespace chaffinch::context
