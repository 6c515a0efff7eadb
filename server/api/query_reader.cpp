// Parameters of query strings.

#include "server/api/query_reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace chaffinch::api {

std::optional<std::string_view> QueryReader::text(std::string_view name) {
    known_.push_back(name);
    return request_.query_value(name);
}

std::optional<std::string> QueryReader::short_text(std::string_view name, std::size_t bytes) {
    const auto written = text(name);
    if (!written) return std::nullopt;
    if (written->empty() || written->size() > bytes) {
        fail(name, "must have 1 to " + std::to_string(bytes) + " bytes");
        return std::nullopt;
    }
    return std::string(*written);
}

std::optional<double> QueryReader::number(std::string_view name) {
    const auto written = text(name);
    if (!written) return std::nullopt;
    double value = 0;
    const auto [end, failed] =
        std::from_chars(written->data(), written->data() + written->size(), value);
    if (failed == std::errc{} && end == written->data() + written->size() && std::isfinite(value))
        return value;
    fail(name, "must be a number");
    return std::nullopt;
}

std::optional<bool> QueryReader::boolean(std::string_view name) {
    const auto written = text(name);
    if (!written) return std::nullopt;
    if (*written != "true" && *written != "false") fail(name, "must be true or false");
    return *written == "true";
}

std::optional<Timestamp> QueryReader::time(std::string_view name) {
    const auto written = text(name);
    if (!written) return std::nullopt;
    auto time = from_rfc3339(*written);
    if (!time) fail(name, "must be a time such as 2026-01-02T03:04:05Z");
    return time;
}

std::optional<Reason> QueryReader::reason(std::string_view name) {
    const auto written = text(name);
    if (!written) return std::nullopt;
    return read_reason_code(*written, "?" + std::string(name), errors_);
}

std::vector<std::string> QueryReader::list(std::string_view name) {
    std::string_view rest = text(name).value_or("");
    std::vector<std::string> parts;
    while (!rest.empty()) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        parts.emplace_back(rest.substr(0, comma));
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return parts;
}

std::int64_t QueryReader::whole(std::string_view name, std::int64_t most, std::int64_t usual) {
    const auto written = text(name);
    if (!written) return usual;
    std::int64_t value = 0;
    const char* const end = written->data() + written->size();
    const auto [stop, failed] = std::from_chars(written->data(), end, value);
    if (failed == std::errc{} && stop == end && value >= 1 && value <= most) return value;
    fail(name, "must be a whole number from 1 to " + std::to_string(most));
    return usual;
}

std::size_t QueryReader::limit(std::size_t usual, std::size_t most) {
    return static_cast<std::size_t>(
        whole("limit", static_cast<std::int64_t>(most), static_cast<std::int64_t>(usual))
    );
}

void QueryReader::fail(std::string_view name, std::string message) {
    errors_.push_back({"?" + std::string(name), std::move(message)});
}

void QueryReader::finish() {
    for (const auto& [name, value] : request_.query) {
        if (std::ranges::find(known_, name) == known_.end())
            fail(name.substr(0, 64), "is not a known parameter");
    }
}

Result<void> only_parameters(
    const http::Request& request, std::initializer_list<std::string_view> names
) {
    std::vector<FieldError> errors;
    QueryReader in(request, errors);
    for (const std::string_view name : names) in.text(name);
    in.finish();
    if (errors.empty()) return {};
    return Error{Errc::invalid, "the query has mistakes", std::move(errors)};
}

Reason read_reason_code(
    std::string_view written, std::string pointer, std::vector<FieldError>& errors
) {
    if (const auto reason = reason_from_code(written)) return *reason;
    const std::string_view meant = nearest_reason_code(written);
    errors.push_back(
        {std::move(pointer),
         meant.empty() ? "is not a known reason code"
                       : "is not a known reason code; did you mean \"" + std::string(meant) + "\"?"}
    );
    return Reason::none;
}

}  // namespace chaffinch::api
