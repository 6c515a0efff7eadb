// The verdict is a function of comment, facts and versions; its spans lie on character borders.

#include "engine/pipeline/engine_files.h"
#include "engine/pipeline/pipeline.h"
#include "tests/support/seeded_random.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <thread>
#include <vector>

namespace chaffinch {
namespace {

using test::SeededRandom;

const Pipeline& shipped() {
    static const Pipeline pipeline = [] {
        const EngineFiles files{
            .rules = test::source_dir() / "rules",
            .models = model_folders(test::source_dir() / "models")
        };
        return untaught_pipeline(load_engine(files).value(), {});
    }();
    return pipeline;
}

struct Input {
    Comment comment{};
    Facts facts{};
};

Input random_input(SeededRandom& random) {
    Input input;
    input.comment.text = random.chance(0.1) ? random.bytes(200) : random.text(60);
    input.comment.format = static_cast<TextFormat>(random.between(0, 2));
    input.comment.author.name = random.text(4);
    input.comment.author.url = random.chance(0.3) ? "https://shop.example/" : "";
    if (random.chance(0.7)) {
        auto article = std::make_shared<Article>();
        article->title = random.text(6);
        article->text = random.text(80);
        input.facts.article = std::move(article);
    }
    return input;
}

std::string summary(const Verdict& verdict) {
    std::string out = std::string(name(verdict.outcome)) + (verdict.escalated ? "!" : "") +
                      (verdict.discard ? "x" : "") + " " + std::to_string(verdict.score) + " " +
                      verdict.provenance.rules + verdict.provenance.model +
                      verdict.provenance.policy;
    for (const ReasonScore& reason : verdict.reasons) {
        out += "\n" + std::string(code(reason.reason)) + " " + std::to_string(reason.score);
    }
    for (const Signal& signal : verdict.signals) {
        out += "\n" + signal.name + " " + std::to_string(signal.weight);
        for (const Span& span : signal.spans)
            out += " " + std::to_string(span.begin) + "-" + std::to_string(span.end);
    }
    return out;
}

TEST(PipelineProperty, TheVerdictIsAFunctionOfItsInputsInEveryThread) {
    SeededRandom random;
    std::vector<Input> inputs;
    for (int i = 0; i < 150; ++i) inputs.push_back(random_input(random));
    std::vector<std::string> expected;
    for (const Input& input : inputs)
        expected.push_back(summary(shipped().moderate(input.comment, input.facts)));
    std::vector<std::vector<std::string>> seen(4);
    {
        std::vector<std::jthread> threads;
        for (auto& mine : seen) {
            threads.emplace_back([&inputs, &mine] {
                for (const Input& input : inputs)
                    mine.push_back(summary(shipped().moderate(input.comment, input.facts)));
            });
        }
    }
    for (const auto& mine : seen) EXPECT_EQ(mine, expected);
}

bool on_border(const std::string& text, std::uint32_t at) {
    return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
}

const std::string& field_text(const Comment& comment, Field field) {
    switch (field) {
        case Field::author_name:
            return comment.author.name;
        case Field::author_email:
            return comment.author.email;
        case Field::author_url:
            return comment.author.url;
        case Field::text:
        case Field::article:
            break;
    }
    return comment.text;
}

void expect_spans_on_borders(
    const Comment& comment, const std::vector<Span>& spans, const std::string& what
) {
    for (const Span& span : spans) {
        const std::string& text = field_text(comment, span.field);
        ASSERT_LE(span.begin, span.end) << what;
        ASSERT_LE(span.end, text.size()) << what << " in " << text;
        EXPECT_TRUE(on_border(text, span.begin)) << what << " in " << text;
        EXPECT_TRUE(on_border(text, span.end)) << what << " in " << text;
    }
}

TEST(PipelineProperty, SpansLieOnCharacterBordersOfTheOriginalAndNumbersAreFinite) {
    SeededRandom random(test::test_seed() + 1);
    for (int i = 0; i < 600; ++i) {
        Input input = random_input(random);
        input.comment.text = random.text(60);
        const Verdict verdict = shipped().moderate(input.comment, input.facts);
        EXPECT_TRUE(std::isfinite(verdict.score));
        for (const Signal& signal : verdict.signals) {
            EXPECT_TRUE(std::isfinite(signal.weight)) << signal.name;
            expect_spans_on_borders(input.comment, signal.spans, signal.name);
            for (const Term& term : signal.terms)
                expect_spans_on_borders(input.comment, term.spans, term.term);
        }
    }
}

TEST(PipelineProperty, LeavingTheExplanationOutChangesNothingElse) {
    SeededRandom random(test::test_seed() + 2);
    std::size_t explained = 0;
    for (int i = 0; i < 300; ++i) {
        const Input input = random_input(random);
        Verdict whole = shipped().assess(input.comment, input.facts, Explain::always).verdict;
        const Verdict lean =
            shipped().assess(input.comment, input.facts, Explain::held_and_rejected).verdict;
        if (lean.outcome == Outcome::approve) {
            for (Signal& signal : whole.signals) {
                if (signal.source == SignalSource::classifier) signal.spans.clear();
            }
        }
        EXPECT_EQ(summary(lean), summary(whole));
        if (lean.outcome == Outcome::approve) continue;
        for (std::size_t s = 0; s < lean.signals.size(); ++s) {
            EXPECT_EQ(lean.signals[s].terms.size(), whole.signals[s].terms.size())
                << lean.signals[s].name;
            explained += lean.signals[s].terms.size();
        }
    }
    EXPECT_GT(explained, 0U);
}

TEST(Pipeline, WithoutRulesAndModelsEverythingIsApprovedAndSaysSo) {
    Engine engine;
    engine.profiles = std::make_shared<context::ProfileCache>(context::default_background(), 8);
    Comment comment;
    comment.text = "buy cheap pills at http://pills.example";
    const Verdict verdict = untaught_pipeline(engine, {}).moderate(comment, {});
    EXPECT_EQ(verdict.outcome, Outcome::approve);
    EXPECT_EQ(verdict.provenance.rules, "none");
    EXPECT_EQ(verdict.provenance.model, "none");
}

}  // namespace
}  // namespace chaffinch
