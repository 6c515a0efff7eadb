// Application: every room of the server, connected. It decides nothing.

#pragma once

#include "engine/types/result.h"
#include "server/akismet/akismet_api.h"
#include "server/api/account_api.h"
#include "server/api/article_api.h"
#include "server/api/history_api.h"
#include "server/api/insight_api.h"
#include "server/api/native_api.h"
#include "server/api/oidc_api.h"
#include "server/api/rules_api.h"
#include "server/app/config.h"
#include "server/app/housekeeping.h"
#include "server/app/provider.h"
#include "server/app/webhooks.h"
#include "server/auth/authenticator.h"
#include "server/coral/coral_api.h"
#include "server/http/server.h"
#include "server/insight/insight.h"
#include "server/intake/intake.h"
#include "server/learning/learning.h"
#include "server/perspective/perspective_api.h"
#include "server/review/authors.h"
#include "server/review/desk.h"
#include "server/review/feed.h"
#include "server/review/review.h"
#include "server/rulebook/rulebook.h"
#include "server/runtime/clock.h"
#include "server/runtime/task_group.h"
#include "server/store/store.h"
#include "server/telemetry/metrics.h"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace chaffinch::app {

/// What a caller may put in place of the real thing, or beside it.
struct Extras {
    const runtime::Clock* clock = nullptr;  ///< null: the system's
    auth::HashCost password_cost{};
    /// Further routes for the API's own listener.
    std::vector<http::Route> routes{};
    WebhookParts webhooks{};
};

class Application {
  public:
    /// Opens the store (taking its lock), loads rules and models, learns the ledger, binds both
    /// listeners. Errors: those of the store and of load_engine(). Throws
    /// boost::system::system_error when an address is taken. `progress` gets a sentence at each
    /// step.
    static Result<std::unique_ptr<Application>> open(
        const Config& config, Extras extras, const std::function<void(const std::string&)>& progress
    );
    ~Application();

    Application(const Application&) = delete;
    Application& operator=(const Application&) = delete;

    /// Serves until SIGTERM or SIGINT (or request_stop()), then finishes what is in flight. SIGHUP,
    /// and a change of a rule file, reload rules and models. A second SIGTERM ends at once.
    void run();

    /// Any thread.
    void request_stop();

    /// Loads rules and models again; on errors the old ones stay and the diagnostics are logged.
    Result<void> reload();

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] std::uint16_t admin_port() const;

    /// The router of the API, to be called in process (the demonstration site).
    [[nodiscard]] std::shared_ptr<const http::Router> router() const { return router_; }

    [[nodiscard]] boost::asio::io_context& io() { return io_; }

    [[nodiscard]] store::Store& store() { return *store_; }

    [[nodiscard]] intake::Intake& intake() { return *intake_; }

    [[nodiscard]] review::Review& review() { return *review_; }

    [[nodiscard]] learning::Learning& learning() { return *learning_; }

    [[nodiscard]] Webhooks& webhooks() { return *webhooks_; }

    [[nodiscard]] telemetry::Metrics& metrics() { return metrics_; }

    /// Another listener of this process (the demonstration site). Call before run().
    http::Server& add_server(http::Options options, std::shared_ptr<const http::Router> router);

  private:
    explicit Application(const Config& config);

    /// Runs the loop until the work is done; before run() only.
    template <class T>
    T wait(boost::asio::awaitable<T> work);
    void connect(Engine engine, Extras extras);
    void connect_provider(const runtime::Clock& clock);
    boost::asio::awaitable<void> add_callback(SiteId site, std::string url, Timestamp now);
    void watch_signals();
    void wait_for_reload_signal();
    void watch_rule_files();
    void stop_servers();

    Config config_;
    EngineFiles files_;
    boost::asio::io_context io_;
    runtime::SystemClock system_clock_{};
    telemetry::Metrics metrics_{};
    std::unique_ptr<store::Store> store_{};
    std::unique_ptr<auth::Authenticator> authenticator_{};
    std::unique_ptr<learning::Learning> learning_{};
    std::unique_ptr<rulebook::Rulebook> rulebook_{};
    std::unique_ptr<insight::Insight> insight_{};
    std::unique_ptr<runtime::TaskGroup> tasks_{};
    std::unique_ptr<intake::Intake> intake_{};
    std::unique_ptr<review::Review> review_{};
    std::unique_ptr<review::Campaigns> campaigns_{};
    std::unique_ptr<review::Authors> authors_{};
    std::unique_ptr<review::Desk> desk_{};
    review::Feed feed_{};
    std::unique_ptr<Webhooks> webhooks_{};
    std::unique_ptr<Housekeeping> housekeeping_{};
    std::unique_ptr<Provider> provider_{};  ///< null: none is configured
    std::unique_ptr<api::NativeApi> api_{};
    std::unique_ptr<api::AccountApi> accounts_{};
    std::unique_ptr<api::HistoryApi> history_{};
    std::unique_ptr<api::OidcApi> oidc_{};
    std::unique_ptr<api::RulesApi> rules_api_{};
    std::unique_ptr<api::ArticleApi> article_api_{};
    std::unique_ptr<api::InsightApi> insight_api_{};
    std::unique_ptr<akismet::AkismetApi> akismet_{};
    std::unique_ptr<perspective::PerspectiveApi> perspective_{};
    std::unique_ptr<coral::CoralApi> coral_{};
    std::shared_ptr<const http::Router> router_{};
    std::vector<std::unique_ptr<http::Server>> servers_{};  ///< the API's first, then the admin's

    struct Background;
    std::unique_ptr<Background> background_;
};

}  // namespace chaffinch::app
