// Heads of answers. The buffer is kept by the session, so a head costs no allocation after the
// first.

#include "server/http/response_writer.h"

#include <boost/beast/http/status.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <ctime>

namespace chaffinch::http {

namespace {

struct Field {
    std::string_view name;
    std::string_view value;
};

/// What every answer carries (OWASP REST security cheat sheet): never sniffed, never cached, never
/// a document that runs or embeds anything, should a browser be pointed at it.
constexpr std::array<Field, 3> security_fields{{
    {"X-Content-Type-Options", "nosniff"},
    {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox"},
    {"Cache-Control", "no-store"},
}};

/// Framing belongs to the session; a handler that names these is mistaken.
constexpr std::array<std::string_view, 4> reserved_fields{
    "Content-Length", "Transfer-Encoding", "Connection", "Trailer"
};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

bool is_token(std::string_view name) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !name.empty() && std::ranges::all_of(name, [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               marks.find(c) != std::string_view::npos;
    });
}

bool is_safe_value(std::string_view value) {
    return std::ranges::all_of(value, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 && byte != 0x7F;
    });
}

void append_number(std::string& out, std::size_t number) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    out.append(digits.data(), end.ptr);
}

void append_framing(std::string& out, const Response& response, const HeadContext& context) {
    if (response.stream) {
        if (context.chunked) out += "Transfer-Encoding: chunked\r\n";
        return;
    }
    out += "Content-Length: ";
    append_number(out, response.body.size());
    out += "\r\n";
}

bool is_set(const Response& response, std::string_view name) {
    return std::ranges::any_of(response.headers, [&](const auto& field) {
        return same_name(field.first, name);
    });
}

bool is_reserved(std::string_view name) {
    return std::ranges::any_of(reserved_fields, [&](std::string_view reserved) {
        return same_name(reserved, name);
    });
}

}  // namespace

bool append_field(std::string& out, std::string_view name, std::string_view value) {
    if (!is_token(name) || !is_safe_value(value)) return false;
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
    return true;
}

std::string_view reason_phrase(unsigned status) {
    if (status == 413) return "Content Too Large";
    if (status == 422) return "Unprocessable Content";
    if (status == 421) return "Misdirected Request";
    const auto known = boost::beast::http::int_to_status(status);
    if (known == boost::beast::http::status::unknown) return "Status";
    const auto phrase = boost::beast::http::obsolete_reason(known);
    return {phrase.data(), phrase.size()};
}

std::string_view http_date() {
    thread_local std::time_t second = -1;
    thread_local std::array<char, 32> text{};
    thread_local std::size_t size = 0;
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    if (now != second) {
        // The process never calls setlocale, so the names of days and months are English.
        std::tm utc{};
        ::gmtime_r(&now, &utc);
        size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
        second = now;
    }
    return {text.data(), size};
}

std::string chunk_head(std::size_t bytes) {
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), bytes, 16);
    return std::string(digits.data(), end.ptr).append("\r\n");
}

bool may_have_body(unsigned status) {
    return status >= 200 && status != 204 && status != 304;
}

bool write_head(std::string& out, const Response& response, const HeadContext& context) {
    out.clear();
    if (response.status < 200 || response.status > 599) return false;
    out += "HTTP/1.1 ";
    append_number(out, response.status);
    out += ' ';
    out += reason_phrase(response.status);
    out += "\r\nDate: ";
    out += http_date();
    out += "\r\n";
    bool good = true;
    if (may_have_body(response.status)) {
        append_framing(out, response, context);
        if (!response.content_type.empty()) {
            good = append_field(out, "Content-Type", response.content_type) && good;
        }
    }
    good = append_field(out, "X-Request-Id", context.request_id) && good;
    for (const Field& field : security_fields) {
        if (!is_set(response, field.name))
            good = append_field(out, field.name, field.value) && good;
    }
    for (const auto& [name, value] : response.headers) {
        good = !is_reserved(name) && append_field(out, name, value) && good;
    }
    if (context.behind_tls) {
        good = append_field(out, "Strict-Transport-Security", "max-age=63072000") && good;
    }
    if (context.close) good = append_field(out, "Connection", "close") && good;
    out += "\r\n";
    return good;
}

}  // namespace chaffinch::http
