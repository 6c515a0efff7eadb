// A comment after it was submitted: edited, withdrawn, its texts compared.

#include "tests/functional/test_server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

namespace chaffinch::test {
namespace {

namespace json = boost::json;

Answer edit(
    TestServer& server, const std::string& id, const json::value& body, const Headers& more = {}
) {
    return server.site("PATCH", "/v1/comments/" + id, body, more);
}

Answer edit_text(TestServer& server, const std::string& id, const std::string& text) {
    return edit(server, id, json::object{{"text", text}});
}

TEST(Edit, IsJudgedAndAnsweredLikeASubmission) {
    TestServer server;
    const std::string id = server.post_comment("a friendly word").text("/id");
    const Answer edited = edit_text(server, id, "a friendly word, rejectme");
    ASSERT_EQ(edited.status, 200U) << edited.body;
    EXPECT_EQ(edited.text("/outcome"), "reject");
    EXPECT_EQ(edited.text("/status"), "rejected");
    EXPECT_EQ(edited.at("/revision").as_int64(), 2);
    EXPECT_EQ(edited.at("/version").as_int64(), 2);
    EXPECT_EQ(edited.header("etag"), "\"2\"");
    EXPECT_EQ(server.site("GET", "/v1/comments/" + id).header("etag"), "\"2\"");
}

TEST(Edit, OfWhatWaitsGoesOnWaiting) {
    TestServer server;
    const std::string id = server.post_comment("holdme please").text("/id");
    const Answer edited = edit_text(server, id, "nothing wrong with me now");
    EXPECT_EQ(edited.text("/outcome"), "approve");
    EXPECT_EQ(edited.text("/status"), "held");
    EXPECT_EQ(
        server.moderator("GET", "/v1/queue").text("/items/0/comment/text"),
        "nothing wrong with me now"
    );
}

TEST(Edit, OfWhatAPersonApprovedStaysWhenItBringsNothingNew) {
    TestServer server;
    const std::string id = server.post_comment("holdme, I have a qestion").text("/id");
    ASSERT_EQ(server.decide(id, 1, "approve", "").status, 200U);
    const Answer corrected = edit_text(server, id, "holdme, I have a question");
    EXPECT_EQ(corrected.text("/outcome"), "hold");
    EXPECT_EQ(corrected.text("/status"), "published");
    const Answer worse = edit_text(server, id, "holdme, I have a question, rejectme");
    EXPECT_EQ(worse.text("/outcome"), "reject");
    EXPECT_EQ(worse.text("/status"), "held");
}

TEST(Edit, OfWhatAPersonRejectedStaysRejected) {
    TestServer server;
    const std::string id = server.post_comment("holdme now").text("/id");
    ASSERT_EQ(server.decide(id, 1, "reject", "quality.off_topic").status, 200U);
    EXPECT_EQ(edit_text(server, id, "all is well").text("/status"), "rejected");
}

TEST(Edit, ThatAddsALinkToAPublishedCommentIsHeld) {
    TestServer server({.shipped_rules = true});
    const std::string text = "I was glad of the advice here.";
    const Answer posted = server.post_comment(text);
    ASSERT_EQ(posted.text("/status"), "published") << posted.body;
    const std::string id = posted.text("/id");
    const Answer plain = edit_text(server, id, text + " It was clear.");
    EXPECT_EQ(plain.text("/status"), "published") << plain.body;
    const Answer linked = edit_text(server, id, text + " More at https://garden-chairs.example/a");
    EXPECT_EQ(linked.text("/status"), "held") << linked.body;
    const Answer queue = server.moderator("GET", "/v1/queue");
    EXPECT_NE(queue.body.find("EDIT_ADDED_LINK"), std::string::npos) << queue.body;
}

TEST(Edit, OfAnotherVersionIsAConflict) {
    TestServer server;
    const std::string id = server.post_comment("first").text("/id");
    ASSERT_EQ(edit_text(server, id, "second").status, 200U);
    const json::object third{{"text", "third"}, {"version", 1}};
    EXPECT_EQ(edit(server, id, third).status, 409U);
    const json::object body{{"text", "third"}};
    EXPECT_EQ(edit(server, id, body, {{"If-Match", "\"1\""}}).status, 409U);
    EXPECT_EQ(edit(server, id, body, {{"If-Match", "nonsense"}}).status, 422U);
    EXPECT_EQ(edit(server, id, body, {{"If-Match", "\"2\""}}).status, 200U);
}

TEST(Edit, NamesWhatIsWrong) {
    TestServer server;
    const std::string id = server.post_comment("first").text("/id");
    EXPECT_EQ(edit(server, id, json::object{}).status, 422U);
    EXPECT_EQ(edit(server, id, json::object{{"text", ""}}).status, 422U);
    const Answer wrong = edit(server, id, json::object{{"txt", "x"}});
    EXPECT_EQ(wrong.status, 422U);
    EXPECT_EQ(wrong.text("/errors/0/pointer"), "/txt");
    EXPECT_EQ(edit_text(server, "cmt_nowhere", "x").status, 404U);
}

TEST(Edit, ThatChangesNothingMakesNoRevision) {
    TestServer server;
    const std::string id = server.post_comment("first").text("/id");
    const Answer same = edit_text(server, id, "first");
    EXPECT_EQ(same.status, 200U);
    EXPECT_EQ(same.at("/revision").as_int64(), 1);
    EXPECT_EQ(same.at("/version").as_int64(), 1);
}

TEST(Edit, SentTwiceWithOneKeyIsOneEdit) {
    TestServer server;
    const std::string id = server.post_comment("first").text("/id");
    const json::object body{{"text", "second"}};
    const Answer once = edit(server, id, body, {{"Idempotency-Key", "e1"}});
    ASSERT_EQ(once.status, 200U) << once.body;
    const Answer again = edit(server, id, body, {{"Idempotency-Key", "e1"}});
    EXPECT_EQ(again.header("idempotency-replayed"), "true");
    EXPECT_EQ(again.body, once.body);
    EXPECT_EQ(server.site("GET", "/v1/comments/" + id).at("/revision").as_int64(), 2);
}

TEST(Edit, UnderAClosedArticleIsStillJudgedByItsText) {
    TestServer server;
    const std::string id = server.post_comment("first").text("/id");
    const json::object closed{{"title", "Botox"}, {"policy", {{"comments", "closed"}}}};
    ASSERT_EQ(server.site("PUT", "/v1/articles/botox", closed).status, 200U);
    EXPECT_EQ(edit_text(server, id, "first, corrected").text("/status"), "published");
}

TEST(Edit, IsNoCopyOfItself) {
    TestServer server({.shipped_rules = true});
    const std::string text =
        "I was glad of the advice here, and every morning I walk to the station now.";
    const std::string id = server.post_comment(text).text("/id");
    const Answer edited = edit_text(server, id, text + " Thank you.");
    EXPECT_EQ(edited.text("/outcome"), "approve") << edited.body;
}

TEST(Edit, LeavesEveryTextToBeComparedByModerators) {
    TestServer server;
    const std::string id = server.post_comment("a red house").text("/id");
    ASSERT_EQ(edit_text(server, id, "a blue house").status, 200U);
    const Answer revisions = server.moderator("GET", "/v1/comments/" + id + "/revisions");
    ASSERT_EQ(revisions.status, 200U) << revisions.body;
    ASSERT_EQ(revisions.at("/items").as_array().size(), 2U);
    EXPECT_EQ(revisions.text("/items/0/text"), "a red house");
    EXPECT_EQ(revisions.at("/items/0/changes").as_array().size(), 0U);
    EXPECT_EQ(revisions.text("/items/1/changes/1/op"), "removed");
    EXPECT_EQ(revisions.text("/items/1/changes/1/text"), "red");
    EXPECT_EQ(revisions.text("/items/1/changes/2/text"), "blue");
    EXPECT_TRUE(revisions.at("/items/1/replaced_at").is_null());
    EXPECT_EQ(server.moderator("GET", "/v1/comments/cmt_nowhere/revisions").status, 404U);
}

TEST(Edit, LeavesLessonsAsTheyWereTaughtToTheBit) {
    const TemporaryDirectory kept;
    const auto taught = [](TestServer& server) {
        return boost::asio::co_spawn(
                   server.application().io(),
                   server.application().learning().state_hash(SiteId{"demo"}),
                   boost::asio::use_future
        )
            .get();
    };
    std::uint64_t before = 0;
    {
        TestServer server({.data = kept.path() / "data"});
        const std::string id = server.post_comment("holdme: buy cheap watches").text("/id");
        ASSERT_EQ(server.decide(id, 1, "reject", "spam.promotion").status, 200U);
        const std::uint64_t first = taught(server);
        ASSERT_EQ(edit_text(server, id, "a lovely article about pain").status, 200U);
        const Answer second = server.decide(id, 3, "approve", "verdict.not_spam");
        ASSERT_EQ(second.status, 200U) << second.body;
        EXPECT_NE(taught(server), first);
        const std::string undo = "/v1/decisions/" + second.text("/decision") + "/undo";
        ASSERT_EQ(server.moderator("POST", undo).status, 200U);
        EXPECT_EQ(taught(server), first);
        before = taught(server);
    }
    TestServer server({.data = kept.path() / "data"});
    EXPECT_EQ(taught(server), before);
}

TEST(Withdrawal, TakesACommentOutForGood) {
    TestServer server;
    const std::string id = server.post_comment("holdme").text("/id");
    const Answer gone = server.site("DELETE", "/v1/comments/" + id);
    ASSERT_EQ(gone.status, 200U) << gone.body;
    EXPECT_EQ(gone.text("/status"), "withdrawn");
    EXPECT_EQ(server.site("DELETE", "/v1/comments/" + id).status, 200U);
    EXPECT_EQ(server.moderator("GET", "/v1/queue").at("/total").as_int64(), 0);
    EXPECT_EQ(edit_text(server, id, "back again").status, 409U);
    EXPECT_EQ(server.decide(id, 2, "approve", "").status, 422U);
    EXPECT_EQ(server.site("DELETE", "/v1/comments/cmt_nowhere").status, 404U);
}

TEST(Withdrawal, BelongsToTheSite) {
    TestServer server;
    const std::string id = server.post_comment("mine").text("/id");
    const Headers foreign{{"Authorization", "Bearer " + server.other_site_key()}};
    EXPECT_EQ(server.send("DELETE", "/v1/comments/" + id, foreign).status, 404U);
    EXPECT_EQ(server.site("GET", "/v1/comments/" + id).text("/status"), "published");
}

}  // namespace
}  // namespace chaffinch::test
