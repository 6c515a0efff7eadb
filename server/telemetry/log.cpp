// One JSON object a line, built in one buffer and written in one call.

#include "server/telemetry/log.h"

#include "engine/types/timestamp.h"
#include "server/telemetry/escape.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstddef>

namespace chaffinch::telemetry {

namespace {

std::atomic<Level> lowest{Level::info};
std::atomic<LogSink> sink{nullptr};

std::string_view name_of(Level level) {
    constexpr std::array<std::string_view, 4> names{"debug", "info", "warning", "error"};
    return names.at(static_cast<std::size_t>(level));
}

void append_string(std::string& out, std::string_view text) {
    out += '"';
    append_escaped(out, text);
    out += '"';
}

void append_value(std::string& out, std::int64_t value) {
    out += std::to_string(value);
}

/// JSON has no word for a number that is none (RFC 8259, 6).
void append_value(std::string& out, double value) {
    if (!std::isfinite(value)) {
        out += "null";
        return;
    }
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    out.append(digits.data(), end.ptr);
}

void append_value(std::string& out, bool value) {
    out += value ? "true" : "false";
}

void append_value(std::string& out, std::string_view value) {
    append_string(out, value);
}

/// A line shorter than PIPE_BUF goes out whole even when several threads write.
void write_to_stderr(std::string_view line) {
    while (!line.empty()) {
        const auto written = ::write(STDERR_FILENO, line.data(), line.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;  // nobody reads our words; there is nobody to tell
        line.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace

void log(Level level, std::string_view event, std::initializer_list<LogField> fields) {
    if (level < lowest.load(std::memory_order_relaxed)) return;
    const auto now =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    std::string line = R"({"time":")";
    line += to_rfc3339(now);
    line += R"(","level":")";
    line += name_of(level);
    line += R"(","event":)";
    append_string(line, event);
    for (const LogField& field : fields) {
        line += ',';
        append_string(line, field.key);
        line += ':';
        std::visit([&](const auto& value) { append_value(line, value); }, field.value);
    }
    line += "}\n";
    if (const LogSink redirect = sink.load(std::memory_order_acquire)) return redirect(line);
    write_to_stderr(line);
}

void set_log_level(Level level) {
    lowest.store(level, std::memory_order_relaxed);
}

void set_log_sink(LogSink redirect) {
    sink.store(redirect, std::memory_order_release);
}

}  // namespace chaffinch::telemetry
