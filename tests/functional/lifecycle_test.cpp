// Reports, appeals, changes, threads and authors, as sites and moderators meet them.

#include "tests/functional/test_server.h"

#include <gtest/gtest.h>

namespace chaffinch::test {
namespace {

namespace json = boost::json;

Answer report(
    TestServer& server,
    const std::string& id,
    const std::string& reporter,
    const std::string& reason = "spam"
) {
    const json::object body{
        {"reason", reason}, {"reporter", reporter}, {"note", "see for yourself"}
    };
    return server.site("POST", "/v1/comments/" + id + "/reports", body);
}

Answer appeal(TestServer& server, const std::string& id) {
    const json::object body{{"text", "It was a question, not an advertisement."}};
    return server.site("POST", "/v1/comments/" + id + "/appeal", body);
}

/// Posted by an author whom the site vouches for.
Answer post_as(TestServer& server, const std::string& text, const std::string& author) {
    json::object body = submission(text);
    body["author"] = {{"id", author}, {"name", "Reader"}, {"verified", true}};
    return server.site("POST", "/v1/comments", body);
}

Answer set_standing(TestServer& server, const std::string& author, const json::object& body) {
    return server.moderator("PUT", "/v1/authors/" + author + "/standing", body);
}

std::string author_of_first_item(TestServer& server) {
    return server.moderator("GET", "/v1/queue").text("/items/0/comment/author/id");
}

TEST(Report, ThreeOfThemHoldACommentAndADecisionAnswersThem) {
    TestServer server;
    const std::string id = server.post_comment("a plain remark").text("/id");
    const Answer first = report(server, id, "r-1");
    ASSERT_EQ(first.status, 201U) << first.body;
    EXPECT_EQ(first.text("/status"), "published");
    EXPECT_EQ(report(server, id, "r-1").status, 200U);
    EXPECT_EQ(report(server, id, "r-2").text("/status"), "published");

    const Answer waiting = server.moderator("GET", "/v1/queue");
    ASSERT_EQ(waiting.at("/items").as_array().size(), 1U) << waiting.body;
    EXPECT_EQ(waiting.text("/items/0/comment/status"), "published");
    EXPECT_EQ(waiting.at("/items/0/reports").as_array().size(), 2U);
    EXPECT_EQ(waiting.text("/items/0/reports/0/note"), "see for yourself");

    const Answer third = report(server, id, "r-3");
    EXPECT_EQ(third.text("/status"), "held");
    EXPECT_EQ(third.at("/version").as_int64(), 2);
    EXPECT_EQ(server.decide(id, 2, "approve", "").status, 200U);
    EXPECT_EQ(server.moderator("GET", "/v1/queue").at("/total").as_int64(), 0);
}

TEST(Report, NamesWhatIsWrong) {
    TestServer server;
    const std::string id = server.post_comment("a plain remark").text("/id");
    EXPECT_EQ(report(server, id, "r-1", "boring").status, 422U);
    EXPECT_EQ(report(server, id, "").status, 422U);
    EXPECT_EQ(report(server, "cmt_nowhere", "r-1").status, 404U);
    ASSERT_EQ(server.site("DELETE", "/v1/comments/" + id).status, 200U);
    EXPECT_EQ(report(server, id, "r-1").status, 409U);
}

TEST(Report, TheArticleMaySayThatOneIsEnough) {
    TestServer server;
    const json::object article{{"title", "Botox"}, {"policy", {{"hold_after_reports", 1}}}};
    ASSERT_EQ(server.site("PUT", "/v1/articles/botox", article).status, 200U);
    const std::string id = server.post_comment("a plain remark").text("/id");
    EXPECT_EQ(report(server, id, "r-1").text("/status"), "held");
}

TEST(Appeal, IsNotAnsweredByTheModeratorWhoRejected) {
    TestServer server;
    const std::string id = server.post_comment("holdme, a question").text("/id");
    EXPECT_EQ(appeal(server, id).status, 409U) << "nobody has decided";
    ASSERT_EQ(server.decide(id, 1, "reject", "spam.promotion").status, 200U);
    const Answer made = appeal(server, id);
    ASSERT_EQ(made.status, 201U) << made.body;
    EXPECT_EQ(made.text("/against/moderator"), "ann");
    EXPECT_TRUE(made.at("/outcome").is_null());
    EXPECT_EQ(appeal(server, id).status, 409U);

    const Answer queue = server.moderator("GET", "/v1/queue");
    ASSERT_EQ(queue.at("/items").as_array().size(), 1U) << queue.body;
    EXPECT_EQ(queue.text("/items/0/comment/status"), "rejected");
    EXPECT_EQ(queue.text("/items/0/appeal/text"), "It was a question, not an advertisement.");
    const Answer own = server.decide(id, 3, "approve", "");
    EXPECT_EQ(own.status, 409U);
    EXPECT_NE(own.text("/results/0/problem/detail").find("another moderator"), std::string::npos);
}

TEST(Appeal, AgainstTheEngineIsAnsweredByAnyModerator) {
    TestServer server;
    const std::string id = server.post_comment("rejectme").text("/id");
    ASSERT_EQ(appeal(server, id).status, 201U);
    ASSERT_EQ(server.decide(id, 2, "approve", "verdict.not_spam").status, 200U);
    EXPECT_EQ(server.site("GET", "/v1/comments/" + id).text("/status"), "published");
    EXPECT_EQ(appeal(server, "cmt_nowhere").status, 404U);
    EXPECT_EQ(
        server.site("POST", "/v1/comments/" + id + "/appeal", json::object{{"text", ""}}).status,
        422U
    );
}

TEST(Changes, TellEverythingInOrderToASiteThatPolls) {
    TestServer server;
    const std::string id = server.post_comment("holdme").text("/id");
    ASSERT_EQ(server.decide(id, 1, "approve", "").status, 200U);
    ASSERT_EQ(
        server.site("PATCH", "/v1/comments/" + id, json::object{{"text", "better"}}).status, 200U
    );
    const Answer all = server.site("GET", "/v1/changes");
    ASSERT_EQ(all.status, 200U) << all.body;
    ASSERT_EQ(all.at("/items").as_array().size(), 3U);
    EXPECT_EQ(all.text("/items/0/type"), "comment.held");
    EXPECT_EQ(all.text("/items/1/type"), "comment.approved");
    EXPECT_EQ(all.text("/items/2/type"), "verdict.revised");
    EXPECT_EQ(all.text("/items/2/data/comment"), id);
    EXPECT_EQ(all.at("/items/2/data/revision").as_int64(), 2);
    const Answer one = server.site("GET", "/v1/changes?limit=1");
    EXPECT_TRUE(one.at("/more").as_bool());
    const Answer rest = server.site("GET", "/v1/changes?after=" + one.text("/next"));
    EXPECT_EQ(rest.at("/items").as_array().size(), 2U);
    const Answer none = server.site("GET", "/v1/changes?after=" + rest.text("/next"));
    EXPECT_EQ(none.at("/items").as_array().size(), 0U);
    EXPECT_EQ(none.text("/next"), rest.text("/next"));
    EXPECT_EQ(server.site("GET", "/v1/changes?after=x").status, 422U);
    const Headers foreign{{"Authorization", "Bearer " + server.other_site_key()}};
    EXPECT_EQ(server.send("GET", "/v1/changes", foreign).at("/items").as_array().size(), 0U);
}

TEST(Thread, IsReadWithAnswersBelowWhatTheyAnswer) {
    TestServer server;
    const auto post = [&server](const std::string& text, const std::string& parent) {
        json::object body = submission(text);
        if (!parent.empty()) body["parent_id"] = parent;
        return server.site("POST", "/v1/comments", body).text("/id");
    };
    const std::string one = post("one", "");
    post("two", "");
    const std::string answer = post("an answer to one", one);
    post("an answer to the answer", answer);
    const Answer page = server.site("GET", "/v1/articles/botox/comments?limit=3");
    ASSERT_EQ(page.status, 200U) << page.body;
    EXPECT_EQ(page.text("/items/0/text"), "one");
    EXPECT_EQ(page.text("/items/1/text"), "an answer to one");
    EXPECT_EQ(page.text("/items/2/text"), "an answer to the answer");
    EXPECT_EQ(page.at("/items/2/depth").as_int64(), 2);
    const Answer next = server.site(
        "GET", "/v1/articles/botox/comments?limit=3&cursor=" + page.text("/next_cursor")
    );
    EXPECT_EQ(next.text("/items/0/text"), "two");
    EXPECT_TRUE(next.at("/next_cursor").is_null());
    EXPECT_EQ(server.site("GET", "/v1/articles/botox/comments?cursor=x").status, 422U);
}

TEST(Authors, ABanRejectsWhatComesAndTakesAlongWhatIsThere) {
    TestServer server;
    const std::string published = post_as(server, "a friendly word", "u-7").text("/id");
    const std::string held = post_as(server, "holdme", "u-7").text("/id");
    const std::string author = author_of_first_item(server);

    const json::object ban{
        {"standing", "ban"}, {"reason", "spam.promotion"}, {"take_along", "both"}
    };
    json::object asked = ban;
    asked["dry_run"] = true;
    const Answer counted = set_standing(server, author, asked);
    ASSERT_EQ(counted.status, 200U) << counted.body;
    EXPECT_EQ(counted.at("/taken/open").as_int64(), 1);
    EXPECT_EQ(counted.at("/taken/published").as_int64(), 1);
    EXPECT_EQ(post_as(server, "still welcome", "u-7").text("/status"), "published");

    const Answer banned = set_standing(server, author, ban);
    ASSERT_EQ(banned.status, 200U) << banned.body;
    EXPECT_EQ(banned.at("/taken/published").as_int64(), 2);
    EXPECT_EQ(server.site("GET", "/v1/comments/" + published).text("/status"), "rejected");
    const Answer late = post_as(server, "me again", "u-7");
    EXPECT_EQ(late.text("/status"), "rejected");
    EXPECT_EQ(late.text("/reasons/0/code"), "policy.banned");
    EXPECT_EQ(post_as(server, "somebody else", "u-8").text("/status"), "published");

    const Answer record = server.moderator("GET", "/v1/authors/" + author);
    ASSERT_EQ(record.status, 200U) << record.body;
    EXPECT_EQ(record.text("/standing/standing"), "ban");
    EXPECT_EQ(record.text("/identity"), "verified");
    EXPECT_EQ(record.at("/comments").as_array().size(), 4U);

    const std::string undo = "/v1/decisions/" + banned.text("/standing/decision") + "/undo";
    const Answer undone = server.moderator("POST", undo);
    ASSERT_EQ(undone.status, 200U) << undone.body;
    EXPECT_EQ(server.site("GET", "/v1/comments/" + published).text("/status"), "published");
    EXPECT_EQ(server.site("GET", "/v1/comments/" + held).text("/status"), "held");
    EXPECT_EQ(post_as(server, "thank you", "u-7").text("/status"), "published");
    const Answer changes = server.site("GET", "/v1/changes?limit=200");
    EXPECT_NE(changes.body.find("author.standing_changed"), std::string::npos);
    EXPECT_NE(changes.body.find("\"author_id\":\"u-7\""), std::string::npos);
}

TEST(Authors, ATypedAddressCanBeHeldButEarnsNoTrust) {
    TestServer server;
    json::object body = submission("holdme");
    body["author"] = {{"name", "Reader"}, {"email", "Reader@Mail.example"}};
    ASSERT_EQ(server.site("POST", "/v1/comments", body).status, 201U);
    const std::string author = author_of_first_item(server);
    const Answer trusted = set_standing(server, author, {{"standing", "trusted"}});
    EXPECT_EQ(trusted.status, 422U) << trusted.body;
    ASSERT_EQ(set_standing(server, author, {{"standing", "hold"}}).status, 200U);
    body["text"] = "nothing wrong here";
    body["author"] = {{"name", "Another Name"}, {"email", " reader@mail.example"}};
    EXPECT_EQ(server.site("POST", "/v1/comments", body).text("/status"), "held");
    const Answer record = server.moderator("GET", "/v1/authors/" + author);
    EXPECT_EQ(record.body.find("mail.example"), std::string::npos);
    EXPECT_EQ(record.text("/identity"), "email");
}

TEST(Authors, NameWhatIsWrong) {
    TestServer server;
    post_as(server, "holdme", "u-7");
    const std::string author = author_of_first_item(server);
    EXPECT_EQ(set_standing(server, author, {{"standing", "evil"}}).status, 422U);
    EXPECT_EQ(
        set_standing(server, author, {{"standing", "trusted"}, {"take_along", "open"}}).status, 422U
    );
    EXPECT_EQ(
        set_standing(server, author, {{"standing", "hold"}, {"until", "2001-01-01T00:00:00Z"}})
            .status,
        422U
    );
    EXPECT_EQ(set_standing(server, "aut_999", {{"standing", "hold"}}).status, 404U);
    EXPECT_EQ(server.moderator("GET", "/v1/authors/nobody").status, 404U);
    EXPECT_EQ(server.moderator("GET", "/v1/authors/" + author + "?cursor=x").status, 422U);
}

}  // namespace
}  // namespace chaffinch::test
