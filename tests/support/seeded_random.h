// A random generator for property tests whose seed is printed and can be set:
// CHAFFINCH_TEST_SEED=123 ctest ...

#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::test {

/// CHAFFINCH_TEST_SEED or a fixed default, so that ordinary runs are repeatable.
std::uint64_t test_seed();

class SeededRandom {
  public:
    explicit SeededRandom(std::uint64_t seed = test_seed());

    /// Uniform in [low, high].
    std::int64_t between(std::int64_t low, std::int64_t high);
    bool chance(double probability);

    /// Any bytes, invalid UTF-8 included.
    std::string bytes(std::size_t max_size);

    /// Valid UTF-8 from many scripts, with mark-up, links, invisible characters and combining
    /// marks.
    std::string text(std::size_t max_pieces);

    template <class T>
    const T& pick(const std::vector<T>& from) {
        return from[static_cast<std::size_t>(between(0, static_cast<std::int64_t>(from.size()) - 1)
        )];
    }

  private:
    std::mt19937_64 engine_;
};

}  // namespace chaffinch::test
