// The Akismet contract over the wire: exact bytes, every header rule, every place for the key.

#include "tests/functional/test_server.h"
#include "tests/support/raw_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chaffinch::test {
namespace {

namespace json = boost::json;

/// What every client sends with a check, and then `more`.
Headers check(const std::string& content, const Headers& more = {}) {
    Headers fields{
        {"blog", "https://blog.example/"},
        {"user_ip", "203.0.113.7"},
        {"user_agent", "Mozilla/5.0"},
        {"permalink", "https://blog.example/botox"},
        {"comment_type", "comment"},
        {"comment_author", "Reader"},
        {"comment_author_email", "reader@reader.example"},
        {"comment_content", content},
    };
    for (const auto& field : more) fields.push_back(field);
    return fields;
}

/// The protocol's own headers of an answer, sorted, without the values that change.
std::vector<std::string> signs(const Answer& answer) {
    std::vector<std::string> names;
    for (const auto& [name, value] : answer.headers) {
        if (name.starts_with("x-akismet-")) names.push_back(name.substr(10));
    }
    std::ranges::sort(names);
    return names;
}

using Names = std::vector<std::string>;

TEST(Akismet, AnswersVerdictsInExactBytes) {
    TestServer server;

    struct Case {
        std::string content;
        Headers more;
        std::string body;
        Names headers;
    };

    const std::vector<Case> cases{
        {"a good question", {}, "false", {"guid"}},
        {"please rejectme now", {}, "true", {"guid"}},
        {"please holdme now", {}, "true", {"guid"}},
        {"please discardme now", {}, "true", {"guid", "pro-tip"}},
        {"another good question", {{"classify", "1"}}, "false", {"classification", "guid"}},
        {"now rejectme please", {{"classify", "1"}}, "true", {"classification", "guid"}},
        {"a tested question", {{"is_test", "1"}}, "false", {}},
        {"rejectme as a test", {{"is_test", "True"}}, "true", {}},
        {"rejectme, says the boss", {{"user_role", "editor, administrator"}}, "false", {}},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(c.content);
        const Answer answer = server.akismet("/1.1/comment-check", check(c.content, c.more));
        EXPECT_EQ(answer.status, 200U);
        EXPECT_EQ(answer.body, c.body);
        EXPECT_EQ(answer.header("content-type"), "text/plain; charset=utf-8");
        EXPECT_EQ(signs(answer), c.headers);
    }
}

TEST(Akismet, GuaranteedInputsAreSpamAndLeaveNothingBehind) {
    TestServer server;
    const std::vector<Headers> cases{
        {{"comment_author", "akismet-guaranteed-spam"}},
        {{"comment_author", "viagra-test-123"}},
        {{"comment_author_email", "akismet-guaranteed-spam@example.com"}},
    };
    for (const Headers& more : cases) {
        SCOPED_TRACE(more.front().second);
        EXPECT_EQ(server.akismet("/1.1/comment-check", check("a good day", more)).body, "true");
    }
    Headers discard = cases.front();
    discard.emplace_back("test_discard", "1");
    EXPECT_EQ(
        signs(server.akismet("/1.1/comment-check", check("a good day", discard))), Names{"pro-tip"}
    );
    EXPECT_EQ(server.akismet("/1.2/usage-limit", {}).at("/usage").as_int64(), 0);
}

TEST(Akismet, FindsTheKeyWhereverClientsPutIt) {
    TestServer server;
    const std::string& key = server.akismet_key();
    ASSERT_EQ(key.size(), 12U);

    struct Case {
        const char* call;
        Headers fields;
        std::string host;
        const char* body;
    };

    const std::string label = key + ".rest.akismet.example:8080";
    const Headers blog{{"blog", "https://blog.example/"}};
    const auto with = [&](Headers fields) {
        fields.insert(fields.end(), blog.begin(), blog.end());
        return fields;
    };
    const std::vector<Case> cases{
        {"/1.1/verify-key", with({{"key", key}}), "", "valid"},
        {"/1.1/verify-key", with({{"api_key", key}}), "", "valid"},
        {"/1.1/verify-key", with({{"key", key}, {"api_key", "aaaaaaaaaaaa"}}), "", "valid"},
        {"/1.1/verify-key", with({{"key", "aaaaaaaaaaaa"}, {"api_key", key}}), "", "invalid"},
        {"/1.1/verify-key", with({}), label, "valid"},
        {"/1.1/comment-check", check("by api_key", {{"api_key", key}}), "", "false"},
        {"/1.1/comment-check", check("by key", {{"key", key}}), "", "false"},
        {"/1.1/comment-check", check("by host"), label, "false"},
        {"/1.1/comment-check", check("by a wrong host"), "aaaaaaaaaaaa.example", "invalid"},
        {"/1.1/comment-check", check("by nothing"), "rest.akismet.example", "invalid"},
        {"/1.1/deactivate", with({{"api_key", key}}), "", "deactivated"},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(std::string(c.call) + " " + c.host);
        EXPECT_EQ(server.akismet(c.call, c.fields, c.host).body, c.body);
    }
}

TEST(Akismet, HelpAndAlertsComeWithFailuresOnly) {
    TestServer server;
    const Headers unknown{{"key", "aaaaaaaaaaaa"}, {"blog", "https://blog.example/"}};
    // Clients throw when help comes with the plain answer "no".
    EXPECT_EQ(signs(server.akismet("/1.1/verify-key", unknown)), Names{});
    EXPECT_EQ(signs(server.akismet("/1.1/verify-key", {{"key", "x"}})), Names{"debug-help"});

    const Answer wrong =
        server.akismet("/1.1/comment-check", check("a", {{"api_key", "aaaaaaaaaaaa"}}));
    EXPECT_EQ(wrong.body, "invalid");
    EXPECT_EQ(signs(wrong), Names{"debug-help"});

    const Answer incomplete = server.akismet("/1.1/comment-check", {{"user_ip", "203.0.113.7"}});
    EXPECT_EQ(incomplete.body, "Missing required field: blog");
    EXPECT_EQ(signs(incomplete), Names{"debug-help"});

    // The client keeps such a comment for a person.
    const Answer long_one = server.akismet("/1.1/comment-check", check(std::string(20'001, 'a')));
    EXPECT_EQ(long_one.body, "comment_content is longer than 20000 characters");
    EXPECT_EQ(signs(long_one), (Names{"debug-help", "error"}));
}

TEST(Akismet, TakesJsonAndAnyCharset) {
    TestServer server;
    const json::object as_json{
        {"api_key", server.akismet_key()},
        {"blog", "https://blog.example/"},
        {"user_ip", ""},
        {"comment_content", "rejectme \u00e9"},
    };
    const Headers type{{"Content-Type", "application/json"}};
    const std::string target = "/1.1/comment-check";
    EXPECT_EQ(server.akismet_raw(target, type, json::serialize(as_json)).body, "true");
    EXPECT_EQ(server.akismet_raw(target, type, "{\"blog\":").body, "invalid");

    const Headers latin{{"blog_charset", "ISO-8859-1"}};
    const Answer answer = server.akismet(target, check("holdme caf\xE9 \x80 5", latin));
    EXPECT_EQ(answer.body, "true");
    const Answer queue = server.moderator("GET", "/v1/queue");
    EXPECT_EQ(queue.text("/items/0/comment/text"), "holdme caf\u00e9 \u20ac 5");
}

/// As the WordPress plugin writes it: HTTP/1.0, its own User-Agent, and all fields of the form.
TEST(Akismet, AnswersTheWordPressPluginOverHttp10) {
    TestServer server;
    Headers fields = check("rejectme please", {{"blog_charset", "UTF-8"}, {"user_role", ""}});
    fields.emplace_back("api_key", server.akismet_key());
    fields.emplace_back("POST_ak_hp_textarea", "");
    fields.emplace_back("POST_ak_js", "1795");
    fields.emplace_back("HTTP_ACCEPT", "text/html");
    const std::string body = form(fields);
    const std::string request =
        "POST /1.1/comment-check HTTP/1.0\r\n"
        "Host: rest.akismet.com\r\n"
        "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n"
        "Content-Length: " +
        std::to_string(body.size()) +
        "\r\n"
        "User-Agent: WordPress/6.4.2 | Akismet/5.3.1\r\n\r\n" +
        body;
    RawClient client(server.port());
    ASSERT_TRUE(client.send(request));
    bool closed = false;
    const std::string answer = client.read_to_end(closed);
    EXPECT_TRUE(closed);
    EXPECT_EQ(status_of(answer), 200U);
    EXPECT_EQ(body_of(answer), "true");
    EXPECT_EQ(field_of(answer, "content-length"), "4");
    EXPECT_EQ(field_of(answer, "transfer-encoding"), "");
    EXPECT_THAT(field_of(answer, "x-akismet-guid"), ::testing::StartsWith("cmt_"));
}

TEST(Akismet, AHoneypotThatWasFilledInReachesTheEngine) {
    TestServer server({.models = true, .shipped_rules = true});
    Headers trap{{"honeypot_field_name", "hp_url"}, {"hp_url", "http://bot.example"}};
    const Answer caught = server.akismet("/1.1/comment-check", check("Nice article.", trap));
    EXPECT_EQ(caught.body, "true");
    trap.back().second = "";
    EXPECT_EQ(
        server.akismet("/1.1/comment-check", check("I read that twice, thank you.", trap)).body,
        "false"
    );
}

TEST(Akismet, CountsWhatItAnswered) {
    TestServer server;
    const Headers missed = check("a missed one");
    server.akismet("/1.1/comment-check", missed);
    const Headers wrong = check("please rejectme now");
    server.akismet("/1.1/comment-check", wrong);
    server.akismet("/1.1/comment-check", check("a third", {{"blog", "https://other.example/"}}));
    server.akismet("/1.1/comment-check", check("a test", {{"is_test", "1"}}));
    server.akismet("/1.1/submit-spam", missed);
    server.akismet("/1.1/submit-ham", wrong);

    const Answer usage = server.akismet("/1.2/usage-limit", {{"extended", "true"}});
    EXPECT_EQ(
        usage.body,
        R"({"limit":"none","usage":3,"percentage":"0","throttled":false,)"
        R"("notice_level":"NOTICE_NONE","upgrade":false})"
    );
    const Answer sites = server.akismet("/1.2/key-sites", {{"order", "spam"}});
    const json::object whole = sites.json().as_object();
    EXPECT_EQ(whole.at("total").as_int64(), 2);
    EXPECT_EQ(
        json::serialize(whole.begin()->value().at(0)),
        R"({"site":"https://blog.example/","api_calls":"2","spam":"1","ham":"1",)"
        R"("missed_spam":"1","false_positives":"1","is_revoked":false})"
    );
    const Answer csv = server.akismet("/1.2/key-sites", {{"format", "csv"}, {"filter", "other"}});
    EXPECT_THAT(csv.body, ::testing::EndsWith("\n\"https://other.example/\",1,0,1,0,0,false\n"));
    const Answer stats = server.akismet("/1.1/get-stats", {{"from", "6-months"}});
    EXPECT_EQ(stats.at("/spam").as_int64(), 1);
    EXPECT_EQ(stats.at("/breakdown").as_object().size(), 6U);
    EXPECT_EQ(server.akismet("/1.2/key-sites", {{"month", "soon"}}).body, "invalid");
    const std::string query = "/1.2/usage-limit?api_key=" + server.akismet_key();
    EXPECT_EQ(server.akismet_raw(query, {}, "", "GET").at("/usage").as_int64(), 3);
    EXPECT_EQ(
        server.akismet("/1.2/usage-limit", {{"api_key", server.other_akismet_key()}})
            .at("/usage")
            .as_int64(),
        0
    );
}

}  // namespace
}  // namespace chaffinch::test
