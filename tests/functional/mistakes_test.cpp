// Wrong input of each kind gets the documented problem, and nothing is stored.

#include "tests/functional/test_server.h"

#include <gtest/gtest.h>

namespace chaffinch::test {
namespace {

namespace json = boost::json;

struct Mistake {
    const char* name;
    std::string body;
    unsigned status;
    const char* type;
};

TEST(Mistakes, EachKindOfBadBodyGetsItsProblemAndStoresNothing) {
    TestServer server;
    const std::string article = R"("article":{"id":"botox"})";
    const Mistake mistakes[] = {
        {"not JSON", "{", 400, "/problems/malformed"},
        {"no body", "", 400, "/problems/malformed"},
        {"bad UTF-8", "{" + article + ",\"text\":\"\xC3\x28\"}", 400, "/problems/malformed"},
        {"lone surrogate", "{" + article + ",\"text\":\"\\ud83d\"}", 400, "/problems/malformed"},
        {"no article", R"({"text":"x"})", 422, "/problems/invalid"},
        {"no text", "{" + article + "}", 422, "/problems/invalid"},
        {"unknown member", "{" + article + R"(,"text":"x","autor":{}})", 422, "/problems/invalid"},
        {"oversized text",
         "{" + article + ",\"text\":\"" + std::string(20'001, 'x') + "\"}",
         422,
         "/problems/invalid"},
        {"oversized body",
         "{" + article + ",\"text\":\"" + std::string(300'000, 'x') + "\"}",
         413,
         "about:blank"},
        {"U+0000", "{" + article + ",\"text\":\"a\\u0000b\"}", 422, "/problems/invalid"},
    };
    for (const Mistake& mistake : mistakes) {
        SCOPED_TRACE(mistake.name);
        const Answer answer = server.send(
            "POST",
            "/v1/comments",
            {{"Authorization", "Bearer " + server.site_key()}, {"Content-Type", "application/json"}
            },
            mistake.body
        );
        EXPECT_EQ(answer.status, mistake.status) << answer.body;
        EXPECT_EQ(answer.header("content-type"), "application/problem+json");
        EXPECT_EQ(answer.text("/type"), mistake.type);
        EXPECT_FALSE(answer.text("/request_id").empty());
        EXPECT_FALSE(answer.text("/detail").empty());
    }
    EXPECT_EQ(server.site("GET", "/v1/articles/botox/comments").at("/items").as_array().size(), 0U);
    EXPECT_EQ(server.moderator("GET", "/v1/queue").at("/total").as_int64(), 0);
}

TEST(Mistakes, ASlipOfThePenComesWithASuggestion) {
    TestServer server;
    json::object body = submission("x");
    body["autor"] = json::object{};
    const Answer answer = server.site("POST", "/v1/comments", body);
    EXPECT_EQ(answer.text("/errors/0/pointer"), "/autor");
    EXPECT_EQ(answer.text("/errors/0/message"), "is not a known member; did you mean \"author\"?");
}

TEST(Mistakes, MissingWrongAndRevokedKeysLookTheSame) {
    TestServer server;
    const std::string body = json::serialize(submission("x"));
    std::string wrong_secret = server.site_key();
    wrong_secret.back() = wrong_secret.back() == 'A' ? 'B' : 'A';
    std::string wrong_id = server.site_key();
    wrong_id[4] = wrong_id[4] == 'a' ? 'b' : 'a';
    std::string expected;
    for (const Headers& headers : {
             Headers{},
             Headers{{"Authorization", "Bearer nonsense"}},
             Headers{{"Authorization", "Basic abc"}},
             Headers{{"Authorization", "Bearer " + wrong_secret}},
             Headers{{"Authorization", "Bearer " + wrong_id}},
         }) {
        const Answer answer = server.send("POST", "/v1/comments", headers, body);
        EXPECT_EQ(answer.status, 401U);
        EXPECT_EQ(answer.text("/type"), "/problems/unauthenticated");
        if (expected.empty()) expected = answer.text("/detail");
        EXPECT_EQ(answer.text("/detail"), expected);
    }
}

TEST(Mistakes, AnotherSitesCommentLooksLikeAMissingOne) {
    TestServer server;
    const std::string id = server.post_comment("hello").text("/id");
    const Headers other{{"Authorization", "Bearer " + server.other_site_key()}};
    const Answer foreign = server.send("GET", "/v1/comments/" + id, other);
    const Answer missing = server.send("GET", "/v1/comments/cmt_00000000000000000000000000", other);
    EXPECT_EQ(foreign.status, 404U);
    EXPECT_EQ(missing.status, 404U);
    EXPECT_EQ(foreign.body.size(), missing.body.size());
}

TEST(Mistakes, UnknownRoutesAndMethodsAreNamed) {
    TestServer server;
    EXPECT_EQ(server.site("GET", "/v2/comments").status, 404U);
    const Answer method = server.site("DELETE", "/v1/queue");
    EXPECT_EQ(method.status, 405U);
    EXPECT_NE(method.header("allow").find("GET"), std::string::npos);
}

TEST(Mistakes, DecidingNeedsSessionTokenAndOwnOrigin) {
    TestServer server;
    const std::string id = server.post_comment("holdme").text("/id");
    const std::string body = json::serialize(json::object{
        {"items",
         json::array{json::object{{"comment", id}, {"version", 1}, {"judgement", "approve"}}}}
    });
    const std::string cookie = server.cookie();
    const std::string token = server.csrf_token();
    const auto attempt = [&](Headers headers) {
        headers.emplace_back("Content-Type", "application/json");
        return server.send("POST", "/v1/decisions", headers, body).status;
    };
    EXPECT_EQ(attempt({}), 401U);
    EXPECT_EQ(attempt({{"Cookie", cookie}}), 403U);
    EXPECT_EQ(attempt({{"Cookie", cookie}, {"X-CSRF-Token", "wrong"}}), 403U);
    EXPECT_EQ(
        attempt({{"Cookie", cookie}, {"X-CSRF-Token", token}, {"Origin", "https://evil.example"}}),
        403U
    );
    EXPECT_EQ(attempt({{"Cookie", cookie}, {"X-CSRF-Token", token}, {"Origin", "null"}}), 403U);
    EXPECT_EQ(
        attempt({{"Cookie", cookie}, {"X-CSRF-Token", token}, {"Sec-Fetch-Site", "cross-site"}}),
        403U
    );
    EXPECT_EQ(server.moderator("GET", "/v1/queue").at("/total").as_int64(), 1);
    EXPECT_EQ(attempt({{"Cookie", cookie}, {"X-CSRF-Token", token}}), 200U);
}

TEST(Mistakes, ASiteKeyIsNoModerator) {
    TestServer server;
    EXPECT_EQ(server.site("GET", "/v1/queue").status, 401U);
    EXPECT_EQ(server.moderator("GET", "/v1/articles/botox/comments").status, 401U);
}

TEST(Mistakes, LoggingOutEndsTheSession) {
    TestServer server;
    EXPECT_EQ(server.moderator("GET", "/v1/session").text("/moderator/login"), "ann");
    EXPECT_EQ(server.moderator("DELETE", "/v1/session").status, 204U);
    EXPECT_EQ(server.moderator("GET", "/v1/session").status, 401U);
}

TEST(Mistakes, WrongPasswordAndUnknownLoginLookTheSame) {
    TestServer server;
    const auto attempt = [&](const char* login) {
        const json::object body{{"login", login}, {"password", "not the password at all"}};
        return server.send("POST", "/v1/session", {}, json::serialize(body));
    };
    const Answer known = attempt("ann");
    const Answer unknown = attempt("nobody");
    EXPECT_EQ(known.status, 401U);
    EXPECT_EQ(unknown.status, 401U);
    EXPECT_EQ(known.text("/detail"), unknown.text("/detail"));
    for (int i = 0; i < 4; ++i) attempt("ann");
    EXPECT_EQ(attempt("ann").status, 429U);
}

}  // namespace
}  // namespace chaffinch::test
