// Finds links in running text, in one pass over the places where one may begin.

#include "engine/text/link_finder.h"

#include "engine/text/address.h"
#include "engine/text/code_points.h"
#include "engine/text/host.h"
#include "engine/text/utf8.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace chaffinch::text {
namespace {

constexpr std::string_view ideographic_stop = "\xE3\x80\x82";  // IDNA reads it as a dot

/// Top-level domains that are words or file endings: without scheme or www. they need more than a
/// missing blank after a full stop ("was great.so i went", "readme.md").
constexpr std::array<std::string_view, 66> word_like{
    "ad",   "ai",   "am",   "an",   "as",   "at",   "be",  "best", "bi",  "by",    "can",
    "cc",   "cool", "date", "day",  "de",   "dev",  "do",  "es",   "et",  "eu",    "fan",
    "free", "go",   "good", "he",   "help", "here", "how", "id",   "il",  "in",    "is",
    "it",   "la",   "life", "like", "live", "love", "md",  "me",   "men", "mm",    "mov",
    "my",   "name", "ne",   "news", "no",   "now",  "one", "pl",   "pm",  "ps",    "py",
    "rs",   "sa",   "se",   "sh",   "si",   "so",   "to",  "us",   "we",  "world", "zip",
};

/// Names of software that read like hosts.
constexpr std::array<std::string_view, 8> not_hosts{
    "ado.net",
    "asp.net",
    "ml.net",
    "paint.net",
    "system.io",
    "system.net",
    "vb.net",
    "web.net",
};

bool is_label_character(char32_t c) {
    return c < 0x80 ? (is_ascii_alnum(c) || c == U'-' || c == U'_') : is_word_character(c);
}

bool ends_address(char32_t c) {
    if (c < 0x80) {
        return c <= U' ' || c == U'<' || c == U'>' || c == U'"' || c == U'\'' || c == U'`' ||
               c == U'{' || c == U'}' || c == U'|' || c == U'^' || c == U'\\' || c == 0x7F;
    }
    return is_unspaced(c) || !is_word_character(c);
}

class Finder {
  public:
    Finder(const MappedText& normal, std::string_view written)
        : text_(normal.text), normal_(normal), written_(written) {}

    std::vector<FoundLink> run() {
        while (found_.size() < most_links) {
            at_ = text_.find_first_of(".:\xE3", at_);
            if (at_ == std::string_view::npos) break;
            if (!link_here()) ++at_;
        }
        return std::move(found_);
    }

  private:
    /// Tries the mark (a dot or the colon of a scheme) at `at_`; on success `at_` is after the
    /// link.
    bool link_here() {
        if (text_[at_] == ':') return with_scheme();
        if (text_[at_] == '\xE3' && !text_.substr(at_).starts_with(ideographic_stop)) return false;
        return bare();
    }

    bool with_scheme() {
        if (!text_.substr(at_).starts_with("://")) return false;
        std::size_t begin = at_;
        while (begin > done_ && at_ - begin < 5 &&
               (is_ascii_lower(byte(begin - 1)) || text_[begin - 1] == '*'))
            --begin;
        for (; begin < at_; ++begin) {
            if (scheme_size(text_.substr(begin)) != 0) break;
        }
        if (begin == at_) return false;
        return take(begin, address_end(at_ + 3), false);
    }

    [[nodiscard]] char32_t byte(std::size_t at) const {
        return static_cast<unsigned char>(text_[at]);
    }

    /// The first byte after an address that goes on at `at`, closing punctuation left out.
    [[nodiscard]] std::size_t address_end(std::size_t at) const {
        int open = 0;
        bool in_authority = true;
        while (at < text_.size()) {
            const Decoded here = decode_at(text_, at);
            if (here.value == U'/' || here.value == U'?' || here.value == U'#')
                in_authority = false;
            const bool dot = in_authority && here.value == 0x3002;
            const bool slash_alike = in_authority && here.value == 0x2044;
            if (!dot && !slash_alike && ends_address(here.value)) break;
            if (here.value == U'(') ++open;
            if (here.value == U')' && --open < 0) break;
            if (here.value == U']' && !in_authority) break;
            at += here.size;
        }
        while (at > 0 && is_closing(text_[at - 1])) --at;
        return at;
    }

    static bool is_closing(char c) {
        return c == '.' || c == ',' || c == ';' || c == ':' || c == '!' || c == '?' || c == '*';
    }

    bool bare() {
        const std::size_t begin = host_begin();
        const std::size_t host_end = this->host_end();
        const std::size_t mark = at_;
        at_ = std::max(host_end, at_ + 1);
        const bool is_mail = (begin > 0 && text_[begin - 1] == '@') ||
                             (host_end < text_.size() && text_[host_end] == '@');
        if (begin >= mark || host_end <= mark || is_mail) return true;
        if (!is_plausible_host(begin, host_end)) return true;
        std::size_t end = host_end;
        if (end < text_.size() &&
            (text_[end] == '/' || text_[end] == ':' || text_[end] == '?' || text_[end] == '#')) {
            end = std::max(end, address_end(end));
        }
        take(begin, end, true);
        return true;
    }

    [[nodiscard]] std::size_t host_begin() const {
        std::size_t begin = at_;
        while (begin > done_) {
            const std::size_t before = border_before(text_, begin - 1);
            const Decoded here = decode_at(text_, before);
            if (!is_label_character(here.value) && here.value != U'.') break;
            if (is_unspaced(here.value)) break;
            begin = before;
        }
        while (begin < at_ && (text_[begin] == '.' || text_[begin] == '-')) ++begin;
        return begin;
    }

    [[nodiscard]] std::size_t host_end() const {
        std::size_t end = at_;
        while (end < text_.size()) {
            const Decoded here = decode_at(text_, end);
            const bool dot = here.value == U'.' || here.value == 0x3002;
            if (!dot && (!is_label_character(here.value) || is_unspaced(here.value))) break;
            end += here.size;
        }
        while (end > at_ &&
               (text_[end - 1] == '.' || text_[end - 1] == '-' || text_[end - 1] == '_'))
            --end;
        while (end > at_ && text_.substr(0, end).ends_with(ideographic_stop)) end -= 3;
        return end;
    }

    [[nodiscard]] bool is_plausible_host(std::size_t begin, std::size_t end) const {
        std::string host{text_.substr(begin, end - begin)};
        for (std::size_t at = host.find(ideographic_stop); at != std::string::npos;
             at = host.find(ideographic_stop)) {
            host.replace(at, 3, ".");
        }
        const std::size_t dot = host.rfind('.');
        if (dot == std::string::npos || dot == 0 || host.find("..") != std::string::npos)
            return false;
        const std::string_view top = std::string_view{host}.substr(dot + 1);
        if (!is_top_level(top)) return false;
        if (host.starts_with("www.")) return dot > 3;
        const std::string_view name = std::string_view{host}.substr(0, dot);
        if (std::ranges::all_of(name, [](char c) {
                return is_ascii_digit(static_cast<unsigned char>(c)) || c == '.';
            }))
            return false;
        if (std::ranges::find(not_hosts, host) != not_hosts.end()) return false;
        if (is_shortener("", host) || host == "t.me" || host == "wa.me") return true;
        const bool has_path = end + 1 < text_.size() && text_[end] == '/' && byte(end + 1) > U' ';
        if (has_path) return true;
        if (starts_sentence(begin + dot + 1)) return false;
        const bool tells = name.find_first_of("0123456789-") != std::string_view::npos ||
                           name.find('.') != std::string_view::npos;
        if (std::ranges::find(word_like, top) != word_like.end()) return tells && name.size() >= 4;
        return name.size() >= 2 || top == "com";
    }

    /// A capital only at its beginning: the last "label" begins a sentence after a missing blank.
    [[nodiscard]] bool starts_sentence(std::size_t at) const {
        const SourceRange first = normal_.source(at, at + 1);
        const SourceRange second = normal_.source(at + 1, at + 2);
        if (second.begin >= written_.size()) return false;
        return is_ascii_upper(static_cast<unsigned char>(written_[first.begin])) &&
               is_ascii_lower(static_cast<unsigned char>(written_[second.begin]));
    }

    bool take(std::size_t begin, std::size_t end, bool bare) {
        FoundLink found;
        found.range = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
        found.link.url = text_.substr(begin, end - begin);
        if (!describe_address(found.link.url, found.link)) return false;
        found.link.bare = bare;
        found_.push_back(std::move(found));
        done_ = end;
        at_ = std::max(at_ + 1, end);
        return true;
    }

    std::string_view text_;
    const MappedText& normal_;
    std::string_view written_;
    std::vector<FoundLink> found_{};
    std::size_t at_ = 0;
    std::size_t done_ = 0;
};

}  // namespace

std::vector<FoundLink> find_links(const MappedText& normal, std::string_view written) {
    return Finder{normal, written}.run();
}

Link link_of_target(std::string_view target) {
    Link link;
    link.url = target;
    link.markup = true;
    std::string squeezed;  // browsers drop tabs and line ends inside addresses (WHATWG URL, 4.4)
    for (const char c : target) {
        if (c != '\t' && c != '\n' && c != '\r') squeezed += c;
    }
    const std::size_t first = std::min(squeezed.find_first_not_of(' '), squeezed.size());
    const std::string_view address = std::string_view{squeezed}.substr(first);
    const std::size_t colon = address.find(':');
    const bool other_scheme =
        colon != std::string_view::npos && scheme_size(address) == 0 &&
        address.substr(0, colon).find_first_of("/.?#") == std::string_view::npos;
    const bool absolute = scheme_size(address) != 0;
    const bool own_page = !absolute && (address.starts_with('#') || address.starts_with('/'));
    const bool names_host = absolute || address.find('.') != std::string_view::npos;
    if (other_scheme || own_page || !names_host) return link;
    if (!describe_address(address, link)) link.host.clear();
    // Without a scheme browsers take it for a path of the site; with a real top-level domain it is
    // what a careless spammer meant: "index.html" is not a host, "shop.example" is.
    const std::size_t dot = link.host.rfind('.');
    if (!absolute && (dot == std::string::npos || !is_top_level(link.host.substr(dot + 1)))) {
        link.host.clear();
    }
    return link;
}

}  // namespace chaffinch::text
