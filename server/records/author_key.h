// The key under which a site's history of one author is kept.

#pragma once

#include "engine/types/comment.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace chaffinch {

/// How well we know who an author is. Ordered from weak to strong.
enum class IdentityStrength : std::uint8_t {
    none,      ///< nothing was said
    name,      ///< a typed name: anybody may type it
    email,     ///< a typed e-mail address: whoever knows it may type it
    claimed,   ///< an id that the site does not vouch for
    verified,  ///< the site vouches for the id; only this one earns trust
};

std::string_view name(IdentityStrength strength);

/// "id:<id>" for a verified id, "uid:<id>" for one that the site does not vouch for, else
/// "mail:<hash>" or "name:<hash>", empty when nothing is known. Each strength has a prefix of its
/// own, so that a typed text never equals a verified id. Hashes are the first 128 bits of SHA-256
/// over the e-mail address or the name, white space around it removed and ASCII letters lowered:
/// "Ann@Example.org" and "ann@example.org" are one author, and neither stands in a key, since keys
/// are part of addresses and logs.
std::string author_key(const Author& author);

/// The strength of the identity that a key stands for; `none` for a text that is no key.
IdentityStrength strength_of(std::string_view author_key);

/// The key of an e-mail address by itself, to find what was written under it.
std::string author_key_of_email(std::string_view email);

}  // namespace chaffinch
