// What the classifier costs beside reading the comment (analyze): features, scoring, learning.
// Bars for a comment of 94 bytes: features and score 8 us, learning 10 us.

#include "engine/classifier/classifier.h"
#include "engine/classifier/features.h"
#include "engine/classifier/model_file.h"
#include "engine/text/document.h"

#include <benchmark/benchmark.h>

#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chaffinch::classifier {
namespace {

// 94 bytes is the median of the comments in our corpora.
constexpr std::string_view ascii =
    "Thanks for this article, the part on preventive doses was new to me. Has anybody tried it "
    "yet?";
static_assert(ascii.size() == 94);

constexpr HashKey key{99};

Comment comment_of(std::string text) {
    Comment comment;
    comment.text = std::move(text);
    comment.author.name = "Ann";
    return comment;
}

/// Comments of some 94 bytes that share words, as those of a site do.
std::vector<TrainingExample> examples(int count) {
    constexpr std::array<std::string_view, 12> words{
        "thanks ",
        "article ",
        "doses ",
        "cheap ",
        "pills ",
        "doctor ",
        "the ",
        "tried ",
        "www.shop.example ",
        "new ",
        "free ",
        "anybody ",
    };
    std::vector<TrainingExample> out;
    std::uint64_t state = 1;
    for (int i = 0; i < count; ++i) {
        std::string text;
        while (text.size() < 94) {
            state = state * 6'364'136'223'846'793'005ULL + 1'442'695'040'888'963'407ULL;
            text += words[(state >> 33U) % words.size()];
            text += std::to_string((state >> 40U) % 50) + " ";
        }
        const Comment comment = comment_of(text);
        const FeatureSet features = extract(comment, text::analyze(comment), {}, {}, key);
        out.push_back({std::to_string(i), features, i % 3 == 0, 1.5, 1});
    }
    return out;
}

std::shared_ptr<const Model> full_model() {
    TrainedLabel label{"spam", 22, std::vector<float>(std::size_t{1} << 22U), 0, 2};
    for (std::size_t i = 0; i < label.weights.size(); ++i) {
        label.weights[i] = static_cast<float>(std::sin(static_cast<double>(i)));
    }
    const auto bytes =
        std::make_shared<const std::vector<std::byte>>(encode_model("bench", {&label, 1}));
    return *decode_model(*bytes, bytes);
}

void tokenising_alone(benchmark::State& state) {
    const Comment comment = comment_of(std::string{ascii});
    for (auto _ : state) benchmark::DoNotOptimize(text::analyze(comment));
}

BENCHMARK(tokenising_alone);

void features(benchmark::State& state) {
    const Comment comment = comment_of(std::string{ascii});
    const text::Document document = text::analyze(comment);
    for (auto _ : state) benchmark::DoNotOptimize(extract(comment, document, {}, {}, {}));
    state.counters["features"] =
        static_cast<double>(extract(comment, document, {}, {}, {}).hashes.size());
}

BENCHMARK(features);

void score(benchmark::State& state, Detail detail) {
    const auto layer = std::make_shared<SiteLayer>(key);
    for (const TrainingExample& example : examples(500)) layer->learn(example);
    const Classifier classifier{{full_model()}, layer, nullptr};
    const Comment comment = comment_of(std::string{ascii});
    const text::Document document = text::analyze(comment);
    for (auto _ : state)
        benchmark::DoNotOptimize(classifier.score(comment, document, {}, {}, detail));
}

BENCHMARK_CAPTURE(score, features_and_both_layers, Detail::score_only);
BENCHMARK_CAPTURE(score, explained, Detail::explained);

// The argument is the number of replayed decisions.
void learn(benchmark::State& state) {
    const std::vector<TrainingExample> all = examples(1'000);
    const LayerOptions options{.replays = static_cast<int>(state.range(0))};
    auto layer = std::make_unique<SiteLayer>(key, options);
    std::size_t next = 0;
    for (auto _ : state) {
        if (next == all.size()) {
            state.PauseTiming();
            layer = std::make_unique<SiteLayer>(key, options);
            next = 0;
            state.ResumeTiming();
        }
        layer->learn(all[next++]);
    }
}

BENCHMARK(learn)->Arg(0)->Arg(3);

void unlearn(benchmark::State& state) {
    const std::vector<TrainingExample> all = examples(1'000);
    for (auto _ : state) {
        state.PauseTiming();
        SiteLayer layer{key};
        for (const TrainingExample& example : all) layer.learn(example);
        state.ResumeTiming();
        layer.unlearn("500");
    }
}

BENCHMARK(unlearn)->Iterations(5)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace chaffinch::classifier
