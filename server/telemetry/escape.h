// Text made harmless for a log line: whoever reads logs in a terminal, or splits them into lines,
// meets no byte that moves the cursor, ends the line or turns the reading direction.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace chaffinch::telemetry {

/// Longest value of a log field, in bytes of the original.
inline constexpr std::size_t max_value_bytes = 256;

/// Appends `text` as the inside of a JSON string. Controls (C0, DEL, C1), line and paragraph
/// separators, bidi marks and other invisible format characters, and bytes that are not UTF-8
/// become
/// \u escapes (a bad byte as \ufffd); all else stays. Cut to max_value_bytes on a character border;
/// what was cut ends with "...". Total on any bytes.
void append_escaped(std::string& out, std::string_view text);

}  // namespace chaffinch::telemetry
