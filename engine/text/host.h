// Hosts: brought to one form, and what is known of them without asking anybody.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chaffinch::text {

/// Lower case, percent-decoded, IDNA to ASCII (UTS #46, non-transitional), without trailing dot.
/// nullopt when it cannot be a host.
std::optional<std::string> canonical_host(std::string_view written);

/// The part under a public suffix that somebody registered ("shop.example.co.uk" ->
/// "example.co.uk"), by the Public Suffix List compiled into libpsl; reserved names of RFC 2606
/// count as suffixes. Empty for suffixes themselves, single labels and IP addresses.
std::string registered_domain(const std::string& host);

/// True when `label`, lower case, is a top-level domain (or `example`).
bool is_top_level(std::string_view label);

bool is_ip_address(std::string_view host);
bool is_shortener(std::string_view registered, std::string_view host);

/// An authority's name in front of another registered domain: nih.gov.shop.example,
/// paypal.com.login.example, nih-gov.example; or one spelled with look-alike letters (IDN).
bool imitates_authority(std::string_view host, std::string_view registered);

}  // namespace chaffinch::text
