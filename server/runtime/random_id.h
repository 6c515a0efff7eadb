// Public ids: a prefix that names the kind, then 26 characters that sort by time of creation.
//
// The layout is that of ULID: 48 bits of Unix milliseconds and 80 random bits, in Crockford's
// base32 (0-9 A-Z without I L O U). 80 random bits a millisecond make guessing and collision a
// matter of 2^40 ids within one millisecond; an id is still no credential.

#pragma once

#include "engine/types/timestamp.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace chaffinch::runtime {

/// random_id("cmt_", now) -> "cmt_01JD3V8Z6T4M9Q0X2B7C5K1N8R". Times before 1970 count as 1970.
/// Any thread. Throws std::system_error when the kernel gives no random bytes.
std::string random_id(std::string_view prefix, Timestamp now);

/// The same at the system's present time.
std::string random_id(std::string_view prefix);

/// Fills `out` from the kernel (getrandom(2)).
void random_bytes(std::span<std::byte> out);

}  // namespace chaffinch::runtime
