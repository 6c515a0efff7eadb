// Members by name, with every mistake collected.

#include "engine/wire/object_reader.h"

#include "engine/types/diagnostic.h"
#include "engine/types/utf8.h"

#include <boost/json.hpp>

#include <algorithm>
#include <cmath>

namespace chaffinch::wire {

namespace json = boost::json;

namespace {

std::string_view kind_name(const json::value& value) {
    switch (value.kind()) {
        case json::kind::null:
            return "null";
        case json::kind::bool_:
            return "a boolean";
        case json::kind::int64:
        case json::kind::uint64:
        case json::kind::double_:
            return "a number";
        case json::kind::string:
            return "a string";
        case json::kind::array:
            return "an array";
        case json::kind::object:
            return "an object";
    }
    return "something else";
}

std::string expected(std::string_view what, const json::value& got) {
    return "must be " + std::string(what) + ", not " + std::string(kind_name(got));
}

/// RFC 6901, section 3.
std::string escape_pointer(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
    return out;
}

}  // namespace

ObjectReader::ObjectReader(
    const json::value& value, std::string pointer, std::vector<FieldError>& errors
)
    : object_(value.if_object()), pointer_(std::move(pointer)), errors_(errors) {
    if (object_ == nullptr) errors_.push_back({pointer_, expected("an object", value)});
}

std::string ObjectReader::pointer_to(std::string_view name) const {
    return pointer_ + "/" + escape_pointer(name);
}

void ObjectReader::fail(std::string_view name, std::string message) {
    errors_.push_back({pointer_to(name), std::move(message)});
}

const json::value* ObjectReader::find(std::string_view name, Presence presence) {
    known_.push_back(name);
    if (object_ == nullptr) return nullptr;
    const json::value* found = object_->if_contains(json::string_view(name.data(), name.size()));
    if (found != nullptr && found->is_null()) found = nullptr;
    if (found == nullptr && presence == Presence::required) fail(name, "is required");
    return found;
}

const json::value* ObjectReader::member(std::string_view name, Presence presence) {
    return find(name, presence);
}

std::optional<std::string> ObjectReader::text(
    std::string_view name, TextBounds bounds, Presence presence
) {
    const json::value* value = find(name, presence);
    if (value == nullptr) return std::nullopt;
    const json::string* string = value->if_string();
    if (string == nullptr) {
        fail(name, expected("a string", *value));
        return std::nullopt;
    }
    const std::string_view content(string->data(), string->size());
    if (content.find('\0') != std::string_view::npos) {
        fail(name, "must not hold U+0000");
        return std::nullopt;
    }
    if (content.size() < bounds.min_bytes) {
        fail(
            name,
            bounds.min_bytes == 1 ? "must not be empty"
                                  : "is shorter than " + std::to_string(bounds.min_bytes) + " bytes"
        );
        return std::nullopt;
    }
    if (bounds.bytes != 0 && content.size() > bounds.bytes) {
        fail(name, "is longer than " + std::to_string(bounds.bytes) + " bytes");
        return std::nullopt;
    }
    if (bounds.code_points != 0 && content.size() > bounds.code_points &&
        count_code_points(content) > bounds.code_points) {
        fail(name, "is longer than " + std::to_string(bounds.code_points) + " characters");
        return std::nullopt;
    }
    return std::string(content);
}

std::optional<bool> ObjectReader::boolean(std::string_view name) {
    const json::value* value = find(name, Presence::optional);
    if (value == nullptr) return std::nullopt;
    if (const bool* flag = value->if_bool()) return *flag;
    fail(name, expected("true or false", *value));
    return std::nullopt;
}

std::optional<std::int64_t> ObjectReader::integer(
    std::string_view name, std::int64_t low, std::int64_t high, Presence presence
) {
    const json::value* value = find(name, presence);
    if (value == nullptr) return std::nullopt;
    if (!value->is_int64()) {
        fail(
            name, value->is_number() ? "must be a whole number" : expected("a whole number", *value)
        );
        return std::nullopt;
    }
    const std::int64_t number = value->get_int64();
    if (number < low || number > high) {
        fail(name, "must lie between " + std::to_string(low) + " and " + std::to_string(high));
        return std::nullopt;
    }
    return number;
}

std::optional<double> ObjectReader::number(std::string_view name, double low, double high) {
    const json::value* value = find(name, Presence::optional);
    if (value == nullptr) return std::nullopt;
    if (!value->is_number()) {
        fail(name, expected("a number", *value));
        return std::nullopt;
    }
    const double number = value->to_number<double>();
    if (!std::isfinite(number) || number < low || number > high) {
        fail(name, "is out of range");
        return std::nullopt;
    }
    return number;
}

std::optional<Timestamp> ObjectReader::time(std::string_view name) {
    const auto written = text(name, {.bytes = 64});
    if (!written) return std::nullopt;
    const auto time = from_rfc3339(*written);
    if (!time) fail(name, "must be an RFC 3339 time such as 2026-01-02T03:04:05Z");
    return time;
}

std::optional<std::size_t> ObjectReader::one_of(
    std::string_view name, std::initializer_list<std::string_view> words, Presence presence
) {
    const auto written = text(name, {}, presence);
    if (!written) return std::nullopt;
    std::string list;
    std::size_t index = 0;
    for (const std::string_view word : words) {
        if (*written == word) return index;
        list += (list.empty() ? "" : ", ") + std::string(word);
        ++index;
    }
    fail(name, "must be one of: " + list);
    return std::nullopt;
}

void ObjectReader::finish() {
    if (object_ == nullptr) return;
    for (const auto& member : *object_) {
        const std::string_view key(member.key().data(), member.key().size());
        if (std::ranges::find(known_, key) != known_.end()) continue;
        const std::string_view meant = nearest(key, known_);
        // The key is input and may be as long as the body: it is cut in the answer.
        const std::string shown(key.substr(0, 64));
        errors_.push_back(
            {pointer_ + "/" +
                 escape_pointer(
                     count_code_points(shown) == shown.size() ? shown : std::string("?")
                 ),
             meant.empty() ? "is not a known member"
                           : "is not a known member; did you mean \"" + std::string(meant) + "\"?"}
        );
        if (errors_.size() > 50) return;
    }
}

}  // namespace chaffinch::wire
