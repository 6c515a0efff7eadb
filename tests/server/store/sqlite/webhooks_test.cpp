// Deliveries as the store hands them out: made with their event, one of a comment at a time, kept
// until their outcome is written.

#include "tests/server/store/sqlite/store_fixture.h"

#include <algorithm>
#include <map>
#include <set>

namespace chaffinch::store::sqlite::test {
namespace {

class Webhooks : public StoreFixture {
  protected:
    WebhookEndpoint endpoint(const std::string& id, const std::string& site = "news") {
        WebhookEndpoint made;
        made.id.value = id;
        made.site.value = site;
        made.url = "https://example.com/" + id;
        made.secret.fill(7);
        made.created_at = at(1);
        return made;
    }

    Result<void> add(const WebhookEndpoint& made) { return await(store_->add_endpoint(made)); }

    std::vector<DueDelivery> due(std::int64_t now, std::size_t per_endpoint = 10) {
        return await(store_->due_deliveries(at(now), 64, per_endpoint));
    }

    void finish(const DueDelivery& one, DeliveryState state, std::int64_t now) {
        AttemptOutcome outcome;
        outcome.delivery = one.delivery.id;
        outcome.attempt = {.at = at(now), .took = {}, .status = 200, .outcome = "delivered"};
        outcome.state = state;
        if (state == DeliveryState::due) outcome.due_at = at(now + 5'000);
        outcome.pause_endpoint_until = at(now);
        await(store_->record_attempt(outcome));
    }

    std::vector<WebhookDelivery> log(const std::string& id) {
        return await(store_->deliveries_of(EndpointId{id}, std::nullopt, 100));
    }
};

TEST_F(Webhooks, MakeADeliveryForEachActiveEndpointOfTheSiteOnly) {
    add_site("other");
    ASSERT_TRUE(add(endpoint("whe_1")));
    ASSERT_TRUE(add(endpoint("whe_2")));
    ASSERT_TRUE(add(endpoint("whe_3", "other")));
    ASSERT_TRUE(await(store_->remove_endpoint(EndpointId{"whe_2"})));
    submit({.id = "cmt_1"});
    const auto found = due(5'000);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].endpoint.id.value, "whe_1");
    EXPECT_EQ(found[0].endpoint.site.value, "news");
    EXPECT_EQ(found[0].endpoint.secret, endpoint("whe_1").secret);
    EXPECT_EQ(found[0].delivery.kind, "comment.held");
    EXPECT_EQ(found[0].delivery.comment.value, "cmt_1");
    EXPECT_TRUE(found[0].delivery.id.value.starts_with("msg_"));
    EXPECT_TRUE(due(999).empty()) << "not before the event";
}

TEST_F(Webhooks, HandOutOneDeliveryOfACommentAtATimeInOrder) {
    ASSERT_TRUE(add(endpoint("whe_1")));
    submit({.id = "cmt_1"});
    submit({.id = "cmt_2"});
    ASSERT_TRUE(decide({.id = "dec_1", .comment = "cmt_1", .judgement = Judgement::reject}));
    ASSERT_TRUE(
        decide({.id = "dec_2", .comment = "cmt_1", .version = 2, .judgement = Judgement::approve})
    );
    std::map<std::string, std::vector<std::string>> order;
    for (std::int64_t now = 5'000; now < 5'010; ++now) {
        const auto found = due(now);
        std::set<std::string> comments;
        for (const DueDelivery& one : found) {
            EXPECT_TRUE(comments.insert(one.delivery.comment.value).second) << "two at once";
            order[one.delivery.comment.value].push_back(one.delivery.kind);
            finish(one, DeliveryState::delivered, now);
        }
    }
    const std::vector<std::string> first{"comment.held", "comment.rejected", "comment.approved"};
    EXPECT_EQ(order["cmt_1"], first);
    EXPECT_EQ(order["cmt_2"], std::vector<std::string>{"comment.held"});
}

TEST_F(Webhooks, KeepTheOrderWhileTheFirstIsRetriedAndLetGoWhenItIsGivenUp) {
    ASSERT_TRUE(add(endpoint("whe_1")));
    submit({.id = "cmt_1"});
    ASSERT_TRUE(decide({.id = "dec_1", .comment = "cmt_1"}));
    const DueDelivery first = due(5'000).at(0);
    finish(first, DeliveryState::due, 5'000);
    EXPECT_TRUE(due(9'999).empty());
    ASSERT_EQ(due(10'000).size(), 1u);
    EXPECT_EQ(due(10'000)[0].delivery.id, first.delivery.id) << "the same id again";
    EXPECT_EQ(due(10'000)[0].delivery.attempts, 1);
    finish(first, DeliveryState::dead, 10'000);
    ASSERT_EQ(due(10'001).size(), 1u);
    EXPECT_EQ(due(10'001)[0].delivery.kind, "comment.rejected");
    const auto attempts = await(store_->attempts_of(first.delivery.id));
    ASSERT_EQ(attempts.size(), 2u);
    EXPECT_EQ(attempts[1].number, 2);
    EXPECT_EQ(attempts[1].outcome, "delivered");
}

TEST_F(Webhooks, AreStillDueAfterARestart) {
    ASSERT_TRUE(add(endpoint("whe_1")));
    submit({.id = "cmt_1"});
    const DeliveryId id = due(5'000).at(0).delivery.id;
    restart();
    ASSERT_EQ(due(5'000).size(), 1u);
    EXPECT_EQ(due(5'000)[0].delivery.id, id);
}

TEST_F(Webhooks, ReplayWhatIsFinishedWithItsId) {
    ASSERT_TRUE(add(endpoint("whe_1")));
    submit({.id = "cmt_1"});
    const DueDelivery one = due(5'000).at(0);
    EXPECT_EQ(
        await(store_->replay_delivery(one.delivery.id, {}, at(6'000))).error().code, Errc::conflict
    );
    finish(one, DeliveryState::dead, 6'000);
    EXPECT_TRUE(due(7'000).empty());
    EXPECT_EQ(
        await(store_->replay_delivery(one.delivery.id, EndpointId{"whe_2"}, at(8'000)))
            .error()
            .code,
        Errc::not_found
    );
    ASSERT_TRUE(await(store_->replay_delivery(one.delivery.id, {}, at(8'000))));
    ASSERT_EQ(due(8'000).size(), 1u);
    EXPECT_EQ(due(8'000)[0].delivery.id, one.delivery.id);
    EXPECT_EQ(due(8'000)[0].delivery.attempts, 0) << "a fresh schedule";
    EXPECT_EQ(
        await(store_->replay_delivery(DeliveryId{"msg_x"}, {}, at(1))).error().code, Errc::not_found
    );
}

TEST_F(Webhooks, KeepADisabledEndpointsDeliveriesUntilItIsEnabled) {
    ASSERT_TRUE(add(endpoint("whe_1")));
    submit({.id = "cmt_1"});
    submit({.id = "cmt_2"});
    AttemptOutcome gone;
    gone.delivery = due(5'000).at(0).delivery.id;
    gone.attempt = {.at = at(5'000), .status = 410, .outcome = "gone"};
    gone.state = DeliveryState::dead;
    gone.disable_endpoint_why = "it answered 410 Gone";
    await(store_->record_attempt(gone));
    EXPECT_TRUE(due(9'000).empty());
    const auto endpoints = await(store_->list_endpoints(SiteId{"news"}));
    ASSERT_EQ(endpoints.size(), 1u);
    EXPECT_TRUE(endpoints[0].disabled);
    EXPECT_EQ(endpoints[0].disabled_why, "it answered 410 Gone");
    EXPECT_EQ(endpoints[0].failures, 1);
    submit({.id = "cmt_3"});
    EXPECT_EQ(log("whe_1").size(), 2u) << "nothing new while disabled";
    ASSERT_TRUE(await(store_->enable_endpoint(EndpointId{"whe_1"})));
    EXPECT_EQ(due(9'000).size(), 1u);
}

TEST_F(Webhooks, AreNotDueWhileTheirEndpointIsPaused) {
    ASSERT_TRUE(add(endpoint("whe_1")));
    submit({.id = "cmt_1"});
    submit({.id = "cmt_2"});
    AttemptOutcome busy;
    busy.delivery = due(5'000).at(0).delivery.id;
    busy.attempt = {.at = at(5'000), .status = 429, .outcome = "refused"};
    busy.state = DeliveryState::due;
    busy.due_at = at(5'001);
    busy.pause_endpoint_until = at(20'000);
    await(store_->record_attempt(busy));
    EXPECT_TRUE(due(19'999).empty());
    EXPECT_EQ(due(20'000).size(), 2u);
}

TEST_F(Webhooks, GiveTheTurnToTheEndpointServedLongestAgo) {
    for (const char* id : {"whe_1", "whe_2", "whe_3"}) ASSERT_TRUE(add(endpoint(id)));
    for (const char* id : {"cmt_1", "cmt_2", "cmt_3"}) submit({.id = id});
    std::vector<std::string> turns;
    for (std::int64_t now = 5'000; now < 5'006; ++now) {
        const DueDelivery one = await(store_->due_deliveries(at(now), 1, 1)).at(0);
        turns.push_back(one.endpoint.id.value);
        finish(one, DeliveryState::delivered, now);
    }
    std::vector<std::string> first(turns.begin(), turns.begin() + 3);
    std::ranges::sort(first);
    EXPECT_EQ(first, (std::vector<std::string>{"whe_1", "whe_2", "whe_3"}));
    EXPECT_TRUE(std::equal(turns.begin(), turns.begin() + 3, turns.begin() + 3));
}

TEST_F(Webhooks, RefuseTheSameAddressTwiceAndTheTwentyFirst) {
    ASSERT_TRUE(add(endpoint("whe_0")));
    WebhookEndpoint again = endpoint("whe_0");
    again.id.value = "whe_again";
    EXPECT_EQ(add(again).error().code, Errc::conflict);
    EXPECT_EQ(add(endpoint("whe_x", "nowhere")).error().code, Errc::not_found);
    for (std::size_t i = 1; i < endpoints_of_a_site; ++i) {
        ASSERT_TRUE(add(endpoint("whe_" + std::to_string(i))));
    }
    EXPECT_EQ(add(endpoint("whe_20")).error().code, Errc::conflict);
    ASSERT_TRUE(await(store_->remove_endpoint(EndpointId{"whe_3"})));
    EXPECT_TRUE(add(endpoint("whe_20")));
}

TEST_F(Webhooks, KeepThePreviousSecretOfARotation) {
    ASSERT_TRUE(add(endpoint("whe_1")));
    SealedSecret next{};
    next.fill(9);
    ASSERT_TRUE(await(store_->rotate_endpoint_secret(EndpointId{"whe_1"}, next, at(99))));
    const auto found = await(store_->find_endpoint(EndpointId{"whe_1"}));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->secret, next);
    EXPECT_EQ(found->previous_secret, endpoint("whe_1").secret);
    EXPECT_EQ(found->previous_until, at(99));
}

TEST_F(Webhooks, ForgetWhatIsOldAndWhatIsRemoved) {
    ASSERT_TRUE(add(endpoint("whe_1")));
    ASSERT_TRUE(add(endpoint("whe_2")));
    submit({.id = "cmt_1"});
    for (const DueDelivery& one : due(5'000)) {
        if (one.endpoint.id.value == "whe_1") finish(one, DeliveryState::dead, 5'000);
    }
    EXPECT_EQ(await(store_->purge_deliveries(at(5'000), 10)), 0u) << "not before its time";
    EXPECT_EQ(await(store_->purge_deliveries(at(5'001), 10)), 1u);
    EXPECT_TRUE(log("whe_1").empty());
    ASSERT_TRUE(await(store_->remove_endpoint(EndpointId{"whe_2"})));
    EXPECT_TRUE(due(9'000).empty());
    EXPECT_EQ(await(store_->purge_deliveries(at(1), 10)), 1u);
    EXPECT_EQ(await(store_->purge_deliveries(at(1), 10)), 0u);
    EXPECT_EQ(ask_database("SELECT count(*) FROM webhook_endpoints"), 1);
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
