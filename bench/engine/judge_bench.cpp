// What it costs to judge one comment without the classifier: analyze, context, rules, stage by
// stage, with the whole shipped set, beside what one RE2::Set takes to scan the same bytes.
//
// Each iteration takes another comment of a few hundred, so that caches and the lazy automatons of
// RE2 see the variety that a site's comments have; one text repeated flatters a table walk most of
// all. The comments are words drawn by their frequency in English, with the punctuation, names,
// numbers and links that comments have; CHAFFINCH_BENCH_COMMENTS names a file of real ones, one a
// line, to be used instead (those of at least half and at most twice the size asked for).
//
// Two sets are scanned for comparison: `scan_patterns`, every regular expression of the shipped
// set and nothing else; `scan_everything`, these and every word and phrase as a whole-word literal,
// which is what it takes to answer the same questions with RE2::Set alone.

#include "engine/context/background_words.h"
#include "engine/context/fingerprint.h"
#include "engine/context/relate.h"
#include "engine/rules/compiled.h"
#include "engine/rules/load.h"
#include "engine/text/document.h"

#include <benchmark/benchmark.h>
#include <re2/set.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::rules {
namespace {

constexpr std::size_t comments_in_turn = 256;

const RuleSet& shipped() {
    static const RuleSet rules = [] {
        LoadResult loaded = load_folder(CHAFFINCH_RULES_DIR, {.run_tests = false});
        if (!loaded.rules) throw std::runtime_error("the shipped rules do not load");
        return *std::move(loaded.rules);
    }();
    return rules;
}

/// English words and how often each is used.
struct Vocabulary {
    std::vector<std::string_view> words;
    std::vector<double> weights;
};

Vocabulary english() {
    Vocabulary out;
    for (const context::LanguageWords& language : context::background_words()) {
        if (language.language != "en") continue;
        double weight = 1;
        std::string_view rest = language.lines;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find_first_of(" \n"), rest.size());
            const std::string_view word = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 1, rest.size()));
            if (word.empty()) continue;
            if (std::isdigit(static_cast<unsigned char>(word.front())) != 0) {
                std::from_chars(word.data(), word.data() + word.size(), weight);
                continue;
            }
            out.words.push_back(word);
            out.weights.push_back(weight);
        }
    }
    return out;
}

class Writer {
  public:
    std::string comment(std::size_t bytes) {
        std::string text;
        bool starts = true;
        while (text.size() < bytes) {
            std::string word(vocabulary_.words[draw_(random_)]);
            if (starts || one_in(20)) {
                word.front() = static_cast<char>(std::toupper(word.front()));
            }
            if (one_in(60)) word = std::to_string(random_() % 3'000);
            if (one_in(500)) word = "https://www." + word + ".example/" + word;
            text += word;
            starts = one_in(14);
            if (starts) {
                text += one_in(5) ? "?" : one_in(6) ? "!" : ".";
            } else if (one_in(12)) {
                text += ',';
            }
            text += starts && one_in(4) ? "\n\n" : " ";
        }
        text.resize(bytes);
        return text;
    }

  private:
    bool one_in(unsigned n) { return random_() % n == 0; }

    std::mt19937 random_{20'260'102};
    Vocabulary vocabulary_ = english();
    std::discrete_distribution<std::size_t> draw_{
        vocabulary_.weights.begin(), vocabulary_.weights.end()
    };
};

std::vector<std::string> texts_of(std::size_t bytes) {
    std::vector<std::string> texts;
    if (const char* file = std::getenv("CHAFFINCH_BENCH_COMMENTS"); file != nullptr) {
        std::ifstream in(file);
        for (std::string line; std::getline(in, line) && texts.size() < comments_in_turn;) {
            if (line.size() * 2 >= bytes && line.size() <= bytes * 2) texts.push_back(line);
        }
        if (texts.empty()) throw std::runtime_error("no comment of the size in the file");
        return texts;
    }
    Writer writer;
    while (texts.size() < comments_in_turn) texts.push_back(writer.comment(bytes));
    return texts;
}

std::shared_ptr<const context::ArticleProfile> profile() {
    Article article;
    article.title = "What the council decided about the old market hall";
    Writer writer;
    article.text = writer.comment(4'000);
    return std::make_shared<const context::ArticleProfile>(article, context::default_background());
}

/// A comment and what the stages before the one measured made of it.
struct Prepared {
    Comment comment;
    text::Document document;
    context::Relation relation;
    Signals signals;
};

struct Stage {
    std::vector<Prepared> comments;
    std::shared_ptr<const context::ArticleProfile> article = profile();
    Facts facts;
    std::size_t bytes = 0;

    explicit Stage(std::size_t size) {
        for (std::string& text : texts_of(size)) {
            Prepared one;
            bytes += text.size();
            one.comment.text = std::move(text);
            one.comment.author.name = "Ann";
            one.document = text::analyze(one.comment);
            one.relation = context::relate(one.document, article, facts);
            one.signals = shipped().match(one.comment, one.document, one.relation, facts);
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
        benchmark::DoNotOptimize(
            shipped().combine(one.signals, one.comment, one.document, one.relation, stage.facts, {})
        );
    });
}

void all_stages(benchmark::State& state) {
    in_turn(state, [](const Stage& stage, const Prepared& one) {
        const text::Document document = text::analyze(one.comment);
        const context::Relation relation = context::relate(document, stage.article, stage.facts);
        Signals signals = shipped().match(one.comment, document, relation, stage.facts);
        benchmark::DoNotOptimize(
            shipped().combine(std::move(signals), one.comment, document, relation, stage.facts, {})
        );
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
