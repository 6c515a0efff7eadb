// Router: a table (verb, pattern) -> handler. 404 and 405 fall out of it. Built once, then
// read-only and shared by all threads.

#pragma once

#include "server/http/message.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::http {

using Handler = std::function<boost::asio::awaitable<Response>(Request)>;

struct Route {
    std::string method{};
    /// "/v1/comments/{id}": a parameter is one path segment, not empty. "/files/{path...}": as the
    /// last segment, the rest of the path, slashes included.
    std::string pattern{};
    std::size_t body_limit = 0;  ///< bytes; 0: no body allowed
    Handler handler{};
};

class Router {
  public:
    /// Throws std::invalid_argument when two routes have the same method and pattern, or a pattern
    /// does not start with '/': our own table is wrong.
    explicit Router(std::vector<Route> routes);
    ~Router();

    Router(const Router&) = delete;
    Router& operator=(const Router&) = delete;

    struct Match {
        const Route* route = nullptr;  ///< null: no such path, or no such method there
        std::vector<std::pair<std::string, std::string>> parameters{};
        std::string allow{
        };  ///< without a route: methods of this path, for 405; empty: no such path
    };

    /// Segments are compared as sent and parameters decoded afterwards, so that an id with "%2F" in
    /// it stays one segment. A literal segment goes before a parameter, from left to right. HEAD is
    /// served by GET unless it has a route of its own.
    [[nodiscard]] Match match(std::string_view method, std::string_view encoded_path) const;
    [[nodiscard]] std::span<const Route> routes() const;

  private:
    struct Pattern;

    std::vector<Route> routes_;
    std::vector<Pattern> patterns_;
};

}  // namespace chaffinch::http
