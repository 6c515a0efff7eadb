// `chaffinch demo`.

#include "server/app/demo_command.h"

#include "engine/wire/submission_json.h"
#include "server/app/accounts.h"
#include "server/app/application.h"
#include "server/app/demo_comments.h"
#include "server/auth/secrets.h"
#include "server/console/console.h"
#include "server/demo/article.h"
#include "server/demo/asset.h"
#include "server/demo/demo_site.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json.hpp>

#include <stdlib.h>

#include <filesystem>
#include <iostream>
#include <memory>
#include <system_error>

namespace chaffinch::app {

namespace asio = boost::asio;

namespace {

struct DemoOptions {
    std::uint16_t port = 8080;
    std::uint16_t site_port = 8082;
    std::uint16_t admin_port = 8081;
};

class TemporaryData {
  public:
    TemporaryData() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "chaffinch-demo-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) {
            throw std::system_error(
                errno, std::generic_category(), "cannot make a temporary directory"
            );
        }
        path_ = pattern;
    }

    ~TemporaryData() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    TemporaryData(const TemporaryData&) = delete;
    TemporaryData& operator=(const TemporaryData&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

/// Calls the API's routes as its server would, without a socket.
class InProcessApi {
  public:
    explicit InProcessApi(std::shared_ptr<const http::Router> router)
        : router_(std::move(router)) {}

    asio::awaitable<http::Response> operator()(http::Request request) const {
        const http::Router::Match match = router_->match(request.method, request.path);
        if (match.route == nullptr) return not_found();
        for (const auto& [name, value] : match.parameters) request.path_parameters[name] = value;
        request.route = match.route->pattern;
        return match.route->handler(std::move(request));
    }

  private:
    static asio::awaitable<http::Response> not_found() {
        co_return http::problem(404, "Not Found", "there is no such route", "");
    }

    std::shared_ptr<const http::Router> router_;
};

template <class T>
T wait(asio::io_context& io, asio::awaitable<T> work) {
    auto result = asio::co_spawn(io, std::move(work), asio::use_future);
    io.run();
    io.restart();
    return result.get();
}

Article demo_article(const std::string& url) {
    boost::json::object members =
        demo::announcement(demo::parse_article(demo::asset("article.json")), url);
    const ArticleId id{boost::json::value_to<std::string>(members.at("id"))};
    members.erase("id");
    return wire::decode_article(id, boost::json::value(std::move(members))).value();
}

void print_welcome(
    const Application& application,
    std::uint16_t site_port,
    const std::string& key,
    const std::string& password,
    const ArticleId& article_id
) {
    const std::string api = "http://127.0.0.1:" + std::to_string(application.port());
    const std::string article = R"("article":{"id":")" + article_id.value + R"("})";
    const auto curl = [&](const std::string& body) {
        return "  curl -s " + api + "/v1/comments -H 'Authorization: Bearer " + key +
               "' -H 'Content-Type: application/json' \\\n    -d '{" + article + "," + body +
               "}'\n";
    };
    std::cout
        << "\nChaffinch is running. Everything below is thrown away when you press Ctrl-C.\n\n"
        << "  Article with comment form   http://127.0.0.1:" << site_port << "/\n"
        << "  Moderators' queue           " << api << "/console/queue\n"
        << "     login                    demo\n"
        << "     password                 " << password << "\n"
        << "  Health and metrics          http://127.0.0.1:" << application.admin_port()
        << "/metrics\n"
        << "  Site key                    " << key << "\n\n"
        << "Try these. The first is published, the second held, the third rejected:\n\n"
        << curl(
               R"("author":{"name":"Ann"},"text":"Ten weeks of relief for me, then it wears off. Is that usual?")"
           )
        << '\n'
        << curl(
               R"("author":{"name":"Pain Centre","url":"https://pain-centre.example"},"text":"Our practice treats migraine with Botox, see our website for packages.")"
           )
        << '\n'
        << curl(
               R"("author":{"name":"LuckySpin"},"text":"Play casino slots, 100 free spins, claim your bonus now: http://luckyspin.example http://luckyspin.example/vip")"
           )
        << std::endl;
}

/// A port that was free a moment ago: the site's own address must be known before it listens.
std::uint16_t free_port() {
    asio::io_context io;
    const asio::ip::tcp::acceptor probe(io, {asio::ip::make_address("127.0.0.1"), 0});
    return probe.local_endpoint().port();
}

int run_demo(DemoOptions options) {
    if (options.site_port == 0) options.site_port = free_port();
    const TemporaryData data;
    Config config;
    config.data = data.path();
    config.listen.port = options.port;
    config.admin.port = options.admin_port;
    config.secure_cookies = false;   // plain HTTP on loopback
    config.key_rate.per_second = 0;  // one page of one machine asks it
    Extras extras;
    extras.routes = console::console_routes();
    auto opened = Application::open(config, std::move(extras), [](const std::string& step) {
        std::cerr << step << '\n';
    });
    if (!opened) {
        std::cerr << opened.error().detail << '\n';
        return 1;
    }
    Application& application = **opened;

    const Timestamp now = runtime::SystemClock().now();
    const auto key = wait(
        application.io(), make_site(application.store(), SiteId{"demo"}, "Demonstration", now)
    );
    if (!key) throw std::logic_error(key.error().detail);
    const std::string password = auth::random_secret().substr(0, 20);
    Moderator moderator{.login = "demo", .created_at = now};
    const auto added = wait(
        application.io(), make_moderator(application.store(), std::move(moderator), password, {})
    );
    if (!added) throw std::logic_error(added.error().detail);

    http::Options site_options;
    site_options.port = options.site_port;
    demo::DemoSite site;
    site.api = InProcessApi(application.router());
    site.site_key = *key;
    site.url = "http://127.0.0.1:" + std::to_string(options.site_port) + "/";
    site.queue_url = "http://127.0.0.1:" + std::to_string(application.port()) + "/console/queue";
    const Article article = demo_article(site.url);
    const auto announced = wait(
        application.io(), application.intake().announce(SiteId{"demo"}, article, std::nullopt)
    );
    if (!announced) throw std::logic_error(announced.error().detail);
    for (wire::Submission& comment : demo_comments(article.id)) {
        const auto receipt = wait(
            application.io(),
            application.intake().submit(SiteId{"demo"}, std::move(comment), std::nullopt)
        );
        if (!receipt) throw std::logic_error(receipt.error().detail);
    }
    auto routes = std::make_shared<const http::Router>(demo::demo_routes(std::move(site)));
    const http::Server& site_server =
        application.add_server(std::move(site_options), std::move(routes));
    print_welcome(application, site_server.port(), *key, password, article.id);
    application.run();
    return 0;
}

}  // namespace

void add_demo_command(CLI::App& app, int& exit_code) {
    auto options = std::make_shared<DemoOptions>();
    CLI::App* demo = app.add_subcommand(
        "demo",
        "Try everything: a server with a throw-away data directory, an article page and a queue"
    );
    demo->add_option("--port", options->port, "Port of the API and the queue, 0 for any free one")
        ->capture_default_str();
    demo->add_option(
            "--site-port", options->site_port, "Port of the article page, 0 for any free one"
    )
        ->capture_default_str();
    demo->add_option(
            "--admin-port", options->admin_port, "Port of health and metrics, 0 for any free one"
    )
        ->capture_default_str();
    demo->callback([options, &exit_code] { exit_code = run_demo(*options); });
}

}  // namespace chaffinch::app
