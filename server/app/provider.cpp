// Connecting the provider.

#include "server/app/provider.h"

#include "server/telemetry/log.h"

#include <exception>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>

namespace chaffinch::app {

namespace {

void log_task_failure(std::string_view task, std::exception_ptr failure) {
    try {
        std::rethrow_exception(std::move(failure));
    } catch (const std::exception& broken) {
        telemetry::log(
            telemetry::Level::error,
            "oidc_task_failed",
            {{"task", task}, {"detail", std::string_view(broken.what())}}
        );
    }
}

}  // namespace

Result<oidc::Settings> read_secret(OidcConfig config) {
    if (config.client_secret_file.empty()) return std::move(config.settings);
    std::ifstream file(config.client_secret_file);
    if (!std::getline(file, config.settings.client_secret) ||
        config.settings.client_secret.empty()) {
        return Error{
            Errc::invalid,
            config.client_secret_file.string() +
                " (oidc.client_secret_file) cannot be read or begins with an empty line"
        };
    }
    return std::move(config.settings);
}

Provider::Provider(
    boost::asio::io_context& io, oidc::Settings settings, const runtime::Clock& clock
)
    : tls_(outgoing::verifying_tls()),
      client_(resolver_, tls_, oidc::target_policy(settings), oidc::question_limits),
      provider_(std::move(settings), client_, clock),
      tasks_(io.get_executor(), log_task_failure) {}

void Provider::start() {
    tasks_.spawn("oidc", provider_.run());
}

void Provider::stop() {
    tasks_.cancel();
}

}  // namespace chaffinch::app
