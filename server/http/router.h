// Router: a table (verb, pattern) -> handler. 404 and 405 fall out of it. Built once, then read-only
// and shared by all threads.

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
    std::string pattern{};  ///< "/v1/comments/{id}"; a parameter is one path segment
    std::size_t body_limit = 0;  ///< bytes; 0: no body allowed
    Handler handler{};
};

class Router {
  public:
    explicit Router(std::vector<Route> routes);
    ~Router();

    struct Match {
        const Route* route = nullptr;  ///< null: no such path, or no such method there
        std::vector<std::pair<std::string, std::string>> parameters{};
        std::string allow{};  ///< methods of this path, for 405; empty: no such path
    };

    [[nodiscard]] Match match(std::string_view method, std::string_view decoded_path) const;
    [[nodiscard]] std::span<const Route> routes() const;

  private:
    std::vector<Route> routes_;
};

}  // namespace chaffinch::http
