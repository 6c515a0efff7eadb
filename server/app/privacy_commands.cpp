// `chaffinch erase --site S --author A|--id I|--email E`, `chaffinch forget`, and what `chaffinch
// export` gives out besides comments.

#include "server/app/privacy_commands.h"

#include "server/app/command_group.h"
#include "server/app/config.h"
#include "server/app/install_key.h"
#include "server/audit/history_lines.h"
#include "server/privacy/erasure.h"
#include "server/privacy/retention.h"
#include "server/runtime/clock.h"

#include <chrono>
#include <cstdint>
#include <iostream>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

namespace chaffinch::app {

namespace {

struct PrivacyOptions {
    std::string data = "chaffinch-data";
    std::string config{};
    store::Person person{};
    bool dry_run = false;
};

/// Nobody is served, and the layers of sites are made from the ledger at the next start.
boost::asio::awaitable<void> relearnt_at_the_next_start(SiteId) {
    co_return;
}

int count_person(StoppedStore& store, const store::Person& person) {
    const auto count = store.wait(privacy::count_comments(*store, person, std::chrono::hours(24)));
    if (!count) return refused(count.error());
    std::cout << count->comments << " comments would be erased.\n";
    return 0;
}

int erase(const PrivacyOptions& options) {
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    if (options.dry_run) return count_person(*store, options.person);
    const Timestamp now = runtime::SystemClock().now();
    auto begun = store->wait(privacy::begin_erasure(**store, options.person, "", now));
    if (!begun) return refused(begun.error());
    privacy::ErasureLimits limits;
    limits.rewrite_up_to = std::numeric_limits<std::uint64_t>::max();
    const auto erased = store->wait(
        privacy::carry_out(**store, *std::move(begun), relearnt_at_the_next_start, now, limits)
    );
    if (!erased) return refused(erased.error());
    std::cout << erased->comments << " comments erased, " << erased->lessons
              << " lessons taken back, " << erased->reports
              << " reports made nobody's. Backups made before still hold them.\n";
    return 0;
}

std::optional<Config> configured(const PrivacyOptions& options) {
    ConfigResult result;
    if (!options.config.empty()) result = read_config(options.config);
    for (const Diagnostic& each : result.diagnostics) std::cerr << format(each) << '\n';
    if (has_errors(result.diagnostics)) return std::nullopt;
    if (!options.data.empty()) result.config.data = options.data;
    result.config.retention.dry_run |= options.dry_run;
    return std::move(result.config);
}

int forget_past_terms(const PrivacyOptions& options) {
    const auto config = configured(options);
    if (!config) return 1;
    auto store = StoppedStore::open(config->data.string());
    if (!store) return 1;
    const runtime::SystemClock clock;
    privacy::Retention retention(
        **store,
        [&store] { return ids_of_sites(**store); },
        config->retention,
        installation_secret(config->data),
        clock,
        relearnt_at_the_next_start
    );
    const privacy::RetentionReport done = store->wait(retention.apply());
    std::cout << (config->retention.dry_run ? "Past their terms are " : "Forgotten were ")
              << done.texts << " texts, " << done.addresses << " addresses and " << done.user_agents
              << " user agents; " << done.lessons << " lessons taken back.\n";
    return 0;
}

void add_forget_command(CLI::App& app, int& exit_code) {
    auto options = std::make_shared<PrivacyOptions>();
    options->data.clear();
    CLI::App* forgetting = app.add_subcommand(
        "forget",
        "Forget what is past the terms of the configuration, as the server does by the hour"
    );
    forgetting->add_option("--config", options->config, "The server's configuration");
    forgetting->add_option("--data", options->data, "Data directory");
    forgetting->add_flag("--dry-run", options->dry_run, "Only say how much there is");
    forgetting->callback([options, &exit_code] { exit_code = forget_past_terms(*options); });
}

}  // namespace

boost::asio::awaitable<std::vector<SiteId>> ids_of_sites(store::Store& store) {
    std::vector<SiteId> ids;
    for (Site& site : co_await store.list_sites()) ids.push_back(std::move(site.id));
    co_return ids;
}

int export_person(StoppedStore& store, const store::Person& person, std::ostream& out) {
    const auto given = store.wait(
        privacy::give_out(*store, person, [&out](const std::string& line) { out << line << '\n'; })
    );
    if (!given) return refused(given.error());
    std::cerr << *given << " comments and what refers to them.\n";
    return 0;
}

int export_history(
    StoppedStore& store, const SiteId& site, const std::string& format, std::ostream& out
) {
    constexpr std::size_t page_size = 500;
    const bool csv = format == "csv";
    if (csv) out << audit::csv_head();
    store::HistoryQuery query{.sites = {site}, .limit = page_size};
    do {
        auto page = store.wait((*store).search_history(query));
        if (!page) return refused(page.error());
        for (store::HistoryEntry& entry : page->items) {
            const audit::Statement statement = audit::statement_of(std::move(entry));
            out << (csv ? audit::csv_line(statement) : audit::ndjson_line(statement));
        }
        query.cursor = std::move(page->next_cursor);
    } while (!query.cursor.empty() && out);
    return 0;
}

void add_privacy_commands(CLI::App& app, int& exit_code) {
    auto options = std::make_shared<PrivacyOptions>();
    CLI::App* erasing = app.add_subcommand(
        "erase", "Erase one person: text, names, addresses, notes, and what was learnt from them"
    );
    store::Person& person = options->person;
    erasing->add_option("--site", person.site.value, "The site")->required();
    erasing->add_option("--author", person.author, "Author: aut_7, or a key such as id:42");
    erasing->add_option("--id", person.id, "The site's own id of its user");
    erasing->add_option("--email", person.email, "E-mail address");
    erasing->add_flag("--dry-run", options->dry_run, "Only say how many comments there are");
    erasing->add_option("--data", options->data, "Data directory")->capture_default_str();
    erasing->callback([options, &exit_code] { exit_code = erase(*options); });
    add_forget_command(app, exit_code);
}

}  // namespace chaffinch::app
