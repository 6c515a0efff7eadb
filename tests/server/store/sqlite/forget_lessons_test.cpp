// Forgetting lessons as a whole: the ledger reads as if they had never been taught.

#include "tests/server/store/sqlite/store_fixture.h"

namespace chaffinch::store::sqlite::test {
namespace {

class ForgetLessons : public StoreFixture {
  protected:
    std::vector<std::int64_t> sequences() {
        std::vector<std::int64_t> found;
        for (const LedgerEntry& lesson : lessons()) found.push_back(lesson.event.sequence);
        return found;
    }

    std::size_t forget(const LessonSelection& selection) {
        return await(store_->forget_lessons(selection, at(9'000)));
    }

    /// Three comments: eva teaches two (one decision), max one.
    void teach() {
        for (const char* id : {"cmt_1", "cmt_2", "cmt_3"}) submit({.id = id});
        decide({.id = "dec_e", .comment = "cmt_1", .reason = Reason::spam_pharma});
        decide({.id = "dec_m", .comment = "cmt_2", .reason = Reason::spam_pharma, .login = "max"});
        decide({.id = "dec_e", .comment = "cmt_3", .reason = Reason::spam_pharma});
    }
};

TEST_F(ForgetLessons, OfOneModeratorLeavesThoseOfOthers) {
    teach();
    EXPECT_EQ(forget({.moderator = ModeratorId{"mod_eva"}}), 2U);
    EXPECT_EQ(sequences(), (std::vector<std::int64_t>{2}));
    EXPECT_EQ(forget({.moderator = ModeratorId{"mod_eva"}}), 0U) << "a second time nothing is left";
    EXPECT_EQ(forget({.moderator = ModeratorId{"mod_nobody"}}), 0U);
}

TEST_F(ForgetLessons, OfOneDecisionTakesAllOfABulkDecision) {
    teach();
    EXPECT_EQ(forget({.decision = DecisionId{"dec_e"}}), 2U);
    EXPECT_EQ(sequences(), (std::vector<std::int64_t>{2}));
}

TEST_F(ForgetLessons, OfOneSiteLeavesTheLedgersOfOthers) {
    teach();
    add_site("blog");
    submit({.id = "cmt_b", .site = "blog"});
    decide({.id = "dec_b", .comment = "cmt_b", .reason = Reason::spam_pharma});
    const auto of = [&](const char* site) {
        return await(store_->site_ledger(SiteId{site}, 0, 100)).size();
    };
    EXPECT_EQ(of("news"), 3U);
    EXPECT_EQ(of("blog"), 1U);
    EXPECT_EQ(of("nowhere"), 0U);
    EXPECT_EQ(await(store_->site_ledger(SiteId{"news"}, 1, 1)).at(0).event.sequence, 2);
    EXPECT_EQ(forget({.site = SiteId{"news"}, .moderator = ModeratorId{"mod_eva"}}), 2U);
    EXPECT_EQ(of("news"), 1U);
    EXPECT_EQ(of("blog"), 1U);
    EXPECT_EQ(forget({.site = SiteId{"nowhere"}}), 0U);
}

TEST_F(ForgetLessons, AfterASequenceRollsTheLedgerBack) {
    teach();
    EXPECT_EQ(forget({.after = 1}), 2U);
    EXPECT_EQ(sequences(), (std::vector<std::int64_t>{1}));
    EXPECT_EQ(forget({.after = 0}), 1U);
    EXPECT_TRUE(lessons().empty());
}

TEST_F(ForgetLessons, BringsBackWhatTheyHadReplacedAtItsOldPlace) {
    teach();
    decide(
        {.id = "dec_x",
         .comment = "cmt_2",
         .version = 2,
         .judgement = Judgement::approve,
         .reason = Reason::not_spam}
    );
    ASSERT_EQ(sequences(), (std::vector<std::int64_t>{1, 3, 4}));
    EXPECT_EQ(forget({.after = 3}), 1U);
    EXPECT_EQ(sequences(), (std::vector<std::int64_t>{1, 2, 3}));
}

TEST_F(ForgetLessons, AForgottenOneDoesNotComeBackWhenItsReplacementIsUndone) {
    submit({});
    decide({.id = "dec_1", .reason = Reason::spam_pharma});  // eva
    decide(
        {.id = "dec_2",
         .version = 2,
         .judgement = Judgement::approve,
         .reason = Reason::not_spam,
         .login = "max"}
    );
    EXPECT_EQ(forget({.moderator = ModeratorId{"mod_eva"}}), 0U) << "it was not in force";
    EXPECT_EQ(sequences(), (std::vector<std::int64_t>{2}));
    EXPECT_FALSE(undo("dec_2")[0]->learnt);
    EXPECT_TRUE(lessons().empty());
}

TEST_F(ForgetLessons, BetweenTwoOthersHandsTheOlderOneToTheNewer) {
    submit({});
    decide({.id = "dec_1", .reason = Reason::spam_pharma});
    decide(
        {.id = "dec_2",
         .version = 2,
         .judgement = Judgement::approve,
         .reason = Reason::not_spam,
         .login = "max"}
    );
    decide({.id = "dec_3", .version = 3, .reason = Reason::spam_promotion});
    forget({.moderator = ModeratorId{"mod_max"}});
    EXPECT_EQ(sequences(), (std::vector<std::int64_t>{3}));
    undo("dec_3");
    EXPECT_EQ(sequences(), (std::vector<std::int64_t>{1}));
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
