// Comments that are not judged by their content, and what policy adds to those that are.

#include "engine/policy/decide.h"

#include <gtest/gtest.h>

#include <chrono>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace chaffinch::policy {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;

const Timestamp published{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};

Facts under(Article article) {
    Facts facts;
    facts.article = std::make_shared<const Article>(std::move(article));
    return facts;
}

std::vector<std::string> names_of(const Signals& signals) {
    std::vector<std::string> names;
    for (const Signal& signal : signals) names.push_back(signal.name);
    return names;
}

TEST(Admit, LetsAnOrdinaryCommentBeJudged) {
    EXPECT_FALSE(admit({}, {}, {}));
    EXPECT_FALSE(admit({}, under({}), {}));
}

TEST(Admit, RejectsUnderAClosedArticle) {
    Article article;
    article.policy.comments = CommentPolicy::closed;
    const auto verdict = admit({}, under(article), {.version = "site@2"});
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->outcome, Outcome::reject);
    EXPECT_EQ(verdict->reasons, (std::vector<ReasonScore>{{Reason::policy_closed, 0}}));
    EXPECT_EQ(verdict->provenance.policy, "site@2");
    EXPECT_FALSE(verdict->discard);
}

TEST(Admit, LetsWhatStandsBeEditedUnderAClosedArticle) {
    Article article;
    article.policy.comments = CommentPolicy::closed;
    Facts facts = under(article);
    facts.edit.is_edit = true;
    EXPECT_FALSE(admit({}, facts, {}));
}

TEST(Admit, RejectsABannedAuthorAlsoWhereTheArticleIsOpen) {
    Facts facts;
    facts.author.standing = Standing::banned;
    const auto verdict = admit({}, facts, {});
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->outcome, Outcome::reject);
    EXPECT_EQ(verdict->reasons, (std::vector<ReasonScore>{{Reason::policy_banned, 0}}));
}

TEST(Admit, ClosesAnArticleWhenItsDaysAreOver) {
    struct Case {
        const char* name;
        std::optional<int> close_after_days;
        std::optional<Timestamp> published_at;
        std::optional<Timestamp> now;
        bool closed;
    };

    const std::vector<Case> cases{
        {"last moment", 14, published, published + days{14} - milliseconds{1}, false},
        {"over", 14, published, published + days{14}, true},
        {"no wish", {}, published, published + days{9'000}, false},
        {"zero means never", 0, published, published + days{9'000}, false},
        {"negative means never", -3, published, published + days{9'000}, false},
        {"age unknown", 14, {}, published, false},
        {"time unknown", 14, published, {}, false},
        {"article of tomorrow", 14, published, published - days{1}, false},
        {"endless", std::numeric_limits<int>::max(), published, published + days{9'000}, false},
    };
    for (const Case& row : cases) {
        SCOPED_TRACE(row.name);
        Article article;
        article.policy.close_after_days = row.close_after_days;
        article.published_at = row.published_at;
        Facts facts = under(article);
        facts.now = row.now;
        EXPECT_EQ(admit({}, facts, {}).has_value(), row.closed);
    }
}

TEST(PolicySignals, AreNoneByDefault) {
    EXPECT_TRUE(policy_signals({}, {}, {}, 40).empty());
}

TEST(PolicySignals, HoldWherePolicyAsksForIt) {
    struct Case {
        const char* name;
        Policy policy;
        AuthorFacts author;
        std::vector<std::string> signals;
    };

    const Policy first{.hold_first_comment = true};
    const std::vector<Case> cases{
        {"premoderation", {.premoderate = true}, {}, {"policy.premoderation"}},
        {"premoderation of the trusted too",
         {.premoderate = true},
         {.standing = Standing::trusted},
         {"policy.premoderation"}},
        {"author on hold", {}, {.standing = Standing::hold}, {"policy.author_on_hold"}},
        {"author silently on hold",
         {},
         {.standing = Standing::shadow_hold},
         {"policy.author_on_hold"}},
        {"unknown history", first, {}, {"policy.first_comment"}},
        {"no approved comment", first, {.approved = 0, .rejected = 2}, {"policy.first_comment"}},
        {"one approved comment", first, {.approved = 1}, {}},
        {"trusted newcomer", first, {.standing = Standing::trusted}, {}},
    };
    for (const Case& row : cases) {
        SCOPED_TRACE(row.name);
        Facts facts;
        facts.author = row.author;
        const Signals signals = policy_signals({}, facts, row.policy, 0);
        EXPECT_EQ(names_of(signals), row.signals);
        EXPECT_EQ(
            decide(signals, row.policy).outcome,
            row.signals.empty() ? Outcome::approve : Outcome::hold
        );
    }
}

TEST(PolicySignals, HoldMoreLinksThanTheArticleAllows) {
    Article article;
    article.policy.links_allowed = 1;
    const Facts facts = under(article);
    EXPECT_TRUE(policy_signals({}, facts, {}, 1).empty());
    const Signals signals = policy_signals({}, facts, {}, 2);
    ASSERT_EQ(names_of(signals), std::vector<std::string>{"policy.links_allowed"});
    EXPECT_EQ(signals[0].explanation, "2 links, where the article allows 1.");
    EXPECT_EQ(decide(signals, {}).outcome, Outcome::hold);
}

TEST(PolicySignals, HoldWhatResemblesARejectedCampaign) {
    Facts facts;
    facts.campaign.rejected = true;
    const Signals signals = policy_signals({}, facts, {}, 0);
    ASSERT_EQ(names_of(signals), std::vector<std::string>{"policy.campaign"});
    EXPECT_EQ(signals[0].action, Action::hold);
    EXPECT_EQ(decide(signals, {}).outcome, Outcome::hold);
}

TEST(PolicySignals, StandBehindTheEvidenceInTheListOfReasons) {
    Signals signals = policy_signals({}, {}, {.premoderate = true}, 0);
    signals.push_back({.name = "PILLS", .reason = Reason::spam_pharma, .weight = 6});
    const Verdict verdict = decide(std::move(signals), {});
    EXPECT_EQ(verdict.outcome, Outcome::hold);
    ASSERT_EQ(verdict.reasons.size(), 2U);
    EXPECT_EQ(verdict.reasons[0].reason, Reason::spam_pharma);
    EXPECT_EQ(verdict.reasons[1].reason, Reason::policy_premod);
}

}  // namespace
}  // namespace chaffinch::policy
