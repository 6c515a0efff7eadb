// Routing by comparing segments. Some fifty patterns of a handful of segments: a scan over those of
// equal length costs less than a request's first field.

#include "server/http/router.h"

#include "server/http/target.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace chaffinch::http {

namespace {

std::vector<std::string_view> segments_of(std::string_view path) {
    std::vector<std::string_view> segments;
    if (!path.empty()) path.remove_prefix(1);  // the leading '/'
    for (;;) {
        const std::size_t end = std::min(path.find('/'), path.size());
        segments.push_back(path.substr(0, end));
        if (end == path.size()) return segments;
        path.remove_prefix(end + 1);
    }
}

bool is_parameter(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

bool takes_rest(std::string_view segment) {
    return is_parameter(segment) && segment.ends_with("...}");
}

std::string_view parameter_name(std::string_view segment) {
    segment = segment.substr(1, segment.size() - 2);
    if (segment.ends_with("...")) segment.remove_suffix(3);
    return segment;
}

void append_method(std::string& allow, std::string_view method) {
    if (allow.find(method) != std::string::npos) return;
    if (!allow.empty()) allow += ", ";
    allow += method;
}

}  // namespace

/// One pattern in pieces, with the methods it serves.
struct Router::Pattern {
    std::string text{};
    std::vector<std::string> segments{};
    std::vector<const Route*> routes{};

    /// Literal segments first, one parameter before the rest of a path.
    [[nodiscard]] std::vector<int> rank() const {
        std::vector<int> kinds;
        for (const std::string& segment : segments) {
            kinds.push_back(takes_rest(segment) ? 2 : is_parameter(segment) ? 1 : 0);
        }
        return kinds;
    }

    [[nodiscard]] bool matches(std::span<const std::string_view> path) const {
        const bool rest = takes_rest(segments.back());
        if (rest ? path.size() < segments.size() : path.size() != segments.size()) return false;
        for (std::size_t i = 0; i < segments.size(); ++i) {
            if (is_parameter(segments[i]) ? path[i].empty() : segments[i] != path[i]) return false;
        }
        return true;
    }

    [[nodiscard]] const Route* serves(std::string_view method) const {
        const auto found = std::ranges::find_if(routes, [&](const Route* route) {
            return route->method == method;
        });
        if (found != routes.end()) return *found;
        return method == "HEAD" ? serves("GET") : nullptr;
    }

    /// Decoded values by name; nullopt when one does not decode.
    [[nodiscard]] std::optional<std::vector<std::pair<std::string, std::string>>> parameters(
        std::span<const std::string_view> path
    ) const {
        std::vector<std::pair<std::string, std::string>> values;
        for (std::size_t i = 0; i < segments.size(); ++i) {
            if (!is_parameter(segments[i])) continue;
            std::string_view encoded = path[i];
            if (takes_rest(segments[i])) {
                const char* const end = path.back().data() + path.back().size();
                encoded = {path[i].data(), static_cast<std::size_t>(end - path[i].data())};
            }
            auto value = percent_decode(encoded, Plus::literal);
            if (!value) return std::nullopt;
            values.emplace_back(parameter_name(segments[i]), *std::move(value));
        }
        return values;
    }
};

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
    for (const Route& route : routes_) {
        if (!route.pattern.starts_with('/')) {
            throw std::invalid_argument("route pattern must start with '/': " + route.pattern);
        }
        auto found = std::ranges::find(patterns_, route.pattern, &Pattern::text);
        if (found == patterns_.end()) {
            Pattern pattern;
            pattern.text = route.pattern;
            for (const std::string_view segment : segments_of(route.pattern)) {
                pattern.segments.emplace_back(segment);
            }
            patterns_.push_back(std::move(pattern));
            found = std::prev(patterns_.end());
        }
        for (const Route* other : found->routes) {
            if (other->method == route.method) {
                throw std::invalid_argument("two routes for " + route.method + " " + route.pattern);
            }
        }
        found->routes.push_back(&route);
    }
    std::ranges::sort(patterns_, {}, [](const Pattern& pattern) {
        return std::pair(pattern.rank(), std::string_view(pattern.text));
    });
}

Router::~Router() = default;

Router::Match Router::match(std::string_view method, std::string_view encoded_path) const {
    Match match;
    const std::vector<std::string_view> path = segments_of(encoded_path);
    for (const Pattern& pattern : patterns_) {
        if (!pattern.matches(path)) continue;
        if (const Route* route = pattern.serves(method)) {
            auto values = pattern.parameters(path);
            if (!values) continue;
            match.route = route;
            match.parameters = *std::move(values);
            match.allow.clear();
            return match;
        }
        for (const Route* route : pattern.routes) {
            append_method(match.allow, route->method);
            if (route->method == "GET") append_method(match.allow, "HEAD");
        }
    }
    if (!match.allow.empty()) append_method(match.allow, "OPTIONS");
    return match;
}

std::span<const Route> Router::routes() const {
    return routes_;
}

}  // namespace chaffinch::http
