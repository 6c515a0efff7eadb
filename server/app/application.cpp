// Connecting the rooms, serving, stopping.

#include "server/app/application.h"

#include "server/akismet/callback.h"
#include "server/app/install_key.h"
#include "server/app/privacy_commands.h"
#include "server/app/shipped_files.h"
#include "server/http/admin_routes.h"
#include "server/store/sqlite/open.h"
#include "server/telemetry/log.h"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>

namespace chaffinch::app {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr auto stop_grace = 8s;
constexpr auto stop_poll = 20ms;
constexpr auto rule_file_poll = 2s;

using FilesState = std::pair<std::filesystem::file_time_type, std::size_t>;

/// Changes when any rule file is added, removed or written: newest time and number of files.
FilesState rule_files_state(const EngineFiles& files) {
    FilesState state{std::filesystem::file_time_type::min(), 0};
    for (const std::filesystem::path& folder : {files.rules, files.site_rules}) {
        std::error_code failed;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, failed)) {
            const auto written = entry.last_write_time(failed);
            if (failed) continue;
            state.first = std::max(state.first, written);
            ++state.second;
        }
    }
    return state;
}

coral::Secrets coral_secrets(const Config& config) {
    coral::Secrets secrets;
    for (const auto& [site, path] : config.coral) {
        std::ifstream file(path);
        if (!file) throw std::runtime_error(path.string() + " (coral) cannot be read");
        for (std::string line; std::getline(file, line);) {
            if (!line.empty()) secrets[site].push_back(line);
        }
        if (secrets[site].empty()) throw std::runtime_error(path.string() + " (coral) is empty");
    }
    return secrets;
}

void log_warnings(const Diagnostics& warnings) {
    for (const Diagnostic& warning : warnings) {
        const std::string line = format(warning);
        telemetry::log(telemetry::Level::warning, "rules", {{"warning", std::string_view(line)}});
    }
}

void log_task_failure(std::string_view task, std::exception_ptr failure) {
    try {
        std::rethrow_exception(std::move(failure));
    } catch (const std::exception& broken) {
        telemetry::log(
            telemetry::Level::error,
            "task_failed",
            {{"task", task}, {"detail", std::string_view(broken.what())}}
        );
    }
}

void log_set_aside(const Engine& engine) {
    for (const auto& [site, why] : engine.set_aside) {
        const std::string first = why.empty() ? "" : format(why.front());
        telemetry::log(
            telemetry::Level::error,
            "own_rules_set_aside",
            {{"site", std::string_view(site)}, {"detail", std::string_view(first)}}
        );
    }
}

}  // namespace

/// What runs beside the listeners. All of it lives on one strand.
struct Application::Background {
    explicit Background(asio::io_context& io)
        : strand(asio::make_strand(io)),
          signals(strand),
          reload_signal(strand),
          stop_timer(strand),
          watch_timer(strand) {}

    asio::strand<asio::io_context::executor_type> strand;
    asio::signal_set signals;
    asio::signal_set reload_signal;
    asio::steady_timer stop_timer;
    asio::steady_timer watch_timer;
    asio::thread_pool reloader{1};
    FilesState rule_files{};
    bool stop_requested = false;
};

Application::Application(const Config& config)
    : config_(config),
      files_(configured_files(config)),
      io_(static_cast<int>(config.threads)),
      background_(std::make_unique<Background>(io_)) {}

Application::~Application() {
    background_->reloader.join();
    servers_.clear();
    if (store_) store_->close();
}

Result<std::unique_ptr<Application>> Application::open(
    const Config& config, Extras extras, const std::function<void(const std::string&)>& progress
) {
    telemetry::set_log_level(config.log_level);
    std::unique_ptr<Application> app(new Application(config));
    progress("opening " + config.data.string());
    auto store = store::sqlite::open({.directory = config.data});
    if (!store) return store.error();
    app->store_ = *std::move(store);
    progress("loading rules and models");
    app->files_.own_rules = app->wait(rulebook::Rulebook::stored(*app->store_));
    auto engine = load_engine(app->files_);
    if (!engine) return engine.error();
    log_warnings(engine->warnings);
    log_set_aside(*engine);
    app->connect(*std::move(engine), std::move(extras));

    std::size_t lessons = 0;
    auto note = [&lessons, &progress](std::size_t learnt) {
        lessons = learnt;
        progress("learning what moderators taught: " + std::to_string(learnt));
    };
    app->wait(app->learning_->rebuild(note));
    const std::size_t recalled = app->intake_->recall();
    progress("recalling the comments of the last day: " + std::to_string(recalled));
    return app;
}

template <class T>
T Application::wait(asio::awaitable<T> work) {
    auto result = asio::co_spawn(io_, std::move(work), asio::use_future);
    io_.run();
    io_.restart();
    return result.get();
}

void Application::connect(Engine engine, Extras extras) {
    rulebook::LoadedFiles loaded{.files = engine.files, .set_aside = engine.set_aside};
    const runtime::Clock& clock = extras.clock != nullptr ? *extras.clock : system_clock_;
    learning_ = std::make_unique<learning::Learning>(
        *store_,
        store_->facts(),
        std::move(engine),
        config_.policy,
        installation_key(config_.data),
        metrics_
    );
    rulebook_ = std::make_unique<rulebook::Rulebook>(
        *store_, store_->facts(), *learning_, files_, std::move(loaded), clock, metrics_
    );
    insight_ = std::make_unique<insight::Insight>(*store_, clock);
    tasks_ = std::make_unique<runtime::TaskGroup>(io_.get_executor(), log_task_failure);
    intake_ = std::make_unique<intake::Intake>(
        *store_,
        *store_,
        store_->facts(),
        [this](const SiteId& site) { return learning_->pipeline_of(site); },
        clock,
        metrics_
    );
    review_ = std::make_unique<review::Review>(
        *store_,
        [this](std::vector<store::DecisionResult> decided) {
            return learning_->apply(std::move(decided));
        },
        clock,
        metrics_
    );
    campaigns_ = std::make_unique<review::Campaigns>(*store_, *review_, clock);
    authors_ = std::make_unique<review::Authors>(*store_, clock);
    authenticator_ = std::make_unique<auth::Authenticator>(
        *store_,
        *store_,
        clock,
        auth::AuthOptions{
            .cost = extras.password_cost,
            .rate = config_.key_rate,
            .secret = installation_secret(config_.data),
        }
    );
    accounts_ = std::make_unique<api::AccountApi>(
        *authenticator_, *store_, *store_, clock, config_.secure_cookies
    );
    connect_provider(clock);
    desk_ = std::make_unique<review::Desk>(*store_, *store_, clock);
    store_->on_commit([this](std::vector<store::Change> changes) {
        feed_.publish(std::move(changes));
    });
    rules_api_ = std::make_unique<api::RulesApi>(
        *rulebook_, *insight_, *authenticator_, *store_, config_.secure_cookies
    );
    article_api_ = std::make_unique<api::ArticleApi>(
        *store_, *intake_, *authenticator_, clock, config_.secure_cookies
    );
    insight_api_ = std::make_unique<api::InsightApi>(
        *insight_, *authenticator_, *store_, config_.secure_cookies
    );
    const webhook::SecretBox secret_box(sealing_key(config_.data));
    webhook::MessageFormats formats = webhook::standard_formats(secret_box);
    formats.emplace(
        akismet::callback_format,
        std::make_unique<akismet::CallbackFormat>(
            *store_, *store_, installation_secret(config_.data)
        )
    );
    webhooks_ = std::make_unique<Webhooks>(
        io_,
        *store_,
        clock,
        secret_box,
        std::move(formats),
        config_.webhooks,
        extras.webhooks,
        metrics_
    );
    api_ = std::make_unique<api::NativeApi>(
        *intake_,
        *review_,
        *campaigns_,
        *authors_,
        *desk_,
        feed_,
        *authenticator_,
        *store_,
        *store_,
        webhooks_->endpoints(),
        *learning_,
        *store_,
        clock,
        api::ApiOptions{.secure_cookies = config_.secure_cookies, .rate = config_.key_rate}
    );
    const auto relearn = [this](SiteId site) { return learning_->relearn(std::move(site)); };
    housekeeping_ = std::make_unique<Housekeeping>(
        io_,
        *store_,
        [this] { return ids_of_sites(*store_); },
        config_.retention,
        installation_secret(config_.data),
        clock,
        relearn,
        metrics_
    );
    history_ = std::make_unique<api::HistoryApi>(
        *store_, *store_, api::Callers(*authenticator_, config_.secure_cookies), relearn, clock
    );
    akismet_ = std::make_unique<akismet::AkismetApi>(
        *intake_,
        *review_,
        *authenticator_,
        *store_,
        clock,
        akismet::AkismetOptions{
            .middle = (config_.policy.hold_at + config_.policy.reject_at) / 2,
            .call_back_to = [this, &clock](
                                SiteId site, std::string url
                            ) { return add_callback(std::move(site), std::move(url), clock.now()); }
        }
    );
    perspective_ = std::make_unique<perspective::PerspectiveApi>(
        *intake_,
        *authenticator_,
        perspective::PerspectiveOptions{.hold_at = config_.policy.hold_at}
    );
    coral_ = std::make_unique<coral::CoralApi>(*intake_, coral_secrets(config_), config_.key_rate);
    std::vector<http::Route> routes = api_->routes();
    for (http::Route& route : accounts_->routes()) routes.push_back(std::move(route));
    for (http::Route& route : history_->routes()) routes.push_back(std::move(route));
    for (http::Route& route : oidc_->routes()) routes.push_back(std::move(route));
    for (http::Route& route : rules_api_->routes()) routes.push_back(std::move(route));
    for (http::Route& route : article_api_->routes()) routes.push_back(std::move(route));
    for (http::Route& route : insight_api_->routes()) routes.push_back(std::move(route));
    for (http::Route& route : akismet_->routes()) routes.push_back(std::move(route));
    for (http::Route& route : perspective_->routes()) routes.push_back(std::move(route));
    for (http::Route& route : coral_->routes()) routes.push_back(std::move(route));
    for (http::Route& route : extras.routes) routes.push_back(std::move(route));
    router_ = std::make_shared<const http::Router>(std::move(routes));

    http::Options api_options;
    api_options.address = config_.listen.address;
    api_options.port = config_.listen.port;
    api_options.hosts = config_.hosts;
    api_options.trusted_proxies = config_.trusted_proxies;
    api_options.limits = config_.limits;
    add_server(std::move(api_options), router_);

    metrics_.gauge(
        "chaffinch_store_pending_writes",
        "Write requests waiting for the writer.",
        [this] { return static_cast<double>(store_->health().pending_writes); }
    );
    metrics_.gauge("chaffinch_store_commits", "Transactions committed since the start.", [this] {
        return static_cast<double>(store_->health().commits);
    });
    http::Options admin_options;
    admin_options.address = config_.admin.address;
    admin_options.port = config_.admin.port;
    auto ready = [this] { return store_->health().writable; };
    add_server(
        std::move(admin_options),
        std::make_shared<const http::Router>(http::admin_routes(metrics_, ready))
    );
}

void Application::connect_provider(const runtime::Clock& clock) {
    auto newcomers = auth::Newcomers::refused;
    if (config_.oidc) {
        auto settings = read_secret(*config_.oidc);
        if (!settings) throw std::runtime_error(settings.error().detail);
        provider_ = std::make_unique<Provider>(io_, *std::move(settings), clock);
        if (config_.oidc->allow_new) newcomers = auth::Newcomers::wait;
    }
    oidc_ = std::make_unique<api::OidcApi>(
        *authenticator_,
        *store_,
        *store_,
        clock,
        provider_ ? &provider_->provider() : nullptr,
        newcomers,
        config_.secure_cookies
    );
}

asio::awaitable<void> Application::add_callback(SiteId site, std::string url, Timestamp now) {
    const std::string id = site.value;
    const auto added = co_await webhooks_->endpoints().add(
        std::move(site), std::move(url), std::string(akismet::callback_format), now
    );
    // A conflict: it is known from before the start.
    if (added || added.error().code == Errc::conflict) co_return;
    telemetry::log(
        telemetry::Level::warning,
        "callback_refused",
        {{"site", std::string_view(id)}, {"detail", std::string_view(added.error().detail)}}
    );
}

http::Server& Application::add_server(
    http::Options options, std::shared_ptr<const http::Router> router
) {
    options.map_exception = api::map_store_failure;
    servers_.push_back(
        std::make_unique<http::Server>(io_, std::move(options), std::move(router), metrics_)
    );
    return *servers_.back();
}

std::uint16_t Application::port() const {
    return servers_[0]->port();
}

std::uint16_t Application::admin_port() const {
    return servers_[1]->port();
}

Result<void> Application::reload() {
    std::string version;
    const auto warnings = rulebook_->reload(version);
    if (!warnings) {
        telemetry::log(
            telemetry::Level::error,
            "reload_refused",
            {{"detail", std::string_view(warnings.error().detail)}}
        );
        return warnings.error();
    }
    log_warnings(*warnings);
    telemetry::log(telemetry::Level::info, "reloaded", {{"rules", std::string_view(version)}});
    return {};
}

void Application::watch_signals() {
    Background& background = *background_;
    background.signals.async_wait([this](boost::system::error_code failed, int) {
        if (failed) return;
        request_stop();
        // A second signal means now.
        background_->signals.async_wait([](boost::system::error_code again, int) {
            if (!again) std::_Exit(EXIT_FAILURE);
        });
    });
}

void Application::watch_rule_files() {
    Background& background = *background_;
    background.watch_timer.expires_after(rule_file_poll);
    background.watch_timer.async_wait([this](boost::system::error_code failed) {
        if (failed) return;
        const auto state = rule_files_state(files_);
        if (state != background_->rule_files) {
            background_->rule_files = state;
            asio::post(background_->reloader, [this] { static_cast<void>(reload()); });
        }
        watch_rule_files();
    });
}

void Application::request_stop() {
    asio::post(background_->strand, [this] { stop_servers(); });
}

void Application::stop_servers() {
    Background& background = *background_;
    if (!background.stop_requested) {
        background.stop_requested = true;
        telemetry::log(telemetry::Level::info, "stopping");
        feed_.close();  // streams have no end of their own
        for (const auto& server : servers_) server->stop(stop_grace);
        webhooks_->stop();
        housekeeping_->stop();
        if (provider_) provider_->stop();
        tasks_->cancel();
        background.watch_timer.cancel();
        background.reload_signal.cancel();
    }
    const bool all_stopped =
        std::ranges::all_of(servers_, [](const auto& server) { return server->stopped(); });
    const bool tasks_ended = webhooks_->stopped() && housekeeping_->stopped() &&
                             tasks_->running() == 0 && (!provider_ || provider_->stopped());
    if (all_stopped && tasks_ended) {
        io_.stop();
        return;
    }
    background.stop_timer.expires_after(stop_poll);
    background.stop_timer.async_wait([this](boost::system::error_code failed) {
        if (!failed) stop_servers();
    });
}

void Application::run() {
    Background& background = *background_;
    background.signals.add(SIGTERM);
    background.signals.add(SIGINT);
    background.reload_signal.add(SIGHUP);
    std::signal(SIGPIPE, SIG_IGN);
    asio::post(background.strand, [this] {
        watch_signals();
        wait_for_reload_signal();
        if (!files_.rules.empty()) {
            background_->rule_files = rule_files_state(files_);
            watch_rule_files();
        }
    });
    for (const auto& server : servers_) server->start();
    webhooks_->start();
    housekeeping_->start();
    if (provider_) provider_->start();
    tasks_->spawn("insight", insight_->run());
    std::vector<std::jthread> threads;
    for (unsigned i = 1; i < config_.threads; ++i) threads.emplace_back([this] { io_.run(); });
    io_.run();
    threads.clear();
    telemetry::log(telemetry::Level::info, "stopped");
}

void Application::wait_for_reload_signal() {
    background_->reload_signal.async_wait([this](boost::system::error_code failed, int) {
        if (failed) return;
        asio::post(background_->reloader, [this] { static_cast<void>(reload()); });
        wait_for_reload_signal();
    });
}

}  // namespace chaffinch::app
