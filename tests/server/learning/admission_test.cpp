// The limits on who may teach how much.

#include "server/learning/admission.h"

#include "tests/server/learning/lessons.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace chaffinch::learning::test {
namespace {

/// Without a hold-out, so that every lesson counts.
AdmissionLimits no_hold_out() {
    AdmissionLimits limits;
    limits.hold_out_from = 1'000'000;
    return limits;
}

std::map<Ruling, std::size_t> count(const std::vector<Admitted>& admitted) {
    std::map<Ruling, std::size_t> counts;
    for (const Admitted& one : admitted) ++counts[one.ruling];
    return counts;
}

/// Rulings on so many lessons of both classes in turn, each changed by `shape`.
std::map<Ruling, std::size_t> offer_many(
    std::int64_t lessons, const std::function<void(LessonFacts&)>& shape
) {
    Admission admission(key, no_hold_out());
    std::vector<Admitted> all;
    for (std::int64_t i = 1; i <= lessons; ++i) {
        LessonFacts one = facts(i, i % 2 == 0);
        shape(one);
        for (Admitted& admitted : admission.offer(one)) all.push_back(std::move(admitted));
    }
    return count(all);
}

TEST(Admission, CapsTheShareOfOneHandInAClass) {
    struct Case {
        const char* what;
        Ruling ruling;
        std::function<void(LessonFacts&)> shape;
    };

    const std::vector<Case> cases{
        {"author", Ruling::too_many_of_author, [](LessonFacts& one) { one.author = "id:1"; }},
        {"network", Ruling::too_many_of_network, [](LessonFacts& one) { one.network = "192.0.2.0"; }
        },
        {"host",
         Ruling::too_many_of_host,
         [](LessonFacts& one) { one.hosts = {"other" + one.event, "cheap.example"}; }},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(c.what);
        const auto counts = offer_many(1'000, c.shape);
        EXPECT_EQ(counts.at(Ruling::learn), 200U) << "a hundred of each class go unlimited";
        EXPECT_EQ(counts.at(c.ruling), 800U);
    }
}

TEST(Admission, LetsFourPercentThroughAndNeverCapsTheUnknown) {
    const auto mixed = offer_many(2'000, [](LessonFacts& one) {
        one.author = one.sequence % 50 < 2 ? "id:1" : "id:" + std::to_string(one.sequence);
    });
    EXPECT_EQ(mixed.at(Ruling::learn), 2'000U) << "four percent of each class";
    const auto unknown = offer_many(2'000, [](LessonFacts&) {});
    EXPECT_EQ(unknown.at(Ruling::learn), 2'000U);
}

TEST(Admission, KeepsAClassWithinTenTimesTheOther) {
    Admission admission(key, no_hold_out());
    std::vector<Admitted> all;
    for (std::int64_t i = 1; i <= 600; ++i) {
        for (Admitted& one : admission.offer(facts(i, i % 20 != 0))) all.push_back(std::move(one));
    }
    const auto counts = count(all);
    EXPECT_EQ(counts.at(Ruling::learn), 290U + 30U)
        << "ten times the wanted ones; the thirtieth of these is the last lesson";
    EXPECT_EQ(counts.at(Ruling::too_many_of_class), 280U);
}

TEST(Admission, QueuesWhatAModeratorTeachesOverFiveHundredADayForTheNext) {
    Admission admission(key, no_hold_out());
    std::vector<Admitted> all;
    for (std::int64_t i = 1; i <= 1'200; ++i) {
        LessonFacts one = facts(i, i % 2 == 0);
        one.moderator = "mod_busy";
        for (Admitted& admitted : admission.offer(one)) all.push_back(std::move(admitted));
    }
    EXPECT_EQ(all.size(), 500U);
    EXPECT_EQ(admission.waiting(), 700U);

    LessonFacts other = facts(1'201, true);
    other.moderator = "mod_other";
    EXPECT_EQ(admission.offer(other).size(), 1U) << "another moderator is not held up";

    LessonFacts imported = facts(1'202, true);
    imported.moderator.clear();
    EXPECT_EQ(admission.offer(imported).size(), 1U) << "an import has no daily number";

    LessonFacts tomorrow = facts(1'203, false);
    tomorrow.moderator = "mod_busy";
    tomorrow.day += std::chrono::days(1);
    const auto next = admission.offer(tomorrow);
    ASSERT_EQ(next.size(), 500U) << "those that waited come first and use up the day";
    EXPECT_EQ(next.front().event, "trn_501");
    EXPECT_EQ(admission.waiting(), 201U);

    LessonFacts later = facts(1'204, false);
    later.day += std::chrono::days(9);
    const auto last = admission.offer(later);
    EXPECT_EQ(last.size(), 202U);
    EXPECT_EQ(last.back().event, "trn_1204");
    EXPECT_EQ(admission.waiting(), 0U);
}

TEST(Admission, LearnsLightlyWhatTheClassifierKnewOnceBothClassesHaveAHundred) {
    const auto counts = offer_many(400, [](LessonFacts& one) { one.already_right = true; });
    EXPECT_EQ(counts.at(Ruling::learn), 200U);
    EXPECT_EQ(counts.at(Ruling::learn_lightly), 200U);
}

TEST(Admission, HoldsOutATenthFromOneHundredLessonsOn) {
    Admission admission(key);
    std::vector<Admitted> all;
    for (std::int64_t i = 1; i <= 10'100; ++i) {
        LessonFacts one = facts(i, i % 2 == 0);
        one.moderator = "mod_" + std::to_string(i % 50);
        const auto admitted = admission.offer(one);
        ASSERT_EQ(admitted.size(), 1U);
        if (i <= 100) EXPECT_EQ(admitted[0].ruling, Ruling::learn);
        all.push_back(admitted[0]);
    }
    EXPECT_NEAR(static_cast<double>(count(all).at(Ruling::hold_out)), 1'000, 100);
}

}  // namespace
}  // namespace chaffinch::learning::test
