// Any bytes as a model file: refused or used, never believed beyond their end. The checksum is made
// right first, since a fuzzer would not get past it, and a liar with a compiler would.

#include "engine/classifier/model_file.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace chaffinch::classifier;
    std::vector<std::byte> bytes(size);
    if (size > 0) std::memcpy(bytes.data(), data, size);
    if (size >= 40 && (data[39] & 1U) == 0) {
        const std::uint64_t length = size;
        std::memcpy(bytes.data(), "CHFMODEL", 8);
        std::memcpy(bytes.data() + 16, &length, sizeof length);
        const std::uint64_t hash = XXH3_64bits(bytes.data() + 32, size - 32);
        std::memcpy(bytes.data() + 24, &hash, sizeof hash);
    }
    const auto model = decode_model(bytes, nullptr);
    if (!model) return 0;
    const std::array<std::uint64_t, 4> features{
        0, ~std::uint64_t{0}, 0x8000'0000'0000'0000ULL, 12'345
    };
    for (std::size_t label = 0; label < (*model)->labels().size(); ++label) {
        (void)(*model)->log_odds(label, features, {});
        (void)(*model)->weight(label, features[1]);
    }
    return 0;
}
