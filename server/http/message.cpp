// Look-ups in a request.

#include "server/http/message.h"

#include <algorithm>

namespace chaffinch::http {

namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

std::optional<std::string_view> first_value(const Pairs& pairs, std::string_view name) {
    const auto found = std::ranges::find(pairs, name, &Pairs::value_type::first);
    if (found == pairs.end()) return std::nullopt;
    return found->second;
}

}  // namespace

std::optional<std::string_view> Request::header(std::string_view lower_case_name) const {
    return first_value(headers, lower_case_name);
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
    return first_value(query, name);
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
    std::string_view rest = header("cookie").value_or("");
    while (!rest.empty()) {
        std::string_view pair = rest.substr(0, rest.find(';'));
        rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
        while (pair.starts_with(' ')) pair.remove_prefix(1);
        if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
            return pair.substr(name.size() + 1);
        }
    }
    return std::nullopt;
}

}  // namespace chaffinch::http
