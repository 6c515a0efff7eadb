// X-Coral-Signature: "sha256=<hex of HMAC-SHA256 of the body>", several of them, separated by
// commas, while Coral rotates its secret.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::coral {

/// Whether one of the signatures was made with one of the secrets. Compared in constant time; of a
/// longer list only the first eight count.
bool is_signed(
    std::string_view header, std::string_view body, const std::vector<std::string>& secrets
);

}  // namespace chaffinch::coral
