// The webhook commands.

#include "server/app/webhook_commands.h"

#include "server/app/command_group.h"
#include "server/app/install_key.h"
#include "server/app/stopped_store.h"
#include "server/runtime/clock.h"
#include "server/webhook/endpoints.h"

#include <iostream>
#include <memory>
#include <string>

namespace chaffinch::app {

namespace {

constexpr std::size_t log_lines = 100;

struct WebhookOptions {
    std::string data = "chaffinch-data";
    std::string id{};
    std::string url{};
    std::string site{};
    bool dead_only = false;
    outgoing::TargetPolicy policy{};
};

Timestamp now() {
    return runtime::SystemClock().now();
}

void print_secret(const std::string& secret) {
    std::cout << "\n  " << secret
              << "\n\nIt is shown this once. The receiver checks every request with it (Standard\n"
                 "Webhooks; libraries: https://www.standardwebhooks.com).\n";
}

webhook::Endpoints endpoints_of(StoppedStore& store, const WebhookOptions& options) {
    return {*store, webhook::SecretBox(sealing_key(options.data)), options.policy};
}

int add_endpoint(StoppedStore& store, const WebhookOptions& options) {
    webhook::Endpoints endpoints = endpoints_of(store, options);
    const auto made = store.wait(endpoints.add(SiteId{options.id}, options.url, "standard", now()));
    if (!made) return refused(made.error());
    std::cout << "Webhook " << made->endpoint.id.value << " was added. Its secret:\n";
    print_secret(made->secret);
    return 0;
}

int rotate_secret(StoppedStore& store, const WebhookOptions& options) {
    webhook::Endpoints endpoints = endpoints_of(store, options);
    const auto secret = store.wait(endpoints.rotate(EndpointId{options.id}, now()));
    if (!secret) return refused(secret.error());
    std::cout << "Webhook " << options.id
              << " has a new secret; for 24 hours the old one signs as well:\n";
    print_secret(*secret);
    return 0;
}

int list_endpoints(StoppedStore& store, const WebhookOptions& options) {
    for (const WebhookEndpoint& endpoint :
         store.wait((*store).list_endpoints(SiteId{options.site}))) {
        std::cout << endpoint.id.value << '\t' << endpoint.site.value << '\t'
                  << (endpoint.disabled ? "disabled: " + endpoint.disabled_why : "active") << '\t'
                  << endpoint.failures << " failures\t" << endpoint.url << '\n';
    }
    return 0;
}

std::string_view word(DeliveryState state) {
    constexpr std::array<std::string_view, 4> words{"waiting", "due", "delivered", "dead"};
    return words.at(static_cast<std::size_t>(state));
}

int print_log(StoppedStore& store, const WebhookOptions& options) {
    const auto only = options.dead_only ? std::optional(DeliveryState::dead) : std::nullopt;
    const EndpointId id{options.id};
    if (const auto found = store.wait((*store).find_endpoint(id)); !found) {
        return refused(found.error());
    }
    for (const WebhookDelivery& delivery :
         store.wait((*store).deliveries_of(id, only, log_lines))) {
        std::cout << delivery.id.value << '\t' << to_rfc3339(delivery.created_at) << '\t'
                  << word(delivery.state) << '\t' << delivery.kind << '\t' << delivery.comment.value
                  << '\n';
        for (const WebhookAttempt& attempt : store.wait((*store).attempts_of(delivery.id))) {
            std::cout << '\t' << attempt.number << '\t' << to_rfc3339(attempt.at) << '\t'
                      << attempt.outcome << '\t' << attempt.status << '\t' << attempt.took.count()
                      << " ms\n";
        }
    }
    return 0;
}

int enable_endpoint(StoppedStore& store, const WebhookOptions& options) {
    const auto enabled = store.wait((*store).enable_endpoint(EndpointId{options.id}));
    if (!enabled) return refused(enabled.error());
    std::cout << "Webhook " << options.id << " is active.\n";
    return 0;
}

int remove_endpoint(StoppedStore& store, const WebhookOptions& options) {
    const auto removed = store.wait((*store).remove_endpoint(EndpointId{options.id}));
    if (!removed) return refused(removed.error());
    std::cout << "Webhook " << options.id << " was removed.\n";
    return 0;
}

int replay(StoppedStore& store, const WebhookOptions& options) {
    const auto replayed = store.wait((*store).replay_delivery(DeliveryId{options.id}, {}, now()));
    if (!replayed) return refused(replayed.error());
    std::cout << "Delivery " << options.id << " is sent again when the server runs.\n";
    return 0;
}

using Command = int (*)(StoppedStore&, const WebhookOptions&);

CLI::App* add(
    CLI::App* parent,
    const char* name,
    const char* what,
    Command command,
    const std::shared_ptr<WebhookOptions>& options,
    int& exit_code
) {
    CLI::App* sub = parent->add_subcommand(name, what);
    sub->add_option("--data", options->data, "Data directory")->capture_default_str();
    sub->callback([command, options, &exit_code] {
        auto store = StoppedStore::open(options->data);
        exit_code = store ? command(*store, *options) : 1;
    });
    return sub;
}

}  // namespace

void add_webhook_commands(CLI::App& app, int& exit_code) {
    auto options = std::make_shared<WebhookOptions>();
    CLI::App* webhook =
        app.add_subcommand("webhook", "Where sites are told of decisions")->require_subcommand(1);
    const auto sub = [&](const char* name, const char* what, Command command) {
        return add(webhook, name, what, command, options, exit_code);
    };
    CLI::App* adding = sub("add", "Add an endpoint and print its secret", add_endpoint);
    adding->add_option("SITE", options->id, "The site")->required();
    adding->add_option("URL", options->url, "https://host/path, on port 443 or 8443")->required();
    adding->add_flag(
        "--allow-http", options->policy.allow_http, "Accept http; the server needs the same setting"
    );
    adding->add_flag(
        "--allow-private",
        options->policy.allow_private,
        "Accept private addresses; the server needs the same setting"
    );
    sub("list", "List endpoints", list_endpoints)
        ->add_option("--site", options->site, "Only of this site");
    CLI::App* log = sub("log", "The last deliveries of an endpoint", print_log);
    log->add_option("ID", options->id, "The endpoint")->required();
    log->add_flag("--dead", options->dead_only, "Only those that were given up");
    sub("rotate-secret", "Make a new secret; the old one signs for 24 hours more", rotate_secret)
        ->add_option("ID", options->id, "The endpoint")
        ->required();
    sub("enable", "Take up an endpoint again that was disabled", enable_endpoint)
        ->add_option("ID", options->id, "The endpoint")
        ->required();
    sub("remove", "Remove an endpoint", remove_endpoint)
        ->add_option("ID", options->id, "The endpoint")
        ->required();
    sub("replay", "Send a finished delivery once more", replay)
        ->add_option("DELIVERY", options->id, "The delivery, msg_...")
        ->required();
}

}  // namespace chaffinch::app
