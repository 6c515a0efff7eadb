// `chaffinch serve`.

#include "server/app/serve_command.h"

#include "server/app/application.h"
#include "server/app/config.h"
#include "server/app/provider.h"
#include "server/app/shipped_files.h"
#include "server/console/console.h"

#include <iostream>
#include <memory>
#include <string>

namespace chaffinch::app {

namespace {

struct ServeOptions {
    std::string config{};
    std::string data{};
    std::string listen{};
    std::string admin_listen{};
    std::string rules{};
    std::string models{};
    unsigned threads = 0;
    bool check_config = false;
};

/// The file's settings, overruled by flags; nullopt after the mistakes were printed.
std::optional<Config> configured(const ServeOptions& options) {
    ConfigResult result;
    if (!options.config.empty()) result = read_config(options.config);
    for (const Diagnostic& diagnostic : result.diagnostics) std::cerr << format(diagnostic) << '\n';
    bool right = !has_errors(result.diagnostics);
    const auto set_endpoint =
        [&right](const std::string& text, const char* flag, Endpoint& endpoint) {
            if (text.empty()) return;
            if (const auto parsed = parse_endpoint(text)) {
                endpoint = *parsed;
            } else {
                std::cerr << flag << ": \"" << text
                          << "\" is no address with a port, such as 127.0.0.1:8080\n";
                right = false;
            }
        };
    set_endpoint(options.listen, "--listen", result.config.listen);
    set_endpoint(options.admin_listen, "--admin-listen", result.config.admin);
    if (!options.data.empty()) result.config.data = options.data;
    if (!options.rules.empty()) result.config.rules = options.rules;
    if (!options.models.empty()) result.config.models = options.models;
    if (options.threads > 0) result.config.threads = options.threads;
    return right ? std::optional<Config>(std::move(result.config)) : std::nullopt;
}

int check_config(const Config& config) {
    if (config.oidc) {
        const auto settings = read_secret(*config.oidc);
        if (!settings) {
            std::cerr << settings.error().detail << '\n';
            return 1;
        }
    }
    const auto engine = load_engine(configured_files(config));
    if (!engine) {
        std::cerr << engine.error().detail << '\n';
        return 1;
    }
    for (const Diagnostic& warning : engine->warnings) std::cerr << format(warning) << '\n';
    std::cout << "the configuration is right: data " << config.data.string() << ", API on "
              << to_string(config.listen) << ", rules " << engine->rules.version() << ", "
              << engine->models.size() << " models\n";
    return 0;
}

int run_serve(const ServeOptions& options) {
    const auto config = configured(options);
    if (!config) return 1;
    if (options.check_config) return check_config(*config);
    Extras extras;
    extras.routes = console::console_routes();
    auto application = Application::open(*config, std::move(extras), [](const std::string& step) {
        std::cerr << step << '\n';
    });
    if (!application) {
        std::cerr << application.error().detail << '\n';
        return 1;
    }
    Endpoint listening = config->listen;
    listening.port = (*application)->port();
    std::cerr << "serving on http://" << to_string(listening)
              << ", moderators' console at /console/ (health and metrics on port "
              << (*application)->admin_port() << ")\n";
    (*application)->run();
    return 0;
}

}  // namespace

void add_serve_command(CLI::App& app, int& exit_code) {
    auto options = std::make_shared<ServeOptions>();
    CLI::App* serve = app.add_subcommand("serve", "Run the server");
    serve->footer(
        "A configuration file looks like this; every key may be left out:\n\n"
        "  data: /var/lib/chaffinch          # one process owns it\n"
        "  listen: 127.0.0.1:8080            # API and console\n"
        "  admin_listen: 127.0.0.1:8081      # /healthz /readyz /metrics\n"
        "  hosts: [comments.example.org]     # accepted Host names; empty: any\n"
        "  trusted_proxies: [127.0.0.1]      # whose X-Forwarded-For counts\n"
        "  policy: {hold_at: 2, reject_at: 5}\n"
        "  limits: {requests_per_second_per_key: 50, burst_per_key: 100}\n"
        "  webhooks: {allow_http: false, allow_private: false}  # https to public hosts only\n"
        "  retention: {rejected_text_days: 180, withdrawn_text_days: 30, taught_text_days: never,\n"
        "              address_days: 30, user_agent_days: 30,   # then forgotten, or never\n"
        "              sites: {mysite: {rejected_text_days: 30}}, dry_run: false}\n"
        "  oidc: {issuer: ..., client_id: ..., redirect_url: ...}  # see docs/accounts.md\n\n"
        "Before the first comment:  chaffinch site add mysite  and  chaffinch moderator add ann\n"
        "SIGHUP, or a change of a rule file, reloads rules and models. SIGTERM stops gracefully."
    );
    serve->add_option("-c,--config", options->config, "Configuration file (YAML)")
        ->check(CLI::ExistingFile);
    serve->add_option("--data", options->data, "Data directory [chaffinch-data]");
    serve->add_option("--listen", options->listen, "Address and port of the API [127.0.0.1:8080]");
    serve->add_option(
        "--admin-listen",
        options->admin_listen,
        "Address and port for health and metrics [127.0.0.1:8081]"
    );
    serve->add_option("--rules", options->rules, "Folder of rules instead of the shipped ones")
        ->check(CLI::ExistingDirectory);
    serve
        ->add_option(
            "--models", options->models, "Folder of model folders instead of the shipped ones"
        )
        ->check(CLI::ExistingDirectory);
    serve->add_option("--threads", options->threads, "I/O threads [1]")->check(CLI::Range(1, 64));
    serve->add_flag(
        "--check-config", options->check_config, "Check configuration, rules and models, and end"
    );
    serve->callback([options, &exit_code] { exit_code = run_serve(*options); });
}

}  // namespace chaffinch::app
