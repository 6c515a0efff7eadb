// `chaffinch moderator ...`: moderators, their passwords and their links to a provider.

#include "server/app/moderator_commands.h"

#include "server/app/accounts.h"
#include "server/app/command_group.h"
#include "server/app/stopped_store.h"
#include "server/auth/identities.h"
#include "server/records/account_words.h"
#include "server/runtime/clock.h"

#include <termios.h>
#include <unistd.h>

#include <iostream>
#include <string>
#include <utility>
#include <vector>

namespace chaffinch::app {

namespace {

struct ModeratorOptions {
    std::string data = "chaffinch-data";
    std::string id{};
    std::string role = "moderator";
    std::vector<std::string> sites{};
    std::string issuer{};
    std::string subject{};
    std::string email{};
};

Timestamp now() {
    return runtime::SystemClock().now();
}

Result<Moderator> named(StoppedStore& store, const std::string& login) {
    auto found = store.wait((*store).find_moderator(login));
    if (!found) return Error{Errc::not_found, "there is no moderator '" + login + "'"};
    return *std::move(found);
}

/// Turns the terminal's echo off for as long as it lives; without a terminal nothing happens.
class SilentTerminal {
  public:
    SilentTerminal() {
        if (tcgetattr(STDIN_FILENO, &before_) != 0) return;
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        changed_ = tcsetattr(STDIN_FILENO, TCSANOW, &silent) == 0;
    }

    ~SilentTerminal() {
        if (changed_) tcsetattr(STDIN_FILENO, TCSANOW, &before_);
    }

    SilentTerminal(const SilentTerminal&) = delete;
    SilentTerminal& operator=(const SilentTerminal&) = delete;

    [[nodiscard]] bool is_terminal() const { return changed_; }

  private:
    termios before_{};
    bool changed_ = false;
};

/// From the terminal without echo, or one line of standard input; never from the command line,
/// which every user of the machine can read.
std::string ask_password() {
    const SilentTerminal terminal;
    if (terminal.is_terminal()) std::cerr << "Password (15 characters or more): ";
    std::string password;
    std::getline(std::cin, password);
    if (terminal.is_terminal()) std::cerr << '\n';
    return password;
}

int moderator_add(const ModeratorOptions& options) {
    const auto role = role_named(options.role);
    if (!role)
        return refused({Errc::invalid, "--role must be one of: viewer, moderator, admin, operator"}
        );
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    Moderator moderator{.login = options.id, .role = *role, .created_at = now()};
    for (const std::string& site : options.sites) moderator.sites.push_back(SiteId{site});
    const auto added =
        store->wait(make_moderator(**store, std::move(moderator), ask_password(), {}));
    if (!added) return refused(added.error());
    std::cout << "Moderator " << options.id << " was added.\n";
    return 0;
}

int moderator_passwd(const ModeratorOptions& options) {
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    const auto changed = store->wait(change_password(**store, options.id, ask_password()));
    if (!changed) return refused(changed.error());
    std::cout << "The password of " << options.id << " was changed; all sessions ended.\n";
    return 0;
}

int moderator_reset_second_factor(const ModeratorOptions& options) {
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    const auto moderator = named(*store, options.id);
    if (!moderator) return refused(moderator.error());
    store->wait((**store).remove_second_factor(moderator->id));
    std::cout << "The second factor of " << options.id << " was removed.\n";
    return 0;
}

int moderator_link(const ModeratorOptions& options) {
    auth::WantedIdentity wanted;
    if (!options.subject.empty()) wanted.subject = options.subject;
    if (!options.email.empty()) wanted.email = options.email;
    auto identity = auth::identity_from(std::move(wanted), options.issuer, now());
    if (!identity) return refused({Errc::invalid, identity.error().fields.front().message});
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    const auto moderator = named(*store, options.id);
    if (!moderator) return refused(moderator.error());
    const auto linked = store->wait((**store).link_identity(moderator->id, *std::move(identity)));
    if (!linked) return refused(linked.error());
    std::cout << "The identity of " << options.id << " at " << options.issuer
              << " logs in to this account; all sessions ended.\n";
    return 0;
}

int moderator_unlink(const ModeratorOptions& options) {
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    const auto moderator = named(*store, options.id);
    if (!moderator) return refused(moderator.error());
    const auto ended = store->wait((**store).unlink_identity(moderator->id));
    if (!ended) return refused(ended.error());
    std::cout << "The account of " << options.id << " is linked to no provider any more.\n";
    return 0;
}

int moderator_list(const ModeratorOptions& options) {
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    for (const Moderator& moderator : store->wait((**store).list_moderators())) {
        std::cout << moderator.login << '\t' << name(moderator.role) << '\t'
                  << (moderator.disabled ? "disabled" : "active") << '\t';
        for (const SiteId& site : moderator.sites) std::cout << site.value << ' ';
        std::cout << (moderator.sites.empty() ? "all sites" : "") << '\n';
    }
    return 0;
}

}  // namespace

void add_moderator_commands(CLI::App& app, int& exit_code) {
    const CommandGroup<ModeratorOptions> group(app, "moderator", "Moderators", exit_code);
    ModeratorOptions& options = *group.options;
    CLI::App* adding = group.add(
        "add",
        "Add a moderator; the password is read from the terminal or standard input",
        moderator_add
    );
    adding->add_option("LOGIN", options.id, "Lower-case login")->required();
    adding->add_option("--role", options.role, "viewer, moderator, admin or operator")
        ->capture_default_str();
    adding->add_option("--site", options.sites, "Only this site (repeatable); default: all sites");
    group.add("list", "List moderators", moderator_list);
    group
        .add(
            "reset-second-factor",
            "Remove the second factor of who lost his device",
            moderator_reset_second_factor
        )
        ->add_option("LOGIN", options.id, "Whose")
        ->required();
    CLI::App* linking = group.add(
        "link", "Link an identity at an OpenID Connect provider to an account", moderator_link
    );
    linking->add_option("LOGIN", options.id, "Whose")->required();
    linking->add_option("--oidc-issuer", options.issuer, "As in the configuration")->required();
    CLI::Option* subject =
        linking->add_option("--oidc-sub", options.subject, "The subject at the provider");
    linking
        ->add_option(
            "--oidc-email",
            options.email,
            "Whoever logs in first with this e-mail, verified by the provider"
        )
        ->excludes(subject);
    group.add("unlink", "End the link of an account to a provider", moderator_unlink)
        ->add_option("LOGIN", options.id, "Whose")
        ->required();
    group.add("passwd", "Change a password and end all sessions", moderator_passwd)
        ->add_option("LOGIN", options.id, "Whose")
        ->required();
}

}  // namespace chaffinch::app
