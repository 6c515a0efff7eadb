// QueryReader: reads the parameters of a query string by name and collects everything that is wrong
// with them, as wire::ObjectReader does for JSON.

#pragma once

#include "engine/types/reason.h"
#include "engine/types/result.h"
#include "engine/types/timestamp.h"
#include "server/http/message.h"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::api {

/// Pointers of mistakes name the parameter: "?limit".
class QueryReader {
  public:
    /// Both must outlive the reader.
    QueryReader(const http::Request& request, std::vector<FieldError>& errors)
        : request_(request), errors_(errors) {}

    std::optional<std::string_view> text(std::string_view name);

    /// At most `bytes`, at least one.
    std::optional<std::string> short_text(std::string_view name, std::size_t bytes);
    std::optional<double> number(std::string_view name);
    std::optional<bool> boolean(std::string_view name);
    std::optional<Timestamp> time(std::string_view name);
    std::optional<Reason> reason(std::string_view name);

    /// Parts between commas; empty when the parameter is absent.
    std::vector<std::string> list(std::string_view name);

    /// From 1 to `most`, `usual` when absent.
    std::int64_t whole(std::string_view name, std::int64_t most, std::int64_t usual);

    /// "limit": a whole number from 1 to `most`.
    std::size_t limit(std::size_t usual, std::size_t most = 200);

    void fail(std::string_view name, std::string message);

    /// The names read so far are the known ones: any other parameter is refused.
    void finish();

  private:
    const http::Request& request_;
    std::vector<FieldError>& errors_;
    std::vector<std::string_view> known_{};
};

/// For calls whose parameters are read elsewhere, or not at all. Errors: invalid, with every
/// parameter that is none of `names`.
Result<void> only_parameters(
    const http::Request& request, std::initializer_list<std::string_view> names
);

/// A reason code, or the mistake that it is.
Reason read_reason_code(
    std::string_view written, std::string pointer, std::vector<FieldError>& errors
);

}  // namespace chaffinch::api
