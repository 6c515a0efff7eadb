// Verdicts a second in process, with the shipped rules and models: the whole of Pipeline::assess
// for comments of about 100, 450 and 4,096 bytes under an article. One thread.

#include "engine/pipeline/engine_files.h"
#include "engine/pipeline/pipeline.h"

#include <benchmark/benchmark.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace chaffinch {
namespace {

const std::string& sentences() {
    static const std::string text =
        "I had the injections twice last year and the headaches came back after ten weeks. "
        "Does anybody know whether the dose can be raised? My doctor was not sure about it. "
        "The price was fair, the waiting room was not. See https://www.example.org/notes for "
        "mine. ";
    return text;
}

Comment comment_of(std::size_t bytes) {
    Comment comment;
    while (comment.text.size() < bytes) comment.text += sentences();
    comment.text.resize(bytes);
    comment.author.name = "reader_11";
    return comment;
}

const Pipeline& shipped_pipeline() {
    static const Pipeline pipeline = [] {
        const std::filesystem::path source = CHAFFINCH_SOURCE_DIR;
        const EngineFiles files{
            .rules = source / "rules", .models = model_folders(source / "models")
        };
        auto engine = load_engine(files);
        if (!engine) throw std::runtime_error(engine.error().detail);
        return untaught_pipeline(*engine, {});
    }();
    return pipeline;
}

void verdict(benchmark::State& state) {
    const Comment comment = comment_of(static_cast<std::size_t>(state.range(0)));
    auto article = std::make_shared<Article>();
    article->id = ArticleId{"a"};
    article->title = "Injections against chronic headaches";
    for (int i = 0; i < 8; ++i) {
        article->text +=
            "Botulinum toxin keeps a nerve from telling the muscle to tighten. Patients with "
            "chronic "
            "migraine receive it every twelve weeks; part number " +
            std::to_string(i) +
            " of the trial "
            "compared it with tablets. ";
    }
    Facts facts;
    facts.article = article;
    const Pipeline& pipeline = shipped_pipeline();
    for ([[maybe_unused]] auto _ : state)
        benchmark::DoNotOptimize(
            pipeline.assess(comment, facts, static_cast<Explain>(state.range(1)))
        );
    state.SetItemsProcessed(state.iterations());
    state.SetBytesProcessed(state.iterations() * state.range(0));
}

BENCHMARK(verdict)
    ->ArgNames({"bytes", "unless_approved"})
    ->ArgsProduct({{100, 450, 4'096}, {0, 1}});

}  // namespace
}  // namespace chaffinch
