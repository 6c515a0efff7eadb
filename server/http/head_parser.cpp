// The header part, bounded as a whole: Beast's header_limit counts anew with every call, so a
// header that trickles in could be of any length.

#include "server/http/head_parser.h"

#include "server/http/target.h"
#include "server/http/utf8.h"

#include <boost/beast/http/error.hpp>

#include <algorithm>

namespace chaffinch::http {

namespace {

namespace beast_http = boost::beast::http;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// RFC 9110, 5.5, and beyond it: text in a field must be UTF-8, so that nobody stores or prints a
/// byte that is none. Beast lets no other control through; this does not rely on it.
bool is_field_value(std::string_view value) {
    const bool plain = std::ranges::all_of(value, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte >= 0x20 && byte != 0x7F) || byte == '\t';
    });
    return plain && is_utf8(value);
}

unsigned status_of(const boost::beast::error_code& error) {
    if (error == beast_http::error::bad_version) return 505;
    if (error == beast_http::error::header_limit) return 431;
    return 400;
}

}  // namespace

HeadParser::HeadParser(Request& request) : request_(request) {
    header_limit(max_header);
    body_limit(boost::none
    );  // the gate compares lengths itself: 1.81 checks them once and too early
    request_.headers.reserve(16);
}

HeadParser::Progress HeadParser::feed(std::string_view bytes, std::size_t& used) {
    error_code error;
    used = put({bytes.data(), bytes.size()}, error);
    consumed_ += used;
    if (error && error != beast_http::error::need_more) return refuse(status_of(error));
    if (consumed_ > max_header) return refuse(431);
    if (is_header_done()) return Progress::done;
    if (consumed_ + (bytes.size() - used) < max_header) return Progress::more;
    return refuse(version_ == 0 ? 414 : 431);  // version_ is known once the request line has ended
}

std::optional<std::uint64_t> HeadParser::declared_length() const {
    const auto length = content_length();
    return length ? std::optional<std::uint64_t>(*length) : std::nullopt;
}

void HeadParser::on_request_impl(
    beast_http::verb, string_view method, string_view target, int version, error_code& error
) {
    version_ = static_cast<unsigned>(version);
    if (target.size() > max_target) {
        refusal_status_ = 414;
        error = beast_http::error::bad_target;
        return;
    }
    request_.method.assign(method.data(), method.size());
    request_.target.assign(target.data(), target.size());
}

void HeadParser::on_field_impl(
    beast_http::field, string_view name, string_view value, error_code& error
) {
    if (request_.headers.size() >= max_fields) {
        error = beast_http::error::header_limit;
        return;
    }
    if (!is_field_value({value.data(), value.size()})) {
        error = beast_http::error::bad_value;
        return;
    }
    auto& [lower_name, copy] = request_.headers.emplace_back();
    lower_name.resize(name.size());
    std::ranges::transform(name, lower_name.begin(), lower);
    copy.assign(value.data(), value.size());
}

HeadParser::Progress HeadParser::refuse(unsigned status) {
    if (refusal_status_ == 0) refusal_status_ = status;
    return Progress::refused;
}

}  // namespace chaffinch::http
