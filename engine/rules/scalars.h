// Reading of single values in rule files: numbers, dates, names.

#pragma once

#include "engine/types/timestamp.h"

#include <optional>
#include <string_view>

namespace chaffinch::rules {

/// Decimal, finite, at most a million in size ("3", "-0.5"; not "1e3", "0x10", "1_000").
std::optional<double> read_number(std::string_view text);

/// 0 to a million; nothing but digits.
std::optional<int> read_integer(std::string_view text);

/// "2026-12-31": the first instant of that day.
std::optional<Timestamp> read_date(std::string_view text);

/// [A-Z][A-Z0-9_]{2,47}
bool is_rule_id(std::string_view text);

/// [a-z][a-z0-9_]{0,47}
bool is_list_name(std::string_view text);

}  // namespace chaffinch::rules
