// Opening what the server stands on, and loading its files anew. Its parts are connected in
// application_parts.cpp, and run in application_run.cpp.

#include "server/app/application.h"

#include "server/app/background.h"
#include "server/app/check_notice.h"
#include "server/app/shipped_files.h"
#include "server/store/sqlite/open.h"
#include "server/telemetry/log.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace chaffinch::app {

namespace asio = boost::asio;

namespace {

void log_warnings(const Diagnostics& warnings) {
    for (const Diagnostic& warning : warnings) {
        const std::string line = format(warning);
        telemetry::log(telemetry::Level::warning, "rules", {{"warning", std::string_view(line)}});
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
    auto store =
        store::sqlite::open({.directory = config.data, .on_check = [&](std::uintmax_t bytes) {
                                 if (const auto notice = check_notice(bytes)) progress(*notice);
                             }});
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

}  // namespace chaffinch::app
