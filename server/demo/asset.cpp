// Serving of embedded files; see asset.h.

#include "server/demo/asset.h"

#include "server/demo/embedded.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace chaffinch::demo {

namespace {

std::string_view content_type(std::string_view name) {
    if (name.ends_with(".html")) return "text/html; charset=utf-8";
    if (name.ends_with(".css")) return "text/css; charset=utf-8";
    if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
    if (name.ends_with(".svg")) return "image/svg+xml";
    return "application/octet-stream";
}

boost::asio::awaitable<http::Response> answer(http::Response response) {
    co_return response;
}

}  // namespace

std::string_view asset(std::string_view name) {
    const auto found = std::ranges::find(embedded_files(), name, &EmbeddedFile::name);
    assert(found != embedded_files().end() && "no such file in assets/");
    return found == embedded_files().end() ? std::string_view{} : found->content;
}

http::Route asset_route(std::string path, std::string name) {
    http::Response response{
        .content_type = std::string(content_type(name)),
        .body = std::string(asset(name)),
        .headers = page_headers(),
    };
    return {
        .method = "GET",
        .pattern = std::move(path),
        .handler = [response = std::move(response)](http::Request) { return answer(response); },
    };
}

std::vector<std::pair<std::string, std::string>> page_headers() {
    return {
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src "
         "'self'; "
         "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
         "require-trusted-types-for 'script'; trusted-types 'none'"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"},
        {"X-Frame-Options", "DENY"},
        {"Cache-Control", "no-store"},
    };
}

}  // namespace chaffinch::demo
