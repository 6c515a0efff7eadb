// Strict on purpose: a number that could be read in two ways is refused.

#include "engine/rules/scalars.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

namespace chaffinch::rules {

namespace {

constexpr double largest = 1'000'000;

bool is_name(std::string_view text, char first_letter, char last_letter, std::size_t shortest) {
    constexpr std::size_t longest = 48;
    const auto is_letter = [&](char c) { return c >= first_letter && c <= last_letter; };
    if (text.size() < shortest || text.size() > longest || !is_letter(text.front())) return false;
    return std::ranges::all_of(text, [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '_';
    });
}

}  // namespace

std::optional<double> read_number(std::string_view text) {
    double value = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    if (!whole || !std::isfinite(value) || std::abs(value) > largest) return std::nullopt;
    return value;
}

std::optional<int> read_integer(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    if (!whole || value < 0 || value > static_cast<int>(largest)) return std::nullopt;
    return value;
}

std::optional<Timestamp> read_date(std::string_view text) {
    if (text.size() != 10) return std::nullopt;
    return from_rfc3339(std::string(text) + "T00:00:00Z");
}

bool is_rule_id(std::string_view text) {
    return is_name(text, 'A', 'Z', 3);
}

bool is_list_name(std::string_view text) {
    return is_name(text, 'a', 'z', 1);
}

}  // namespace chaffinch::rules
