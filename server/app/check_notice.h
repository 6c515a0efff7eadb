// What is said while a large store is read for damage, so that nobody takes a start for a hang.

#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace chaffinch::app {

/// One line for a check of a database of so many bytes; none when it takes under a second or two.
std::optional<std::string> check_notice(std::uintmax_t bytes);

}  // namespace chaffinch::app
