// `chaffinch site ...` and `chaffinch moderator ...`: sites, their keys, moderators and their
// links.

#include "server/app/account_commands.h"

#include "engine/pipeline/engine_files.h"
#include "engine/rules/print.h"
#include "server/app/accounts.h"
#include "server/app/config.h"
#include "server/app/install_key.h"
#include "server/app/shipped_files.h"
#include "server/app/stopped_store.h"
#include "server/auth/identities.h"
#include "server/rulebook/rulebook.h"
#include "server/runtime/clock.h"

#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <memory>

namespace chaffinch::app {

namespace {

struct AccountOptions {
    std::string data = "chaffinch-data";
    std::string id{};
    std::string config{};
    std::string name{};
    std::string role = "moderator";
    std::vector<std::string> sites{};
    std::string hold{};
    std::string feedback{};
    bool new_key = false;
    int readers = 3;
    std::string issuer{};
    std::string subject{};
    std::string email{};
};

Timestamp now() {
    return runtime::SystemClock().now();
}

int refused(const Error& error) {
    std::cerr << error.detail << '\n';
    return 1;
}

int print_key(const Result<std::string>& key, const std::string& what) {
    if (!key) return refused(key.error());
    std::cout << what << "\n\n  " << *key
              << "\n\nIt is shown this once and stored only as a hash. Use it as\n"
              << "  Authorization: Bearer " << *key << '\n';
    return 0;
}

int print_akismet_key(const Result<std::string>& key) {
    if (!key) return refused(key.error());
    std::cout << "\nFor software that speaks Akismet (WordPress, ...) the key is\n\n  " << *key
              << '\n';
    return 0;
}

int site_add(const AccountOptions& options) {
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    const auto key = store->wait(make_site(**store, SiteId{options.id}, options.name, now()));
    if (!key) return refused(key.error());
    const auto akismet_key = store->wait(
        make_akismet_key(**store, installation_secret(options.data), SiteId{options.id}, now())
    );
    print_key(key, "Site " + options.id + " was added. Its key:");
    return print_akismet_key(akismet_key);
}

int site_rotate_key(const AccountOptions& options) {
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    const auto key = store->wait(rotate_key(**store, SiteId{options.id}, now()));
    return print_key(key, "Site " + options.id + " has a new key, the old one ended:");
}

Result<AkismetSettings> changed(AkismetSettings settings, const AccountOptions& options) {
    constexpr std::array<std::pair<std::string_view, HoldAnswer>, 3> holds{
        {{"spam", HoldAnswer::spam}, {"ham", HoldAnswer::ham}, {"score", HoldAnswer::score}}
    };
    if (!options.hold.empty()) {
        const auto found =
            std::ranges::find(holds, options.hold, [](const auto& hold) { return hold.first; });
        if (found == holds.end()) {
            return Error{Errc::invalid, "--hold must be one of: spam, ham, score"};
        }
        settings.hold = found->second;
    }
    if (!options.feedback.empty()) {
        if (options.feedback != "on" && options.feedback != "off") {
            return Error{Errc::invalid, "--feedback must be on or off"};
        }
        settings.feedback_decides = options.feedback == "on";
    }
    return settings;
}

int site_akismet(const AccountOptions& options) {
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    const SiteId id{options.id};
    const std::vector<Site> sites = store->wait((**store).list_sites());
    const auto site = std::ranges::find(sites, id, &Site::id);
    if (site == sites.end())
        return refused({Errc::not_found, "there is no site '" + id.value + "'"});
    const auto settings = changed(site->akismet, options);
    if (!settings) return refused(settings.error());
    const auto kept = store->wait((**store).set_akismet_settings(id, *settings));
    if (!kept) return refused(kept.error());
    constexpr std::array<const char*, 3> holds{"spam", "ham", "score"};
    std::cout << "A held comment is answered as "
              << holds.at(static_cast<std::size_t>(settings->hold))
              << "; submit-spam and submit-ham "
              << (settings->feedback_decides ? "decide" : "are only counted") << ".\n";
    const bool has_key = store->wait((**store).newest_akismet_key(id)).has_value();
    if (has_key && !options.new_key) return 0;
    return print_akismet_key(
        store->wait(make_akismet_key(**store, installation_secret(options.data), id, now()))
    );
}

int site_reports(const AccountOptions& options) {
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    const auto kept =
        store->wait((**store).set_report_threshold(SiteId{options.id}, options.readers));
    if (!kept) return refused(kept.error());
    if (options.readers == 0) {
        std::cout << "The number of reports alone holds no comment.\n";
    } else {
        std::cout << "A published comment is held when " << options.readers
                  << " readers have reported it, unless its article says otherwise.\n";
    }
    return 0;
}

/// The effective rules of a site, as `chaffinch rules print` prints those of folders.
int site_rules(const AccountOptions& options) {
    ConfigResult configured;
    if (!options.config.empty()) configured = read_config(options.config);
    for (const Diagnostic& one : configured.diagnostics) std::cerr << format(one) << '\n';
    if (has_errors(configured.diagnostics)) return 1;
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    EngineFiles files = configured_files(configured.config);
    files.models.clear();
    files.own_rules = store->wait(rulebook::Rulebook::stored(**store));
    const auto engine = load_engine(files);
    if (!engine) return refused(engine.error());
    if (const auto aside = engine->set_aside.find(options.id); aside != engine->set_aside.end()) {
        std::cerr << "the own rules of site " << options.id << " do not load and do not run:\n";
        for (const Diagnostic& one : aside->second) std::cerr << "  " << format(one) << '\n';
    }
    std::cout << rules::print(engine->rules_of(options.id));
    return 0;
}

int site_list(const AccountOptions& options) {
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    for (const Site& site : store->wait((**store).list_sites())) {
        std::cout << site.id.value << '\t' << to_rfc3339(site.created_at) << '\t' << site.name
                  << '\n';
    }
    return 0;
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

int moderator_add(const AccountOptions& options) {
    const auto role = role_from_name(options.role);
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

int moderator_passwd(const AccountOptions& options) {
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    const auto changed = store->wait(change_password(**store, options.id, ask_password()));
    if (!changed) return refused(changed.error());
    std::cout << "The password of " << options.id << " was changed; all sessions ended.\n";
    return 0;
}

int moderator_reset_second_factor(const AccountOptions& options) {
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    const auto moderator = store->wait((**store).find_moderator(options.id));
    if (!moderator) return refused({Errc::not_found, "there is no moderator '" + options.id + "'"});
    store->wait((**store).remove_second_factor(moderator->id));
    std::cout << "The second factor of " << options.id << " was removed.\n";
    return 0;
}

int moderator_link(const AccountOptions& options) {
    auth::WantedIdentity wanted;
    if (!options.subject.empty()) wanted.subject = options.subject;
    if (!options.email.empty()) wanted.email = options.email;
    auto identity = auth::identity_from(std::move(wanted), options.issuer, now());
    if (!identity) return refused({Errc::invalid, identity.error().fields.front().message});
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    const auto moderator = store->wait((**store).find_moderator(options.id));
    if (!moderator) return refused({Errc::not_found, "there is no moderator '" + options.id + "'"});
    const auto linked = store->wait((**store).link_identity(moderator->id, *std::move(identity)));
    if (!linked) return refused(linked.error());
    std::cout << "The identity of " << options.id << " at " << options.issuer
              << " logs in to this account; all sessions ended.\n";
    return 0;
}

int moderator_unlink(const AccountOptions& options) {
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    const auto moderator = store->wait((**store).find_moderator(options.id));
    if (!moderator) return refused({Errc::not_found, "there is no moderator '" + options.id + "'"});
    const auto ended = store->wait((**store).unlink_identity(moderator->id));
    if (!ended) return refused(ended.error());
    std::cout << "The account of " << options.id << " is linked to no provider any more.\n";
    return 0;
}

int moderator_list(const AccountOptions& options) {
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    constexpr std::array<const char*, 4> roles{"viewer", "moderator", "admin", "operator"};
    for (const Moderator& moderator : store->wait((**store).list_moderators())) {
        std::cout << moderator.login << '\t' << roles.at(static_cast<std::size_t>(moderator.role))
                  << '\t' << (moderator.disabled ? "disabled" : "active") << '\t';
        for (const SiteId& site : moderator.sites) std::cout << site.value << ' ';
        std::cout << (moderator.sites.empty() ? "all sites" : "") << '\n';
    }
    return 0;
}

using Command = int (*)(const AccountOptions&);

CLI::App* add(
    CLI::App* parent,
    const char* name,
    const char* what,
    Command command,
    const std::shared_ptr<AccountOptions>& options,
    int& exit_code
) {
    CLI::App* sub = parent->add_subcommand(name, what);
    sub->add_option("--data", options->data, "Data directory")->capture_default_str();
    sub->callback([command, options, &exit_code] { exit_code = command(*options); });
    return sub;
}

}  // namespace

void add_account_commands(CLI::App& app, int& exit_code) {
    auto options = std::make_shared<AccountOptions>();
    CLI::App* site = app.add_subcommand("site", "Sites and their keys")->require_subcommand(1);
    CLI::App* site_adding =
        add(site, "add", "Add a site and print its key", site_add, options, exit_code);
    site_adding->add_option("ID", options->id, "Short name, such as daily-news")->required();
    site_adding->add_option("--name", options->name, "Name for people");
    CLI::App* akismet =
        add(site,
            "akismet",
            "Settings and key for software that speaks Akismet",
            site_akismet,
            options,
            exit_code);
    akismet->add_option("ID", options->id, "The site")->required();
    akismet->add_option(
        "--hold", options->hold, "Answer for comments that wait for a moderator: spam, ham or score"
    );
    akismet->add_option(
        "--feedback", options->feedback, "Whether submit-spam and submit-ham decide: on or off"
    );
    akismet->add_flag("--new-key", options->new_key, "Make a new key and end the old one");
    CLI::App* reports =
        add(site,
            "reports",
            "How many readers must report a published comment before it is held",
            site_reports,
            options,
            exit_code);
    reports->add_option("ID", options->id, "The site")->required();
    reports->add_option("READERS", options->readers, "0: never by their number")
        ->required()
        ->check(CLI::Range(0, 1'000));
    CLI::App* rules =
        add(site,
            "rules",
            "Print the rules that run for a site, its own included",
            site_rules,
            options,
            exit_code);
    rules->add_option("ID", options->id, "The site")->required();
    rules->add_option("-c,--config", options->config, "Configuration file (YAML)")
        ->check(CLI::ExistingFile);
    add(site, "list", "List sites", site_list, options, exit_code);
    add(site,
        "rotate-key",
        "Make a new key and end the old one",
        site_rotate_key,
        options,
        exit_code)
        ->add_option("ID", options->id, "The site")
        ->required();

    CLI::App* moderator = app.add_subcommand("moderator", "Moderators")->require_subcommand(1);
    CLI::App* adding =
        add(moderator,
            "add",
            "Add a moderator; the password is read from the terminal or standard input",
            moderator_add,
            options,
            exit_code);
    adding->add_option("LOGIN", options->id, "Lower-case login")->required();
    adding->add_option("--role", options->role, "viewer, moderator, admin or operator")
        ->capture_default_str();
    adding->add_option("--site", options->sites, "Only this site (repeatable); default: all sites");
    add(moderator, "list", "List moderators", moderator_list, options, exit_code);
    add(moderator,
        "reset-second-factor",
        "Remove the second factor of who lost his device",
        moderator_reset_second_factor,
        options,
        exit_code)
        ->add_option("LOGIN", options->id, "Whose")
        ->required();
    CLI::App* linking =
        add(moderator,
            "link",
            "Link an identity at an OpenID Connect provider to an account",
            moderator_link,
            options,
            exit_code);
    linking->add_option("LOGIN", options->id, "Whose")->required();
    linking->add_option("--oidc-issuer", options->issuer, "As in the configuration")->required();
    CLI::Option* subject =
        linking->add_option("--oidc-sub", options->subject, "The subject at the provider");
    linking
        ->add_option(
            "--oidc-email",
            options->email,
            "Whoever logs in first with this e-mail, verified by the provider"
        )
        ->excludes(subject);
    add(moderator,
        "unlink",
        "End the link of an account to a provider",
        moderator_unlink,
        options,
        exit_code)
        ->add_option("LOGIN", options->id, "Whose")
        ->required();
    add(moderator,
        "passwd",
        "Change a password and end all sessions",
        moderator_passwd,
        options,
        exit_code)
        ->add_option("LOGIN", options->id, "Whose")
        ->required();
}

}  // namespace chaffinch::app
