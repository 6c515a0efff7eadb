// The handlers of the demonstration site; see demo_site.h.

#include "server/demo/demo_site.h"

#include "server/demo/article_page.h"
#include "server/demo/asset.h"

#include <boost/json.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <random>
#include <utility>

namespace chaffinch::demo {

namespace json = boost::json;
namespace asio = boost::asio;

namespace {

/// Room for 20,000 code points of four bytes, each sent as %XX.
constexpr std::size_t form_limit = 256 * 1024;

struct Site {
    DemoSite settings;
    ArticleContent article;
    ModerationClient moderation;
};

using SharedSite = std::shared_ptr<const Site>;

Timestamp system_now() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::string random_key() {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::random_device device;
    std::string key;
    for (int words = 0; words < 4; ++words) {
        unsigned bits = device();
        for (int i = 0; i < 8; ++i, bits >>= 4U) key += digits[bits & 15U];
    }
    return key;
}

bool is_comment_id(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](unsigned char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '_' || c == '-';
    });
}

http::Response page(unsigned status, const Html& html) {
    return {
        .status = status,
        .content_type = "text/html; charset=utf-8",
        .body = html.markup(),
        .headers = page_headers(),
    };
}

/// Fills in what every showing of the page has: the published comments, and in the form whatever
/// the reader has not filled yet.
asio::awaitable<http::Response> render(SharedSite site, unsigned status, PageState state) {
    auto published = co_await site->moderation.published(site->article.id);
    if (published) state.comments = std::move(*published);
    if (state.form.once.empty()) state.form.once = site->settings.new_key();
    if (!state.form.opened) state.form.opened = site->settings.now();
    state.queue_url = site->settings.queue_url;
    co_return page(status, render_article_page(site->article, state));
}

asio::awaitable<http::Response> show_article(SharedSite site, http::Request request) {
    PageState state;
    const std::string yours(request.query_value("yours").value_or(""));
    if (is_comment_id(yours)) {
        auto standing = co_await site->moderation.look_up(yours);
        if (standing) state.yours = std::move(*standing);
    }
    co_return co_await render(site, 200, std::move(state));
}

http::Response see_other(std::string location) {
    http::Response response{
        .status = 303, .content_type = "text/plain; charset=utf-8", .headers = page_headers()
    };
    response.headers.emplace_back("Location", std::move(location));
    return response;
}

asio::awaitable<http::Response> take_comment(SharedSite site, http::Request request) {
    PageState state;
    auto form = parse_comment_form(request.body);
    if (form) state.form = *form;
    state.fault = form ? complaint_about(*form).value_or("") : form.error().detail;
    if (!state.fault.empty()) {
        state.form.once.clear();
        co_return co_await render(site, 422, std::move(state));
    }
    const json::object article = announcement(site->article, site->settings.url);
    const std::string body =
        json::serialize(submission(*form, request, article, site->settings.now()));
    auto sent = co_await site->moderation.submit(body);
    if (sent && is_comment_id(*sent)) co_return see_other("/?yours=" + *sent + "#yours");
    const bool refused = !sent && sent.error().code == Errc::invalid;
    state.fault = sent ? "The comment service gave no sensible answer." : sent.error().detail;
    if (refused) state.form.once.clear();
    co_return co_await render(site, refused ? 422U : 503U, std::move(state));
}

}  // namespace

std::vector<http::Route> demo_routes(DemoSite settings) {
    if (!settings.now) settings.now = system_now;
    if (!settings.new_key) settings.new_key = random_key;
    ModerationClient moderation(settings.api, settings.site_key);
    const SharedSite site = std::make_shared<const Site>(
        Site{std::move(settings), parse_article(asset("article.json")), std::move(moderation)}
    );
    return {
        {.method = "GET",
         .pattern = "/",
         .handler = [site](http::Request request) { return show_article(site, std::move(request)); }
        },
        {.method = "POST",
         .pattern = "/comments",
         .body_limit = form_limit,
         .handler = [site](http::Request request) { return take_comment(site, std::move(request)); }
        },
        asset_route("/article.css", "article.css"),
        asset_route("/article.js", "article.js"),
        asset_route("/icon.svg", "icon.svg"),
    };
}

}  // namespace chaffinch::demo
