// The doors that only ask: Perspective's comments:analyze and Coral's external moderation phase.

#include "tests/functional/test_server.h"

#include <gtest/gtest.h>

#include <sodium.h>

#include <array>

namespace chaffinch::test {
namespace {

namespace json = boost::json;

constexpr const char* analyze = "/v1alpha1/comments:analyze?key=";

Answer ask(TestServer& server, const std::string& key, const std::string& body) {
    return server.akismet_raw(analyze + key, {{"Content-Type", "application/json"}}, body);
}

TEST(Perspective, AnswersProbabilitiesWithSpans) {
    TestServer server({.models = true, .shipped_rules = true});
    const std::string body = R"({"comment":{"text":"You are an idiot and I will kill you."},
        "requestedAttributes":{"TOXICITY":{},"THREAT":{},"INSULT":{},"SPAM":{}},
        "languages":["en"],"spanAnnotations":true,"doNotStore":true,"clientToken":"t1"})";
    const Answer answer = ask(server, server.akismet_key(), body);
    ASSERT_EQ(answer.status, 200U) << answer.body;
    const auto value = [&](const std::string& attribute) {
        return answer.at("/attributeScores/" + attribute + "/summaryScore/value")
            .to_number<double>();
    };
    EXPECT_GT(value("TOXICITY"), 0.5);
    EXPECT_GT(value("THREAT"), 0.5);
    EXPECT_LT(value("SPAM"), 0.5);
    EXPECT_EQ(answer.text("/clientToken"), "t1");
    EXPECT_EQ(answer.text("/languages/0"), "en");
    const json::value span = answer.at("/attributeScores/THREAT/spanScores/0");
    EXPECT_GE(span.at("begin").to_number<int>(), 0);
    EXPECT_LE(span.at("end").to_number<int>(), 37);
    EXPECT_EQ(server.moderator("GET", "/v1/queue").at("/total").as_int64(), 0) << "nothing is kept";

    const Answer thanks =
        ask(server,
            server.site_key(),
            R"({"comment":{"text":"Thank you, that was helpful."},
            "requestedAttributes":{"TOXICITY":{},"THREAT":{"scoreThreshold":0.1}}})");
    ASSERT_EQ(thanks.status, 200U) << thanks.body;
    EXPECT_LT(thanks.at("/attributeScores/TOXICITY/summaryScore/value").to_number<double>(), 0.5);
    EXPECT_FALSE(thanks.at("/attributeScores").as_object().contains("THREAT"));
}

/// Nothing but the model knows such a text; and the model tells neither insult nor threat apart.
TEST(Perspective, IsToxicByTheModelAndAnInsultByRulesAlone) {
    TestServer server({.models = true});  // with the rules of the tests, which know no abuse
    const Answer answer =
        ask(server,
            server.akismet_key(),
            R"({"comment":{"text":"you are a pathetic stupid bitch and everybody hates you, moron"},
        "requestedAttributes":{"TOXICITY":{},"THREAT":{},"INSULT":{}},"spanAnnotations":true})");
    ASSERT_EQ(answer.status, 200U) << answer.body;
    const auto value = [&](const std::string& attribute) {
        return answer.at("/attributeScores/" + attribute + "/summaryScore/value")
            .to_number<double>();
    };
    EXPECT_GT(value("TOXICITY"), 0.8);
    EXPECT_EQ(value("INSULT"), 0);
    EXPECT_EQ(value("THREAT"), 0);
}

TEST(Perspective, RefusesInGooglesForm) {
    TestServer server;

    struct Case {
        std::string key;
        const char* body;
        const char* message;
    };

    const std::string key = server.akismet_key();
    const std::vector<Case> cases{
        {"", "{}", "API key not valid. Please pass a valid API key."},
        {"aaaaaaaaaaaa", "{}", "API key not valid. Please pass a valid API key."},
        {key, "{}", "Comment must be non-empty."},
        {key, R"({"comment":{"text":"a"}})", "requestedAttributes must name at least one attribute."
        },
        {key,
         R"({"comment":{"text":"a"},"requestedAttributes":{"FUN":{}}})",
         "Attribute FUN is not known here: SPAM, TOXICITY, INSULT, THREAT."},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(c.message);
        const Answer answer = ask(server, c.key, c.body);
        EXPECT_EQ(answer.status, 400U);
        EXPECT_EQ(answer.text("/error/message"), c.message);
        EXPECT_EQ(answer.text("/error/status"), "INVALID_ARGUMENT");
    }
    EXPECT_EQ(ask(server, key, "{").status, 400U);
}

std::string signature(const std::string& secret, const std::string& body) {
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(
        &state, reinterpret_cast<const unsigned char*>(secret.data()), secret.size()
    );
    crypto_auth_hmacsha256_update(
        &state, reinterpret_cast<const unsigned char*>(body.data()), body.size()
    );
    std::array<unsigned char, 32> mac{};
    crypto_auth_hmacsha256_final(&state, mac.data());
    std::string hex(2 * mac.size() + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), mac.data(), mac.size());
    hex.pop_back();
    return "sha256=" + hex;
}

std::string question(const std::string& text) {
    return json::serialize(json::object{
        {"action", "NEW"},
        {"comment", {{"body", "<div>" + text + "</div>"}, {"parentID", nullptr}}},
        {"author", {{"id", "u-1"}, {"role", "COMMENTER"}}},
        {"story", {{"id", "s-1"}, {"url", "https://news.example/s-1"}}},
        {"site", {{"id", "site-1"}}},
        {"tenantID", "t-1"},
    });
}

TEST(Coral, IsAnsweredWithStatusAndFlag) {
    TestServer server({.coral_secrets = "first secret\nsecond secret\n"});

    struct Case {
        const char* text;
        unsigned status;
        const char* body;
    };

    const std::vector<Case> cases{
        {"a good question", 204, ""},
        {"please holdme",
         200,
         R"({"status":"SYSTEM_WITHHELD",)"
         R"("actions":[{"actionType":"FLAG","reason":"COMMENT_DETECTED_SPAM"}]})"},
        {"please rejectme",
         200,
         R"({"status":"REJECTED",)"
         R"("actions":[{"actionType":"FLAG","reason":"COMMENT_DETECTED_SPAM"}]})"},
        {"please escalateme",
         200,
         R"({"status":"SYSTEM_WITHHELD",)"
         R"("actions":[{"actionType":"FLAG","reason":"COMMENT_DETECTED_TOXIC"}]})"},
    };
    for (const Case& c : cases) {
        for (const char* secret : {"first secret", "second secret"}) {
            SCOPED_TRACE(std::string(c.text) + " " + secret);
            const std::string body = question(c.text);
            const Headers headers{{"X-Coral-Signature", signature(secret, body)}};
            const Answer answer = server.akismet_raw("/coral/demo", headers, body);
            EXPECT_EQ(answer.status, c.status);
            EXPECT_EQ(answer.body, c.body);
        }
    }
}

TEST(Coral, IsHeardOnlyWithItsSignature) {
    TestServer server({.coral_secrets = "a secret"});
    const std::string body = question("hello");
    const std::string good = signature("a secret", body);
    EXPECT_EQ(server.akismet_raw("/coral/demo", {{"X-Coral-Signature", good}}, body).status, 204U);
    EXPECT_EQ(
        server.akismet_raw("/coral/demo", {{"X-Coral-Signature", good}}, body + " ").status, 401U
    );
    EXPECT_EQ(server.akismet_raw("/coral/demo", {}, body).status, 401U);
    EXPECT_EQ(server.akismet_raw("/coral/other", {{"X-Coral-Signature", good}}, body).status, 401U);
    const std::string empty = "{}";
    const Headers headers{{"X-Coral-Signature", signature("a secret", empty)}};
    EXPECT_EQ(server.akismet_raw("/coral/demo", headers, empty).status, 422U);
}

TEST(Coral, FloodIsSlowedAndUnsignedQuestionsDoNotUseTheLimitUp) {
    TestServer server({.key_rate = {.per_second = 0.001, .burst = 3}, .coral_secrets = "a secret"});
    const std::string body = question("hello");
    const Headers headers{{"X-Coral-Signature", signature("a secret", body)}};
    for (int i = 0; i < 5; ++i) EXPECT_EQ(server.akismet_raw("/coral/demo", {}, body).status, 401U);
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(server.akismet_raw("/coral/demo", headers, body).status, 204U);
    const Answer refused = server.akismet_raw("/coral/demo", headers, body);
    EXPECT_EQ(refused.status, 429U);
    EXPECT_EQ(refused.header("retry-after"), "1");
}

}  // namespace
}  // namespace chaffinch::test
