// The checks in their order; one function each, so that the list at the end reads as the rule.

#include "server/http/front_gate.h"

#include <boost/asio/ip/address_v6.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace chaffinch::http {

namespace {

using Failure = std::optional<Refusal>;

constexpr std::array<std::string_view, 7> known_methods{
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"
};

/// Fields that mean something to us and would mean something else when read twice.
constexpr std::array<std::string_view, 6> single_fields{
    "content-length", "content-type", "authorization", "cookie", "origin", "idempotency-key"
};

std::size_t count(const Request& request, std::string_view name) {
    return static_cast<std::size_t>(std::ranges::count_if(request.headers, [&](const auto& field) {
        return field.first == name;
    }));
}

std::string lower_case(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return out;
}

bool all_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// "name:80" -> "name"; "[::1]:80" -> "[::1]".
std::string_view without_port(std::string_view host) {
    const std::size_t colon = host.rfind(':');
    if (colon == std::string_view::npos || host.back() == ']') return host;
    return host.substr(0, colon);
}

/// "*.name" accepts one label more than its name: clients of the Akismet door put the key there.
bool is_below(std::string_view name, std::string_view pattern) {
    if (!pattern.starts_with("*.")) return false;
    const std::size_t dot = name.find('.');
    return dot != std::string_view::npos && dot > 0 && name.substr(dot) == pattern.substr(1);
}

bool is_ipv6_literal(std::string_view name) {
    if (name.size() < 4 || name.front() != '[' || name.back() != ']') return false;
    if (name.find('%') != std::string_view::npos) return false;
    boost::system::error_code error;
    boost::asio::ip::make_address_v6(std::string(name.substr(1, name.size() - 2)), error);
    return !error;
}

bool is_registered_name(std::string_view name) {
    return !name.empty() && name.size() <= 255 && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '.' || c == '_';
    });
}

Failure check_version(const Head& head) {
    if (head.version == 10 || head.version == 11) return {};
    return Refusal{505, "version", "Use HTTP/1.1."};
}

Failure check_method(const Head& head) {
    const std::string& method = head.request.method;
    if (std::ranges::find(known_methods, method) != known_methods.end()) return {};
    if (method == "TRACE" || method == "CONNECT") {
        return Refusal{405, "method", "This server neither echoes nor tunnels."};
    }
    return Refusal{501, "method", "This method is not known here."};
}

Failure check_host(const Head& head, std::span<const std::string> hosts) {
    if (count(head.request, "host") != 1) {
        return Refusal{400, "host", "Send exactly one Host field."};
    }
    const std::string_view host = *head.request.header("host");
    if (!is_host(host)) return Refusal{400, "host", "The Host field is not a host name."};
    if (hosts.empty()) return {};
    const std::string name = lower_case(host);
    const bool known = std::ranges::any_of(hosts, [&](const std::string& accepted) {
        return accepted == name || accepted == without_port(name) ||
               is_below(without_port(name), accepted);
    });
    if (known) return {};
    return Refusal{421, "host", "This server does not answer for that host."};
}

Failure check_framing(const Head& head) {
    if (count(head.request, "transfer-encoding") == 0) return {};
    return Refusal{
        411,
        "transfer_encoding",
        "Send the body with a Content-Length, not with a Transfer-Encoding."
    };
}

Failure check_single_fields(const Head& head) {
    for (const std::string_view name : single_fields) {
        if (count(head.request, name) > 1) {
            return Refusal{400, "repeated_field", "A field that may occur once was sent twice."};
        }
    }
    return {};
}

Failure check_encoding(const Head& head) {
    if (count(head.request, "content-encoding") == 0) return {};
    return Refusal{415, "content_encoding", "Send the body without a Content-Encoding."};
}

Failure check_length(const Head& head, const Router::Match& match) {
    if (match.route == nullptr) return {};
    if (head.declared_length.value_or(0) <= match.route->body_limit) return {};
    if (match.route->body_limit == 0) return Refusal{413, "body", "This call takes no body."};
    return Refusal{413, "body", "The body is longer than this call accepts."};
}

Failure check_expectation(const Head& head) {
    const auto expected = head.request.header("expect");
    if (!expected || lower_case(*expected) == "100-continue") return {};
    return Refusal{417, "expect", "The only expectation known here is 100-continue."};
}

}  // namespace

bool is_host(std::string_view value) {
    const std::string_view name = without_port(value);
    if (value.size() > name.size()) {
        const std::string_view port = value.substr(name.size() + 1);
        if (port.size() > 5 || !all_digits(port)) return false;
    }
    return is_registered_name(name) || is_ipv6_literal(name);
}

std::variant<Admitted, Refusal> pass_front_gate(
    const Head& head, std::span<const std::string> hosts, const Router& router
) {
    if (const Failure failure = check_version(head)) return *failure;
    if (const Failure failure = check_method(head)) return *failure;
    std::optional<Target> target = parse_target(head.request.target);
    if (!target) return Refusal{400, "target", "The request target is not a plain absolute path."};
    if (const Failure failure = check_host(head, hosts)) return *failure;
    if (const Failure failure = check_framing(head)) return *failure;
    if (const Failure failure = check_single_fields(head)) return *failure;
    if (const Failure failure = check_encoding(head)) return *failure;
    Router::Match match = router.match(head.request.method, target->encoded_path);
    if (const Failure failure = check_length(head, match)) return *failure;
    if (const Failure failure = check_expectation(head)) return *failure;
    const std::uint64_t length = head.declared_length.value_or(0);
    const bool wants_continue = head.version == 11 && head.request.header("expect").has_value();
    return Admitted{
        .target = *std::move(target),
        .match = std::move(match),
        .length = length,
        .wants_continue = wants_continue
    };
}

}  // namespace chaffinch::http
