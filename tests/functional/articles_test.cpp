// What moderators allow under an article stands before what the site announces.

#include "tests/functional/test_server.h"

#include <gtest/gtest.h>

namespace chaffinch::test {
namespace {

namespace json = boost::json;

class ArticlePolicyCalls : public ::testing::Test {
  protected:
    void announce(const json::object& policy) {
        const json::object body{{"title", "Botox and migraine"}, {"policy", policy}};
        ASSERT_EQ(server_.site("PUT", "/v1/articles/botox", body).status, 200U);
    }

    Answer set(const json::value& policy) {
        const json::object body{{"site", "demo"}, {"policy", policy}};
        return server_.moderator("PUT", "/v1/articles/botox/policy", body);
    }

    std::string outcome() { return server_.post_comment("nothing of interest").text("/outcome"); }

    TestServer server_{};
};

TEST_F(ArticlePolicyCalls, StandBeforeWhatTheSiteAnnouncesUntilGivenBack) {
    announce({{"comments", "post"}});
    EXPECT_EQ(outcome(), "approve");
    const Answer held = set(json::object{{"comments", "pre"}, {"links_allowed", 2}});
    ASSERT_EQ(held.status, 200U) << held.body;
    EXPECT_EQ(held.text("/policy/comments"), "pre");
    EXPECT_EQ(held.text("/announced/comments"), "post");
    EXPECT_EQ(held.text("/set_by"), "ann");
    EXPECT_EQ(outcome(), "hold");
    announce({{"comments", "post"}, {"sensitivity", "medical"}});
    EXPECT_EQ(outcome(), "hold") << "the site's next announcement changes nothing of it";
    json::object along = submission("nothing of interest");
    along["article"] = {
        {"id", "botox"}, {"title", "Sent along"}, {"policy", {{"comments", "post"}}}
    };
    EXPECT_EQ(server_.site("POST", "/v1/comments", along).text("/outcome"), "hold")
        << "nor does an article that comes along with a comment";
    ASSERT_EQ(set(json::object{{"comments", "closed"}}).status, 200U);
    EXPECT_EQ(outcome(), "reject");
    const Answer back = set(nullptr);
    ASSERT_EQ(back.status, 200U) << back.body;
    EXPECT_EQ(back.text("/set_by"), "null");
    EXPECT_EQ(back.text("/title"), "Sent along");
    EXPECT_EQ(outcome(), "approve");
}

TEST_F(ArticlePolicyCalls, AlsoOfAnArticleThatTheSiteNeverDescribed) {
    EXPECT_EQ(outcome(), "approve");
    ASSERT_EQ(set(json::object{{"comments", "pre"}}).status, 200U);
    EXPECT_EQ(outcome(), "hold");
}

TEST_F(ArticlePolicyCalls, AreListedWithTheirArticles) {
    announce({{"comments", "pre"}});
    server_.post_comment("one that waits");
    for (int i = 0; i < 3; ++i) {
        const json::object body{{"title", "Number " + std::to_string(i)}};
        server_.site("PUT", "/v1/articles/n-" + std::to_string(i), body);
    }
    const Answer first = server_.moderator("GET", "/v1/articles?site=demo&limit=3");
    ASSERT_EQ(first.status, 200U) << first.body;
    EXPECT_EQ(first.text("/items/0/id"), "n-2");
    const Answer second =
        server_.moderator("GET", "/v1/articles?site=demo&cursor=" + first.text("/next_cursor"));
    EXPECT_EQ(second.text("/items/0/id"), "botox");
    EXPECT_EQ(second.text("/items/0/waiting"), "1");
    EXPECT_EQ(second.text("/next_cursor"), "null");
    const Answer found = server_.moderator("GET", "/v1/articles?site=demo&words=MIGRAINE");
    EXPECT_EQ(found.at("/items").as_array().size(), 1U);
    EXPECT_EQ(found.text("/items/0/id"), "botox");
    const Answer one = server_.moderator("GET", "/v1/articles/botox/policy?site=demo");
    EXPECT_EQ(one.text("/title"), "Botox and migraine");
    EXPECT_EQ(
        server_.moderator("GET", "/v1/articles?site=other").at("/items").as_array().size(), 0U
    );
}

TEST_F(ArticlePolicyCalls, RefuseWhatAnAnnouncementWouldRefuse) {
    announce({});
    EXPECT_EQ(set(json::object{{"comments", "open"}}).status, 422U);
    EXPECT_EQ(set(json::object{{"hold_at", 6}, {"reject_at", 2}}).status, 422U);
    EXPECT_EQ(set(json::object{{"colour", "red"}}).status, 422U);
    EXPECT_EQ(server_.moderator("GET", "/v1/articles").status, 422U);
    EXPECT_EQ(server_.moderator("GET", "/v1/articles/nothing/policy?site=demo").status, 404U);
    const json::object elsewhere{{"site", "nowhere"}, {"policy", nullptr}};
    EXPECT_EQ(server_.moderator("PUT", "/v1/articles/botox/policy", elsewhere).status, 404U);
}

}  // namespace
}  // namespace chaffinch::test
