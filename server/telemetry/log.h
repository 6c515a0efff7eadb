// Log lines: one JSON object a line, on stderr. All control and bidi characters are escaped, values
// are cut to 256 bytes. Only ids, counts and codes go in: bodies, names, e-mails and addresses have
// no field here, so they cannot be logged by accident.

#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace chaffinch::telemetry {

enum class Level : std::uint8_t { debug, info, warning, error };

using FieldValue = std::variant<std::int64_t, double, bool, std::string_view>;

struct LogField {
    std::string_view key;
    FieldValue value;
};

/// Writes one line with time, level, event and the fields. Thread-safe; a line is written whole.
void log(Level level, std::string_view event, std::initializer_list<LogField> fields = {});

/// Lines below this level are dropped. Default: info.
void set_log_level(Level level);

/// Redirects lines to a function (tests); an empty function restores stderr.
using LogSink = void (*)(std::string_view line);
void set_log_sink(LogSink sink);

}  // namespace chaffinch::telemetry
