// Serving until somebody says stop, then finishing what is in flight.

#include "server/app/background.h"
#include "server/telemetry/log.h"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

namespace chaffinch::app {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr auto stop_grace = 8s;
constexpr auto stop_poll = 20ms;
constexpr auto rule_file_poll = 2s;

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

}  // namespace

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
