// The shipped rules as a whole: they load with their own tests run, and keep the promises that hold
// for every one of them. What they decide is in
// tests/engine/pipeline/shipped_rules_verdict_test.cpp.

#include "engine/rules/compiled.h"
#include "engine/rules/load.h"
#include "tests/engine/rules/rule_fixture.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace chaffinch::rules {
namespace {

std::filesystem::path shipped_folder() {
    return test::source_dir() / "rules";
}

/// Loaded once: the rules' own tests run at every load.
const LoadResult& shipped() {
    static const LoadResult result = load_folder(shipped_folder());
    return result;
}

const std::vector<Rule>& shipped_rules() {
    static const std::vector<Rule> none{};
    return shipped().rules ? shipped().rules->compiled().rules : none;
}

TEST(ShippedRules, LoadWithTheirOwnTestsAndWithoutDiagnostics) {
    EXPECT_EQ(shown(shipped().diagnostics), "");
    ASSERT_TRUE(shipped().rules.has_value());
    EXPECT_EQ(shipped().rules->version().substr(0, 5), "core@");
}

TEST(ShippedRules, AreAtLeastOneHundredAndFiftyWithTestsOfBothKinds) {
    EXPECT_GE(shipped_rules().size(), 150U);
    for (const Rule& rule : shipped_rules()) {
        SCOPED_TRACE(rule.id);
        std::size_t match = 0;
        for (const OwnTest& test : rule.tests) match += test.match ? 1U : 0U;
        EXPECT_GE(match, 1U);
        EXPECT_GE(rule.tests.size() - match, rule.action == Action::reject ? 2U : 1U);
    }
}

TEST(ShippedRules, SayWhatTheyFindWhyAndWithWhichBound) {
    ASSERT_TRUE(shipped().rules.has_value());
    const auto& groups = shipped().rules->compiled().groups;
    for (const Rule& rule : shipped_rules()) {
        SCOPED_TRACE(rule.id);
        EXPECT_GE(rule.rev, 1);
        EXPECT_FALSE(rule.description.empty());
        EXPECT_EQ(rule.mode, Mode::on);
        if (rule.action == Action::note) continue;  // a trait gives no reason and no points
        EXPECT_NE(rule.reason, Reason::none);
        const auto group = groups.find(rule.group);
        ASSERT_NE(group, groups.end());
        EXPECT_TRUE(group->second.cap > 0 || group->second.floor < 0);
        EXPECT_TRUE(rule.weight != 0 || rule.action != Action::score);
    }
}

TEST(ShippedRules, NoRuleAloneRejectsWhatAPersonMustSee) {
    ASSERT_TRUE(shipped().rules.has_value());
    constexpr double reject_at = 5;
    const auto& groups = shipped().rules->compiled().groups;
    for (const Rule& rule : shipped_rules()) {
        const ReasonFamily of = family(rule.reason);
        if (of == ReasonFamily::spam || of == ReasonFamily::policy) continue;
        SCOPED_TRACE(rule.id);
        EXPECT_NE(rule.action, Action::reject);
        EXPECT_LT(rule.weight, reject_at);
        if (const auto group = groups.find(rule.group); group != groups.end()) {
            EXPECT_LE(group->second.cap, reject_at);
        }
    }
}

TEST(ShippedRules, NothingIsAllowedWhateverItSays) {
    for (const Rule& rule : shipped_rules()) {
        EXPECT_NE(rule.action, Action::allow) << rule.id;
    }
}

/// A sign of self-harm or of an emergency that acts must escalate: to hold it is to let it wait.
TEST(ShippedRules, CrisisRulesThatActEscalate) {
    int acting = 0;
    for (const Rule& rule : shipped_rules()) {
        const bool crisis = rule.reason == Reason::safety_self_harm ||
                            rule.reason == Reason::safety_medical_emergency;
        if (!crisis || rule.action == Action::score || rule.action == Action::note) continue;
        EXPECT_EQ(rule.action, Action::escalate) << rule.id;
        ++acting;
    }
    EXPECT_GE(acting, 10);
}

/// Half evidence stays half: no single scoring sign of the crisis families holds a comment, since
/// everybody uses such words.
TEST(ShippedRules, HalfSignsOfACrisisStayBelowTheHoldThreshold) {
    constexpr double hold_at_under_sensitive_articles = 1.5;
    for (const Rule& rule : shipped_rules()) {
        if (rule.group != "safety" || rule.action != Action::score) continue;
        EXPECT_LT(rule.weight, hold_at_under_sensitive_articles) << rule.id;
    }
}

TEST(ShippedRules, CoverEveryReasonThatRulesAreMeantToFind) {
    std::set<Reason> found;
    for (const Rule& rule : shipped_rules()) found.insert(rule.reason);
    for (const ReasonInfo& info : reason_table()) {
        switch (info.family) {
            case ReasonFamily::none:
            case ReasonFamily::policy:
            case ReasonFamily::verdict:
                continue;
            default:
                break;
        }
        // Judged by the classifier, or by quality.duplicate's counterpart spam.copy_comment.
        if (info.reason == Reason::spam_content || info.reason == Reason::abuse_content ||
            info.reason == Reason::quality_duplicate) {
            continue;
        }
        EXPECT_TRUE(found.contains(info.reason)) << info.code;
    }
}

TEST(ShippedRules, ListFilesNameTheirSourceAndLicence) {
    for (const auto& entry : std::filesystem::directory_iterator(shipped_folder() / "lists")) {
        const std::string text = test::read_file(entry.path());
        SCOPED_TRACE(entry.path().filename().string());
        EXPECT_TRUE(text.starts_with("# "));
        EXPECT_NE(text.find("Source and licence:"), std::string::npos);
    }
}

}  // namespace
}  // namespace chaffinch::rules
