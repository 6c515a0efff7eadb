// What the operator relies on: health, metrics, reload, the lock, and logs without personal data.

#include "server/store/sqlite/open.h"
#include "server/telemetry/log.h"
#include "tests/functional/test_server.h"

#include <gtest/gtest.h>

#include <fstream>
#include <mutex>

namespace chaffinch::test {
namespace {

namespace json = boost::json;

TEST(Operation, HealthReadinessAndMetricsAnswerOnTheirOwnListener) {
    TestServer server;
    server.post_comment("hello");
    EXPECT_EQ(server.send_admin("/healthz").status, 200U);
    EXPECT_EQ(server.send_admin("/readyz").status, 200U);
    const Answer metrics = server.send_admin("/metrics");
    EXPECT_EQ(metrics.status, 200U);
    EXPECT_NE(metrics.body.find("/v1/comments"), std::string::npos);
    EXPECT_EQ(server.send("GET", "/metrics", {}).status, 404U);
}

TEST(Operation, ASecondProcessIsRefusedAndToldOfTheLock) {
    const TemporaryDirectory kept;
    TestServer server({.data = kept.path() / "data"});
    const auto second = store::sqlite::open({.directory = kept.path() / "data"});
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::locked);
    EXPECT_NE(second.error().detail.find("lock"), std::string::npos);
}

TEST(Operation, ReloadTakesGoodRulesAndKeepsTheOldOnesOnAnError) {
    const TemporaryDirectory folder;
    const std::filesystem::path rules = folder.path() / "rules";
    std::filesystem::copy(source_dir() / "tests" / "functional" / "rules", rules);
    TestServer server({.rules = rules});
    const auto rules_version = [&] {
        return server.site("POST", "/v1/check", submission("x")).text("/provenance/rules");
    };
    const std::string before = rules_version();

    std::string text = read_file(rules / "ruleset.yaml");
    text.replace(text.find("version: 1"), 10, "version: 2");
    std::ofstream(rules / "ruleset.yaml") << text;
    ASSERT_TRUE(server.application().reload());
    const std::string after = rules_version();
    EXPECT_NE(after, before);
    EXPECT_NE(after.find("@2"), std::string::npos);

    std::ofstream(rules / "ruleset.yaml")
        << "ruleset: {id: functional, version: 3, schema: 1}\nrulez: []\n";
    const auto refused = server.application().reload();
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("ruleset.yaml"), std::string::npos);
    EXPECT_EQ(rules_version(), after);
}

TEST(Operation, ASiteHasItsOwnRulesAndChangesOfShippedOnes) {
    const TemporaryDirectory folder;
    std::filesystem::create_directories(folder.path() / "demo");
    std::ofstream(folder.path() / "demo" / "own.yaml") <<
        R"(overlay:
  TEST_HOLD: {rev: 1, mode: "off"}
rules:
  - id: DEMO_BANNED_WORD
    rev: 1
    description: A word that this site does not want
    reason: quality.off_topic
    score: 3
    mode: "on"
    when: {field: text, words: [weatherballoon]}
    tests:
      match: ['another weatherballoon story']
      no_match: ['nice weather']
)";
    TestServer server({.site_rules = folder.path()});
    EXPECT_EQ(server.post_comment("please holdme").text("/outcome"), "approve");
    EXPECT_EQ(server.post_comment("that weatherballoon again").text("/outcome"), "hold");
    const Headers other{{"Authorization", "Bearer " + server.other_site_key()}};
    const auto elsewhere = [&](const char* text) {
        return server.send("POST", "/v1/check", other, json::serialize(submission(text)))
            .text("/outcome");
    };
    EXPECT_EQ(elsewhere("please holdme"), "hold");
    EXPECT_EQ(elsewhere("that weatherballoon again"), "approve");
}

std::mutex log_mutex;
std::string log_lines;

TEST(Operation, BodiesMailAndAddressesReachNeitherLogNorMetric) {
    telemetry::set_log_level(telemetry::Level::debug);
    telemetry::set_log_sink([](std::string_view line) {
        const std::scoped_lock lock(log_mutex);
        log_lines += line;
    });
    std::string metrics;
    {
        TestServer server;
        telemetry::set_log_level(telemetry::Level::debug);
        json::object body = submission("holdme plantedbodyword");
        body["author"] = {
            {"name", "plantedname"}, {"email", "planted@mail.example"}, {"ip", "203.0.113.77"}
        };
        server.site("POST", "/v1/comments", body);
        server.site("POST", "/v1/comments", json::object{{"plantedkey", "plantedvalue"}});
        server.send("GET", "/plantedpath", {});
        server.moderator("GET", "/v1/queue?article=plantedquery");
        metrics = server.send_admin("/metrics").body;
    }
    telemetry::set_log_sink({});
    telemetry::set_log_level(telemetry::Level::info);
    const std::scoped_lock lock(log_mutex);
    EXPECT_EQ(log_lines.find("planted"), std::string::npos) << log_lines;
    EXPECT_EQ(log_lines.find("203.0.113.77"), std::string::npos);
    EXPECT_EQ(metrics.find("planted"), std::string::npos);
}

}  // namespace
}  // namespace chaffinch::test
