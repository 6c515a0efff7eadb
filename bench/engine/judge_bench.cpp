// What it costs to judge one comment without the classifier: analyze, context, rules, stage by
// stage, with the whole shipped set, beside what one RE2::Set takes to scan the same bytes.
//
// Each iteration takes another comment of a few hundred (bench/engine/varied_comments.h).
//
// Two sets are scanned for comparison: `scan_patterns`, every regular expression of the shipped
// set and nothing else; `scan_everything`, these and every word and phrase as a whole-word literal,
// which is what it takes to answer the same questions with RE2::Set alone.

#include "bench/engine/varied_comments.h"
#include "engine/context/fingerprint.h"
#include "engine/context/relate.h"
#include "engine/rules/compiled.h"
#include "engine/rules/load.h"
#include "engine/text/document.h"

#include <benchmark/benchmark.h>
#include <re2/set.h>

#include <memory>
#include <stdexcept>
#include <string>
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

std::shared_ptr<const context::ArticleProfile> profile() {
    Article article;
    article.title = "What the council decided about the old market hall";
    article.text = bench::CommentWriter().comment(4'000);
    return std::make_shared<const context::ArticleProfile>(article, context::default_background());
}

/// A comment and what the stages before the one measured made of it.
struct Prepared {
    Comment comment;
    text::Document document;
    context::Relation relation;
    Signals signals;
    Findings found;
};

struct Stage {
    std::vector<Prepared> comments;
    std::shared_ptr<const context::ArticleProfile> article = profile();
    Facts facts;
    std::size_t bytes = 0;

    explicit Stage(std::size_t size) {
        for (std::string& text : bench::varied_comments(size)) {
            Prepared one;
            bytes += text.size();
            one.comment.text = std::move(text);
            one.comment.author.name = "Ann";
            one.document = text::analyze(one.comment);
            one.relation = context::relate(one.document, article, facts);
            one.signals =
                shipped().match(one.comment, one.document, one.relation, facts, &one.found);
            comments.push_back(std::move(one));
        }
    }
};

template <class Work>
void in_turn(benchmark::State& state, Work work) {
    Stage stage(static_cast<std::size_t>(state.range(0)));
    for (Prepared& one : stage.comments) work(stage, one);  // the automatons are built by now
    std::size_t at = 0;
    for ([[maybe_unused]] auto _ : state) {
        work(stage, stage.comments[at]);
        at = at + 1 == stage.comments.size() ? 0 : at + 1;
    }
    state.SetBytesProcessed(
        state.iterations() * static_cast<std::int64_t>(stage.bytes / stage.comments.size())
    );
}

void analyze(benchmark::State& state) {
    in_turn(state, [](const Stage&, const Prepared& one) {
        benchmark::DoNotOptimize(text::analyze(one.comment));
    });
}

void fingerprint(benchmark::State& state) {
    in_turn(state, [](const Stage&, const Prepared& one) {
        benchmark::DoNotOptimize(context::fingerprint(one.document));
    });
}

void relate(benchmark::State& state) {
    in_turn(state, [](const Stage& stage, const Prepared& one) {
        benchmark::DoNotOptimize(
            context::relate(one.document, one.relation.fingerprint, stage.article, stage.facts)
        );
    });
}

void match(benchmark::State& state) {
    in_turn(state, [](const Stage& stage, const Prepared& one) {
        benchmark::DoNotOptimize(
            shipped().match(one.comment, one.document, one.relation, stage.facts)
        );
    });
}

void combine(benchmark::State& state) {
    in_turn(state, [](const Stage& stage, const Prepared& one) {
        benchmark::DoNotOptimize(shipped().combine(
            one.signals, one.comment, one.document, one.relation, stage.facts, {}, one.found
        ));
    });
}

void all_stages(benchmark::State& state) {
    in_turn(state, [](const Stage& stage, const Prepared& one) {
        const text::Document document = text::analyze(one.comment);
        const context::Relation relation = context::relate(document, stage.article, stage.facts);
        Findings found;
        Signals signals = shipped().match(one.comment, document, relation, stage.facts, &found);
        benchmark::DoNotOptimize(shipped().combine(
            std::move(signals), one.comment, document, relation, stage.facts, {}, found
        ));
    });
}

std::vector<std::string> patterns_of_rules() {
    std::vector<std::string> out;
    for (const Leaf& leaf : shipped().compiled().leaves) {
        if (leaf.pattern != nullptr) out.push_back(leaf.pattern->pattern());
    }
    return out;
}

/// Whole words as RE2 can ask for them in any script.
void add_phrases(std::vector<std::string>& out) {
    for (const Leaf& leaf : shipped().compiled().leaves) {
        for (const std::vector<std::string>& phrase : leaf.phrases) {
            std::string pattern = "(?:^|[^\\pL\\pN])";
            for (const std::string& word : phrase) {
                if (&word != phrase.data()) pattern += ' ';
                pattern += RE2::QuoteMeta(word);
            }
            out.push_back(pattern + "(?:[^\\pL\\pN]|$)");
        }
    }
}

void scan(benchmark::State& state, bool phrases) {
    std::vector<std::string> patterns = patterns_of_rules();
    if (phrases) add_phrases(patterns);
    RE2::Options options;
    options.set_case_sensitive(false);
    options.set_never_capture(true);
    options.set_log_errors(false);
    options.set_max_mem(std::int64_t{1} << 30U);
    RE2::Set set(options, RE2::UNANCHORED);
    for (const std::string& pattern : patterns) {
        if (set.Add(pattern, nullptr) < 0) throw std::runtime_error("not a pattern: " + pattern);
    }
    if (!set.Compile()) throw std::runtime_error("the patterns do not fit one set");
    in_turn(state, [&](const Stage&, const Prepared& one) {
        std::vector<int> hits;
        benchmark::DoNotOptimize(set.Match(one.comment.text, &hits));
    });
    state.counters["patterns"] = static_cast<double>(patterns.size());
}

void scan_patterns(benchmark::State& state) {
    scan(state, false);
}

void scan_everything(benchmark::State& state) {
    scan(state, true);
}

BENCHMARK(analyze)->Arg(450)->Arg(4'096);
BENCHMARK(fingerprint)->Arg(450)->Arg(4'096);
BENCHMARK(relate)->Arg(450)->Arg(4'096);
BENCHMARK(match)->Arg(450)->Arg(4'096);
BENCHMARK(combine)->Arg(450)->Arg(4'096);
BENCHMARK(all_stages)->Arg(450)->Arg(4'096);
BENCHMARK(scan_patterns)->Arg(450)->Arg(4'096);
BENCHMARK(scan_everything)->Arg(450)->Arg(4'096);

}  // namespace
}  // namespace chaffinch::rules
