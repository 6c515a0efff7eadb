// Bytes of an old blog made UTF-8. A check must not fail for a bad byte: whoever wants to pass
// unseen would send one.

#pragma once

#include <string>
#include <string_view>

namespace chaffinch::akismet {

/// Valid UTF-8 comes back as it is. Else the bytes are read as Windows-1252 when `charset` names
/// that or ISO 8859-1 (https://encoding.spec.whatwg.org/#names-and-labels), and otherwise what is
/// not UTF-8 becomes U+FFFD, as does U+0000.
std::string as_utf8(std::string_view bytes, std::string_view charset);

}  // namespace chaffinch::akismet
