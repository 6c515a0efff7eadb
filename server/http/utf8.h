// Is this text well-formed UTF-8? For what the request line and the fields say.

#pragma once

#include <string_view>

namespace chaffinch::http {

/// Unicode 15, table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF. Empty is
/// well-formed.
bool is_utf8(std::string_view text);

}  // namespace chaffinch::http
