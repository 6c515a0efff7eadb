// A verdict as JSON text, complete, so that what a moderator sees next year is what the engine
// said.

#pragma once

#include "engine/types/result.h"
#include "engine/types/verdict.h"

#include <string>
#include <string_view>

namespace chaffinch::store::sqlite {

/// decode_verdict(encode_verdict(v)) equals v to the last bit, except that numbers which are not
/// finite (our own bug elsewhere) become the nearest finite one, NaN zero. Total: strings that are
/// not UTF-8 are kept as they are.
std::string encode_verdict(const Verdict& verdict);

/// Errors: malformed. Members it does not know are passed over; absent ones keep their default.
Result<Verdict> decode_verdict(std::string_view text);

}  // namespace chaffinch::store::sqlite
