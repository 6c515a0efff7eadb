// IDNA by ICU (UTS #46, non-transitional, as browsers do), then label by label.

#include "engine/rules/hosts.h"

#include <unicode/bytestream.h>
#include <unicode/idna.h>
#include <unicode/stringpiece.h>

#include <algorithm>
#include <memory>

namespace chaffinch::rules {

namespace {

constexpr std::size_t max_host_bytes = 253;  // RFC 1035, 2.3.4 as text

const icu::IDNA* idna() {
    static const std::unique_ptr<const icu::IDNA> instance = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<const icu::IDNA> made(icu::IDNA::createUTS46Instance(
            UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ, status
        ));
        return U_SUCCESS(status) ? std::move(made) : nullptr;
    }();
    return instance.get();
}

bool is_host_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

}  // namespace

std::optional<std::string> canonical_host(std::string_view written) {
    while (!written.empty() && written.back() == '.') written.remove_suffix(1);
    if (written.empty() || written.size() > 4 * max_host_bytes || idna() == nullptr) {
        return std::nullopt;
    }
    std::string host;
    icu::StringByteSink<std::string> sink(&host);
    icu::IDNAInfo info;
    UErrorCode status = U_ZERO_ERROR;
    idna()->nameToASCII_UTF8(
        icu::StringPiece(written.data(), static_cast<int32_t>(written.size())), sink, info, status
    );
    // Real hosts carry leading, trailing and doubled hyphens (r3---sn.example); DNS allows them.
    constexpr std::uint32_t tolerated =
        UIDNA_ERROR_LEADING_HYPHEN | UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;
    if (U_FAILURE(status) || (info.getErrors() & ~tolerated) != 0) return std::nullopt;
    const bool plain = std::ranges::all_of(host, is_host_character);
    if (host.empty() || host.size() > max_host_bytes || !plain) return std::nullopt;
    return host;
}

bool HostList::add(std::string_view written) {
    auto host = canonical_host(written);
    if (!host) return false;
    hosts_.insert(*std::move(host));
    return true;
}

bool HostList::covers(std::string_view host) const {
    while (!host.empty() && host.back() == '.') host.remove_suffix(1);
    while (!host.empty()) {
        if (hosts_.contains(host)) return true;
        const std::size_t dot = host.find('.');
        if (dot == std::string_view::npos) return false;
        host.remove_prefix(dot + 1);
    }
    return false;
}

}  // namespace chaffinch::rules
