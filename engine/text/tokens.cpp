// Tokens: words and numbers of a view. Spaced scripts by a hand-written pass; runs of unspaced
// scripts by ICU's dictionary break iterator (one per thread, made at first use).

#include "engine/text/code_points.h"
#include "engine/text/document.h"
#include "engine/text/utf8.h"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/utext.h>

#include <algorithm>
#include <memory>

namespace chaffinch::text {
namespace {

/// Design limit; of a longer text the first and the last thousand count.
constexpr std::size_t most_tokens = 2'000;

icu::BreakIterator* word_breaks() {
    thread_local const std::unique_ptr<icu::BreakIterator> breaks = [] {
        UErrorCode status = U_ZERO_ERROR;
        return std::unique_ptr<icu::BreakIterator>{
            icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status)
        };
    }();
    return breaks.get();
}

class Tokenizer {
  public:
    explicit Tokenizer(std::string_view view) : view_(view) {}

    std::vector<Token> run() {
        while (at_ < view_.size()) {
            const auto byte = static_cast<unsigned char>(view_[at_]);
            const Decoded here = byte < 0x80 ? Decoded{byte, 1} : decode_at(view_, at_);
            if (!is_word_character(here.value) || is_mark(here.value)) {
                at_ += here.size;  // a mark without a letter is no word
            } else if (is_unspaced(here.value)) {
                unspaced_run();
            } else {
                spaced_word();
            }
        }
        return std::move(tokens_);
    }

  private:
    void add(std::size_t begin, std::size_t end) {
        tokens_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    }

    /// The bytes of the apostrophe at `at` (' or U+2019) when a letter follows it, else 0.
    [[nodiscard]] std::size_t apostrophe(std::size_t at) const {
        const std::string_view rest = view_.substr(at);
        const std::size_t size = rest.starts_with('\'')             ? 1
                                 : rest.starts_with("\xE2\x80\x99") ? 3
                                                                    : 0;
        if (size == 0 || at + size >= view_.size()) return 0;
        return is_word_character(decode_at(view_, at + size).value) ? size : 0;
    }

    void spaced_word() {
        const std::size_t begin = at_;
        while (at_ < view_.size()) {
            const auto byte = static_cast<unsigned char>(view_[at_]);
            if (byte < 0x80 && is_word_character(byte)) {
                ++at_;
                continue;
            }
            if (const std::size_t size = apostrophe(at_); size != 0) {
                at_ += size;
                continue;
            }
            if (byte < 0x80) break;
            const Decoded here = decode_at(view_, at_);
            if (!is_word_character(here.value) || is_unspaced(here.value)) break;
            at_ += here.size;
        }
        add(begin, at_);
    }

    void unspaced_run() {
        const std::size_t begin = at_;
        while (at_ < view_.size()) {
            const Decoded here = decode_at(view_, at_);
            if (!is_unspaced(here.value) && !is_mark(here.value)) break;
            at_ += here.size;
        }
        icu::BreakIterator* breaks = word_breaks();
        UErrorCode status = U_ZERO_ERROR;
        UText* run = utext_openUTF8(
            nullptr, view_.data() + begin, static_cast<std::int64_t>(at_ - begin), &status
        );
        if (breaks != nullptr && U_SUCCESS(status)) breaks->setText(run, status);
        if (breaks == nullptr || U_FAILURE(status)) {
            add(begin, at_);
        } else {
            std::size_t last = begin;
            breaks->first();
            for (auto next = breaks->next(); next != icu::BreakIterator::DONE;
                 next = breaks->next()) {
                const std::size_t end = begin + static_cast<std::size_t>(next);
                if (end > last) add(last, end);
                last = end;
            }
        }
        utext_close(run);
    }

    std::string_view view_;
    std::size_t at_ = 0;
    std::vector<Token> tokens_{};
};

/// Appends a token, with U+2019 written as the ASCII apostrophe so that rules need one spelling.
void append_token(std::string& out, std::string_view token) {
    constexpr std::string_view typographic = "\xE2\x80\x99";
    for (std::size_t at = token.find(typographic); at != std::string_view::npos;
         at = token.find(typographic)) {
        out.append(token.substr(0, at)) += '\'';
        token.remove_prefix(at + typographic.size());
    }
    out += token;
}

}  // namespace

TokenView tokenize(std::string_view view) {
    TokenView result;
    result.tokens = Tokenizer{view}.run();
    if (result.tokens.size() > most_tokens) {
        const auto half = static_cast<std::ptrdiff_t>(most_tokens / 2);
        result.tokens.erase(result.tokens.begin() + half, result.tokens.end() - half);
    }
    result.joined.reserve(view.size() + 2);
    result.joined_begin.reserve(result.tokens.size());
    result.joined = " ";
    for (const Token token : result.tokens) {
        result.joined_begin.push_back(static_cast<std::uint32_t>(result.joined.size()));
        append_token(result.joined, view.substr(token.begin, token.end - token.begin));
        result.joined += ' ';
    }
    return result;
}

}  // namespace chaffinch::text
