// Who is doubted, how soon, and how it ends; and what that is worth to a site whose moderator has
// lost a password.

#include "server/learning/doubt.h"

#include "server/learning/admission.h"
#include "tests/server/learning/lessons.h"
#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace chaffinch::learning::test {
namespace {

LessonFacts answer(std::int64_t sequence, const std::string& moderator, Stance stance) {
    LessonFacts one = facts(sequence, sequence % 2 == 0);
    one.moderator = moderator;
    one.stance = stance;
    return one;
}

/// Answers until doubt, of a moderator who contradicts a sure classifier with this chance.
int answers_until_doubt(double contradicts, std::uint64_t seed, int most) {
    chaffinch::test::SeededRandom random(seed);
    Doubt doubt;
    for (int i = 1; i <= most; ++i) {
        const Stance stance = random.chance(contradicts) ? Stance::opposite : Stance::same;
        doubt.add(answer(i, "mod", stance));
        if (doubt.moderators() > 0) return i;
    }
    return most;
}

TEST(Doubt, ComesAfterSixContradictionsInARow) {
    Doubt doubt;
    for (int i = 1; i <= 200; ++i) EXPECT_FALSE(doubt.add(answer(i, "ann", Stance::same)));
    int learnt = 0;
    while (learnt < 100 && !doubt.add(answer(300 + learnt, "mallory", Stance::opposite))) ++learnt;
    EXPECT_LE(learnt, 6);
    EXPECT_GE(learnt, 4);
    EXPECT_EQ(doubt.moderators(), 1U);
    EXPECT_FALSE(doubt.add(answer(500, "ann", Stance::opposite))) << "others are not";
    EXPECT_FALSE(doubt.add(answer(501, "mallory", Stance::same))) << "what all agree on is learnt";
    EXPECT_TRUE(doubt.add(answer(502, "mallory", Stance::unsure)));
}

TEST(Doubt, SparesModeratorsWhoContradictAsOthersDo) {
    for (const double share : {0.0, 0.05, 0.1, 0.2}) {
        for (std::uint64_t seed = 0; seed < 20; ++seed)
            EXPECT_EQ(answers_until_doubt(share, seed, 2'000), 2'000) << share << " " << seed;
    }
}

TEST(Doubt, FindsThoseWhoAreWrongInHalfOfTheCases) {
    Doubt doubt;
    chaffinch::test::SeededRandom random(3);
    for (int i = 1; i <= 400; ++i) {
        const bool contradicts = random.chance(0.05);
        doubt.add(answer(i, "ann", contradicts ? Stance::opposite : Stance::same));
    }
    int answers = 0;
    for (; answers < 200 && doubt.moderators() == 0; ++answers) {
        const bool contradicts = random.chance(0.5);
        doubt.add(answer(500 + answers, "mallory", contradicts ? Stance::opposite : Stance::same));
    }
    EXPECT_LE(answers, 50);
}

TEST(Doubt, EndsWhenTheAnswersAreLikeThoseOfOthersAgain) {
    Doubt doubt;
    for (int i = 0; i < 50; ++i) doubt.add(answer(i, "mod", Stance::opposite));
    EXPECT_EQ(doubt.moderators(), 1U);
    int more = 0;
    for (; more < 100 && doubt.moderators() > 0; ++more)
        doubt.add(answer(100 + more, "mod", Stance::same));
    EXPECT_LE(more, 60);
    EXPECT_FALSE(doubt.add(answer(300, "mod", Stance::unsure)));
}

TEST(Doubt, HearsNothingOfWhatIsVouchedForAndComesBackWithWhatIsNot) {
    Doubt doubt({}, {{"mallory", 250}});
    for (int i = 1; i <= 200; ++i) doubt.add(answer(i, "ann", Stance::same));
    for (int i = 201; i <= 250; ++i) {
        EXPECT_FALSE(doubt.add(answer(i, "mallory", Stance::opposite))) << i;
    }
    EXPECT_TRUE(doubt.in_doubt().empty());
    int more = 0;
    while (more < 100 && !doubt.add(answer(251 + more, "mallory", Stance::opposite))) ++more;
    EXPECT_GE(more, 4) << "what was vouched for is no evidence against him";
    EXPECT_LE(more, 6) << "and none for him";
    EXPECT_EQ(doubt.in_doubt(), std::vector<std::string>{"mallory"});
    for (int i = 0; i < 50; ++i) doubt.add(answer(400 + i, "bob", Stance::opposite));
    EXPECT_EQ(doubt.in_doubt(), (std::vector<std::string>{"bob", "mallory"})) << "nobody else is";
}

TEST(Doubt, OfWhatIsVouchedForChangesNothingForOthers) {
    chaffinch::test::SeededRandom random(5);
    Doubt vouched({}, {{"mallory", 1'000}});
    Doubt without;
    for (int i = 1; i <= 1'000; ++i) {
        const Stance stance = random.chance(0.1) ? Stance::opposite : Stance::same;
        vouched.add(answer(i, "mallory", Stance::opposite));
        EXPECT_EQ(vouched.add(answer(i, "ann", stance)), without.add(answer(i, "ann", stance)));
    }
}

TEST(Doubt, NeverHoldsUpAnImport) {
    Doubt doubt;
    for (int i = 0; i < 100; ++i) EXPECT_FALSE(doubt.add(answer(i, "", Stance::opposite)));
}

TEST(Doubt, LetsItsLessonsBeLearntAfterThreeDaysUnlessTakenBack) {
    Admission admission(key);
    std::size_t learnt = 0;
    for (int i = 1; i <= 50; ++i)
        learnt += admission.offer(answer(i, "mallory", Stance::opposite)).size();
    EXPECT_LT(learnt, 20U);
    EXPECT_EQ(admission.doubted(), 50 - learnt);
    EXPECT_EQ(admission.moderators_in_doubt(), 1U);
    for (const int day : {1, 2, 3}) {
        LessonFacts next = answer(100 + day, "ann", Stance::same);
        next.day += std::chrono::days(day);
        const std::size_t admitted = admission.offer(next).size();
        EXPECT_EQ(admitted, day < 3 ? 1 : 1 + 50 - learnt) << "day " << day;
    }
    EXPECT_EQ(admission.doubted(), 0U);
}

TEST(Doubt, TellsWhoseLessonsWait) {
    Admission admission(key);
    std::size_t learnt = 0;
    for (int i = 1; i <= 50; ++i)
        learnt += admission.offer(answer(i, "mallory", Stance::opposite)).size();
    const std::map<std::string, std::size_t> waiting{{"mallory", 50 - learnt}};
    EXPECT_EQ(admission.doubted_by_moderator(), waiting);
    Admission vouched(key, {}, {{"mallory", 50}});
    std::size_t at_once = 0;
    for (int i = 1; i <= 50; ++i)
        at_once += vouched.offer(answer(i, "mallory", Stance::opposite)).size();
    EXPECT_EQ(at_once, 50U);
    EXPECT_TRUE(vouched.doubted_by_moderator().empty());
}

TEST(Doubt, StanceIsSureWhereTheClassifierAloneWouldHold) {
    EXPECT_EQ(stance_of(0.89), Stance::same);
    EXPECT_EQ(stance_of(0.87), Stance::unsure);
    EXPECT_EQ(stance_of(0.13), Stance::unsure);
    EXPECT_EQ(stance_of(0.11), Stance::opposite);
}

}  // namespace
}  // namespace chaffinch::learning::test
