// Hosts in one form.

#include "engine/text/host.h"

#include "engine/text/confusables.h"
#include "engine/text/utf8.h"

#include <unicode/bytestream.h>
#include <unicode/idna.h>

#include <libpsl.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

namespace chaffinch::text {
namespace {

/// RFC 1035 allows 253 bytes of ASCII. The bound also holds punycode's quadratic cost down.
constexpr std::size_t longest_host = 512;

std::uint32_t hex(char c) {
    if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0');
    const char lower = to_ascii_lower(c);
    return lower >= 'a' && lower <= 'f' ? static_cast<std::uint32_t>(lower - 'a' + 10) : 16;
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '%' && at + 2 < text.size() && hex(text[at + 1]) < 16 &&
            hex(text[at + 2]) < 16) {
            out += static_cast<char>(hex(text[at + 1]) * 16 + hex(text[at + 2]));
            at += 2;
        } else {
            out += text[at];
        }
    }
    return out;
}

const icu::IDNA* idna() {
    thread_local const std::unique_ptr<icu::IDNA> instance = [] {
        UErrorCode status = U_ZERO_ERROR;
        constexpr std::uint32_t options =
            UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE;
        return std::unique_ptr<icu::IDNA>{icu::IDNA::createUTS46Instance(options, status)};
    }();
    return instance.get();
}

std::optional<std::string> to_ascii(const std::string& host) {
    const icu::IDNA* converter = idna();
    if (converter == nullptr) return std::nullopt;
    std::string out;
    icu::StringByteSink<std::string> sink{&out};
    icu::IDNAInfo info;
    UErrorCode status = U_ZERO_ERROR;
    converter->nameToASCII_UTF8(host, sink, info, status);
    // A label that UTS #46 refuses still leads somewhere in lenient clients: what matters is only
    // that an ASCII form exists.
    if (U_FAILURE(status) || out.empty() || !is_ascii(out)) return std::nullopt;
    return out;
}

/// A host with punycode labels as a reader takes it: shown in Unicode, look-alikes as ASCII.
std::string as_read(std::string_view host) {
    std::string shown;
    icu::StringByteSink<std::string> sink{&shown};
    icu::IDNAInfo info;
    UErrorCode status = U_ZERO_ERROR;
    const icu::IDNA* converter = idna();
    if (converter == nullptr) return {};
    converter->nameToUnicodeUTF8(
        icu::StringPiece{host.data(), static_cast<std::int32_t>(host.size())}, sink, info, status
    );
    if (U_FAILURE(status)) return {};
    std::string read;
    for (std::size_t at = 0; at < shown.size();) {
        const Decoded here = decode_at(shown, at);
        const LookAlike like = looks_like(here.value);
        append_utf8(read, like.letter != 0 ? static_cast<char32_t>(like.letter) : here.value);
        at += here.size;
    }
    return read;
}

bool is_host_text(std::string_view host) {
    return std::ranges::all_of(host, [](char c) {
        return is_ascii_alnum(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '_';
    });
}

std::vector<std::string_view> labels_of(std::string_view host) {
    std::vector<std::string_view> labels;
    while (!host.empty()) {
        const std::size_t dot = std::min(host.find('.'), host.size());
        labels.push_back(host.substr(0, dot));
        host.remove_prefix(std::min(dot + 1, host.size()));
    }
    return labels;
}

/// RFC 2606 and 6761: names for documents and tests, which no public suffix list holds.
constexpr std::array<std::string_view, 4> reserved_tlds{"example", "test", "invalid", "localhost"};

}  // namespace

std::optional<std::string> canonical_host(std::string_view written) {
    if (written.empty() || written.size() > longest_host) return std::nullopt;
    if (written.front() == '[' && written.back() == ']') {
        std::string address{written};
        std::ranges::transform(address, address.begin(), to_ascii_lower);
        return address;
    }
    std::string host = percent_decoded(written);
    if (!is_ascii(host)) {
        auto ascii = to_ascii(host);
        if (!ascii) return std::nullopt;
        host = std::move(*ascii);
    }
    std::ranges::transform(host, host.begin(), to_ascii_lower);
    while (!host.empty() && host.back() == '.') host.pop_back();
    if (host.empty() || host.front() == '.' || !is_host_text(host)) return std::nullopt;
    return host;
}

std::string registered_domain(const std::string& host) {
    if (is_ip_address(host)) return {};
    const std::vector<std::string_view> labels = labels_of(host);
    if (labels.size() < 2) return {};
    if (std::ranges::find(reserved_tlds, labels.back()) != reserved_tlds.end()) {
        return std::string{labels[labels.size() - 2]} + '.' + std::string{labels.back()};
    }
    const char* domain = psl_registrable_domain(psl_builtin(), host.c_str());
    return domain != nullptr ? std::string{domain} : std::string{};
}

bool is_top_level(std::string_view label) {
    if (label.size() < 2 || label.find('.') != std::string_view::npos) return false;
    if (label == "example") return true;
    const std::string name{label};
    return psl_is_public_suffix2(
               psl_builtin(), name.c_str(), PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE
           ) != 0;
}

bool is_ip_address(std::string_view host) {
    if (host.starts_with('[')) return true;
    const std::vector<std::string_view> labels = labels_of(host);
    if (labels.empty() || labels.size() > 4) return false;
    // WHATWG URL, 3.5: a host whose last label is a number is an IPv4 address, also in octal or
    // hex.
    const std::string_view last = labels.back();
    const bool is_hex = last.size() > 1 && last.starts_with("0x");
    return !last.empty() && std::ranges::all_of(last.substr(is_hex ? 2 : 0), [is_hex](char c) {
        return hex(c) < (is_hex ? 16U : 10U);
    });
}

bool is_shortener(std::string_view registered, std::string_view host) {
    static constexpr std::array<std::string_view, 54> shorteners{
        "adf.ly",   "amzn.to",     "bit.do",    "bit.ly",      "bitly.com",  "bl.ink",
        "buff.ly",  "clck.ru",     "cli.re",    "cutt.ly",     "db.tt",      "dlvr.it",
        "fb.me",    "ff.im",       "goo.gl",    "goo.su",      "heylink.me", "hyperurl.co",
        "ift.tt",   "is.gd",       "j.mp",      "kutt.it",     "lc.chat",    "linktr.ee",
        "lnkd.in",  "lnk.bio",     "lnk.to",    "me2.do",      "ow.ly",      "post.ly",
        "qps.ru",   "qr.ae",       "rb.gy",     "rebrand.ly",  "s.id",       "shorte.st",
        "short.gy", "shorturl.at", "shrtco.de", "smarturl.it", "su.pr",      "t.co",
        "t.cn",     "t.ly",        "tiny.cc",   "tinyurl.com", "tr.im",      "u.to",
        "url.cn",   "v.gd",        "vk.cc",     "vzturl.com",  "wa.link",    "x.co",
    };
    return std::ranges::find(shorteners, registered) != shorteners.end() ||
           std::ranges::find(shorteners, host) != shorteners.end();
}

bool imitates_authority(std::string_view host, std::string_view registered) {
    static constexpr std::array<std::string_view, 24> authorities{
        "amazon.com",  "apple.com",    "bbc.co.uk",     "bund.de",       "cdc.gov",
        "ebay.com",    "europa.eu",    "facebook.com",  "fda.gov",       "google.com",
        "gov.uk",      "icloud.com",   "instagram.com", "irs.gov",       "microsoft.com",
        "netflix.com", "nhs.uk",       "nih.gov",       "paypal.com",    "un.org",
        "usps.com",    "whatsapp.com", "who.int",       "wikipedia.org",
    };
    static constexpr std::array<std::string_view, 4> closed_suffixes{"gov", "mil", "int", "edu"};
    const bool is_one = std::ranges::any_of(authorities, [host](std::string_view authority) {
        return host == authority ||
               (host.ends_with(authority) && host[host.size() - authority.size() - 1] == '.');
    });
    if (is_one || registered.empty()) return false;
    if (registered.find("xn--") != std::string_view::npos &&
        std::ranges::find(authorities, as_read(registered)) != authorities.end()) {
        return true;
    }
    const std::vector<std::string_view> own = labels_of(registered);
    if (std::ranges::find(closed_suffixes, own.back()) != closed_suffixes.end()) return false;
    // The first own label is free text too: nih-gov.example, nih.gov-patch.example.
    std::string front{host.substr(0, host.size() - registered.size())};
    front += own.front();
    std::ranges::replace(front, '-', '.');
    const std::vector<std::string_view> labels = labels_of(front);
    for (std::size_t at = 1; at < labels.size(); ++at) {
        const auto is_label = [&labels, at](std::string_view suffix) {
            return labels[at] == suffix;
        };
        if (labels[at - 1].size() >= 2 && labels[at - 1] != "www" &&
            std::ranges::any_of(closed_suffixes, is_label))
            return true;
        const std::string pair = std::string{labels[at - 1]} + '.' + std::string{labels[at]};
        if (std::ranges::find(authorities, pair) != authorities.end()) return true;
    }
    return false;
}

}  // namespace chaffinch::text
