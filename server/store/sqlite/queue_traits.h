// Traits: the lists of the queue that have a number, so that each row of one list says which others
// its comment stands in (queue_lists.traits).

#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace chaffinch::store::sqlite {

/// The list's bit; 0 for those that have none: of an article, and of everything.
std::int64_t trait_of(std::string_view list);

/// By bit, the lowest first.
std::span<const std::string_view> lists_with_traits();

}  // namespace chaffinch::store::sqlite
