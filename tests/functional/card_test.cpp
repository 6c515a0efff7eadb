// The review card over HTTP, and the notes on it.

#include "tests/functional/colleague.h"
#include "tests/functional/test_server.h"

#include <gtest/gtest.h>

namespace chaffinch::test {
namespace {

namespace json = boost::json;

json::object answer_to(const std::string& parent, const std::string& text) {
    json::object body = submission(text);
    body["parent_id"] = parent;
    return body;
}

TEST(Card, ShowsThreadAuthorSimilarDecisionsAndHiddenCharacters) {
    TestServer server;
    server.post_comment("the topmost comment", "c-1");
    json::object middle = answer_to("c-1", "the one in between");
    middle["external_id"] = "c-2";
    server.site("POST", "/v1/comments", middle);
    const std::string decided =
        server.post_comment("holdme: buy these wonderful cheap watches today").text("/id");
    ASSERT_EQ(server.decide(decided, 1, "reject", "spam.promotion").status, 200U);

    json::object asked =
        answer_to("c-2", "holdme: Buy these wonderful, cheap wat\u200Bches today!");
    asked["external_id"] = "c-3";
    const std::string id = server.site("POST", "/v1/comments", asked).text("/id");
    server.site("POST", "/v1/comments", answer_to("c-3", "an answer below"));
    server.site("POST", "/v1/comments", answer_to(id, "another answer below"));

    const Answer card = server.moderator("GET", "/v1/comments/" + id + "/review");
    ASSERT_EQ(card.status, 200U) << card.body;
    EXPECT_EQ(card.text("/comment/id"), id);
    EXPECT_EQ(card.text("/verdict/signals/0/name"), "TEST_HOLD");
    ASSERT_EQ(card.at("/thread/above").as_array().size(), 2U);
    EXPECT_EQ(card.text("/thread/above/0/text"), "the topmost comment");
    EXPECT_EQ(card.text("/thread/above/1/external_id"), "c-2");
    ASSERT_EQ(card.at("/thread/below").as_array().size(), 2U);
    EXPECT_EQ(card.text("/thread/below/0/text"), "an answer below");
    EXPECT_FALSE(card.at("/thread/more_below").as_bool());
    EXPECT_TRUE(card.at("/author/known").as_bool());
    EXPECT_EQ(card.at("/author/rejected").as_int64(), 1);
    EXPECT_EQ(card.at("/author/held").as_int64(), 1);
    EXPECT_EQ(card.at("/author/recent").as_array().size(), 5U);
    ASSERT_EQ(card.at("/similar").as_array().size(), 1U) << card.body;
    EXPECT_EQ(card.text("/similar/0/comment/id"), decided);
    EXPECT_EQ(card.text("/similar/0/decision/reason"), "spam.promotion");
    EXPECT_GE(card.at("/similar/0/similarity").to_number<double>(), 0.5);
    ASSERT_EQ(card.at("/hidden").as_array().size(), 1U);
    EXPECT_EQ(card.text("/hidden/0/code_point"), "U+200B");
    EXPECT_EQ(card.text("/hidden/0/kind"), "invisible");
    EXPECT_EQ(card.at("/decisions").as_array().size(), 1U);
    EXPECT_EQ(card.text("/decisions/0/by"), "engine");
    EXPECT_TRUE(card.at("/claim").is_null());
}

TEST(Card, CarriesNotesOnTheCommentAndOnItsAuthor) {
    TestServer server;
    Colleague bob(server, "bob");
    const std::string first = server.post_comment("holdme one").text("/id");
    const std::string second = server.post_comment("holdme two").text("/id");
    const Answer note = server.moderator(
        "POST", "/v1/comments/" + first + "/notes", json::object{{"text", "<b>asked the desk</b>"}}
    );
    ASSERT_EQ(note.status, 201U) << note.body;
    EXPECT_EQ(note.text("/about"), "comment");
    ASSERT_EQ(
        bob.call(
               "POST",
               "/v1/comments/" + first + "/author/notes",
               json::object{{"text", "writes under two names"}}
        )
            .status,
        201U
    );
    const Answer of_first = server.moderator("GET", "/v1/comments/" + first + "/review");
    ASSERT_EQ(of_first.at("/notes").as_array().size(), 2U);
    EXPECT_EQ(of_first.text("/notes/0/moderator"), "bob");
    EXPECT_EQ(of_first.text("/notes/1/text"), "<b>asked the desk</b>");
    const Answer of_second = server.moderator("GET", "/v1/comments/" + second + "/review");
    ASSERT_EQ(of_second.at("/notes").as_array().size(), 1U);
    EXPECT_EQ(of_second.text("/notes/0/about"), "author");

    json::object nameless = submission("holdme three");
    nameless["author"] = nullptr;
    const std::string third = server.site("POST", "/v1/comments", nameless).text("/id");
    const json::object text{{"text", "who is it"}};
    EXPECT_EQ(
        server.moderator("POST", "/v1/comments/" + third + "/author/notes", text).status, 409U
    );
    EXPECT_FALSE(
        server.moderator("GET", "/v1/comments/" + third + "/review").at("/author/known").as_bool()
    );
    EXPECT_EQ(server.moderator("POST", "/v1/comments/cmt_x/notes", text).status, 404U);
    EXPECT_EQ(
        server.moderator("POST", "/v1/comments/" + first + "/notes", json::object{}).status, 422U
    );
}

TEST(Card, IsForModeratorsOfTheSite) {
    TestServer server;
    const std::string id = server.post_comment("holdme").text("/id");
    Colleague stranger(server, "stranger", Role::moderator, {SiteId{"other"}});
    EXPECT_EQ(stranger.call("GET", "/v1/comments/" + id + "/review").status, 404U);
    EXPECT_EQ(
        stranger.call("POST", "/v1/comments/" + id + "/notes", json::object{{"text", "x"}}).status,
        404U
    );
    EXPECT_EQ(server.send("GET", "/v1/comments/" + id + "/review", {}).status, 401U);
}

}  // namespace
}  // namespace chaffinch::test
