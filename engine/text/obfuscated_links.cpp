// Addresses that only a person reads as such: a written-out or bracketed dot between labels.

#include "engine/text/address.h"
#include "engine/text/code_points.h"
#include "engine/text/host.h"
#include "engine/text/link_finder.h"
#include "engine/text/utf8.h"

#include <algorithm>
#include <array>
#include <string>

namespace chaffinch::text {
namespace {

/// How "dot" is written instead of a dot. `free` ones stand without brackets and therefore only
/// before the commonest top-level domains.
struct DotSpelling {
    std::string_view text;
    bool free;
};

constexpr std::array<DotSpelling, 19> dots{{
    {"(dot)", false},   {"[dot]", false},   {"{dot}", false},   {"<dot>", false},
    {"(.)", false},     {"[.]", false},     {"{.}", false},     {"<.>", false},
    {"(punkt)", false}, {"[punkt]", false}, {"(punto)", false}, {"(point)", false},
    {"(ponto)", false}, {"(titik)", false}, {"dot", true},      {"titik", true},
    {".", true},        {"•", true},        {"·", true},
}};

constexpr std::array<std::string_view, 19> common_tops{
    "biz", "club", "com",  "de",   "example", "info", "io", "me",  "net", "online",
    "org", "ru",   "shop", "site", "store",   "top",  "tv", "xyz", "vip",
};

/// Words before "dot com" that speak of the dot, not of a host.
constexpr std::array<std::string_view, 12> no_names{
    "a",
    "an",
    "and",
    "every",
    "in",
    "of",
    "or",
    "that",
    "the",
    "this",
    "to",
    "with",
};

/// Bytes that some spelling of a dot begins with.
constexpr std::array<bool, 256> begins_dot = [] {
    std::array<bool, 256> table{};
    for (const DotSpelling& dot : dots) table[static_cast<unsigned char>(dot.text.front())] = true;
    return table;
}();

bool is_label(char c) {
    return is_ascii_alnum(static_cast<unsigned char>(c)) || c == '-';
}

class ObfuscatedFinder {
  public:
    explicit ObfuscatedFinder(std::string_view text) : text_(text) {}

    std::vector<FoundLink> run() {
        for (std::size_t at = 0; at < text_.size() && found_.size() < most_links;) {
            const std::size_t after = is_label(text_[at]) ? host_from(at) : at;
            at = after > at ? after : at + 1;
        }
        return std::move(found_);
    }

  private:
    [[nodiscard]] std::size_t label_end(std::size_t at) const {
        while (at < text_.size() && is_label(text_[at])) ++at;
        return at;
    }

    [[nodiscard]] std::size_t skip_blanks(std::size_t at) const {
        const std::size_t end = std::min(at + 3, text_.size());
        while (at < end && text_[at] == ' ') ++at;
        return at;
    }

    /// Where the label after a disguised dot begins, or 0. Sets `free` for spellings without
    /// brackets.
    [[nodiscard]] std::size_t after_dot(std::size_t at, bool& free) const {
        const std::size_t begin = skip_blanks(at);
        if (begin >= text_.size() || !begins_dot[static_cast<unsigned char>(text_[begin])])
            return 0;
        for (const DotSpelling& dot : dots) {
            if (text_[begin] != dot.text.front()) continue;
            if (!text_.substr(begin).starts_with(dot.text)) continue;
            const std::size_t after = begin + dot.text.size();
            const std::size_t next = skip_blanks(after);
            const bool word = is_label(dot.text.front());
            if (word && (begin == at || next == after)) continue;  // "dotted", "polkadot"
            if (dot.text == "." && (begin == at || next > after + 1)) continue;
            if (dot.text == "." && next == after && text_.substr(after).starts_with("net")) {
                continue;  // "on .net" is software
            }
            free = dot.free;
            return next;
        }
        return 0;
    }

    /// The end of a common top-level domain written "c o m" at `at`, or 0.
    [[nodiscard]] std::size_t spaced_top_end(std::size_t at) const {
        std::string top;
        while (at < text_.size() && label_end(at) == at + 1 && top.size() < 8) {
            top += text_[at];
            if (std::ranges::find(common_tops, top) != common_tops.end() &&
                (at + 2 >= text_.size() || label_end(at + 2) != at + 3)) {
                return top.size() > 1 ? at + 1 : 0;
            }
            if (at + 1 >= text_.size() || text_[at + 1] != ' ') return 0;
            at += 2;
        }
        return 0;
    }

    /// Whether a dot of any spelling may stand where a label ended: nearly all words end there.
    [[nodiscard]] bool goes_on(std::size_t at) const {
        const std::size_t next = skip_blanks(at);
        return next < text_.size() && begins_dot[static_cast<unsigned char>(text_[next])];
    }

    /// A host with disguised dots from the label at `at`; returns where the search goes on.
    std::size_t host_from(std::size_t at) {
        const std::size_t first_end = label_end(at);
        if (!goes_on(first_end)) return first_end;
        std::string host{text_.substr(at, first_end - at)};
        std::size_t end = first_end;
        bool any_free = false;
        bool disguised = false;
        for (;;) {
            bool free = false;
            std::size_t next = after_dot(end, free);
            if (next != 0) {
                disguised = true;
                any_free = any_free || free;
            } else if (end + 1 < text_.size() && text_[end] == '.' && is_label(text_[end + 1])) {
                next = end + 1;
            } else {
                break;
            }
            const std::size_t stop = label_end(next);
            if (stop == next) break;
            host += '.';
            if (const std::size_t spaced = spaced_top_end(next); spaced != 0) {
                disguised = any_free = true;
                for (std::size_t i = next; i < spaced; i += 2) host += text_[i];
                end = spaced;
                break;
            }
            host += text_.substr(next, stop - next);
            end = stop;
        }
        if (!disguised || !is_host(host, any_free)) return end;
        while (end < text_.size() && text_[end] == '/') {
            ++end;
            while (end < text_.size() && static_cast<unsigned char>(text_[end]) > ' ') ++end;
        }
        FoundLink found;
        found.range = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
        found.link.url = text_.substr(at, end - at);
        found.link.obfuscated = true;
        if (!describe_address(host, found.link)) return end;
        found_.push_back(std::move(found));
        return end;
    }

    static bool is_host(std::string_view host, bool free) {
        const std::size_t dot = host.rfind('.');
        if (dot == std::string_view::npos || dot == 0) return false;
        const std::string_view top = host.substr(dot + 1);
        const std::string_view name = host.substr(0, dot);
        if (std::ranges::find(no_names, name) != no_names.end()) return false;
        if (name.size() < 2 || std::ranges::all_of(name, [](char c) { return c < 'a' || c > 'z'; }))
            return false;
        if (free) return std::ranges::find(common_tops, top) != common_tops.end();
        return is_top_level(top);
    }

    std::string_view text_;
    std::vector<FoundLink> found_{};
};

}  // namespace

std::vector<FoundLink> find_obfuscated_links(std::string_view normal) {
    return ObfuscatedFinder{normal}.run();
}

}  // namespace chaffinch::text
