// Comments for benchmarks, each another one, so that caches and the lazy automatons of RE2 see the
// variety that a site's comments have; one text repeated flatters a table walk most of all.
//
// They are words drawn by their frequency in English, with the punctuation, names, numbers and
// links that comments have. CHAFFINCH_BENCH_COMMENTS names a file of real ones, one a line, to be
// used instead.

#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::bench {

/// Writes the same comments in the same order in every run.
class CommentWriter {
  public:
    CommentWriter();

    /// Exactly so many bytes of ASCII.
    std::string comment(std::size_t bytes);

  private:
    bool one_in(unsigned n) { return random_() % n == 0; }

    std::mt19937 random_{20'260'102};
    std::vector<std::string_view> words_{};
    std::discrete_distribution<std::size_t> draw_{};
};

/// 256 comments of `bytes` each; or of the file named, at most so many, of at least half and at
/// most twice the size. Throws std::runtime_error when the file has none.
std::vector<std::string> varied_comments(std::size_t bytes);

}  // namespace chaffinch::bench
