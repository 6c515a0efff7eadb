// Cuts folded text into words and characters in one pass.

#include "engine/classifier/word_scan.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>

namespace chaffinch::classifier {
namespace {

enum class Class : std::uint8_t { blank, word, mark, apostrophe };

constexpr std::array<Class, 128> ascii_classes = [] {
    std::array<Class, 128> classes{};
    for (std::size_t c = 0; c < classes.size(); ++c) {
        const bool letter =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        const bool blank = c == ' ' || (c >= 9 && c <= 13) || (c >= 0x1C && c <= 0x1F);
        classes[c] = letter || c == '_' ? Class::word
                     : blank            ? Class::blank
                     : c == '\''        ? Class::apostrophe
                                        : Class::mark;
    }
    return classes;
}();

// Unlike Python's \w, combining marks are part of the word: Indic and Thai words hang together.
Class class_of(UChar32 c) {
    if (c < 0) return Class::mark;
    if (c < 128) return ascii_classes[static_cast<std::size_t>(c)];
    if (c == 0x2019) return Class::apostrophe;
    constexpr std::uint32_t word_mask = U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK;
    if ((U_GET_GC_MASK(c) & word_mask) != 0) return Class::word;
    return u_isUWhiteSpace(c) ? Class::blank : Class::mark;
}

// Scripts without blanks between words, as far as character features were measured on them
// (classifier.md 4.6: telegram_zh AUC 0.92 -> 0.98).
bool is_unspaced(UChar32 c) {
    return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) ||
           (c >= 0xAC00 && c <= 0xD7AF) || (c >= 0x0E00 && c <= 0x0E7F) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

/// Hands out the topic weight of each byte offset, asked in rising order.
class TopicCursor {
  public:
    TopicCursor(const std::vector<text::Token>& tokens, const std::vector<float>& weights)
        : tokens_(tokens),
          weights_(weights),
          end_(tokens.size() == weights.size() ? tokens.size() : 0) {}

    float at(std::uint32_t offset) {
        while (next_ < end_ && tokens_[next_].end <= offset) ++next_;
        if (next_ == end_ || tokens_[next_].begin > offset) return no_topic;
        return weights_[next_];
    }

  private:
    const std::vector<text::Token>& tokens_;
    const std::vector<float>& weights_;
    std::size_t end_;
    std::size_t next_ = 0;
};

class Scanner {
  public:
    Scanner(std::string_view text, TopicCursor topics, ScannedText& into)
        : text_(text), topics_(topics), into_(into) {}

    void run() {
        while (at_ < text_.size()) step();
        close_word();
        if (into_.words.empty()) {
            into_.clear();
            return;
        }
        put_blank(into_.words.size() - 1);
        mark_end();
    }

  private:
    void step() {
        const std::uint32_t begin = static_cast<std::uint32_t>(at_);
        const UChar32 c = next();
        Class kind = class_of(c);
        if (kind == Class::blank) {
            close_word();
            blank_before_ = true;
            return;
        }
        if (kind == Class::apostrophe) {
            kind = open_ && in_word_ && word_follows() ? Class::word : Class::mark;
        }
        const bool of_word = kind == Class::word;
        if (open_ && of_word != in_word_) close_word();
        if (!open_) open_word(of_word);
        put(begin, c);
    }

    UChar32 next() {
        const auto byte = static_cast<unsigned char>(text_[at_]);
        if (byte < 128) {
            ++at_;
            return byte;
        }
        UChar32 c = 0;
        U8_NEXT(text_.data(), at_, text_.size(), c);
        return c;
    }

    [[nodiscard]] bool word_follows() const {
        std::size_t ahead = at_;
        if (ahead >= text_.size()) return false;
        UChar32 c = 0;
        U8_NEXT(text_.data(), ahead, text_.size(), c);
        return class_of(c) == Class::word;
    }

    void open_word(bool of_word) {
        // A blank stands before the first word and wherever the text had white space.
        if (into_.words.empty() || blank_before_) {
            put_blank(into_.words.size());
        }
        blank_before_ = false;
        const auto first = static_cast<std::uint32_t>(into_.characters.size());
        into_.words.push_back({first, first});
        open_ = true;
        in_word_ = of_word;
    }

    void close_word() {
        if (open_) into_.words.back().last = static_cast<std::uint32_t>(into_.characters.size());
        open_ = false;
    }

    void put(std::uint32_t begin, UChar32 c) {
        const float topic = topics_.at(begin);
        into_.has_topic = into_.has_topic || topic > 0;
        into_.characters.push_back(
            {static_cast<std::uint32_t>(into_.flat.size()),
             begin,
             static_cast<std::uint32_t>(into_.words.size() - 1),
             topic,
             is_unspaced(c)}
        );
        into_.flat.append(text_.substr(begin, at_ - begin));
        last_visible_end_ = at_;
    }

    void put_blank(std::size_t word) {
        into_.characters.push_back(
            {static_cast<std::uint32_t>(into_.flat.size()),
             static_cast<std::uint32_t>(last_visible_end_),
             static_cast<std::uint32_t>(word),
             no_topic,
             false}
        );
        into_.flat.push_back(' ');
    }

    void mark_end() {
        into_.characters.push_back(
            {static_cast<std::uint32_t>(into_.flat.size()),
             static_cast<std::uint32_t>(last_visible_end_),
             static_cast<std::uint32_t>(into_.words.size()),
             no_topic,
             false}
        );
    }

    std::string_view text_;
    TopicCursor topics_;
    ScannedText& into_;
    std::size_t at_ = 0;
    std::size_t last_visible_end_ = 0;
    bool open_ = false;
    bool in_word_ = false;
    bool blank_before_ = false;
};

}  // namespace

float ScannedText::smallest_topic(std::size_t first, std::size_t last) const {
    float smallest = no_topic;
    for (std::size_t i = first; i < last; ++i) {
        const float topic = characters[i].topic;
        if (topic < 0) continue;
        smallest = smallest < 0 ? topic : std::min(smallest, topic);
    }
    return std::max(smallest, 0.0F);
}

void ScannedText::clear() {
    flat.clear();
    characters.clear();
    words.clear();
    has_topic = false;
}

void scan(
    std::string_view text,
    const std::vector<text::Token>& tokens,
    const std::vector<float>& topic_weights,
    ScannedText& into
) {
    into.clear();
    into.flat.reserve(text.size() + 2);
    into.characters.reserve(text.size() + 3);
    Scanner{text, TopicCursor{tokens, topic_weights}, into}.run();
}

}  // namespace chaffinch::classifier
