// Serving of the bundled console; see console.h.

#include "server/console/console.h"

#include "server/console/embedded.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cassert>

namespace chaffinch::console {

namespace asio = boost::asio;

namespace {

constexpr std::string_view page_name = "index.html";
constexpr std::string_view asset_folder = "/console/assets/";
/// A report is a few hundred bytes; browsers send several at once.
constexpr std::size_t report_limit = 64 * 1024;

std::string_view content_type(std::string_view name) {
    if (name.ends_with(".html")) return "text/html; charset=utf-8";
    if (name.ends_with(".css")) return "text/css; charset=utf-8";
    if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
    assert(name.ends_with(".svg") && "a bundled file of a kind that is not known here");
    return "image/svg+xml";
}

asio::awaitable<http::Response> answer(http::Response response) {
    co_return response;
}

http::Route fixed(std::string pattern, http::Response response) {
    return {
        .method = "GET",
        .pattern = std::move(pattern),
        .handler = [response = std::move(response)](http::Request) { return answer(response); },
    };
}

/// Every page's header fields with another word on keeping.
std::vector<std::pair<std::string, std::string>> kept_for_ever() {
    auto headers = page_headers();
    std::ranges::find(headers, "Cache-Control", [](const auto& field) {
        return field.first;
    })->second = "public, max-age=31536000, immutable";
    return headers;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
        text.replace(at, from.size(), to);
        at += to.size();
    }
}

/// The page with the names that its files are served under.
std::string page_of(std::span<const EmbeddedFile> files) {
    const auto found = std::ranges::find(files, page_name, &EmbeddedFile::name);
    assert(found != files.end() && "the bundle has no page");
    std::string page(found->content);
    for (const EmbeddedFile& file : files) {
        if (file.name == page_name) continue;
        const std::string folder(asset_folder);
        replace_all(
            page, folder + std::string(file.name), folder + name_by_content(file.name, file.content)
        );
    }
    return page;
}

http::Response short_answer(unsigned status) {
    return {
        .status = status,
        .content_type = "text/plain; charset=utf-8",
        .headers = page_headers(),
    };
}

http::Route breach_route() {
    return {
        .method = "POST",
        .pattern = "/console/breaches",
        .body_limit = report_limit,
        .handler = [](http::Request) { return answer(short_answer(204)); },
    };
}

}  // namespace

std::string name_by_content(std::string_view name, std::string_view content) {
    std::array<unsigned char, crypto_generichash_BYTES_MIN> digest{};
    crypto_generichash(
        digest.data(),
        digest.size(),
        reinterpret_cast<const unsigned char*>(content.data()),
        content.size(),
        nullptr,
        0
    );
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (std::size_t i = 0; i < 8; ++i) {
        hex += digits[digest[i] >> 4U];
        hex += digits[digest[i] & 15U];
    }
    const std::size_t dot = name.rfind('.');
    assert(dot != std::string_view::npos);
    return std::string(name.substr(0, dot)) + '-' + hex + std::string(name.substr(dot));
}

std::vector<http::Route> console_routes() {
    const std::span<const EmbeddedFile> files = embedded_files();
    http::Response page{
        .content_type = std::string(content_type(page_name)),
        .body = page_of(files),
        .headers = page_headers(),
    };
    http::Response to_queue = short_answer(308);
    to_queue.headers.emplace_back("Location", "/console/queue");

    std::vector<http::Route> routes;
    routes.push_back(fixed("/console", to_queue));
    routes.push_back(fixed("/console/", std::move(to_queue)));
    routes.push_back(fixed("/console/{view...}", std::move(page)));
    // A file of another build must not be answered by the page.
    routes.push_back(fixed(std::string(asset_folder) + "{name}", short_answer(404)));
    routes.push_back(breach_route());
    for (const EmbeddedFile& file : files) {
        if (file.name == page_name) continue;
        http::Response response{
            .content_type = std::string(content_type(file.name)),
            .body = std::string(file.content),
            .headers = kept_for_ever(),
        };
        routes.push_back(fixed(
            std::string(asset_folder) + name_by_content(file.name, file.content),
            std::move(response)
        ));
    }
    return routes;
}

std::vector<std::pair<std::string, std::string>> page_headers() {
    return {
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src "
         "'self'; "
         "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
         "object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'; "
         "report-to csp"},
        {"Reporting-Endpoints", "csp=\"/console/breaches\""},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Cross-Origin-Embedder-Policy", "require-corp"},
        {"Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"},
        {"X-Frame-Options", "DENY"},
        {"Cache-Control", "no-store"},
    };
}

}  // namespace chaffinch::console
