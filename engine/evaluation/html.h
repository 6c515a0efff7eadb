// Text within the pages that reports are written as.

#pragma once

#include <string>
#include <string_view>

namespace chaffinch::evaluation {

/// `text` as content or as the value of an attribute in double quotes.
std::string escaped_html(std::string_view text);

}  // namespace chaffinch::evaluation
