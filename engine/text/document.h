// Document: one comment read once, in every view that rules, detectors and the classifier look at.
//
//   raw       the body as sent
//   visible   what a reader sees: mark-up gone, entities decoded (plain bodies: <a>, BBCode too)
//   normal    visible, NFKC, case-folded, default-ignorables removed, combining marks bounded
//   skeleton  normal with disguises undone: look-alike letters of mixed-script words (UTS #39),
//             styled and enclosed letters, leetspeak, letters spaced or dotted apart, long runs
//   words     the tokens of a view, each between single blanks (" buy cheap pills "), which makes
//             the literal ` pills ` a whole-word match in every script (rules.md, section 2)
//
// Every view maps back to bytes of the body. analyze() is total: it takes any bytes, also invalid
// UTF-8 (each bad byte becomes U+FFFD in `visible`), and is linear in them. A body over the scan
// limit is read at its head and its tail; `truncated` says so.

#pragma once

#include "engine/text/contact.h"
#include "engine/text/link.h"
#include "engine/text/mapped_text.h"
#include "engine/text/shape.h"
#include "engine/types/comment.h"
#include "engine/types/signal.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::text {

/// A word, number or run of one unspaced script's word (ICU dictionary), as bytes of its view.
struct Token {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

/// The tokens of a view as one text. Offsets of `tokens` are bytes of the view they came from. At
/// most 2,000; of a longer text the first and the last thousand. A typographic apostrophe inside a
/// word is written ' in `joined`.
struct TokenView {
    std::vector<Token> tokens{};
    std::string joined{};                       ///< " a b c "; one blank when there is no token
    std::vector<std::uint32_t> joined_begin{};  ///< where each token starts in `joined`
};

/// What the disguise was, as far as it lay inside words.
struct FoldFlags {
    bool invisible = false;      ///< zero-width or other ignorable characters inside a word
    bool styled = false;         ///< full-width, mathematical, circled, squared, small capitals ...
    bool mixed_script = false;   ///< look-alike letters of another script in one word
    bool stacked_marks = false;  ///< combining marks beyond the bound (zalgo)
    bool spaced = false;         ///< single letters spaced or dotted apart
    bool leet = false;           ///< digits and signs used as letters
    bool bidi = false;           ///< bidirectional controls

    [[nodiscard]] bool any() const {
        return invisible || styled || mixed_script || stacked_marks || spaced || leet;
    }
};

/// The author's name and website, read the same way.
struct AuthorText {
    MappedText name{};  ///< skeleton of the name; maps to bytes of Author::name
    TokenView name_words{};
    std::vector<Link> links{};  ///< of Author::url, and any in the name; Link::field says which
};

struct Document {
    std::string raw{};
    TextFormat format = TextFormat::plain;
    MappedText visible{};
    MappedText normal{};
    TokenView normal_words{};
    MappedText skeleton{};
    TokenView skeleton_words{};
    /// Indices into skeleton_words of words in which a disguise was undone (a lost accent or a
    /// shortened run is none) and that `normal` does not hold.
    std::vector<std::uint32_t> gained{};
    FoldFlags flags{};
    std::vector<Link> links{};  ///< of the body, in order, at most 500
    std::vector<Contact> contacts{};
    std::vector<Span> hidden{};  ///< text in mark-up that no reader sees: styles, scripts, comments
    Shape shape{};
    std::string language{};  ///< ISO 639-1 guess from the text, or empty when it does not tell
    AuthorText author{};
    bool truncated = false;  ///< only head and tail were read, or the normal form grew too much
};

/// Reads a comment. Never fails. Thread-safe: ICU objects that cannot be shared live once a thread.
Document analyze(const Comment& comment);

/// A view's bytes as a span of the comment's body.
Span span_of(const MappedText& view, std::size_t begin, std::size_t end);

/// `normal` form and skeleton of any short text (names, titles, rule words, articles).
MappedText normalize(std::string_view visible);
MappedText skeleton_of(const MappedText& normal, FoldFlags* flags = nullptr);
TokenView tokenize(std::string_view view);

}  // namespace chaffinch::text
