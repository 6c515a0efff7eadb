// Decoding of the comment form; see comment_form.h.

#include "server/demo/comment_form.h"

#include "engine/types/limits.h"
#include "server/http/target.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace chaffinch::demo {

namespace json = boost::json;

namespace {

/// Browsers send CR LF (HTML, 4.10.22.6); the site's own form of a text is LF.
std::string with_lf(std::string text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r')
            out += text[i];
        else if (i + 1 == text.size() || text[i + 1] != '\n')
            out += '\n';
    }
    return out;
}

std::optional<Timestamp> from_milliseconds(std::string_view digits) {
    std::int64_t value = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool plausible = value > 0 && value < std::int64_t{1} << 53;
    if (failed != std::errc{} || end != digits.data() + digits.size() || !plausible)
        return std::nullopt;
    return Timestamp(std::chrono::milliseconds(value));
}

void take(CommentForm& form, std::string_view field, std::string value) {
    if (field == "name")
        form.name = std::move(value);
    else if (field == "email")
        form.email = std::move(value);
    else if (field == "website")
        form.website = std::move(value);
    else if (field == "text")
        form.text = with_lf(std::move(value));
    else if (field == "subject")
        form.trap = std::move(value);
    else if (field == "once")
        form.once = std::move(value);
    else if (field == "opened")
        form.opened = from_milliseconds(value);
}

bool is_key(std::string_view text) {
    return text.size() >= 16 && text.size() <= 64 && std::ranges::all_of(text, [](unsigned char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
           });
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// A header field is bytes; what we pass on is text.
std::string printable(std::string_view field) {
    std::string text(field.substr(0, limits::user_agent_bytes));
    std::erase_if(text, [](char c) { return c < ' ' || c > '~'; });
    return text;
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv), in hex: tells texts apart, hides
/// nothing.
std::string fnv1a(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), hash, 16).ptr;
    return {digits.data(), end};
}

}  // namespace

Result<CommentForm> parse_comment_form(std::string_view body) {
    auto fields = http::parse_form(body);
    if (!fields) return Error{Errc::malformed, "The form could not be read."};
    CommentForm form;
    for (auto& [name, value] : *fields) take(form, name, std::move(value));
    return form;
}

std::optional<std::string> complaint_about(const CommentForm& form) {
    if (is_blank(form.text)) return "Please write something first.";
    if (is_blank(form.name)) return "Please give a name; any name will do.";
    if (!is_key(form.once)) return "This form was out of date. Please send it once more.";
    return std::nullopt;
}

json::object submission(
    const CommentForm& form, const http::Request& request, json::object article, Timestamp now
) {
    json::object author{
        {"name", form.name},
        {"email", form.email},
        {"url", form.website},
        {"ip", request.client_address},
        {"user_agent", printable(request.header("user-agent").value_or(""))},
    };
    json::object observed{{"honeypot", form.trap}};
    if (form.opened && *form.opened <= now) observed["elapsed_ms"] = (now - *form.opened).count();
    return {
        {"external_id", form.once + "-" + fnv1a(form.text)},
        {"article", std::move(article)},
        {"text", form.text},
        {"format", "plain"},
        {"author", std::move(author)},
        {"form", std::move(observed)},
        {"submitted_at", to_rfc3339(now)},
    };
}

}  // namespace chaffinch::demo
