// Ordinary comments, to notice a rule that is far too wide before it meets readers.

#pragma once

#include <span>
#include <string_view>

namespace chaffinch::rules {

/// Honest comments of many kinds, lengths and languages, written for this purpose.
std::span<const std::string_view> ham_sample();

}  // namespace chaffinch::rules
