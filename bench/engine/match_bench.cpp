// What the shipped rules cost a comment: all of RuleSet::match and combine for one comment sent
// again and again, and for the worst texts an attacker may send. judge_bench takes comments in
// turn.

#include "engine/context/relate.h"
#include "engine/rules/compiled.h"
#include "engine/rules/load.h"
#include "engine/rules/required_literals.h"
#include "engine/text/document.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::rules {
namespace {

const RuleSet& shipped() {
    static const RuleSet rules = [] {
        LoadResult loaded = load_folder(CHAFFINCH_RULES_DIR, {.run_tests = false});
        if (!loaded.rules) throw std::runtime_error("the shipped rules do not load");
        return *std::move(loaded.rules);
    }();
    return rules;
}

/// A comment read and related once: what rules are handed.
struct Prepared {
    Comment comment;
    text::Document document;
    context::Relation relation;
    Facts facts;

    explicit Prepared(std::string_view text) {
        comment.text = text;
        comment.author.name = "Ann";
        document = text::analyze(comment);
        relation = context::relate(
            document,
            std::make_shared<const context::ArticleProfile>(
                Article{}, context::default_background()
            ),
            facts
        );
    }
};

constexpr std::string_view honest =
    "Thanks for this article, the part on preventive doses was new to me. Has anybody tried it "
    "yet?";
constexpr std::string_view spam =
    "Call us now on WhatsApp +1 555-0128 for che@p v1agra and casino bonus: http://shop.example/x "
    "!!!";

std::string filled(std::string_view piece, std::size_t bytes) {
    std::string text;
    while (text.size() < bytes) text += piece;
    return text;
}

/// Pieces in turn, cut on a piece's end, from a place that differs with every call: nobody sends
/// one text again and again.
std::string mixed(const std::vector<std::string>& pieces, std::size_t bytes, std::size_t from) {
    std::string text;
    for (std::size_t i = from; text.size() + 1 < bytes; ++i) {
        const std::string& piece = pieces[i * 7'919 % pieces.size()];
        if (text.size() + piece.size() + 1 > bytes) break;
        text += piece;
        text += ' ';
    }
    return text;
}

/// Each literal that any pattern needs, each word and phrase: every leaf has to be asked.
std::vector<std::string> every_literal() {
    std::vector<std::string> pieces;
    for (const Leaf& leaf : shipped().compiled().leaves) {
        if (leaf.predicate == Predicate::pattern) {
            for (const auto& group : required_literals(leaf.pattern->pattern(), true))
                pieces.insert(pieces.end(), group.begin(), group.end());
        }
        for (const auto& phrase : leaf.phrases) {
            std::string words;
            for (const std::string& word : phrase) words += (words.empty() ? "" : " ") + word;
            pieces.push_back(words);
        }
    }
    return pieces;
}

/// The comments of the rules' own tests that have to match: every rule fires and says where.
std::vector<std::string> every_own_test() {
    std::vector<std::string> pieces;
    for (const Rule& rule : shipped().compiled().rules) {
        for (const OwnTest& test : rule.tests) {
            if (test.match && !test.comment.text.empty()) pieces.push_back(test.comment.text);
        }
    }
    return pieces;
}

void match_worst(benchmark::State& state, const std::vector<std::string>& pieces) {
    const RuleSet& rules = shipped();
    std::vector<Prepared> prepared;
    for (std::size_t from = 0; from < 16; ++from)
        prepared.emplace_back(mixed(pieces, 16'384, from * 1'009));
    std::size_t fired = 0;
    std::size_t at = 0;
    for (auto _ : state) {
        const Prepared& each = prepared[at++ % prepared.size()];
        const Signals signals = rules.match(each.comment, each.document, each.relation, each.facts);
        fired += signals.size();
        benchmark::DoNotOptimize(signals);
    }
    state.counters["fired"] =
        static_cast<double>(fired) / static_cast<double>(std::max<std::size_t>(at, 1));
}

void match(benchmark::State& state, const std::string& text) {
    const RuleSet& rules = shipped();
    const Prepared prepared(text);
    std::size_t fired = 0;
    for (auto _ : state) {
        Signals signals =
            rules.match(prepared.comment, prepared.document, prepared.relation, prepared.facts);
        signals = rules.combine(
            std::move(signals),
            prepared.comment,
            prepared.document,
            prepared.relation,
            prepared.facts,
            {}
        );
        fired = signals.size();
        benchmark::DoNotOptimize(signals);
    }
    state.counters["rules"] = static_cast<double>(rules.compiled().rules.size());
    state.counters["fired"] = static_cast<double>(fired);
    state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}

void load_shipped(benchmark::State& state) {
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            load_folder(CHAFFINCH_RULES_DIR, {.run_tests = state.range(0) == 1})
        );
    }
}

BENCHMARK_CAPTURE(match, honest_94_bytes, std::string(honest));
BENCHMARK_CAPTURE(match, spam_96_bytes, std::string(spam));
BENCHMARK_CAPTURE(match, honest_1_kib, filled(honest, 1'024));
// Reliability L8: 16 KiB within 20 ms for all rules together.
BENCHMARK_CAPTURE(match, honest_16_kib, filled(honest, 16'384))->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(match, spam_16_kib, filled(spam, 16'384))->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(match, one_letter_16_kib, filled("a", 16'384))->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(match, digits_16_kib, filled("1 23-4", 16'384))->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(match, links_16_kib, filled("http://a.example/x?y=1 ", 16'384))
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(match_worst, every_literal_16_kib, every_literal())
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(match_worst, every_own_test_16_kib, every_own_test())
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(load_shipped)->Arg(0)->Arg(1)->ArgName("own_tests")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace chaffinch::rules
