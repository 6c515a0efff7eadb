// Authors: their record, their standing, and comments that a standing takes along.

#include "tests/server/store/sqlite/store_fixture.h"

namespace chaffinch::store::sqlite::test {
namespace {

class Authors : public StoreFixture {
  protected:
    NewStanding standing(
        const std::string& id, Standing wanted, TakeAlong take = TakeAlong::nothing
    ) {
        NewStanding made;
        made.id.value = id;
        made.author = author();
        made.standing = wanted;
        made.take = take;
        made.reason = Reason::spam_promotion;
        made.note = "enough";
        made.moderator.value = "mod_eva";
        made.moderator_login = "eva";
        made.at = at(7'000);
        return made;
    }

    std::string author() {
        return "aut_" + std::to_string(ask_database("SELECT max(pk) FROM authors"));
    }

    AuthorRecord record(std::int64_t now = 8'000, std::size_t limit = 50) {
        AuthorQuery query;
        query.author = author();
        query.now = at(now);
        query.limit = limit;
        auto found = await(store_->find_author(query));
        EXPECT_TRUE(found) << (found ? "" : found.error().detail);
        return found ? *found : AuthorRecord{};
    }

    Standing in_facts(const std::string& key = "id:7", std::int64_t now = 8'000) {
        const Standing asked = store_->facts().author(SiteId{"news"}, key, at(now)).standing;
        EXPECT_EQ(store_->facts().standing(SiteId{"news"}, key, at(now)), asked);
        return asked;
    }

    TakenAlong take_all(const NewStanding& wanted) {
        TakenAlong all;
        while (true) {
            const TakenAlong some = await(store_->take_along(wanted, 2));
            if (some.open + some.published == 0) return all;
            all.open += some.open;
            all.published += some.published;
        }
    }
};

TEST_F(Authors, HaveARecordOfWhatTheyWrote) {
    submit({.id = "cmt_1", .author_key = "id:7", .outcome = Outcome::approve, .created = 10});
    submit({.id = "cmt_2", .author_key = "id:7", .outcome = Outcome::reject, .created = 20});
    submit({.id = "cmt_3", .author_key = "id:7", .created = 30});
    submit({.id = "cmt_4", .author_key = "id:8", .created = 40});
    AuthorQuery query{.author = "aut_1", .limit = 2, .now = at(50)};
    const auto first = await(store_->find_author(query));
    ASSERT_TRUE(first);
    EXPECT_EQ(first->site.value, "news");
    EXPECT_EQ(first->identity, IdentityStrength::verified);
    EXPECT_EQ(first->names, std::vector<std::string>{"Ann"});
    EXPECT_EQ(first->first_seen_at, at(10));
    EXPECT_EQ(first->published, 1);
    EXPECT_EQ(first->rejected, 1);
    EXPECT_EQ(first->held, 1);
    EXPECT_EQ(first->withdrawn, 0);
    EXPECT_EQ(first->rejection_rate, 0.5);
    EXPECT_EQ(first->standing.standing, Standing::normal);
    ASSERT_EQ(first->comments.size(), 2u);
    EXPECT_EQ(first->comments[0].comment.id.value, "cmt_3");
    query.cursor = first->next_cursor;
    const auto second = await(store_->find_author(query));
    ASSERT_TRUE(second);
    ASSERT_EQ(second->comments.size(), 1u);
    EXPECT_EQ(second->comments[0].comment.id.value, "cmt_1");
    EXPECT_EQ(second->next_cursor, "");
    query.cursor = "cmt_4";
    EXPECT_EQ(await(store_->find_author(query)).error().code, Errc::invalid);
}

TEST_F(Authors, AreFoundByTheModeratorsOfTheirSiteAlone) {
    submit({.author_key = "id:7"});
    for (const char* wrong : {"aut_", "aut_x", "aut_9", "7", ""}) {
        EXPECT_EQ(await(store_->find_author({.author = wrong})).error().code, Errc::not_found)
            << wrong;
    }
    EXPECT_FALSE(await(store_->find_author({.author = "aut_1", .sites = {SiteId{"blog"}}})));
    EXPECT_TRUE(await(store_->find_author({.author = "aut_1", .sites = {SiteId{"news"}}})));
    EXPECT_EQ(page().items.at(0).author_id, "aut_1");
}

TEST_F(Authors, StandingIsAFactUntilItsTimeIsOver) {
    submit({.author_key = "id:7"});
    NewStanding hold = standing("dec_h", Standing::hold);
    hold.until = at(9'000);
    ASSERT_TRUE(await(store_->set_standing(hold)));
    EXPECT_EQ(in_facts("id:7", 8'999), Standing::hold);
    EXPECT_EQ(in_facts("id:7", 9'000), Standing::normal);
    EXPECT_EQ(record(8'999).standing.standing, Standing::hold);
    EXPECT_EQ(record(8'999).standing.moderator_login, "eva");
    EXPECT_EQ(record(9'000).standing.standing, Standing::normal);
    EXPECT_EQ(record().standings.size(), 1u);
    EXPECT_EQ(in_facts("id:8"), Standing::normal);
    EXPECT_EQ(
        ask_database("SELECT count(*) FROM events WHERE kind = 'author.standing_changed'"), 1
    );
}

TEST_F(Authors, StandingRestsOnAnIdentityThatBearsIt) {
    const struct {
        const char* key;
        Standing standing;
        bool legal;
    } cases[] = {
        {"id:7", Standing::trusted, true},
        {"uid:7", Standing::trusted, false},
        {"mail:0123", Standing::trusted, false},
        {"mail:0123", Standing::banned, true},
        {"uid:7", Standing::shadow_hold, true},
        {"name:0123", Standing::banned, false},
        {"name:0123", Standing::shadow_hold, false},
        {"name:0123", Standing::hold, true},
        {"name:0123", Standing::normal, true},
    };

    int number = 0;
    for (const auto& [key, wanted, legal] : cases) {
        SCOPED_TRACE(std::string(key) + " " + std::string(name(wanted)));
        const std::string id = std::to_string(++number);
        submit({.id = "cmt_" + id, .author_key = key});
        NewStanding made = standing("dec_" + id, wanted);
        made.author =
            "aut_" +
            std::to_string(ask_database("SELECT author FROM comments ORDER BY pk DESC LIMIT 1"));
        const auto set = await(store_->set_standing(made));
        EXPECT_EQ(set.has_value(), legal);
        if (!set) EXPECT_EQ(set.error().code, Errc::invalid);
        EXPECT_EQ(await(store_->count_taken(made)).has_value(), legal);
    }
}

TEST_F(Authors, ABanTakesCommentsAlongAndIsUndoneAsOne) {
    submit({.id = "cmt_o1", .author_key = "id:7", .escalated = true, .created = 1});
    submit({.id = "cmt_o2", .author_key = "id:7", .created = 2});
    submit({.id = "cmt_o3", .author_key = "id:7", .created = 3});
    submit({.id = "cmt_p1", .author_key = "id:7", .outcome = Outcome::approve, .created = 4});
    submit({.id = "cmt_r1", .author_key = "id:7", .outcome = Outcome::reject, .created = 5});
    submit({.id = "cmt_x", .author_key = "id:8", .created = 6});

    NewStanding ban = standing("dec_ban", Standing::banned, TakeAlong::both);
    ban.author = "aut_1";
    const auto counted = await(store_->count_taken(ban));
    ASSERT_TRUE(counted);
    EXPECT_EQ(counted->open, 3);
    EXPECT_EQ(counted->published, 1);
    EXPECT_EQ(comment("cmt_o1").status, Status::held) << "counting changes nothing";

    ASSERT_TRUE(await(store_->set_standing(ban)));
    const TakenAlong taken = take_all(ban);
    EXPECT_EQ(taken.open, 3);
    EXPECT_EQ(taken.published, 1);
    for (const char* id : {"cmt_o1", "cmt_o2", "cmt_o3", "cmt_p1", "cmt_r1"}) {
        EXPECT_EQ(comment(id).status, Status::rejected) << id;
    }
    EXPECT_EQ(queue(), std::vector<std::string>{"cmt_x"});
    EXPECT_EQ(in_facts(), Standing::banned);
    const auto log = await(store_->decisions_of(CommentId{"cmt_o1"}));
    EXPECT_EQ(log[0].id.value, "dec_ban");
    EXPECT_EQ(log[0].reason, Reason::policy_banned);
    EXPECT_TRUE(lessons().empty()) << "a ban says nothing of the texts";

    const auto undone = undo("dec_ban");
    EXPECT_EQ(undone.size(), 4u);
    for (const auto& attempt : undone) EXPECT_TRUE(attempt);
    EXPECT_EQ(comment("cmt_o1").status, Status::held);
    EXPECT_TRUE(comment("cmt_o1").escalated);
    EXPECT_EQ(comment("cmt_p1").status, Status::published);
    EXPECT_EQ(comment("cmt_r1").status, Status::rejected);
    EXPECT_EQ(in_facts(), Standing::normal);
    EXPECT_EQ(
        ask_database("SELECT count(*) FROM events WHERE kind = 'author.standing_changed'"), 2
    );
    EXPECT_EQ(undo("dec_ban").at(0).error().error.code, Errc::conflict);
}

TEST_F(Authors, AreRememberedByTheirStandingAcrossARestart) {
    submit({.author_key = "id:7"});
    NewStanding held = standing("dec_hold", Standing::hold);
    held.until = at(9'000);
    ASSERT_TRUE(await(store_->set_standing(held)));
    const auto remembered = [this](const char* site, const char* key, std::int64_t now) {
        return store_->facts().standing(SiteId{site}, key, at(now));
    };
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(remembered("news", "id:7", 8'999), Standing::hold);
        EXPECT_EQ(remembered("news", "id:7", 9'000), Standing::normal);
        EXPECT_EQ(remembered("other", "id:7", 8'000), Standing::normal);
        EXPECT_EQ(remembered("news", "id:8", 8'000), Standing::normal);
        EXPECT_EQ(remembered("news", "", 8'000), Standing::normal);
        restart();
    }
}

TEST_F(Authors, UndoingBringsTheStandingBeforeBack) {
    submit({.author_key = "id:7"});
    ASSERT_TRUE(await(store_->set_standing(standing("dec_1st", Standing::trusted))));
    ASSERT_TRUE(await(store_->set_standing(standing("dec_2nd", Standing::banned))));
    EXPECT_EQ(in_facts(), Standing::banned);
    const auto early = undo("dec_1st");
    ASSERT_EQ(early.size(), 1u);
    EXPECT_EQ(early[0].error().error.code, Errc::conflict);
    EXPECT_TRUE(undo("dec_2nd").empty()) << "it took no comment along";
    EXPECT_EQ(in_facts(), Standing::trusted);
    EXPECT_EQ(record().standings.at(0).undone_at, at(3'000));
}

TEST_F(Authors, AHoldTakesWhatIsPublishedToThePeopleWhoDecide) {
    submit({.id = "cmt_1", .author_key = "id:7", .outcome = Outcome::approve});
    submit({.id = "cmt_2", .author_key = "id:7"});
    const NewStanding hold = standing("dec_hold", Standing::shadow_hold, TakeAlong::both);
    ASSERT_TRUE(await(store_->set_standing(hold)));
    const TakenAlong taken = take_all(hold);
    EXPECT_EQ(taken.open, 0);
    EXPECT_EQ(taken.published, 1);
    EXPECT_EQ(comment("cmt_1").status, Status::held);
    EXPECT_FALSE(comment("cmt_1").escalated);
    EXPECT_EQ(comment("cmt_2").version, 1);
}

TEST_F(Authors, NothingIsTakenForAStandingThatIsNoLongerInForce) {
    submit({.author_key = "id:7"});
    const NewStanding ban = standing("dec_ban", Standing::banned, TakeAlong::both);
    ASSERT_TRUE(await(store_->set_standing(ban)));
    EXPECT_TRUE(undo("dec_ban").empty());
    EXPECT_EQ(take_all(ban).open, 0);
    EXPECT_EQ(comment("cmt_1").status, Status::held);
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
