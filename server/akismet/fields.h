// The fields of an Akismet call: a form (what nearly all clients send, whatever their Content-Type
// says) or a JSON object (Coral's feedback), and for GET the query.

#pragma once

#include "engine/types/result.h"
#include "server/http/message.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chaffinch::akismet {

/// Most fields read of one call: WordPress sends every field of the comment form and every header.
inline constexpr std::size_t max_fields = 2'000;

class Fields {
  public:
    Fields() = default;
    explicit Fields(std::vector<std::pair<std::string, std::string>> pairs);

    /// The last value of that name, as PHP reads forms; empty when there is none.
    [[nodiscard]] std::string_view get(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const;

    /// Values of `name`, `name[]` and `name[0]` ..., in order, empty ones left out.
    [[nodiscard]] std::vector<std::string_view> list(std::string_view name) const;

    /// "1", "true" in any case, "yes", "on".
    [[nodiscard]] bool is_set(std::string_view name) const;

  private:
    std::vector<std::pair<std::string, std::string>> pairs_{};
};

/// Reads the body, or the query when there is none. Values are valid UTF-8 without U+0000
/// afterwards (see charset.h; the field blog_charset names the charset). A bad "%" stands for
/// itself, as in PHP. Errors: malformed (a body that starts with '{' and is no JSON object),
/// too_large.
Result<Fields> read_fields(const http::Request& request);

}  // namespace chaffinch::akismet
