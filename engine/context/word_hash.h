// Looking words up by view: a hash for maps keyed by std::string that allocates nothing.

#pragma once

#include <xxhash.h>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace chaffinch::context {

struct WordHash {
    using is_transparent = void;

    std::size_t operator()(std::string_view word) const noexcept {
        return XXH3_64bits(word.data(), word.size());
    }
};

template <class Value>
using WordMap = std::unordered_map<std::string, Value, WordHash, std::equal_to<>>;

}  // namespace chaffinch::context
