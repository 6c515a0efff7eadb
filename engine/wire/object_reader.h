// ObjectReader: reads the members of one JSON object by name and collects everything that is wrong.
//
// A door's user should see all mistakes of a request at once, each with its RFC 6901 pointer and a
// sentence that says what to do; unknown members are refused with the nearest known name.
//
//     ObjectReader author(value, "/author", errors);
//     out.name = author.text("name", {.code_points = 100}).value_or("");
//     author.finish();

#pragma once

#include "engine/types/result.h"
#include "engine/types/timestamp.h"

#include <boost/json/fwd.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::wire {

enum class Presence { optional, required };

/// Bounds of a string; 0: no bound of that kind.
struct TextBounds {
    std::size_t min_bytes = 0;
    std::size_t bytes = 0;
    std::size_t code_points = 0;
};

class ObjectReader {
  public:
    /// A value that is no object is itself an error; every read then gives nullopt silently.
    ObjectReader(
        const boost::json::value& value, std::string pointer, std::vector<FieldError>& errors
    );

    /// null counts as absent everywhere.
    std::optional<std::string> text(
        std::string_view name, TextBounds bounds, Presence presence = Presence::optional
    );
    std::optional<bool> boolean(std::string_view name);
    std::optional<std::int64_t> integer(
        std::string_view name,
        std::int64_t low,
        std::int64_t high,
        Presence presence = Presence::optional
    );
    std::optional<double> number(std::string_view name, double low, double high);
    std::optional<Timestamp> time(std::string_view name);

    /// Index of the word among `words`.
    std::optional<std::size_t> one_of(
        std::string_view name,
        std::initializer_list<std::string_view> words,
        Presence presence = Presence::optional
    );

    /// The member itself for nested reading; null when absent.
    const boost::json::value* member(std::string_view name, Presence presence = Presence::optional);

    /// The names read so far are the known ones: anything else in the object is refused.
    void finish();

    [[nodiscard]] std::string pointer_to(std::string_view name) const;
    void fail(std::string_view name, std::string message);

  private:
    const boost::json::value* find(std::string_view name, Presence presence);

    const boost::json::object* object_ = nullptr;
    std::string pointer_;
    std::vector<FieldError>& errors_;
    std::vector<std::string_view> known_;
};

}  // namespace chaffinch::wire
