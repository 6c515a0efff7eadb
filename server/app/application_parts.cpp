// Which room is given what: the whole program connected, from the store to the doors.

#include "server/akismet/callback.h"
#include "server/app/application.h"
#include "server/app/install_key.h"
#include "server/app/privacy_commands.h"
#include "server/http/admin_routes.h"
#include "server/telemetry/log.h"

#include <exception>
#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace chaffinch::app {

namespace asio = boost::asio;

namespace {

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

webhook::MessageFormats message_formats(
    store::Store& store, const webhook::SecretBox& secret_box, const std::string& secret
) {
    webhook::MessageFormats formats = webhook::standard_formats(secret_box);
    formats.emplace(
        akismet::callback_format, std::make_unique<akismet::CallbackFormat>(store, store, secret)
    );
    return formats;
}

http::Options options_of_api(const Config& config) {
    http::Options options;
    options.address = config.listen.address;
    options.port = config.listen.port;
    options.hosts = config.hosts;
    options.trusted_proxies = config.trusted_proxies;
    options.limits = config.limits;
    return options;
}

void add_store_gauges(telemetry::Metrics& metrics, const store::Store& store) {
    metrics.gauge(
        "chaffinch_store_pending_writes",
        "Write requests waiting for the writer.",
        [&store] { return static_cast<double>(store.health().pending_writes); }
    );
    metrics.gauge("chaffinch_store_commits", "Transactions committed since the start.", [&store] {
        return static_cast<double>(store.health().commits);
    });
}

}  // namespace

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
    webhooks_ = std::make_unique<Webhooks>(
        io_,
        *store_,
        clock,
        secret_box,
        message_formats(*store_, secret_box, installation_secret(config_.data)),
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
    const auto append = [&routes](std::vector<http::Route> more) {
        for (http::Route& route : more) routes.push_back(std::move(route));
    };
    append(accounts_->routes());
    append(history_->routes());
    append(oidc_->routes());
    append(rules_api_->routes());
    append(article_api_->routes());
    append(insight_api_->routes());
    append(akismet_->routes());
    append(perspective_->routes());
    append(coral_->routes());
    append(std::move(extras.routes));
    router_ = std::make_shared<const http::Router>(std::move(routes));

    add_server(options_of_api(config_), router_);
    add_store_gauges(metrics_, *store_);
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

}  // namespace chaffinch::app
