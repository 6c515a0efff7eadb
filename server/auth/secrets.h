// Secrets: made, shown once, stored only as hashes, compared in constant time.
//
// A site key is "ck_<8 characters id>_<43 characters secret>": the id finds the row, the secret
// (256 random bits, base64url) is compared by its SHA-256. A fast hash suffices for a random
// secret; passwords, which people choose, go through passwords.h.

#pragma once

#include "server/records/site.h"

#include <optional>
#include <string>
#include <string_view>

namespace chaffinch::auth {

struct IssuedKey {
    std::string text{};  ///< what the site gets to see, once
    std::string key_id{};
    SecretHash secret_hash{};
};

IssuedKey issue_site_key();

struct PresentedKey {
    std::string key_id{};
    SecretHash secret_hash{};
};

/// nullopt unless the text has the exact form of a key.
std::optional<PresentedKey> parse_site_key(std::string_view text);

/// The same for moderators' own tokens: "mt_<8 characters id>_<43 characters secret>".
IssuedKey issue_personal_token();
std::optional<PresentedKey> parse_personal_token(std::string_view text);

/// The key of the Akismet door: 12 hexadecimal digits, since WordPress's settings page drops every
/// other character before it looks at a key and refuses other lengths, and since clients send it as
/// a host label. 48 bits of HMAC-SHA256 under the installation's secret. It is made again when a
/// callback has to carry it, and so is stored nowhere.
std::string akismet_key_text(std::string_view secret, const SiteId& site, int generation);

/// Whether a text has that form.
bool is_akismet_key(std::string_view text);

/// 256 random bits, base64url without padding: session ids.
std::string random_secret();

SecretHash sha256(std::string_view text);
SecretHash hmac_sha256(std::string_view key, std::string_view text);

/// HMAC-SHA256, base64url: the CSRF token of a session under the server's key.
std::string keyed_token(std::string_view key, std::string_view text);

/// Constant time for equal lengths.
bool equal_hashes(const SecretHash& a, const SecretHash& b);
bool equal_texts(std::string_view a, std::string_view b);

}  // namespace chaffinch::auth
