// Campaigns in the store: joining, counts that follow their members, pages, decisions on the whole.

#include "tests/server/store/sqlite/store_fixture.h"
#include "tests/support/seeded_random.h"

#include <map>

namespace chaffinch::store::sqlite::test {
namespace {

class Campaigns : public StoreFixture {
  protected:
    SubmissionReceipt join(
        Draft draft, const std::string& campaign, std::vector<std::string> founders = {}
    ) {
        NewSubmission made = submission(draft);
        JoinedCampaign joined;
        joined.id.value = campaign;
        joined.by = JoinedBy::host;
        for (const std::string& id : founders) joined.founders.push_back({CommentId{id}});
        made.campaign = std::move(joined);
        auto receipt = await(store_->record_submission(made));
        EXPECT_TRUE(receipt);
        return receipt ? *receipt : SubmissionReceipt{};
    }

    std::vector<std::string> campaigns(const CampaignQuery& query = {}) {
        std::vector<std::string> ids;
        const auto page = await(store_->list_campaigns(query));
        EXPECT_TRUE(page);
        for (const Campaign& campaign : page->items) ids.push_back(campaign.id.value);
        return ids;
    }

    CampaignMembers members(const std::string& id, std::vector<SiteId> sites = {}) {
        auto page =
            await(store_->campaign_members(CampaignId{id}, std::move(sites), 50, std::string()));
        EXPECT_TRUE(page);
        return page ? *page : CampaignMembers{};
    }

    void note(const std::string& id, Judgement judgement, const std::string& decision) {
        CampaignDecision made;
        made.id.value = decision;
        made.judgement = judgement;
        made.moderator_login = "eva";
        made.at = at(5'000);
        const auto noted =
            await(store_->note_campaign_decision(CampaignId{id}, {}, std::move(made)));
        EXPECT_TRUE(noted);
    }
};

TEST_F(Campaigns, BeginWithTheirFounders) {
    submit({.id = "cmt_1", .article = "a-1", .author_key = "u:1", .created = 10});
    submit({.id = "cmt_2", .article = "a-2", .author_key = "u:1", .outcome = Outcome::approve});
    join(
        {.id = "cmt_3", .article = "a-2", .author_key = "u:2", .created = 30},
        "cam_1",
        {"cmt_1", "cmt_2", "cmt_never_stored"}
    );
    const CampaignMembers found = members("cam_1");
    const Campaign& campaign = found.campaign;
    EXPECT_EQ(campaign.members, 3);
    EXPECT_EQ(campaign.open, 2);
    EXPECT_EQ(campaign.published, 1);
    EXPECT_EQ(campaign.articles, 2);
    EXPECT_EQ(campaign.authors, 2);
    EXPECT_EQ(campaign.first_seen_at, at(10));
    EXPECT_EQ(campaign.last_seen_at, at(1'000));
    EXPECT_EQ(campaign.sample.value, "cmt_1");
    EXPECT_EQ(campaign.sample_text, "text of cmt_1");
    EXPECT_FALSE(campaign.decision);
    ASSERT_EQ(found.items.size(), 3u);
    EXPECT_EQ(found.items[0].comment.value, "cmt_3");
    EXPECT_EQ(found.items[0].joined_by, JoinedBy::host);
    EXPECT_EQ(found.items[2].joined_by, JoinedBy::text);
    const auto of = await(store_->campaign_of(CommentId{"cmt_2"}, {}));
    ASSERT_TRUE(of);
    EXPECT_EQ(of->id.value, "cam_1");
}

TEST_F(Campaigns, AreOneAComment) {
    submit({.id = "cmt_1"});
    join({.id = "cmt_2"}, "cam_1", {"cmt_1"});
    join({.id = "cmt_3"}, "cam_2", {"cmt_1", "cmt_2"});
    EXPECT_EQ(members("cam_1").campaign.members, 2);
    EXPECT_EQ(members("cam_2").campaign.members, 1);
}

TEST_F(Campaigns, CountTheirMembersAsDecisionsAndUndosMoveThem) {
    chaffinch::test::SeededRandom random;
    std::map<std::string, std::vector<DecisionId>> standing;
    for (int i = 0; i < 30; ++i) {
        const std::string id = "cmt_" + std::to_string(i);
        const auto outcome = random.chance(0.5) ? Outcome::hold : Outcome::approve;
        join({.id = id, .outcome = outcome}, "cam_" + std::to_string(i % 3));
        standing[id];
    }
    for (int step = 0; step < 150; ++step) {
        const std::string id = "cmt_" + std::to_string(random.between(0, 29));
        auto& decisions = standing[id];
        if (!decisions.empty() && random.chance(0.3)) {
            undo(decisions.back().value);
            decisions.pop_back();
        } else {
            const std::string name = "dec_" + std::to_string(step);
            const auto judgement =
                random.pick<Judgement>({Judgement::approve, Judgement::reject, Judgement::escalate}
                );
            if (decide({name, id, comment(id).version, judgement})) {
                decisions.push_back(DecisionId{name});
            }
        }
    }
    EXPECT_EQ(
        ask_database(
            "SELECT count(*) FROM campaigns AS p WHERE"
            " (SELECT count(*) FROM campaign_members WHERE campaign = p.pk) <> members OR"
            " (SELECT count(*) FROM campaign_members AS m JOIN comments AS c ON c.pk = m.comment"
            "  WHERE m.campaign = p.pk AND c.status = 'held') <> open OR"
            " (SELECT count(*) FROM campaign_members AS m JOIN comments AS c ON c.pk = m.comment"
            "  WHERE m.campaign = p.pk AND c.status = 'published') <> published"
        ),
        0
    );
    EXPECT_EQ(ask_database("SELECT count(*) FROM campaigns"), 3);
}

TEST_F(Campaigns, ComeInPagesTheOneSeenLastFirst) {
    for (int i = 1; i <= 7; ++i) {
        const std::string n = std::to_string(i);
        join({.id = "cmt_" + n, .created = 100 * (8 - i)}, "cam_" + n);
    }
    std::vector<std::string> found;
    CampaignQuery query{.limit = 3};
    do {
        const auto page = await(store_->list_campaigns(query));
        ASSERT_TRUE(page);
        for (const Campaign& campaign : page->items) found.push_back(campaign.id.value);
        query.cursor = page->next_cursor;
    } while (!query.cursor.empty());
    EXPECT_EQ(
        found,
        (std::vector<std::string>{"cam_1", "cam_2", "cam_3", "cam_4", "cam_5", "cam_6", "cam_7"})
    );
    query.cursor = "not ours";
    EXPECT_FALSE(await(store_->list_campaigns(query)));
}

TEST_F(Campaigns, CanBeAskedForByState) {
    join({.id = "cmt_1", .created = 10}, "cam_1");
    join({.id = "cmt_2", .outcome = Outcome::approve, .created = 20}, "cam_2");
    note("cam_2", Judgement::approve, "dec_1");
    EXPECT_EQ(campaigns({.state = CampaignState::waiting}), std::vector<std::string>{"cam_1"});
    EXPECT_EQ(campaigns({.state = CampaignState::decided}), std::vector<std::string>{"cam_2"});
    EXPECT_EQ(campaigns(), (std::vector<std::string>{"cam_2", "cam_1"}));
}

TEST_F(Campaigns, OfOtherSitesAreNotThere) {
    add_site("blog");
    join({.id = "cmt_1"}, "cam_1");
    EXPECT_TRUE(campaigns({.sites = {SiteId{"blog"}}}).empty());
    EXPECT_FALSE(
        await(store_->campaign_members(CampaignId{"cam_1"}, {SiteId{"blog"}}, 5, std::string()))
    );
    EXPECT_FALSE(await(store_->campaign_of(CommentId{"cmt_1"}, {SiteId{"blog"}})));
    EXPECT_FALSE(await(store_->note_campaign_decision(CampaignId{"cam_1"}, {SiteId{"blog"}}, {})));
    EXPECT_FALSE(store_->facts().is_rejected(SiteId{"blog"}, CampaignId{"cam_1"}));
}

TEST_F(Campaigns, AreRejectedUntilThatDecisionIsUndone) {
    join({.id = "cmt_1"}, "cam_1");
    EXPECT_FALSE(store_->facts().is_rejected(SiteId{"news"}, CampaignId{"cam_1"}));
    note("cam_1", Judgement::reject, "dec_1");
    ASSERT_TRUE(decide({.id = "dec_1", .comment = "cmt_1"}));
    EXPECT_TRUE(store_->facts().is_rejected(SiteId{"news"}, CampaignId{"cam_1"}));
    EXPECT_EQ(members("cam_1").campaign.decision->moderator_login, "eva");
    undo("dec_1");
    EXPECT_FALSE(store_->facts().is_rejected(SiteId{"news"}, CampaignId{"cam_1"}));
    EXPECT_FALSE(members("cam_1").campaign.decision);
    note("cam_1", Judgement::approve, "dec_2");
    EXPECT_FALSE(store_->facts().is_rejected(SiteId{"news"}, CampaignId{"cam_1"}));
}

TEST_F(Campaigns, NameTheMembersThatADecisionTakesInChunks) {
    join({.id = "cmt_1"}, "cam_1");
    join({.id = "cmt_2", .outcome = Outcome::approve}, "cam_1");
    join({.id = "cmt_3"}, "cam_1");
    join({.id = "cmt_4", .outcome = Outcome::reject}, "cam_1");
    const auto taken = [this](Take take) {
        std::vector<std::string> ids;
        std::int64_t position = 0;
        while (true) {
            const auto chunk =
                await(store_->members_to_decide(CampaignId{"cam_1"}, take, position, 1));
            if (chunk.empty()) return ids;
            ids.push_back(chunk[0].comment.value);
            EXPECT_EQ(chunk[0].version, 1);
            position = chunk[0].position;
        }
    };
    EXPECT_EQ(taken(Take::open), (std::vector<std::string>{"cmt_1", "cmt_3"}));
    EXPECT_EQ(taken(Take::published), std::vector<std::string>{"cmt_2"});
    EXPECT_EQ(taken(Take::both), (std::vector<std::string>{"cmt_1", "cmt_2", "cmt_3"}));
}

TEST_F(Campaigns, GiveTheirMembersBackWithTheArrivals) {
    join({.id = "cmt_1", .hosts = {"casino.example"}}, "cam_1");
    submit({.id = "cmt_2", .created = 2'000, .hosts = {"casino.example"}});
    const ArrivalPage page = store_->facts().arrivals(0, 10);
    EXPECT_EQ(page.arrivals[0].campaign.value, "");
    EXPECT_EQ(page.arrivals[1].campaign.value, "cam_1");
    EXPECT_EQ(store_->facts().first_seen(SiteId{"news"}, "casino.example"), at(1'000));
    EXPECT_EQ(store_->facts().first_seen(SiteId{"news"}, "other.example"), std::nullopt);
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
