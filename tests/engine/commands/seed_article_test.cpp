// The golden table of the seed article: forty comments under one medical article, judged by the
// shipped rules and the article's context alone, in the order in which they were posted.
//
// It is too small to tune weights on; it holds that no honest comment is kept back there, that no
// comment a person must see is published or dropped, and that spam does not get through.

#include "engine/commands/comment_lines.h"
#include "engine/pipeline/engine_files.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace chaffinch::commands {
namespace {

struct Judged {
    std::string id{};
    std::string label{};
    Verdict verdict{};
};

/// Each comment knows the ones before it, as on a site.
std::vector<Judged> judge_thread(const std::filesystem::path& folder) {
    const auto engine = load_engine({.rules = test::source_dir() / "rules"});
    const auto articles = read_articles((folder / "article.json").string());
    if (!engine || !articles) throw std::runtime_error("rules or article do not load");
    const Pipeline pipeline = untaught_pipeline(*engine, policy::Policy{});
    std::vector<Judged> out;
    Facts facts;
    const auto read = read_comment_lines(
        (folder / "comments.jsonl").string(),
        [&](const Result<LabelledComment>& row) {
            if (!row) throw std::runtime_error(row.error().detail);
            facts.article = articles->article_of(*row);
            Assessment assessed = pipeline.assess(row->comment, facts);
            facts.earlier.push_back(
                {.id = CommentId{row->id},
                 .author_key = row->comment.author.name,
                 .fingerprint = assessed.fingerprint}
            );
            out.push_back({row->id, row->label, std::move(assessed.verdict)});
            return true;
        }
    );
    if (!read) throw std::runtime_error(read.error().detail);
    return out;
}

class SeedArticle : public testing::Test {
  protected:
    void SetUp() override {
        const auto folder = test::shared_data("seed_article");
        if (!folder) GTEST_SKIP() << "the seed article is not beside the repository";
        judged_ = judge_thread(*folder);
        ASSERT_EQ(judged_.size(), 40U);
    }

    [[nodiscard]] std::vector<const Judged*> labelled(const std::string& label) const {
        std::vector<const Judged*> out;
        for (const Judged& one : judged_) {
            if (one.label == label) out.push_back(&one);
        }
        return out;
    }

    [[nodiscard]] const Verdict& verdict_of(const std::string& id) const {
        return std::ranges::find(judged_, id, &Judged::id)->verdict;
    }

    std::vector<Judged> judged_{};
};

TEST_F(SeedArticle, EveryHonestCommentIsApproved) {
    for (const Judged* one : labelled("ham")) {
        EXPECT_EQ(one->verdict.outcome, Outcome::approve) << one->id;
    }
}

TEST_F(SeedArticle, SpamIsNotPublished) {
    for (const Judged* one : labelled("spam")) {
        EXPECT_NE(one->verdict.outcome, Outcome::approve) << one->id;
    }
}

TEST_F(SeedArticle, WhatAPersonMustSeeIsHeldForOne) {
    for (const Judged* one : labelled("review")) {
        EXPECT_EQ(one->verdict.outcome, Outcome::hold) << one->id;
    }
}

TEST_F(SeedArticle, SelfHarmAndEmergencyAreEscalatedAndNothingElseIs) {
    std::vector<std::string> escalated;
    for (const Judged& one : judged_) {
        if (one.verdict.escalated) escalated.push_back(one.id);
    }
    EXPECT_EQ(escalated, (std::vector<std::string>{"sa-027", "sa-032"}));
}

TEST_F(SeedArticle, TheFirstReasonIsTheOneAReaderWouldGive) {
    const std::map<std::string, Reason> expected = {
        {"sa-006", Reason::spam_pharma},
        {"sa-008", Reason::spam_pharma},
        {"sa-011", Reason::spam_deceptive_link},
        {"sa-013", Reason::spam_miracle_cure},
        {"sa-020", Reason::spam_seo_author},
        {"sa-023", Reason::spam_gambling},
        {"sa-024", Reason::spam_generic_praise},
        {"sa-027", Reason::safety_medical_emergency},
        {"sa-029", Reason::abuse_insult},
        {"sa-032", Reason::safety_self_harm},
        {"sa-033", Reason::spam_crypto},
        {"sa-036", Reason::safety_dangerous_instructions},
        {"sa-039", Reason::spam_promotion},
    };
    for (const auto& [id, reason] : expected) {
        SCOPED_TRACE(id);
        ASSERT_FALSE(verdict_of(id).reasons.empty());
        EXPECT_EQ(code(verdict_of(id).reasons.front().reason), code(reason));
    }
}

}  // namespace
}  // namespace chaffinch::commands
