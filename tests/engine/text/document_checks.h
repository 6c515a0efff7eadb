// What must hold of every Document, whatever the bytes were. Used by property tests and fuzzing;
// returns what is wrong, or an empty string.

#pragma once

#include "engine/text/document.h"
#include "engine/text/utf8.h"

#include <string>
#include <string_view>

namespace chaffinch::text {

inline bool is_valid_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const Decoded here = decode_at(text, at);
        if (here.value == replacement_character && here.size == 1) return false;
        at += here.size;
    }
    return true;
}

/// A place between two characters, a malformed byte being a character.
inline bool is_border(std::string_view text, std::size_t at) {
    return at <= text.size() && border_before(text, at) == at;
}

inline std::string wrong_range(
    const std::string& body, std::uint32_t begin, std::uint32_t end, const char* what
) {
    if (begin > end || end > body.size()) return std::string{what} + ": outside the body";
    if (!is_border(body, begin) || !is_border(body, end))
        return std::string{what} + ": cuts a character";
    return {};
}

inline std::string wrong_view(const std::string& body, const MappedText& view, const char* what) {
    if (!is_valid_utf8(view.text)) return std::string{what} + ": not UTF-8";
    if (view.origin.empty())
        return view.text.size() <= body.size() ? ""
                                               : std::string{what} + ": longer than its source";
    if (view.origin.size() != view.text.size())
        return std::string{what} + ": table of another size";
    for (const SourceRange range : view.origin) {
        if (auto wrong = wrong_range(body, range.begin, range.end, what); !wrong.empty())
            return wrong;
    }
    return {};
}

inline std::string wrong_tokens(const MappedText& view, const TokenView& words, const char* what) {
    if (words.tokens.size() > 2'000 || words.joined_begin.size() != words.tokens.size())
        return std::string{what} + ": number of tokens";
    if (words.joined.front() != ' ' || words.joined.back() != ' ')
        return std::string{what} + ": no blank at an end";
    std::uint32_t last = 0;
    for (const Token token : words.tokens) {
        if (token.begin < last || token.end <= token.begin || token.end > view.text.size())
            return std::string{what} + ": tokens out of order";
        last = token.end;
    }
    return {};
}

inline std::string wrong_in(const Document& document) {
    const std::string& body = document.raw;
    std::string wrong;
    const auto note = [&wrong](std::string found) {
        if (wrong.empty()) wrong = std::move(found);
    };
    note(wrong_view(body, document.visible, "visible"));
    note(wrong_view(body, document.normal, "normal"));
    note(wrong_view(body, document.skeleton, "skeleton"));
    note(wrong_tokens(document.normal, document.normal_words, "normal words"));
    note(wrong_tokens(document.skeleton, document.skeleton_words, "skeleton words"));
    if (document.normal.text.size() > 4 * document.visible.text.size() + 4'200)
        note("normal: grew too much");
    if (document.links.size() > 500) note("too many links");
    for (const Link& link : document.links) {
        note(wrong_range(body, link.span.begin, link.span.end, "link"));
        if (link.host.empty()) note("link without host");
        if (!is_ascii(link.host)) note("host is not ASCII");
    }
    for (const Contact& contact : document.contacts) {
        note(wrong_range(body, contact.span.begin, contact.span.end, "contact"));
        if (contact.value.empty()) note("contact without value");
    }
    for (const Span span : document.hidden) note(wrong_range(body, span.begin, span.end, "hidden"));
    for (const std::uint32_t gained : document.gained) {
        if (gained >= document.skeleton_words.tokens.size()) note("gained: no such word");
    }
    return wrong;
}

}  // namespace chaffinch::text
