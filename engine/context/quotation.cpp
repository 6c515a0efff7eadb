// One pass over the body for quotation marks, elements and quoted lines.

#include "engine/context/quotation.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace chaffinch::context {

namespace {

/// A tag longer than this is no tag; bounds the search for its end.
constexpr std::size_t longest_tag = 2'048;

struct QuotationMark {
    std::string_view mark;
    std::array<std::string_view, 2> closed_by;
};

constexpr std::string_view straight = "\"";
constexpr std::string_view left = "\xE2\x80\x9C";   // U+201C
constexpr std::string_view right = "\xE2\x80\x9D";  // U+201D
constexpr std::string_view low = "\xE2\x80\x9E";    // U+201E
constexpr std::string_view left_guillemet = "\xC2\xAB";
constexpr std::string_view right_guillemet = "\xC2\xBB";
constexpr std::string_view left_corner = "\xE3\x80\x8C";
constexpr std::string_view right_corner = "\xE3\x80\x8D";
constexpr std::string_view left_white_corner = "\xE3\x80\x8E";
constexpr std::string_view right_white_corner = "\xE3\x80\x8F";
constexpr std::string_view entity = "&quot;";

/// What opens, and what closes it: English, German, Swedish, French, inward German, Chinese.
constexpr std::array<QuotationMark, 9> opening_marks{{
    {straight, {straight, straight}},
    {left, {right, left}},
    {right, {right, right}},
    {low, {left, right}},
    {left_guillemet, {right_guillemet, right_guillemet}},
    {right_guillemet, {left_guillemet, left_guillemet}},
    {left_corner, {right_corner, right_corner}},
    {left_white_corner, {right_white_corner, right_white_corner}},
    {entity, {entity, entity}},
}};

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool starts_with_word(std::string_view text, std::string_view word) {
    if (text.size() < word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (lower(text[i]) != word[i]) return false;
    }
    const char after = text.size() > word.size() ? lower(text[word.size()]) : '>';
    return !(after >= 'a' && after <= 'z');
}

class Scan {
  public:
    explicit Scan(std::string_view body) : body_(body) {}

    Quotations run() {
        while (at_ < body_.size()) {
            if (at_line_start() && take_quoted_line()) continue;
            if (!take_tag() && !take_mark()) step();
        }
        if (depth_ > 0) add(found_.marked, element_begin_, body_.size());
        return std::move(found_);
    }

  private:
    [[nodiscard]] std::string_view rest() const { return body_.substr(at_); }

    [[nodiscard]] bool at_line_start() const { return at_ == 0 || body_[at_ - 1] == '\n'; }

    static void add(std::vector<text::SourceRange>& to, std::size_t begin, std::size_t end) {
        to.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    }

    void step() {
        if (body_[at_] == '\n' && at_ + 1 < body_.size() && body_[at_ + 1] == '\n') opener_.reset();
        ++at_;
    }

    /// Nested answers quote with ">> " and "> > "; blanks before the first sign are allowed.
    bool take_quoted_line() {
        std::size_t sign = at_;
        while (sign < body_.size() && (body_[sign] == ' ' || body_[sign] == '\t')) ++sign;
        const std::string_view line = body_.substr(sign);
        if (!line.starts_with('>') && !line.starts_with("&gt;")) return false;
        const std::size_t end = std::min(body_.find('\n', sign), body_.size());
        if (depth_ == 0) add(found_.marked, at_, end);
        at_ = end;
        opener_.reset();
        if (at_ < body_.size()) ++at_;
        return true;
    }

    bool take_tag() {
        const char open = body_[at_];
        if (open != '<' && open != '[') return false;
        const std::string_view inside = body_.substr(at_ + 1, longest_tag);
        if (inside.empty() ||
            (inside[0] != '/' && (lower(inside[0]) < 'a' || lower(inside[0]) > 'z'))) {
            return false;
        }
        const std::size_t end = inside.find(open == '<' ? '>' : ']');
        const bool quotes = open == '<'
                                ? names_element(inside, "blockquote") || names_element(inside, "q")
                                : names_element(inside, "quote");
        if (end == std::string_view::npos || (open == '[' && !quotes)) return false;
        if (quotes) count_element(inside[0] == '/', at_ + end + 2);
        at_ += end + 2;
        return true;
    }

    static bool names_element(std::string_view inside, std::string_view name) {
        if (inside.starts_with('/')) inside.remove_prefix(1);
        return starts_with_word(inside, name);
    }

    void count_element(bool closing, std::size_t end) {
        if (!closing && depth_++ == 0) element_begin_ = at_;
        if (closing && depth_ > 0 && --depth_ == 0) add(found_.marked, element_begin_, end);
    }

    bool take_mark() {
        const char c = body_[at_];
        if (c != '"' && c != '&' && c != '\xE2' && c != '\xC2' && c != '\xE3') return false;
        if (opener_) {
            for (const std::string_view closing : opener_->closed_by) {
                if (rest().starts_with(closing)) return close(closing.size());
            }
        }
        for (const QuotationMark& mark : opening_marks) {
            if (rest().starts_with(mark.mark)) return open(mark);
        }
        return false;
    }

    bool close(std::size_t size) {
        at_ += size;
        add(found_.in_marks, mark_begin_, at_);
        opener_.reset();
        return true;
    }

    /// A straight mark opens only where a word begins: 5" and a stray mark do not.
    bool open(const QuotationMark& mark) {
        const std::size_t after = at_ + mark.mark.size();
        const bool word_follows = after < body_.size() && !is_blank(body_[after]);
        const bool word_ended = at_ > 0 && !is_blank(body_[at_ - 1]) && body_[at_ - 1] != '(' &&
                                body_[at_ - 1] != '[' && body_[at_ - 1] != '>' &&
                                body_[at_ - 1] != ':';
        const bool symmetric = mark.mark == straight || mark.mark == entity;
        if (!opener_ && (!symmetric || (word_follows && !word_ended))) {
            opener_ = mark;
            mark_begin_ = at_;
        }
        at_ = after;
        return true;
    }

    std::string_view body_;
    std::size_t at_ = 0;
    int depth_ = 0;  ///< open quoting elements
    std::size_t element_begin_ = 0;
    std::optional<QuotationMark> opener_{};
    std::size_t mark_begin_ = 0;
    Quotations found_{};
};

/// Lines and elements may lie in each other's way ("> <blockquote>"): one ascending list.
void merge_overlaps(std::vector<text::SourceRange>& ranges) {
    std::ranges::sort(ranges, {}, &text::SourceRange::begin);
    std::vector<text::SourceRange> merged;
    for (const text::SourceRange& range : ranges) {
        if (!merged.empty() && range.begin <= merged.back().end) {
            merged.back().end = std::max(merged.back().end, range.end);
        } else {
            merged.push_back(range);
        }
    }
    ranges = std::move(merged);
}

}  // namespace

Quotations find_quotations(std::string_view body) {
    Quotations found = Scan(body).run();
    merge_overlaps(found.marked);
    return found;
}

bool covers(const std::vector<text::SourceRange>& ranges, std::uint32_t at) {
    const auto after = std::ranges::upper_bound(ranges, at, {}, &text::SourceRange::begin);
    return after != ranges.begin() && at < std::prev(after)->end;
}

}  // namespace chaffinch::context
