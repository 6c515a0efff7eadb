// One address taken apart: scheme, user part, host, port, path.

#pragma once

#include "engine/text/link.h"

#include <string_view>

namespace chaffinch::text {

/// Fills what follows from the address itself: host, registered domain and the flags. The address
/// may lack its scheme. Returns false when it holds no host.
bool describe_address(std::string_view address, Link& link);

/// Bytes of the scheme with its "://" at the front of lower-case `text` (http, https, ftp and the
/// disguise hxxp), or 0.
std::size_t scheme_size(std::string_view text);

}  // namespace chaffinch::text
