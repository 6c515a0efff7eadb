// A campaign's whole way: three near copies become one, a person sees what a decision would take,
// decides them as one, the next copy is held with them, and one undo takes it all back.

#include "tests/functional/test_server.h"

#include <gtest/gtest.h>

namespace chaffinch::test {
namespace {

namespace json = boost::json;

const std::string offer =
    " My life was a mess until Doctor Okoro cast his love spell and brought my husband back within "
    "two days, write to him if you need help with your marriage";

Answer post(TestServer& server, const std::string& text, int number) {
    const std::string n = std::to_string(number);
    return server.site(
        "POST",
        "/v1/comments",
        json::object{
            {"external_id", "x-" + n},
            {"article", {{"id", "a-" + n}}},
            {"text", text},
            {"author", {{"name", "Ann"}, {"email", "ann" + n + "@example.org"}}},
        }
    );
}

class Campaign : public ::testing::Test {
  protected:
    void SetUp() override {
        for (int i = 1; i <= 3; ++i) {
            const Answer posted = post(server_, (i < 3 ? "holdme" : "Hello!") + offer, i);
            ASSERT_EQ(posted.status, 201u) << posted.body;
        }
        const Answer list = server_.moderator("GET", "/v1/campaigns?site=demo&state=all&limit=5");
        ASSERT_EQ(list.status, 200u) << list.body;
        ASSERT_EQ(list.at("/items").as_array().size(), 1u) << list.body;
        id_ = list.text("/items/0/id");
    }

    Answer decide(const json::object& body) {
        return server_.moderator("POST", "/v1/campaigns/" + id_ + "/decision", body);
    }

    TestServer server_{};
    std::string id_{};
};

TEST_F(Campaign, IsShownWithItsMembers) {
    const Answer page = server_.moderator("GET", "/v1/campaigns/" + id_ + "?limit=2");
    ASSERT_EQ(page.status, 200u) << page.body;
    EXPECT_EQ(page.at("/campaign/members").as_int64(), 3);
    EXPECT_EQ(page.at("/campaign/open").as_int64(), 2);
    EXPECT_EQ(page.at("/campaign/published").as_int64(), 1);
    EXPECT_EQ(page.at("/campaign/articles").as_int64(), 3);
    EXPECT_EQ(page.at("/campaign/authors").as_int64(), 3);
    EXPECT_EQ(page.text("/campaign/sample/text"), "holdme" + offer);
    ASSERT_EQ(page.at("/items").as_array().size(), 2u);
    EXPECT_EQ(page.text("/items/0/article/id"), "a-3");
    const Answer rest = server_.moderator(
        "GET", "/v1/campaigns/" + id_ + "?limit=2&cursor=" + page.text("/next_cursor")
    );
    ASSERT_EQ(rest.at("/items").as_array().size(), 1u);
    EXPECT_EQ(rest.text("/items/0/article/id"), "a-1");
    EXPECT_TRUE(rest.at("/next_cursor").is_null());
}

TEST_F(Campaign, ToldToBeDecidedDrySaysWhatItWouldTakeAndChangesNothing) {
    const Answer dry = decide({{"judgement", "reject"}, {"take", "both"}, {"dry_run", true}});
    ASSERT_EQ(dry.status, 200u) << dry.body;
    EXPECT_EQ(dry.at("/open").as_int64(), 2);
    EXPECT_EQ(dry.at("/published").as_int64(), 1);
    EXPECT_TRUE(dry.at("/decision").is_null());
    EXPECT_TRUE(dry.at("/results").as_array().empty());
    EXPECT_EQ(server_.moderator("GET", "/v1/queue").at("/total").as_int64(), 2);
}

TEST_F(Campaign, IsDecidedAsOneHoldsItsNextMemberAndIsUndoneAsOne) {
    const Answer decided = decide({{"judgement", "reject"}, {"reason", "spam.promotion"}});
    ASSERT_EQ(decided.status, 200u) << decided.body;
    ASSERT_EQ(decided.at("/results").as_array().size(), 2u);
    EXPECT_EQ(decided.text("/results/0/comment_status"), "rejected");
    EXPECT_EQ(decided.text("/results/1/comment_status"), "rejected");
    EXPECT_EQ(server_.moderator("GET", "/v1/queue").at("/total").as_int64(), 0);

    const Answer next = post(server_, "Good evening." + offer, 4);
    EXPECT_EQ(next.text("/outcome"), "hold") << "held for a person, not rejected";
    EXPECT_EQ(next.text("/reasons/0/code"), "spam.copy_comment");
    const Answer shown = server_.moderator("GET", "/v1/campaigns?state=waiting");
    EXPECT_EQ(shown.text("/items/0/decision/id"), decided.text("/decision"));
    EXPECT_EQ(shown.at("/items/0/open").as_int64(), 1);

    const Answer undone =
        server_.moderator("POST", "/v1/decisions/" + decided.text("/decision") + "/undo");
    ASSERT_EQ(undone.status, 200u) << undone.body;
    EXPECT_EQ(undone.at("/results").as_array().size(), 2u);
    EXPECT_EQ(server_.moderator("GET", "/v1/queue").at("/total").as_int64(), 3);
    EXPECT_EQ(post(server_, "Good night." + offer, 5).text("/outcome"), "approve");
}

TEST_F(Campaign, TakesPublishedMembersOnlyWhenTold) {
    const Answer decided =
        decide({{"judgement", "reject"}, {"reason", "spam.promotion"}, {"take", "published"}});
    ASSERT_EQ(decided.at("/results").as_array().size(), 1u) << decided.body;
    EXPECT_EQ(decided.text("/results/0/comment_status"), "rejected");
    EXPECT_EQ(server_.moderator("GET", "/v1/queue").at("/total").as_int64(), 2);
}

TEST_F(Campaign, RefusesWhatIsNoDecision) {
    EXPECT_EQ(decide({{"judgement", "escalate"}}).status, 422u);
    EXPECT_EQ(decide({}).status, 422u);
    EXPECT_EQ(decide({{"judgement", "reject"}, {"reason", "spam.nonsense"}}).status, 422u);
    id_ = "cam_nowhere";
    EXPECT_EQ(decide({{"judgement", "reject"}}).status, 404u);
    EXPECT_EQ(server_.moderator("GET", "/v1/campaigns/cam_nowhere").status, 404u);
    EXPECT_EQ(server_.moderator("GET", "/v1/campaigns?state=odd").status, 422u);
    EXPECT_EQ(server_.moderator("GET", "/v1/campaigns?cursor=odd").status, 422u);
    EXPECT_EQ(server_.send("GET", "/v1/campaigns", {}).status, 401u);
}

}  // namespace
}  // namespace chaffinch::test
