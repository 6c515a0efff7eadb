// Language by script, function words and CLD2.

#include "engine/text/language.h"

#include "engine/text/code_points.h"
#include "engine/text/utf8.h"

#include <cld2/public/compact_lang_det.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>  // compact_lang_det.h names FILE
#include <string_view>

namespace chaffinch::text {
namespace {

/// Texts are judged by their beginning; more changes nothing and costs time.
constexpr std::size_t bytes_judged = 2'048;
constexpr std::size_t words_judged = 100;

struct FunctionWords {
    std::string_view language;
    std::string_view words;  ///< as tokens of normal form, with blanks between
};

/// The commonest words that no other language of the table has.
constexpr auto function_words = std::to_array<FunctionWords>({
    {"en",
     "the and is are was you he she it they we this that of to with not have has been my your his "
     "but from at as what who how if would can about there when their all an im dont i'm don't "
     "it's "
     "just like be will"},
    {"de",
     "der das und ist sind ich du wir ihr nicht ein eine einen einem auf für mit von zu dem sich "
     "auch aber wie wenn dass haben wird werden kann bei nach aus noch schon doch mir mich dir"},
    {"id",
     "yang dan ini itu dari untuk tidak dengan saya aku kamu dia kita kami bisa akan sudah udah "
     "gak "
     "nggak juga lagi kalo kalau aja bang banget karena jadi orang sama buat bukan gue"},
});

constexpr auto known_languages = std::to_array<std::string_view>({
    "ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr",
    "he", "hi", "hr", "hu", "id", "it", "ja", "ko", "nl", "no", "pl", "pt",
    "ro", "ru", "sk", "sr", "sv", "th", "tr", "uk", "vi", "zh",
});

/// Scripts that one language (of ours) is written in. Kanji and kana are Japanese together.
std::string_view by_script(std::uint32_t scripts) {
    const auto only = [scripts](Script script) {
        return (scripts & ~bit(Script::latin)) == bit(script);
    };
    if ((scripts & bit(Script::kana)) != 0) return "ja";
    if (only(Script::hangul)) return "ko";
    if (only(Script::han)) return "zh";
    if (only(Script::thai)) return "th";
    if (only(Script::hebrew)) return "he";
    return {};
}

/// Which language of `function_words` a word is of. A word of at most eight bytes is a number, so
/// that looking it up compares one; open addressing, at most a quarter full.
class LanguagesByWord {
  public:
    static constexpr std::size_t longest_word = 8;

    constexpr LanguagesByWord() {
        for (std::size_t language = 0; language < function_words.size(); ++language) {
            std::string_view rest = function_words[language].words;
            while (!rest.empty()) {
                const std::size_t end = std::min(rest.find(' '), rest.size());
                add(rest.substr(0, end), language);
                rest.remove_prefix(std::min(end + 1, rest.size()));
            }
        }
    }

    /// function_words.size() when it is of none.
    [[nodiscard]] constexpr std::size_t language_of(std::string_view word) const {
        if (word.empty() || word.size() > longest_word) return function_words.size();
        return slots_[slot_of(number(word))].language;
    }

  private:
    struct Slot {
        std::uint64_t word = 0;  ///< 0: free
        std::size_t language = function_words.size();
    };

    static constexpr unsigned slot_bits = 9;

    static constexpr std::uint64_t number(std::string_view word) {
        std::uint64_t out = 0;
        for (const char c : word) out = out << 8U | static_cast<unsigned char>(c);
        return out;
    }

    /// Where the word is or would go.
    [[nodiscard]] constexpr std::size_t slot_of(std::uint64_t word) const {
        // Fibonacci hashing (Knuth, TAOCP 3, 6.4).
        std::size_t at = (word * 0x9E3779B97F4A7C15U) >> (64U - slot_bits);
        while (slots_[at].word != 0 && slots_[at].word != word) at = (at + 1) % slots_.size();
        return at;
    }

    constexpr void add(std::string_view word, std::size_t language) {
        Slot& slot = slots_[slot_of(number(word))];
        if (slot.word == 0) slot = {number(word), language};
    }

    std::array<Slot, std::size_t{1} << slot_bits> slots_{};
};

constexpr LanguagesByWord languages_by_word;

/// The language whose function words are at least three and nearly alone.
std::string_view by_function_words(std::string_view text, const TokenView& words) {
    std::array<std::size_t, function_words.size()> hits{};
    const std::size_t count = std::min(words.tokens.size(), words_judged);
    for (std::size_t at = 0; at < count; ++at) {
        const Token token = words.tokens[at];
        const std::size_t language =
            languages_by_word.language_of(text.substr(token.begin, token.end - token.begin));
        if (language < hits.size()) ++hits[language];
    }
    const auto best = std::ranges::max_element(hits);
    std::size_t others = 0;
    for (const std::size_t hit : hits) others += hit;
    others -= *best;
    const bool clear = *best >= 3 && others * 4 <= *best && *best * 6 >= count;
    return clear ? function_words[static_cast<std::size_t>(best - hits.begin())].language : "";
}

std::string_view by_trigrams(std::string_view text) {
    text = text.substr(0, border_before(text, bytes_judged));
    std::array<CLD2::Language, 3> languages{};
    std::array<int, 3> percent{};
    std::array<double, 3> score{};
    int letters = 0;
    bool reliable = false;
    const CLD2::Language found = CLD2::ExtDetectLanguageSummary(
        text.data(),
        static_cast<int>(text.size()),
        true,
        nullptr,
        0,
        languages.data(),
        percent.data(),
        score.data(),
        nullptr,
        &letters,
        &reliable
    );
    if (!reliable) return {};
    std::string_view code = CLD2::LanguageCode(found);
    // One language to a moderator; apart only in spelling that comments do not keep.
    if (code == "ms" || code == "su" || code == "jw") return "id";
    if (code == "zh-Hant") return "zh";
    if (code == "iw") return "he";
    return std::ranges::binary_search(known_languages, code) ? code : std::string_view{};
}

}  // namespace

std::string guess_language(
    const MappedText& normal, const TokenView& words, std::uint32_t scripts
) {
    if (scripts == 0) return {};
    std::string_view language = by_script(scripts);
    if (language.empty()) language = by_function_words(normal.text, words);
    if (language.empty() && normal.text.size() >= 12) language = by_trigrams(normal.text);
    return std::string{language};
}

}  // namespace chaffinch::text
