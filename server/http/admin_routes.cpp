// The three routes of the admin listener.

#include "server/http/admin_routes.h"

#include <utility>

namespace chaffinch::http {

namespace {

using boost::asio::awaitable;

Response plain(unsigned status, std::string body) {
    Response response;
    response.status = status;
    response.content_type = "text/plain; charset=utf-8";
    response.body = std::move(body);
    return response;
}

awaitable<Response> answer(Response response) {
    co_return response;
}

Response exposition(const telemetry::Metrics& metrics) {
    Response response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    response.body = metrics.scrape();
    return response;
}

}  // namespace

std::vector<Route> admin_routes(telemetry::Metrics& metrics, std::function<bool()> ready) {
    const auto health = [](const Request&) { return answer(plain(200, "ok\n")); };
    const auto readiness = [ready = std::move(ready)](const Request&) {
        return answer(ready() ? plain(200, "ready\n") : plain(503, "not ready\n"));
    };
    const auto scrape = [&metrics](const Request&) { return answer(exposition(metrics)); };
    return {
        {.method = "GET", .pattern = "/healthz", .handler = health},
        {.method = "GET", .pattern = "/readyz", .handler = readiness},
        {.method = "GET", .pattern = "/metrics", .handler = scrape},
    };
}

}  // namespace chaffinch::http
