// Verdicts a second in process, with the shipped rules and models: the whole of Pipeline::assess
// for comments of about 100, 450 and 4,096 bytes under an article, each time another one
// (bench/engine/varied_comments.h). One thread.

#include "bench/engine/varied_comments.h"
#include "engine/pipeline/engine_files.h"
#include "engine/pipeline/pipeline.h"

#include <benchmark/benchmark.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace chaffinch {
namespace {

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

std::vector<Comment> comments_of(std::size_t bytes) {
    std::vector<Comment> comments;
    for (std::string& text : bench::varied_comments(bytes)) {
        Comment comment;
        comment.text = std::move(text);
        comment.author.name = "reader_11";
        comments.push_back(std::move(comment));
    }
    return comments;
}

void verdict(benchmark::State& state) {
    const std::vector<Comment> comments = comments_of(static_cast<std::size_t>(state.range(0)));
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
    const auto explain = static_cast<Explain>(state.range(1));
    for (const Comment& comment : comments) {  // the automatons are built by now
        benchmark::DoNotOptimize(pipeline.assess(comment, facts, explain));
    }
    std::size_t at = 0;
    for ([[maybe_unused]] auto _ : state) {
        benchmark::DoNotOptimize(pipeline.assess(comments[at], facts, explain));
        at = at + 1 == comments.size() ? 0 : at + 1;
    }
    state.SetItemsProcessed(state.iterations());
    state.SetBytesProcessed(state.iterations() * state.range(0));
}

BENCHMARK(verdict)
    ->ArgNames({"bytes", "unless_approved"})
    ->ArgsProduct({{100, 450, 4'096}, {0, 1}});

}  // namespace
}  // namespace chaffinch
