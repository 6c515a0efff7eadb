// A request target taken apart: path and query, each decoded exactly once.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chaffinch::http {

/// Longest target, in bytes as sent.
inline constexpr std::size_t max_target = 2'048;

struct Target {
    std::string_view encoded_path{};  ///< into the text that was parsed
    std::string path{};               ///< decoded; UTF-8 without U+0000
    std::vector<std::pair<std::string, std::string>> query{
    };  ///< decoded, in order; "a" means a=""
};

/// Percent-decodes `text` once. nullopt for a lone or bad '%', for U+0000 and for bytes that are
/// not UTF-8. `plus_is_space` is the rule of forms and queries.
enum class Plus : unsigned char { literal, space };
std::optional<std::string> percent_decode(std::string_view text, Plus plus);

/// Splits "a=1&b=2" and decodes it; also the body of application/x-www-form-urlencoded. Empty
/// pieces are skipped. nullopt as above.
std::optional<std::vector<std::pair<std::string, std::string>>> parse_form(std::string_view text);

/// nullopt unless the target is origin-form: starts with '/', bytes 0x21 to 0x7E, no '#', decodes,
/// and no segment is ".." before or after decoding. `text` must outlive the result.
std::optional<Target> parse_target(std::string_view text);

}  // namespace chaffinch::http
