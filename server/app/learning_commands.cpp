// `chaffinch learning list|report|forget|rollback`.

#include "server/app/learning_commands.h"

#include "engine/pipeline/engine_files.h"
#include "server/app/command_group.h"
#include "server/app/config.h"
#include "server/app/install_key.h"
#include "server/app/shipped_files.h"
#include "server/app/stopped_store.h"
#include "server/learning/learning.h"
#include "server/learning/report.h"
#include "server/learning/stretch.h"
#include "server/runtime/clock.h"

#include <chrono>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace chaffinch::app {

namespace {

constexpr std::size_t ledger_page = 500;

struct LearningOptions {
    std::string data = "chaffinch-data";
    std::string moderator{};
    std::string decision{};
    std::string site{};
    std::string html{};
    std::int64_t sequence = 0;
    bool has_sequence = false;  ///< --after was given, which may be 0
};

std::vector<TrainingEvent> whole_ledger(StoppedStore& store) {
    std::vector<TrainingEvent> events;
    std::int64_t after = 0;
    while (true) {
        auto page = store.wait((*store).ledger(after, ledger_page));
        if (page.empty()) return events;
        after = page.back().event.sequence;
        for (store::LedgerEntry& entry : page) events.push_back(std::move(entry.event));
    }
}

std::vector<learning::Stretch> stretches(const std::vector<TrainingEvent>& events) {
    std::vector<learning::LessonPlace> places;
    for (const TrainingEvent& event : events) {
        places.push_back(
            {event.sequence,
             to_rfc3339(event.at).substr(0, 10),
             event.moderator.value,
             event.positive}
        );
    }
    return learning::stretches_of(places);
}

std::map<std::string, std::string> logins_of(StoppedStore& store) {
    std::map<std::string, std::string> logins;
    for (const Moderator& moderator : store.wait((*store).list_moderators())) {
        logins[moderator.id.value] = moderator.login;
    }
    return logins;
}

int list(const LearningOptions& options) {
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    const std::map<std::string, std::string> logins = logins_of(*store);
    std::cout << "sequences\tday\tmoderator\tagainst\tfor\n";
    for (const learning::Stretch& stretch : stretches(whole_ledger(*store))) {
        const auto login = logins.find(stretch.moderator);
        std::cout << stretch.first << '-' << stretch.last << '\t' << stretch.day << '\t'
                  << (login == logins.end() ? stretch.moderator : login->second) << '\t'
                  << stretch.positives << '\t' << stretch.negatives << '\n';
    }
    return 0;
}

/// What the server would have learnt at its start, in full.
std::vector<learning::SiteDetail> learnt_sites(StoppedStore& store, const std::string& data) {
    Config config;
    config.data = data;
    EngineFiles files = configured_files(config);
    files.rules.clear();  // lessons name the rules that matched when they were taught
    auto engine = load_engine(files);
    if (!engine) throw std::runtime_error(engine.error().detail);
    telemetry::Metrics metrics;
    learning::Learning learning(
        *store, (*store).facts(), *std::move(engine), {}, installation_key(data), metrics
    );
    store.wait(learning.rebuild([](std::size_t lessons) {
        std::cerr << "\rlearning what moderators taught: " << lessons << std::flush;
    }));
    std::cerr << '\n';
    return store.wait(learning.details({}));
}

int report(const LearningOptions& options) {
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    std::vector<learning::SiteDetail> sites = learnt_sites(*store, options.data);
    const std::map<std::string, std::string> logins = logins_of(*store);
    for (learning::SiteDetail& site : sites) {
        std::cout << learning::report_text(site) << '\n';
        for (learning::Stretch& stretch : site.stretches) {
            const auto login = logins.find(stretch.moderator);
            if (login != logins.end()) stretch.moderator = login->second;
        }
    }
    if (sites.empty()) std::cout << "Nobody has taught anything yet.\n";
    if (options.html.empty()) return 0;
    std::ofstream page(options.html, std::ios::binary);
    page << learning::report_html(sites);
    page.close();
    if (page) return 0;
    std::cerr << options.html << " cannot be written\n";
    return 1;
}

int take_back(StoppedStore& store, store::LessonSelection selection) {
    const Timestamp now = runtime::SystemClock().now();
    const std::size_t forgotten = store.wait((*store).forget_lessons(std::move(selection), now));
    std::cout << forgotten << " lessons were taken back. Decisions stay as they are.\n";
    return 0;
}

int forget(const LearningOptions& options) {
    if (options.moderator.empty() && options.decision.empty() && !options.has_sequence) {
        std::cerr << "Say which lessons: --moderator LOGIN, --decision ID, --after SEQUENCE, or "
                     "several of them.\n";
        return 1;
    }
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    store::LessonSelection selection;
    if (!options.moderator.empty()) {
        const auto moderator = store->wait((**store).find_moderator(options.moderator));
        if (!moderator) {
            std::cerr << "There is no moderator '" << options.moderator
                      << "'; `chaffinch moderator list` names them.\n";
            return 1;
        }
        selection.moderator = moderator->id;
    }
    if (!options.decision.empty()) selection.decision = DecisionId{options.decision};
    if (!options.site.empty()) selection.site = SiteId{options.site};
    selection.after = options.sequence;
    return take_back(*store, std::move(selection));
}

int rollback(const LearningOptions& options) {
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    store::LessonSelection newer;
    newer.after = options.sequence;
    if (!options.site.empty()) newer.site = SiteId{options.site};
    return take_back(*store, std::move(newer));
}

}  // namespace

void add_learning_commands(CLI::App& app, int& exit_code) {
    const CommandGroup<LearningOptions> group(app, "learning", "What moderators taught", exit_code);
    const auto options = group.options;
    group.add("list", "Lessons in force, by day and moderator", list);
    CLI::App* forgetting = group.add(
        "forget", "Take back all lessons of a moderator, of a decision, or after a sequence", forget
    );
    forgetting->add_option("--site", options->site, "Of this site alone");
    forgetting
        ->add_option_function<std::int64_t>(
            "--after",
            [options](const std::int64_t& after) {
                options->sequence = after;
                options->has_sequence = true;
            },
            "Only lessons after this sequence"
        )
        ->check(CLI::NonNegativeNumber);
    forgetting->add_option("--moderator", options->moderator, "Login of who taught them");
    forgetting->add_option("--decision", options->decision, "Decision that taught them");
    group
        .add(
            "report",
            "How well lessons were foretold: curve, drift, reliability; what was refused",
            report
        )
        ->add_option("--html", options->html, "Write it as a page with diagrams, too");
    CLI::App* rolling = group.add(
        "rollback", "Take back all lessons after a sequence that `learning list` shows", rollback
    );
    rolling->add_option("--site", options->site, "Of this site alone");
    rolling->add_option("--to", options->sequence, "The last lesson that stays; 0: none stays")
        ->required()
        ->check(CLI::NonNegativeNumber);
}

}  // namespace chaffinch::app
