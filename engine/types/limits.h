// The sizes that input may have (docs: reliability 4.4). Over a limit is an error that names the
// limit; nothing is ever cut, since a cut text has become an attack before (CVE-2015-3440).

#pragma once

#include <cstddef>

namespace chaffinch::limits {

inline constexpr std::size_t text_code_points = 20'000;
inline constexpr std::size_t article_text_bytes = 512 * 1024;
inline constexpr std::size_t name_code_points = 100;
inline constexpr std::size_t email_bytes = 254;  // RFC 5321, 4.5.3.1.3 less the brackets
inline constexpr std::size_t url_bytes = 2'048;
inline constexpr std::size_t title_code_points = 300;
inline constexpr std::size_t user_agent_bytes = 512;
inline constexpr std::size_t id_bytes = 128;
inline constexpr std::size_t batch_comments = 500;
inline constexpr std::size_t batch_decisions = 500;

}  // namespace chaffinch::limits
