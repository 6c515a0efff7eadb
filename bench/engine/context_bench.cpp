// What an article costs once, and what relating costs a comment.
//
// The design asks for about 128 us to build the profile of a 381-token article, and 3.4 us to
// relate a comment of 147 bytes (topic weights and containment; fingerprints and copies not
// included).

#include "engine/context/fingerprint.h"
#include "engine/context/relate.h"

#include <benchmark/benchmark.h>

#include <sstream>
#include <string>

namespace {

using namespace chaffinch;

/// About 380 words, as a page on a site has them.
Article article() {
    Article article;
    article.title = "Hedgehogs in the garden";
    article.language = "en";
    const std::string paragraph =
        "Hedgehogs need a way from one garden to the next. A gap of thirteen centimetres under the "
        "fence is enough, and it costs nothing but a saw and an hour on Saturday. In autumn a "
        "hedgehog looks for a pile of leaves or brushwood to sleep in until March. Whoever burns "
        "such a pile should move it first, since the animals do not wake in time. Slug pellets "
        "poison the prey of the hedgehog and with it the animal itself.";
    // Every third word gets a form of its own in each part: half of an article's words are new
    // ones.
    for (int part = 0; part < 5; ++part) {
        std::istringstream words(paragraph);
        int place = part;
        for (std::string word; words >> word;) {
            article.text += word;
            if (++place % 3 == 0)
                article.text.insert(article.text.size() - 1, 1, static_cast<char>('a' + part));
            article.text += ' ';
        }
        article.text += "\n\n";
    }
    return article;
}

/// 147 bytes.
const std::string talk =
    "Ours slept under the shed until the middle of April and ate two bowls of cat food in the very "
    "first night, so we ordered another bag on Saturday.";

text::Document document_of(const std::string& body) {
    Comment comment;
    comment.text = body;
    comment.author.name = "Ann";
    return text::analyze(comment);
}

void build_profile(benchmark::State& state) {
    const Article input = article();
    const context::Background& background = context::default_background();
    for (auto _ : state) benchmark::DoNotOptimize(context::ArticleProfile(input, background));
}

BENCHMARK(build_profile)->Unit(benchmark::kMicrosecond);

void find_cached_profile(benchmark::State& state) {
    const Article input = article();
    context::ProfileCache cache(context::default_background(), 64);
    for (auto _ : state) benchmark::DoNotOptimize(cache.profile_of(&input));
}

BENCHMARK(find_cached_profile);

void relate_comment(benchmark::State& state, const std::string& body) {
    const text::Document document = document_of(body);
    const auto profile =
        std::make_shared<const context::ArticleProfile>(article(), context::default_background());
    for (auto _ : state) benchmark::DoNotOptimize(context::relate(document, profile, {}));
}

BENCHMARK_CAPTURE(relate_comment, talk_of_147_bytes, talk);
BENCHMARK_CAPTURE(relate_comment, with_link, talk + " https://photos.example/garden");
BENCHMARK_CAPTURE(
    relate_comment,
    copy_with_link,
    std::string{
        "A gap of thirteen centimetres under the fence is enough, and it costs nothing but a "
        "saw and an hour on Saturday. https://shop.example"
    }
);

void relate_to_thread(benchmark::State& state) {
    const text::Document document = document_of(talk);
    const auto profile =
        std::make_shared<const context::ArticleProfile>(article(), context::default_background());
    Facts facts;
    for (std::int64_t i = 0; i < state.range(0); ++i) {
        EarlierComment earlier;
        earlier.id.value = "cmt_" + std::to_string(i);
        earlier.fingerprint = context::fingerprint(document_of(
            "Comment number " + std::string(static_cast<std::size_t>(i % 50), 'x') +
            " of the thread is here."
        ));
        facts.earlier.push_back(std::move(earlier));
    }
    for (auto _ : state) benchmark::DoNotOptimize(context::relate(document, profile, facts));
}

BENCHMARK(relate_to_thread)->Arg(100)->Arg(1'000);

void take_fingerprint(benchmark::State& state) {
    const text::Document document = document_of(talk);
    for (auto _ : state) benchmark::DoNotOptimize(context::fingerprint(document));
}

BENCHMARK(take_fingerprint);

}  // namespace
