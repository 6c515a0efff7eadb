// Points in time: UTC, whole milliseconds. The engine never asks a clock; times come in as values.

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace chaffinch {

using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

/// "2026-01-02T03:04:05.678Z" (RFC 3339; the fraction is left out when it is zero).
std::string to_rfc3339(Timestamp time);

/// Reads RFC 3339 with `Z` or a numeric offset and up to nine digits of fraction (cut to
/// milliseconds). nullopt for anything else, also for impossible dates and years outside 0..9999.
std::optional<Timestamp> from_rfc3339(std::string_view text);

}  // namespace chaffinch
