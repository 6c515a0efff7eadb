// `chaffinch learning list|forget|rollback`.

#include "server/app/learning_commands.h"

#include "server/app/stopped_store.h"
#include "server/runtime/clock.h"

#include <chrono>
#include <cstdint>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
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
    std::int64_t sequence = -1;
};

/// Neighbouring lessons of one moderator on one day.
struct Stretch {
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::string day{};
    std::string moderator{};
    std::size_t positives = 0;
    std::size_t negatives = 0;
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

std::vector<Stretch> stretches(const std::vector<TrainingEvent>& events) {
    std::vector<Stretch> found;
    for (const TrainingEvent& event : events) {
        const std::string day = to_rfc3339(event.at).substr(0, 10);
        const bool goes_on = !found.empty() && found.back().day == day &&
                             found.back().moderator == event.moderator.value;
        if (!goes_on) {
            found.push_back(
                {.first = event.sequence, .day = day, .moderator = event.moderator.value}
            );
        }
        found.back().last = event.sequence;
        ++(event.positive ? found.back().positives : found.back().negatives);
    }
    return found;
}

int list(const LearningOptions& options) {
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    std::map<std::string, std::string> logins;
    for (const Moderator& moderator : store->wait((**store).list_moderators())) {
        logins[moderator.id.value] = moderator.login;
    }
    std::cout << "sequences\tday\tmoderator\tagainst\tfor\n";
    for (const Stretch& stretch : stretches(whole_ledger(*store))) {
        const auto login = logins.find(stretch.moderator);
        std::cout << stretch.first << '-' << stretch.last << '\t' << stretch.day << '\t'
                  << (login == logins.end() ? stretch.moderator : login->second) << '\t'
                  << stretch.positives << '\t' << stretch.negatives << '\n';
    }
    return 0;
}

int take_back(StoppedStore& store, store::LessonSelection selection) {
    const Timestamp now = runtime::SystemClock().now();
    const std::size_t forgotten = store.wait((*store).forget_lessons(std::move(selection), now));
    std::cout << forgotten << " lessons were taken back. Decisions stay as they are.\n";
    return 0;
}

int forget(const LearningOptions& options) {
    if (options.moderator.empty() && options.decision.empty()) {
        std::cerr << "Say whose lessons: --moderator LOGIN, --decision ID, or both.\n";
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
    return take_back(*store, std::move(selection));
}

int rollback(const LearningOptions& options) {
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    store::LessonSelection newer;
    newer.after = options.sequence;
    return take_back(*store, std::move(newer));
}

using Command = int (*)(const LearningOptions&);

CLI::App* add(
    CLI::App* parent,
    const char* name,
    const char* what,
    Command command,
    const std::shared_ptr<LearningOptions>& options,
    int& exit_code
) {
    CLI::App* sub = parent->add_subcommand(name, what);
    sub->add_option("--data", options->data, "Data directory")->capture_default_str();
    sub->callback([command, options, &exit_code] { exit_code = command(*options); });
    return sub;
}

}  // namespace

void add_learning_commands(CLI::App& app, int& exit_code) {
    auto options = std::make_shared<LearningOptions>();
    CLI::App* learning =
        app.add_subcommand("learning", "What moderators taught")->require_subcommand(1);
    add(learning, "list", "Lessons in force, by day and moderator", list, options, exit_code);
    CLI::App* forgetting =
        add(learning,
            "forget",
            "Take back all lessons of a moderator or of a decision",
            forget,
            options,
            exit_code);
    forgetting->add_option("--moderator", options->moderator, "Login of who taught them");
    forgetting->add_option("--decision", options->decision, "Decision that taught them");
    add(learning,
        "rollback",
        "Take back all lessons after a sequence that `learning list` shows",
        rollback,
        options,
        exit_code)
        ->add_option("--to", options->sequence, "The last lesson that stays; 0: none stays")
        ->required()
        ->check(CLI::NonNegativeNumber);
}

}  // namespace chaffinch::app
