// Admission: what a pattern must prove before it may run over every comment.
//
// Limits are those of reliability 4.4: length, program size, no match of nothing, no match of a
// large share of ordinary comments. A negated class such as [^.!?] is some twelve steps in UTF-8,
// so that [^.!?]{0,40} alone is too large; the limit stands all the same, since [^.!?]* asks for
// nearly the same and costs one class.

#pragma once

#include "engine/rules/compiled.h"
#include "engine/rules/schema.h"

#include <re2/re2.h>

#include <cstddef>
#include <memory>
#include <string>

namespace chaffinch::rules {

inline constexpr std::size_t max_pattern_bytes = 1'000;
inline constexpr int max_program_size = 500;          ///< of one pattern
inline constexpr int max_set_program_size = 200'000;  ///< of all patterns together
/// Patterns of one site, which bounds what they may keep in memory to 1 GiB (patterns.h).
inline constexpr std::size_t max_set_patterns = 1'000;
inline constexpr double broad_share = 0.2;  ///< of the ham sample

/// Views that hold lower case only.
bool is_folded(const FieldInfo& field);

/// The compiled pattern, or null with every reason reported at `place`.
std::shared_ptr<const RE2> admit_pattern(
    const std::string& pattern, const FieldInfo& field, Place place, Reporter& reporter
);

}  // namespace chaffinch::rules
