// Editions of sites' own rules: numbered without a gap, never changed, each site for itself; and
// the decided comments that drafts are tried on.

#include "tests/server/store/sqlite/store_fixture.h"

#include <gmock/gmock.h>

namespace chaffinch::store::sqlite::test {
namespace {

using ::testing::ElementsAre;

class Rules : public StoreFixture {
  protected:
    static RuleVersion edition(std::int64_t number, const std::string& text) {
        RuleVersion version;
        version.site.value = "news";
        version.version = number;
        version.text = text;
        version.note = "because";
        version.moderator.value = "mod_eva";
        version.moderator_login = "eva";
        version.at = at(5'000 + number);
        return version;
    }

    Result<void> add(RuleVersion version) {
        return await(store_->add_rule_version(std::move(version)));
    }

    std::vector<std::string> decided(std::int64_t before = 0, std::size_t limit = 10) {
        std::vector<std::string> ids;
        for (const DecidedComment& one :
             await(store_->decided_comments(SiteId{"news"}, before, limit)).comments) {
            ids.push_back(
                one.record.comment.id.value + " " + std::string(name(one.decision.judgement))
            );
        }
        return ids;
    }
};

TEST_F(Rules, TheNewestEditionIsInForceAndEarlierOnesStayReadable) {
    ASSERT_TRUE(add(edition(1, "rules: []")));
    RuleVersion second = edition(2, "");
    second.restored_from = 1;
    ASSERT_TRUE(add(second));
    restart();
    const auto in_force = await(store_->rules_in_force());
    ASSERT_EQ(in_force.size(), 1u);
    EXPECT_EQ(in_force[0].version, 2);
    EXPECT_EQ(in_force[0].restored_from, 1);
    const auto first = await(store_->find_rule_version(SiteId{"news"}, 1));
    ASSERT_TRUE(first);
    EXPECT_EQ(first->text, "rules: []");
    EXPECT_EQ(first->note, "because");
    EXPECT_EQ(first->moderator_login, "eva");
    EXPECT_EQ(first->at, at(5'001));
}

TEST_F(Rules, AnEditionThatDoesNotFollowTheNewestIsAConflict) {
    ASSERT_TRUE(add(edition(1, "a")));
    for (const std::int64_t number : {1, 3, 0}) {
        SCOPED_TRACE(number);
        const auto refused = add(edition(number, "b"));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, Errc::conflict);
    }
    EXPECT_EQ(await(store_->find_rule_version(SiteId{"news"}, std::nullopt))->text, "a");
}

TEST_F(Rules, SitesDoNotSeeEachOthersEditions) {
    add_site("blog");
    ASSERT_TRUE(add(edition(1, "a")));
    EXPECT_FALSE(await(store_->find_rule_version(SiteId{"blog"}, std::nullopt)));
    EXPECT_TRUE(await(store_->rule_versions(SiteId{"blog"}, 0, 10)).empty());
    RuleVersion elsewhere = edition(1, "b");
    elsewhere.site.value = "nowhere";
    const auto refused = add(elsewhere);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::not_found);
}

TEST_F(Rules, EditionsComeInPagesNewestFirst) {
    for (std::int64_t number = 1; number <= 5; ++number) ASSERT_TRUE(add(edition(number, "x")));
    const auto numbers = [&](std::int64_t before) {
        std::vector<std::int64_t> found;
        for (const RuleVersion& one : await(store_->rule_versions(SiteId{"news"}, before, 2))) {
            found.push_back(one.version);
            EXPECT_TRUE(one.text.empty());
        }
        return found;
    };
    EXPECT_THAT(numbers(0), ElementsAre(5, 4));
    EXPECT_THAT(numbers(4), ElementsAre(3, 2));
    EXPECT_THAT(numbers(2), ElementsAre(1));
}

TEST_F(Rules, DecidedCommentsComeByTheNewestDecisionThatStands) {
    for (const char* id : {"cmt_1", "cmt_2", "cmt_3", "cmt_4"}) submit({.id = id});
    ASSERT_TRUE(decide({.id = "dec_1", .comment = "cmt_1", .judgement = Judgement::approve}));
    ASSERT_TRUE(decide({.id = "dec_2", .comment = "cmt_2"}));
    ASSERT_TRUE(decide({.id = "dec_3", .comment = "cmt_3", .judgement = Judgement::escalate}));
    ASSERT_TRUE(decide({.id = "dec_4", .comment = "cmt_1", .version = 2}));
    EXPECT_THAT(decided(), ElementsAre("cmt_1 reject", "cmt_2 reject"));
    undo("dec_4");
    EXPECT_THAT(decided(), ElementsAre("cmt_2 reject", "cmt_1 approve"));
    undo("dec_2");
    EXPECT_THAT(decided(), ElementsAre("cmt_1 approve"));
}

TEST_F(Rules, DecidedCommentsComeInPages) {
    for (int i = 1; i <= 5; ++i) {
        const std::string number = std::to_string(i);
        submit({.id = "cmt_" + number});
        ASSERT_TRUE(decide({.id = "dec_" + number, .comment = "cmt_" + number}));
    }
    const auto first = await(store_->decided_comments(SiteId{"news"}, 0, 2));
    EXPECT_THAT(decided(0, 2), ElementsAre("cmt_5 reject", "cmt_4 reject"));
    EXPECT_THAT(decided(first.next, 2), ElementsAre("cmt_3 reject", "cmt_2 reject"));
    EXPECT_EQ(await(store_->decided_comments(SiteId{"news"}, 0, 6)).next, 0);
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
