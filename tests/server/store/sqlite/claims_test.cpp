// Claims: one item, one moderator; what ends them; skipping and assigning.

#include "tests/server/store/sqlite/store_fixture.h"

#include <algorithm>
#include <future>
#include <map>
#include <thread>

namespace chaffinch::store::sqlite::test {
namespace {

namespace asio = boost::asio;
using Ids = std::vector<std::string>;

Claimer claimer(const std::string& login, std::int64_t now = 10'000, std::int64_t lease = 1'000) {
    return {
        .moderator = ModeratorId{"mod_" + login},
        .moderator_login = login,
        .sites = {},
        .at = at(now),
        .until = at(now + lease)
    };
}

Ids ids_of(const Claimed& claimed) {
    Ids ids;
    for (const QueueItem& item : claimed.items) ids.push_back(item.record.comment.id.value);
    return ids;
}

class Claims : public StoreFixture {
  protected:
    Ids next(const Claimer& who, std::size_t most = 1, const QueueQuery& query = {}) {
        auto claimed = await(store_->claim_next(query, most, who));
        EXPECT_TRUE(claimed) << (claimed ? "" : claimed.error().detail);
        return claimed ? ids_of(*claimed) : Ids{};
    }

    Claimed these(const Claimer& who, const Ids& ids, bool take_over = false) {
        std::vector<CommentId> comments;
        for (const std::string& id : ids) comments.push_back(CommentId{id});
        return await(store_->claim_these(std::move(comments), take_over, who));
    }

    std::optional<Claim> holder(const std::string& id, std::int64_t now = 10'500) {
        auto item = await(store_->find_item(CommentId{id}, {}, at(now)));
        EXPECT_TRUE(item);
        return item ? item->claim : std::nullopt;
    }
};

TEST_F(Claims, GiveTheNextItemsOfTheQueueInItsOrder) {
    submit({.id = "cmt_1", .score = 3.5, .created = 1});
    submit({.id = "cmt_2", .score = 2.1, .created = 2});
    submit({.id = "cmt_3", .score = 3.5, .escalated = true, .created = 3});
    EXPECT_EQ(next(claimer("eva"), 2), (Ids{"cmt_3", "cmt_2"}));
    EXPECT_EQ(next(claimer("max"), 2), Ids{"cmt_1"});
    EXPECT_EQ(next(claimer("eva"), 2), Ids{});
    ASSERT_TRUE(holder("cmt_1"));
    EXPECT_EQ(holder("cmt_1")->moderator_login, "max");
    EXPECT_EQ(holder("cmt_1")->until, at(11'000));
}

TEST_F(Claims, LookOnlyWhereTheQueryAndTheRightsAllow) {
    add_site("blog");
    submit({.id = "cmt_news"});
    submit({.id = "cmt_blog", .site = "blog"});
    EXPECT_EQ(next(claimer("eva"), 5, {.sites = {SiteId{"blog"}}}), Ids{"cmt_blog"});
    Claimer max = claimer("max");
    max.sites = {SiteId{"blog"}};
    EXPECT_EQ(these(max, {"cmt_news"}).refused.at(0).error.code, Errc::not_found);
}

TEST_F(Claims, EndByThemselvesWithoutASweeper) {
    submit({});
    EXPECT_EQ(next(claimer("eva", 10'000)), Ids{"cmt_1"});
    EXPECT_EQ(next(claimer("max", 10'999)), Ids{});
    EXPECT_TRUE(holder("cmt_1", 10'999));
    EXPECT_FALSE(holder("cmt_1", 11'000));
    EXPECT_EQ(next(claimer("max", 11'000)), Ids{"cmt_1"});
    const Renewed renewed =
        await(store_->renew_claims({CommentId{"cmt_1"}}, claimer("eva", 11'100)));
    EXPECT_EQ(renewed.lost, std::vector<CommentId>{CommentId{"cmt_1"}});
    EXPECT_EQ(holder("cmt_1", 11'500)->moderator_login, "max");
}

TEST_F(Claims, AreKeptByRenewingThem) {
    submit({.id = "cmt_1"});
    submit({.id = "cmt_2"});
    next(claimer("eva", 10'000), 2);
    const Renewed all = await(store_->renew_claims({}, claimer("eva", 10'900)));
    EXPECT_EQ(all.kept.size(), 2u);
    EXPECT_EQ(holder("cmt_1", 11'500)->until, at(11'900));
    EXPECT_EQ(next(claimer("max", 11'500)), Ids{});
}

TEST_F(Claims, AreGivenBackByTheirHolderOnly) {
    submit({.id = "cmt_1"});
    submit({.id = "cmt_2"});
    next(claimer("eva"), 2);
    await(store_->release_claims({CommentId{"cmt_1"}}, ModeratorId{"mod_max"}, at(10'100)));
    EXPECT_TRUE(holder("cmt_1"));
    await(store_->release_claims({CommentId{"cmt_1"}}, ModeratorId{"mod_eva"}, at(10'100)));
    EXPECT_FALSE(holder("cmt_1"));
    await(store_->release_claims({}, ModeratorId{"mod_eva"}, at(10'100)));
    EXPECT_FALSE(holder("cmt_2"));
}

TEST_F(Claims, OfOthersAreTakenOverOnlyWhenAskedFor) {
    submit({});
    next(claimer("eva"));
    const Claimed refused = these(claimer("max"), {"cmt_1"});
    ASSERT_EQ(refused.refused.size(), 1u);
    EXPECT_EQ(refused.refused[0].error.code, Errc::conflict);
    EXPECT_EQ(refused.refused[0].holder->moderator_login, "eva");
    EXPECT_EQ(ids_of(these(claimer("max"), {"cmt_1"}, true)), Ids{"cmt_1"});
    EXPECT_EQ(holder("cmt_1")->moderator_login, "max");
}

TEST_F(Claims, KeepOthersFromDecidingUnlessTheyTakeOver) {
    submit({});
    next(claimer("eva", 10'000));
    const auto refused = decide({.login = "max", .at = 10'500});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().error.code, Errc::conflict);
    ASSERT_TRUE(refused.error().holder);
    EXPECT_EQ(refused.error().holder->moderator_login, "eva");
    EXPECT_EQ(refused.error().holder->until, at(11'000));
    EXPECT_EQ(comment("cmt_1").version, 1);
    NewDecision taking = decision({.login = "max", .at = 10'500});
    taking.take_over = true;
    EXPECT_TRUE(await(store_->record_decisions({taking}))[0]);
    EXPECT_EQ(ask_database("SELECT count(*) FROM claims"), 0);
}

TEST_F(Claims, DoNotHinderTheirHolderNorAnybodyAfterTheirEnd) {
    submit({.id = "cmt_1"});
    submit({.id = "cmt_2"});
    next(claimer("eva", 10'000), 2);
    EXPECT_TRUE(decide({.comment = "cmt_1", .login = "eva", .at = 10'500}));
    EXPECT_TRUE(decide({.id = "dec_2", .comment = "cmt_2", .login = "max", .at = 11'001}));
}

TEST_F(Claims, EndWithTheVersionTheyWereOn) {
    submit({});
    next(claimer("eva", 10'000));
    ASSERT_TRUE(decide({.judgement = Judgement::escalate, .login = "eva", .at = 10'100}));
    EXPECT_FALSE(holder("cmt_1", 10'200));
    EXPECT_EQ(next(claimer("max", 10'200)), Ids{"cmt_1"});
    ASSERT_TRUE(undo("dec_1", 10'300)[0]);
    EXPECT_FALSE(holder("cmt_1", 10'400));
}

TEST_F(Claims, AreRefusedOnWhatDoesNotWait) {
    submit({.id = "cmt_a", .outcome = Outcome::approve});
    const Claimed claimed = these(claimer("eva"), {"cmt_a", "cmt_none"});
    ASSERT_EQ(claimed.refused.size(), 2u);
    EXPECT_EQ(claimed.refused[0].error.code, Errc::conflict);
    EXPECT_EQ(claimed.refused[1].error.code, Errc::not_found);
    EXPECT_EQ(await(store_->skip(CommentId{"cmt_a"}, claimer("eva"))).error().code, Errc::conflict);
}

TEST_F(Claims, OfOneModeratorAreBounded) {
    submit_many(static_cast<int>(claims_of_a_moderator) + 5);
    EXPECT_EQ(next(claimer("eva"), 1'000).size(), claims_of_a_moderator);
    const auto more = await(store_->claim_next({}, 1, claimer("eva")));
    ASSERT_FALSE(more);
    EXPECT_EQ(more.error().code, Errc::conflict);
    const Ids left = next(claimer("max"), 1'000);
    ASSERT_EQ(left.size(), 5u);
    EXPECT_EQ(these(claimer("eva"), {left[0]}, true).refused.size(), 1u);
}

TEST_F(Claims, DoNotGiveWhatTheModeratorSkippedForADay) {
    constexpr std::int64_t day = 24 * 3'600 * 1'000;
    submit({});
    next(claimer("eva", 10'000));
    EXPECT_EQ(await(store_->skip(CommentId{"cmt_1"}, claimer("eva", 10'000))).value(), 1);
    EXPECT_FALSE(holder("cmt_1", 10'001));
    EXPECT_EQ(await(store_->skip(CommentId{"cmt_1"}, claimer("eva", 10'002))).value(), 1);
    EXPECT_EQ(next(claimer("eva", 10'002 + day - 1)), Ids{});
    EXPECT_EQ(queue({.skipped = true}), Ids{"cmt_1"});
    EXPECT_EQ(page().items.at(0).skips, 1);
    EXPECT_EQ(ids_of(these(claimer("eva", 10'100), {"cmt_1"})), Ids{"cmt_1"});
    await(store_->release_claims({}, ModeratorId{"mod_eva"}, at(10'200)));
    EXPECT_EQ(next(claimer("max", 10'300)), Ids{"cmt_1"});
    await(store_->release_claims({}, ModeratorId{"mod_max"}, at(10'400)));
    EXPECT_EQ(next(claimer("eva", 10'002 + day)), Ids{"cmt_1"});
}

TEST_F(Claims, GiveWhatIsAssignedToItsModeratorOnly) {
    Moderator max{.id = ModeratorId{"mod_max"}, .login = "max", .role = Role::moderator};
    ASSERT_TRUE(await(store_->add_moderator(max)));
    submit({});
    EXPECT_EQ(
        await(store_->assign(CommentId{"cmt_1"}, "nobody", claimer("eva"))).error().code,
        Errc::invalid
    );
    ASSERT_TRUE(await(store_->assign(CommentId{"cmt_1"}, "max", claimer("eva"))));
    EXPECT_EQ(next(claimer("eva")), Ids{});
    EXPECT_EQ(queue({.assigned = "max"}), Ids{"cmt_1"});
    EXPECT_EQ(next(claimer("max")), Ids{"cmt_1"});
    // It comes back from a decision that was undone as it went in.
    ASSERT_TRUE(decide({.login = "max"}));
    ASSERT_TRUE(undo("dec_1")[0]);
    EXPECT_EQ(queue({.assigned = "max"}), Ids{"cmt_1"});
    ASSERT_TRUE(await(store_->assign(CommentId{"cmt_1"}, "", claimer("eva"))));
    EXPECT_EQ(queue({.assigned = "max"}), Ids{});
    EXPECT_EQ(page().items.at(0).assigned_to, "");
}

TEST_F(Claims, DoNotGiveAnAppealToTheModeratorWhoRejected) {
    submit({.id = "cmt_1"});
    ASSERT_TRUE(decide({.judgement = Judgement::reject, .login = "eva"}));
    NewAppeal appeal;
    appeal.site.value = "news";
    appeal.comment.value = "cmt_1";
    appeal.text = "I meant it kindly";
    appeal.id.value = "dec_appeal";
    appeal.at = at(5'000);
    ASSERT_TRUE(await(store_->record_appeal(appeal)));

    EXPECT_EQ(next(claimer("eva")), Ids{});
    const Claimed own = these(claimer("eva"), {"cmt_1"}, true);
    ASSERT_EQ(own.refused.size(), 1U);
    EXPECT_EQ(own.refused[0].error.code, Errc::conflict);
    EXPECT_NE(own.refused[0].error.detail.find("your own decision"), std::string::npos);
    EXPECT_EQ(next(claimer("max")), Ids{"cmt_1"});
}

TEST_F(Claims, StayWhenAReaderReportsAndEndWhenTheAuthorEdits) {
    submit({.id = "cmt_1"});
    ASSERT_EQ(next(claimer("eva")), Ids{"cmt_1"});
    NewReport report;
    report.site.value = "news";
    report.comment.value = "cmt_1";
    report.reporter = "r-1";
    report.id.value = "dec_report";
    report.at = at(10'100);
    ASSERT_TRUE(await(store_->record_report(report)));
    EXPECT_TRUE(holder("cmt_1"));

    NewRevision edit;
    edit.record = comment("cmt_1");
    edit.record.comment.revision = 2;
    edit.record.comment.text = "another text";
    edit.record.version += 1;
    edit.record.updated_at = at(10'200);
    edit.id.value = "dec_edit";
    ASSERT_TRUE(await(store_->record_edit(edit)));
    EXPECT_FALSE(holder("cmt_1")) << "nobody has read the new text";
    EXPECT_EQ(next(claimer("max", 10'300)), Ids{"cmt_1"});
}

TEST_F(Claims, AreCountedForTheModeratorWhoAsks) {
    submit({.id = "cmt_1", .escalated = true});
    submit({.id = "cmt_2", .reasons = {Reason::abuse_insult, Reason::spam_loan}});
    submit({.id = "cmt_3"});
    next(claimer("eva", 10'000), 2);
    const auto counts = [&](const std::string& login, std::int64_t now) {
        return await(store_->queue_counts({}, ModeratorId{"mod_" + login}, login, at(now)));
    };
    EXPECT_EQ(counts("eva", 10'500).mine, 2);
    EXPECT_EQ(counts("eva", 11'500).mine, 0);
    const QueueCounts of_max = counts("max", 10'500);
    EXPECT_EQ(of_max.mine, 0);
    EXPECT_EQ(of_max.total, 3);
    EXPECT_EQ(of_max.escalated, 1);
    const std::map<std::string, std::int64_t> reasons{
        {"spam.promotion", 2}, {"abuse.insult", 1}, {"spam.loan", 1}
    };
    EXPECT_EQ(of_max.reasons, reasons);
}

TEST_F(Claims, OfManyAtOnceGiveEachItemToOneModerator) {
    constexpr int items = 1'000;
    constexpr int moderators = 10;
    submit_many(items);
    context_.restart();
    std::map<std::string, std::vector<std::future<Result<Claimed>>>> asked;
    for (int round = 0; round < items / moderators / 2 + 5; ++round) {
        for (int m = 0; m < moderators; ++m) {
            const std::string login = "mod" + std::to_string(m);
            asked[login].push_back(asio::co_spawn(
                context_, store_->claim_next({}, 2, claimer(login)), asio::use_future
            ));
        }
    }
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) threads.emplace_back([this] { context_.run(); });
    for (std::thread& thread : threads) thread.join();
    std::map<std::string, std::string> holder_of;
    for (auto& [login, futures] : asked) {
        for (auto& future : futures) {
            const auto claimed = future.get();
            ASSERT_TRUE(claimed);
            for (const std::string& id : ids_of(*claimed)) {
                EXPECT_TRUE(holder_of.emplace(id, login).second) << id << " was given twice";
            }
        }
    }
    EXPECT_EQ(holder_of.size(), static_cast<std::size_t>(items));
    EXPECT_EQ(ask_database("SELECT count(*) FROM claims"), items);
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
