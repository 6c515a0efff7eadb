// A request and a response as handlers see them: without Beast, so that only this room pays for it.

#pragma once

#include "engine/types/result.h"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chaffinch::http {

struct Request {
    std::string method{};
    std::string target{};                                      ///< as sent: path and query
    std::string path{};                                        ///< percent-decoded once
    std::vector<std::pair<std::string, std::string>> query{};  ///< decoded, in order
    std::map<std::string, std::string, std::less<>> path_parameters{
    };  ///< by name of the route pattern
    std::string route{};  ///< pattern that matched: "/v1/comments/{id}"; a safe metric label
    std::vector<std::pair<std::string, std::string>> headers{
    };  ///< names lower-case; header part only
    std::string body{};
    std::string client_address{};  ///< after the trusted-proxy rule
    std::string request_id{};      ///< ours, random

    /// First value, or nullopt.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view lower_case_name) const;
    [[nodiscard]] std::optional<std::string_view> query_value(std::string_view name) const;
    [[nodiscard]] std::optional<std::string_view> cookie(std::string_view name) const;
};

/// The body of an answer whose length nobody knows beforehand: each call gives the next piece,
/// nullopt at the end. Called on the session's strand, one call at a time, for as long as the
/// reader takes what it gives. A call that throws, or takes longer than Limits::stream_gap, cuts
/// the answer off so that the reader sees that it is not whole; waits inside are cancelled then.
using BodySource = std::function<boost::asio::awaitable<std::optional<std::string>>()>;

struct Response {
    unsigned status = 200;
    std::string content_type = "application/json; charset=utf-8";
    std::string body{};
    BodySource stream{};  ///< when set, `body` is not looked at
    std::vector<std::pair<std::string, std::string>> headers{};
    bool close = false;
};

/// application/problem+json (RFC 9457) for an error of ours; the one table Errc -> status, type.
/// 429 and 503 carry Retry-After.
Response problem(const Error& error, std::string_view request_id);

/// The same for a plain HTTP status (404 no route, 405, 500 ...).
Response problem(
    unsigned status, std::string_view title, std::string_view detail, std::string_view request_id
);

}  // namespace chaffinch::http
