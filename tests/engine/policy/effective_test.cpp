// The site's policy under an article.

#include "engine/policy/policy.h"

#include <gtest/gtest.h>

#include <limits>

namespace chaffinch::policy {
namespace {

TEST(Effective, IsTheSitesOwnWithoutAnArticle) {
    const Policy site{.version = "site@3", .hold_at = 1.5, .premoderate = true};
    EXPECT_EQ(effective(site, nullptr), site);
    const Article plain;
    EXPECT_EQ(effective(site, &plain), site);
}

TEST(Effective, ASensitiveArticleIsHeldEarlierAndRejectedNoEarlier) {
    for (const Sensitivity subject :
         {Sensitivity::medical, Sensitivity::minors, Sensitivity::politics}) {
        Article article;
        article.policy.sensitivity = subject;
        const Policy policy = effective({}, &article);
        EXPECT_EQ(policy.hold_at, 1.5);
        EXPECT_EQ(policy.reject_at, 5.0);
    }
}

TEST(Effective, ThresholdsOfTheArticleReplaceThoseOfTheSite) {
    Article article;
    article.policy.sensitivity = Sensitivity::medical;
    article.policy.hold_at = 3;
    article.policy.reject_at = 8;
    const Policy policy = effective({}, &article);
    EXPECT_EQ(policy.hold_at, 3);
    EXPECT_EQ(policy.reject_at, 8);
}

TEST(Effective, AnArticleCanAskForPremoderationButNotWaiveTheSites) {
    Article article;
    article.policy.comments = CommentPolicy::pre;
    EXPECT_TRUE(effective({}, &article).premoderate);
    article.policy.comments = CommentPolicy::post;
    EXPECT_FALSE(effective({}, &article).premoderate);
    EXPECT_TRUE(effective({.premoderate = true}, &article).premoderate);
}

TEST(Effective, ReplacesNumbersThatAreNotFinite) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    Article article;
    article.policy.hold_at = nan;
    const Policy policy =
        effective({.hold_at = nan, .reject_at = infinity, .classifier_cap = -infinity}, &article);
    EXPECT_EQ(policy, Policy{});
}

}  // namespace
}  // namespace chaffinch::policy
