// attack_bench: attacks on learning and on scoring, with and without the guards, on the labelled
// collections (reliability L2, L3, L4, L7), and what the guards cost in quality.
//
//   attack_bench FOLDER [--corpus NAME]... [--evasion]

#include "bench/quality/attacks.h"
#include "engine/evaluation/metrics.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

namespace chaffinch::quality {
namespace {

constexpr std::size_t most_honest = 10'000;
constexpr std::size_t dictionary_words = 5'000;
constexpr std::size_t active_queries = 1'000;

struct Variant {
    const char* name;
    Guards guards;
};

/// The guards, each of the choices that were open about them, and none.
std::vector<Variant> variants() {
    Guards skipped;
    skipped.admission.light_weight = 0;
    Guards full;
    full.admission.light_weight = 1;
    Guards late_gate;
    late_gate.admission.hold_out_from = 200;
    late_gate.gate.least_held_out = 500;
    Guards trusting;
    trusting.admission.doubt = learning::DoubtLimits::never();
    return {
        {"guards", {}},
        {"guards, nobody in doubt", trusting},
        {"guards, sure lessons skipped", skipped},
        {"guards, sure lessons in full", full},
        {"guards, gate from 500 held out", late_gate},
        {"no guards", no_guards()},
    };
}

void quality(
    const std::vector<const Item*>& train, const std::vector<const Item*>& test, const Variant& with
) {
    Classroom room{with.guards};
    room.teach(shuffled(train, 1));
    std::vector<evaluation::ScoredRow> rows;
    for (const Item* item : test) rows.push_back({room.score(item->features), item->spam, {}, {}});
    const evaluation::Metrics metrics = evaluation::measure(rows);
    std::printf(
        "  %-32s AUC %.4f  recall at 1 %% %.4f  ECE %.4f  batches refused %zu, %zu in doubt\n",
        with.name,
        metrics.auc,
        metrics.recall_at_1,
        metrics.ece,
        room.site().tally().batches_refused,
        room.site().tally().doubted
    );
}

void poison(
    const std::vector<const Item*>& train, const std::vector<const Item*>& test, const Variant& with
) {
    const DictionaryAttack dictionary =
        dictionary_attack(train, test, with.guards, dictionary_words);
    const FocusedAttack focused = focused_attack(train, test, with.guards);
    std::printf(
        "  %-32s dictionary: ham held %.1f %% -> %.1f %%, %zu batches refused (naive "
        "Bayes %.1f %% -> %.1f %%); focused: %zu of %zu "
        "not rejected, %zu published\n",
        with.name,
        100 * dictionary.ham_held_before,
        100 * dictionary.ham_held_after,
        dictionary.batches_refused,
        100 * dictionary.naive_before,
        100 * dictionary.naive_after,
        focused.not_rejected,
        focused.targets,
        focused.published
    );
    std::fflush(stdout);
}

void wrong_way_round(
    const std::vector<const Item*>& train, const std::vector<const Item*>& test, const Variant& with
) {
    for (const std::size_t honest : {300U, 600U, 1'500U}) {
        for (const double wrong : {1.0, 0.5, 0.3}) {
            const Vandalism found = vandalism(train, test, with.guards, honest, wrong);
            if (found.spam_held_before <= 0) continue;
            std::printf(
                "  %-32s %3.0f %% wrong after %4zu: ham held %.1f %% -> at worst %.1f %% -> "
                "%.1f %%, spam held %.1f %% -> %.1f %%, %zu lessons in doubt (%zu before), %zu "
                "batches refused\n",
                with.name,
                100 * wrong,
                honest,
                100 * found.ham_held_before,
                100 * found.ham_held_during,
                100 * found.ham_held_after,
                100 * found.spam_held_before,
                100 * found.spam_held_after,
                found.doubted,
                found.doubted_before,
                found.batches_refused
            );
        }
    }
}

/// The defence, and the same layer that only hears texts as a whole.
std::vector<Variant> hearings() {
    Guards whole;
    whole.layer.heeds_passages = false;
    return {{"passages", {}}, {"whole texts alone", whole}};
}

struct Attempt {
    const char* name;
    Padding padding;
    std::size_t words;
};

constexpr Attempt attempts[] = {
    {"5 good words after", Padding::after, 5},
    {"30 good words after", Padding::after, 30},
    {"150 good words after", Padding::after, 150},
    {"150 good words before", Padding::before, 150},
    {"a good word after each word", Padding::between, 150},
    {"150 words of wanted comments before and after", Padding::cover, 150},
};

void evasion(
    const std::vector<const Item*>& train, const std::vector<const Item*>& test, const Variant& with
) {
    for (const Attempt& attempt : attempts) {
        const GoodWords good = good_words(train, test, with.guards, attempt.padding, attempt.words);
        std::printf(
            "  %-20s %s: %zu of %zu blocked pass; naive Bayes: %zu of %zu\n",
            with.name,
            attempt.name,
            good.passed,
            good.blocked,
            good.passed_naive,
            good.blocked_naive
        );
        std::fflush(stdout);
    }
    const ActiveAttack active = active_attack(train, test, with.guards, active_queries);
    std::printf(
        "  %-20s verdicts alone: %zu of %zu pass within 1,000 queries, %zu within 100, %zu within "
        "10\n",
        with.name,
        active.passed,
        active.spams,
        active.passed_in_100,
        active.passed_in_10
    );
    std::fflush(stdout);
}

void teaching(const std::vector<const Item*>& train, const std::vector<const Item*>& test) {
    for (const Variant& variant : variants()) quality(train, test, variant);
    for (const Variant& variant : variants()) poison(train, test, variant);
    const std::vector<Variant> all = variants();
    for (const std::size_t variant : {0U, 1U}) wrong_way_round(train, test, all.at(variant));
}

int run(const std::string& folder, const std::vector<std::string>& names, bool only_evasion) {
    for (const std::string& name : names) {
        const Result<Corpus> corpus = read_corpus(folder, name);
        if (!corpus) {
            std::cerr << corpus.error().detail << '\n';
            return 2;
        }
        std::vector<const Item*> train = shuffled(part(*corpus, false), 2);
        train.resize(std::min(train.size(), most_honest));
        const std::vector<const Item*> test = part(*corpus, true);
        std::printf("%s: %zu honest lessons, %zu test\n", name.c_str(), train.size(), test.size());
        if (!only_evasion) teaching(train, test);
        for (const Variant& variant : hearings()) {
            quality(train, test, variant);
            evasion(train, test, variant);
        }
    }
    return 0;
}

}  // namespace
}  // namespace chaffinch::quality

int main(int argc, char** argv) {
    CLI::App app{"attacks on learning and scoring, with and without the guards"};
    std::string folder;
    std::vector<std::string> names{"youtube_spam", "instagram_scam", "sms_spam", "judol_a"};
    app.add_option("folder", folder, "folder of the collections (*.jsonl.gz)")->required();
    app.add_option("--corpus", names, "these collections alone");
    bool only_evasion = false;
    app.add_flag("--evasion", only_evasion, "attacks on scoring alone");
    CLI11_PARSE(app, argc, argv);
    return chaffinch::quality::run(folder, names, only_evasion);
}
