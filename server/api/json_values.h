// Small values of JSON answers.

#pragma once

#include "engine/types/timestamp.h"

#include <boost/json/string_view.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace chaffinch::api {

inline boost::json::string_view view(std::string_view text) {
    return {text.data(), text.size()};
}

/// null for an empty text.
inline boost::json::value or_null(std::string_view text) {
    return text.empty() ? boost::json::value(nullptr) : boost::json::value(view(text));
}

inline boost::json::value or_null(const std::string& text) {
    return or_null(std::string_view(text));
}

/// null for an absent one.
inline boost::json::value or_null(const std::optional<std::string>& text) {
    return text ? boost::json::value(*text) : boost::json::value(nullptr);
}

inline boost::json::value or_null(const std::optional<Timestamp>& time) {
    return time ? boost::json::value(to_rfc3339(*time)) : boost::json::value(nullptr);
}

}  // namespace chaffinch::api
