// Attacks on learning and scoring: what the guards are for, against the same site without them
// (reliability L2, L3, L4, L7). On made-up comments always, on labelled ones where they are;
// bench/quality/attack_bench prints more.

#include "bench/quality/attacks.h"

#include "tests/support/seeded_random.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <optional>
#include <string>

namespace chaffinch::quality {
namespace {

/// Words fall off as in language (rank^-1); a tenth of the spam's words are ham's.
std::string made_up_text(test::SeededRandom& random, bool spam) {
    std::string text;
    const std::int64_t length = random.between(6, 24);
    for (std::int64_t i = 0; i < length; ++i) {
        const bool own = random.chance(spam ? 0.6 : 0.5);
        const double u = static_cast<double>(random.between(0, 1'000'000)) / 1e6;
        const auto rank = static_cast<int>(std::pow(own ? 900.0 : 500.0, u));
        text +=
            (own ? (spam ? "win" : "talk") : "the") + std::to_string(rank * 7919 % 10'007) + ' ';
    }
    return text;
}

Corpus made_up(int comments) {
    test::SeededRandom random(11);
    Corpus corpus{"made up", {}};
    for (int i = 0; i < comments; ++i) {
        Item item;
        item.id = std::to_string(i);
        item.spam = random.chance(0.3);
        item.held_out = i % 5 == 0;
        item.comment.text = made_up_text(random, item.spam);
        item.features = features_of(item.comment);
        corpus.items.push_back(std::move(item));
    }
    return corpus;
}

/// Made-up comments, or a labelled collection; nullopt when that is not there.
std::optional<Corpus> collection(const std::string& name) {
    if (name == "made_up") return made_up(800);
    const auto file = test::shared_data(name + ".jsonl.gz");
    if (!file) return std::nullopt;
    const auto corpus = read_corpus(file->parent_path(), name);
    EXPECT_TRUE(corpus) << (corpus ? "" : corpus.error().detail);
    return corpus ? std::optional<Corpus>(*corpus) : std::nullopt;
}

class Attacks : public testing::TestWithParam<const char*> {
  protected:
    void SetUp() override {
        corpus_ = collection(GetParam());
        if (!corpus_) GTEST_SKIP() << "the labelled collections are not there";
        train_ = part(*corpus_, false);
        test_ = part(*corpus_, true);
    }

    std::optional<Corpus> corpus_{};
    std::vector<const Item*> train_{};
    std::vector<const Item*> test_{};
};

INSTANTIATE_TEST_SUITE_P(
    Collections,
    Attacks,
    testing::Values("made_up", "youtube_spam"),
    [](const auto& collection) { return std::string(collection.param); }
);

TEST_P(Attacks, AFocusedAttackDoesNotRejectTheCommentItIsAimedAt) {
    const FocusedAttack guarded = focused_attack(train_, test_, {});
    const FocusedAttack open = focused_attack(train_, test_, no_guards());
    std::printf(
        "focused: %zu of %zu not rejected (%zu published); without guards %zu (%zu)\n",
        guarded.not_rejected,
        guarded.targets,
        guarded.published,
        open.not_rejected,
        open.published
    );
    ASSERT_EQ(guarded.targets, 20U);
    EXPECT_GE(guarded.not_rejected, 18U);
    EXPECT_GE(guarded.published, open.published);
}

TEST_P(Attacks, AHostileModeratorWithADictionaryHardlyMovesHam) {
    const DictionaryAttack guarded = dictionary_attack(train_, test_, {}, 5'000);
    const DictionaryAttack open = dictionary_attack(train_, test_, no_guards(), 5'000);
    std::printf(
        "dictionary: ham held %.1f %% -> %.1f %%; without guards %.1f %% -> %.1f %%; naive Bayes "
        "%.1f %% -> %.1f %%\n",
        100 * guarded.ham_held_before,
        100 * guarded.ham_held_after,
        100 * open.ham_held_before,
        100 * open.ham_held_after,
        100 * guarded.naive_before,
        100 * guarded.naive_after
    );
    EXPECT_LE(guarded.ham_held_after, guarded.ham_held_before + 0.02);
}

/// The layer as it was before it heeded passages.
Guards whole_texts_alone() {
    Guards guards;
    guards.layer.heeds_passages = false;
    return guards;
}

TEST_P(Attacks, GoodWordsAroundSpamDoNotHideIt) {
    struct Case {
        const char* name;
        Padding padding;
        std::size_t words;
    };

    for (const Case& attempt :
         {Case{"5 after", Padding::after, 5},
          Case{"150 after", Padding::after, 150},
          Case{"150 before", Padding::before, 150},
          Case{"comments around", Padding::cover, 150}}) {
        SCOPED_TRACE(attempt.name);
        const GoodWords found = good_words(train_, test_, {}, attempt.padding, attempt.words);
        const GoodWords before =
            good_words(train_, test_, whole_texts_alone(), attempt.padding, attempt.words);
        std::printf(
            "good words, %s: %zu of %zu pass; whole texts alone %zu of %zu; naive Bayes %zu of "
            "%zu\n",
            attempt.name,
            found.passed,
            found.blocked,
            before.passed,
            before.blocked,
            found.passed_naive,
            found.blocked_naive
        );
        ASSERT_GT(found.blocked, 20U);
        EXPECT_LE(found.passed * 10, found.blocked) << "at most a tenth passes";
        if (attempt.words == 150) {
            EXPECT_GT(before.passed * 10, before.blocked * 8) << "the control";
        }
    }
}

TEST_P(Attacks, VerdictsAloneTellFewWaysToHideSpam) {
    const ActiveAttack found = active_attack(train_, test_, {}, 100);
    const ActiveAttack before = active_attack(train_, test_, whole_texts_alone(), 100);
    std::printf(
        "verdicts alone: of %zu %zu pass in 100 queries; whole texts alone: %zu of %zu\n",
        found.spams,
        found.passed,
        before.passed,
        before.spams
    );
    ASSERT_GT(found.spams, 20U);
    EXPECT_LE(found.passed * 4, found.spams) << "at most a quarter passes";
    EXPECT_GT(before.passed * 2, before.spams) << "the control";
}

TEST_P(Attacks, AModeratorWhoAnswersTheWrongWayRoundDoesNotBlindASite) {
    const Vandalism found = vandalism(train_, test_, {}, 300, 1);
    Guards trusting;
    trusting.admission.doubt = learning::DoubtLimits::never();
    const Vandalism before = vandalism(train_, test_, trusting, 300, 1);
    std::printf(
        "250 wrong answers: spam held %.1f %% -> %.1f %%, ham held %.1f %% -> %.1f %%; when nobody "
        "is doubted, spam held %.1f %% -> %.1f %%\n",
        100 * found.spam_held_before,
        100 * found.spam_held_after,
        100 * found.ham_held_before,
        100 * found.ham_held_during,
        100 * before.spam_held_before,
        100 * before.spam_held_after
    );
    ASSERT_GT(found.spam_held_before, 0.5);
    EXPECT_EQ(found.doubted_before, 0U) << "honest moderators";
    EXPECT_GE(found.spam_held_after, 0.8 * found.spam_held_before);
    EXPECT_LE(found.ham_held_during, found.ham_held_before + 0.03);
    EXPECT_LE(before.spam_held_after, 0.2) << "the control";
}

}  // namespace
}  // namespace chaffinch::quality
