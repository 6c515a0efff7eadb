// `chaffinch site ...`: sites, their keys and settings.

#include "server/app/site_commands.h"

#include "engine/pipeline/engine_files.h"
#include "engine/rules/print.h"
#include "server/app/accounts.h"
#include "server/app/command_group.h"
#include "server/app/config.h"
#include "server/app/install_key.h"
#include "server/app/shipped_files.h"
#include "server/app/stopped_store.h"
#include "server/records/account_words.h"
#include "server/rulebook/rulebook.h"
#include "server/runtime/clock.h"

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

namespace chaffinch::app {

namespace {

struct SiteOptions {
    std::string data = "chaffinch-data";
    std::string id{};
    std::string config{};
    std::string name{};
    std::string hold{};
    std::string feedback{};
    bool new_key = false;
    int readers = 3;
};

Timestamp now() {
    return runtime::SystemClock().now();
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

int site_add(const SiteOptions& options) {
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

int site_rotate_key(const SiteOptions& options) {
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    const auto key = store->wait(rotate_key(**store, SiteId{options.id}, now()));
    return print_key(key, "Site " + options.id + " has a new key, the old one ended:");
}

Result<AkismetSettings> changed(AkismetSettings settings, const SiteOptions& options) {
    if (!options.hold.empty()) {
        const auto hold = hold_answer_named(options.hold);
        if (!hold) return Error{Errc::invalid, "--hold must be one of: spam, ham, score"};
        settings.hold = *hold;
    }
    if (!options.feedback.empty()) {
        if (options.feedback != "on" && options.feedback != "off") {
            return Error{Errc::invalid, "--feedback must be on or off"};
        }
        settings.feedback_decides = options.feedback == "on";
    }
    return settings;
}

int site_akismet(const SiteOptions& options) {
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
    std::cout << "A held comment is answered as " << name(settings->hold)
              << "; submit-spam and submit-ham "
              << (settings->feedback_decides ? "decide" : "are only counted") << ".\n";
    const bool has_key = store->wait((**store).newest_akismet_key(id)).has_value();
    if (has_key && !options.new_key) return 0;
    return print_akismet_key(
        store->wait(make_akismet_key(**store, installation_secret(options.data), id, now()))
    );
}

int site_reports(const SiteOptions& options) {
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
int site_rules(const SiteOptions& options) {
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

int site_list(const SiteOptions& options) {
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    for (const Site& site : store->wait((**store).list_sites())) {
        std::cout << site.id.value << '\t' << to_rfc3339(site.created_at) << '\t' << site.name
                  << '\n';
    }
    return 0;
}

}  // namespace

void add_site_commands(CLI::App& app, int& exit_code) {
    const CommandGroup<SiteOptions> group(app, "site", "Sites and their keys", exit_code);
    SiteOptions& options = *group.options;
    CLI::App* site_adding = group.add("add", "Add a site and print its key", site_add);
    site_adding->add_option("ID", options.id, "Short name, such as daily-news")->required();
    site_adding->add_option("--name", options.name, "Name for people");
    CLI::App* akismet =
        group.add("akismet", "Settings and key for software that speaks Akismet", site_akismet);
    akismet->add_option("ID", options.id, "The site")->required();
    akismet->add_option(
        "--hold", options.hold, "Answer for comments that wait for a moderator: spam, ham or score"
    );
    akismet->add_option(
        "--feedback", options.feedback, "Whether submit-spam and submit-ham decide: on or off"
    );
    akismet->add_flag("--new-key", options.new_key, "Make a new key and end the old one");
    CLI::App* reports = group.add(
        "reports",
        "How many readers must report a published comment before it is held",
        site_reports
    );
    reports->add_option("ID", options.id, "The site")->required();
    reports->add_option("READERS", options.readers, "0: never by their number")
        ->required()
        ->check(CLI::Range(0, 1'000));
    CLI::App* rules =
        group.add("rules", "Print the rules that run for a site, its own included", site_rules);
    rules->add_option("ID", options.id, "The site")->required();
    rules->add_option("-c,--config", options.config, "Configuration file (YAML)")
        ->check(CLI::ExistingFile);
    group.add("list", "List sites", site_list);
    group.add("rotate-key", "Make a new key and end the old one", site_rotate_key)
        ->add_option("ID", options.id, "The site")
        ->required();
}

}  // namespace chaffinch::app
