// Shape: counts that describe how a comment is written, whatever it says. Taken from the body as
// sent, except where a comment says otherwise.

#pragma once

#include <cstdint>

namespace chaffinch::text {

/// Bits of ScriptMix::scripts.
enum class Script : std::uint32_t {
    latin = 1,
    cyrillic = 2,
    greek = 4,
    arabic = 8,
    hebrew = 16,
    devanagari = 32,
    han = 64,
    kana = 128,
    hangul = 256,
    thai = 512,
    other = 1024,
};

struct Shape {
    std::uint32_t bytes = 0;
    std::uint32_t code_points = 0;
    std::uint32_t letters = 0;
    std::uint32_t upper = 0;
    std::uint32_t digits = 0;
    std::uint32_t non_ascii = 0;  ///< code points over U+007F
    std::uint32_t exclamations = 0;
    std::uint32_t questions = 0;
    std::uint32_t newlines = 0;
    std::uint32_t longest_run = 0;  ///< of one repeated character
    std::uint32_t emoji = 0;
    std::uint32_t scripts = 0;  ///< bit set of Script seen in letters
    std::uint32_t words = 0;    ///< tokens of the normal view
    std::uint32_t mixed_script_words = 0;
    double entropy = 0;   ///< bits per character of the normal view (order 0)
    bool entity = false;  ///< an HTML entity in the body as sent
    bool markup = false;  ///< HTML, BBCode or Markdown mark-up in the body as sent
    bool money = false;   ///< an amount of money
};

}  // namespace chaffinch::text
