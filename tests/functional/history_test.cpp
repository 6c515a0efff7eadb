// The log of decisions over HTTP: search, files, and the erasing of one person.

#include "server/records/author_key.h"
#include "tests/functional/test_server.h"

#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <sstream>
#include <thread>

namespace chaffinch::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

ServerOptions with_role(Role role) {
    ServerOptions options;
    options.role = role;
    return options;
}

Answer post_as(TestServer& server, const std::string& text, const std::string& email) {
    json::object body = submission(text);
    body["author"] = json::object{
        {"name", "Name of " + email}, {"email", email}, {"ip", "203.0.113.7"}, {"user_agent", "UA"}
    };
    return server.site("POST", "/v1/comments", body);
}

std::size_t items(const Answer& answer) {
    return answer.at("/items").as_array().size();
}

/// Occurrences of the marker in all files of the data directory.
std::size_t files_that_hold(const std::filesystem::path& data, const std::string& marker) {
    std::size_t found = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(data)) {
        if (!entry.is_regular_file()) continue;
        if (read_file(entry.path()).find(marker) != std::string::npos) ++found;
    }
    return found;
}

TEST(History, TellsWhoDecidedWhatAndWhyAndWhatAMachineHadToDoWithIt) {
    TestServer server;
    const std::string held = server.post_comment("please holdme now").text("/id");
    server.post_comment("a friendly remark");
    ASSERT_EQ(server.decide(held, 1, "reject", "spam.promotion").status, 200U);

    const Answer all = server.moderator("GET", "/v1/history");
    ASSERT_EQ(all.status, 200U) << all.body;
    EXPECT_EQ(items(all), 3U);
    EXPECT_EQ(all.text("/items/0/actor"), "moderator");
    EXPECT_EQ(all.text("/items/0/moderator"), "ann");
    EXPECT_EQ(all.text("/items/0/automated_decision"), "partially");
    EXPECT_EQ(all.text("/items/0/ground"), "terms");
    EXPECT_EQ(all.text("/items/0/evidence/0/name"), "TEST_HOLD");
    EXPECT_NE(all.text("/items/0/rules_version"), "");
    EXPECT_EQ(all.text("/items/1/actor"), "engine");
    EXPECT_EQ(all.text("/items/1/automated_decision"), "fully");
    EXPECT_EQ(all.body.find("holdme"), std::string::npos) << "a statement holds no text";

    const struct {
        const char* filter;
        std::size_t expected;
    } cases[] = {
        {"actor=moderator", 1},
        {"moderator=ann", 1},
        {"moderator=bob", 0},
        {"reason=spam.promotion", 2},
        {"judgement=reject", 1},
        {"until=2020-01-01T00:00:00Z", 0},
        {"from=2020-01-01T00:00:00Z", 3},
        {"author=name:3da541559918a808c2402bba5012f6c6", 0},
        {"author=aut_999", 0},
        {"site=other", 0},
        {"site=demo,other", 3},
        {"limit=2", 2},
    };

    for (const auto& [filter, expected] : cases) {
        SCOPED_TRACE(filter);
        const Answer some = server.moderator("GET", std::string("/v1/history?") + filter);
        ASSERT_EQ(some.status, 200U) << some.body;
        EXPECT_EQ(items(some), expected) << some.body;
    }
    EXPECT_EQ(items(server.moderator("GET", "/v1/history?comment=" + held)), 2U);
    const Author reader{.name = "Reader"};
    const std::string author = "/v1/history?author=" + author_key(reader);
    EXPECT_EQ(items(server.moderator("GET", author)), 3U);
    const std::string next = server.moderator("GET", "/v1/history?limit=2").text("/next_cursor");
    EXPECT_EQ(items(server.moderator("GET", "/v1/history?limit=2&cursor=" + next)), 1U);
    for (const char* wrong : {"actor=me", "limit=0", "cursor=x", "from=now", "colour=red"}) {
        EXPECT_EQ(server.moderator("GET", std::string("/v1/history?") + wrong).status, 422U)
            << wrong;
    }
    EXPECT_EQ(server.send("GET", "/v1/history", {}).status, 401U);
}

TEST(History, LeavesAsAFileOfAnyLength) {
    TestServer server;
    json::array comments;
    for (int i = 0; i < 450; ++i) {
        comments.push_back(submission("a friendly remark, number " + std::to_string(i)));
    }
    const json::object batch{{"comments", comments}};
    ASSERT_EQ(server.site("POST", "/v1/comments/batch", batch).status, 200U);
    const Answer lines = server.moderator("GET", "/v1/history/export");
    ASSERT_EQ(lines.status, 200U) << lines.body;
    EXPECT_EQ(std::ranges::count(lines.body, '\n'), 450) << "three pages of the search";
    EXPECT_EQ(lines.header("transfer-encoding"), "chunked");
    std::set<std::string> decisions;
    std::istringstream in(lines.body);
    for (std::string line; std::getline(in, line);) {
        decisions.insert(std::string(json::parse(line).at("puid").as_string()));
    }
    EXPECT_EQ(decisions.size(), 450U);
    const Answer csv = server.moderator("GET", "/v1/history/export?format=csv&actor=engine");
    EXPECT_EQ(std::ranges::count(csv.body, '\n'), 451) << "a head and its lines";
    EXPECT_TRUE(csv.body.starts_with("\"puid\",")) << csv.body;
    const Answer none = server.moderator("GET", "/v1/history/export?format=csv&site=other");
    EXPECT_EQ(std::ranges::count(none.body, '\n'), 1) << none.body;
    EXPECT_EQ(server.moderator("GET", "/v1/history/export?site=other").body, "");
    EXPECT_EQ(server.moderator("GET", "/v1/history/export?limit=3").status, 422U);
}

TEST(Erasure, LeavesNothingOfAPersonInAnyFileAndTakesBackWhatWasLearntFromHim) {
    const TemporaryDirectory directory;
    ServerOptions options = with_role(Role::admin);
    options.data = directory.path() / "data";
    TestServer server(options);
    const std::string marker = "zebrafinchmarker";
    const std::string email = marker + "@example.org";
    const std::string held = post_as(server, "please holdme " + marker, email).text("/id");
    const std::string kept = post_as(server, "please holdme other", "b@example.org").text("/id");
    const json::object item{
        {"comment", held},
        {"version", 1},
        {"judgement", "reject"},
        {"reason", "spam.promotion"},
        {"note", "said " + marker}
    };
    ASSERT_EQ(
        server.moderator(
                  "POST", "/v1/decisions", json::object{{"items", json::array{item}}}
        ).status,
        200U
    );
    EXPECT_GT(files_that_hold(options.data, marker), 0U) << "the search itself does not work";

    const json::object person{{"site", "demo"}, {"email", "ZEBRAfinchmarker@example.org"}};
    json::object dry = person;
    dry["dry_run"] = true;
    EXPECT_EQ(server.moderator("POST", "/v1/erasures", dry).text("/comments"), "1");
    const Answer erased = server.moderator("POST", "/v1/erasures", person);
    ASSERT_EQ(erased.status, 200U) << erased.body;
    EXPECT_EQ(erased.text("/comments"), "1");
    EXPECT_EQ(erased.text("/lessons"), "1");
    for (int i = 0; i < 500 && server.application().store().health().log_to_empty; ++i) {
        std::this_thread::sleep_for(10ms);
    }
    EXPECT_EQ(files_that_hold(options.data, marker), 0U);

    EXPECT_EQ(server.site("GET", "/v1/comments/" + held).text("/status"), "withdrawn");
    EXPECT_EQ(server.site("GET", "/v1/comments/" + kept).text("/status"), "held");
    const Answer log = server.moderator("GET", "/v1/history?comment=" + held);
    EXPECT_EQ(log.text("/items/0/actor"), "system");
    EXPECT_EQ(log.text("/items/0/status_after"), "withdrawn");
    EXPECT_NE(erased.text("/finished_at"), "null");
    const Answer kept_record = server.moderator("GET", "/v1/erasures");
    EXPECT_EQ(items(kept_record), 1U) << "a dry run leaves none: " << kept_record.body;
    EXPECT_EQ(kept_record.text("/items/0/asked_by"), "ann");
    EXPECT_EQ(kept_record.body.find("finchmarker"), std::string::npos);
    const std::string undo = "/v1/decisions/" + erased.text("/erasure") + "/undo";
    EXPECT_EQ(server.moderator("POST", undo).status, 404U) << "no decision to take back";
    EXPECT_EQ(server.moderator("POST", "/v1/erasures", person).text("/comments"), "0");
}

TEST(Erasure, IsForAdminsWhoNameAPerson) {
    TestServer moderator;
    const json::object person{{"site", "demo"}, {"id", "reader-7"}};
    EXPECT_EQ(moderator.moderator("POST", "/v1/erasures", person).status, 403U);
    EXPECT_EQ(moderator.moderator("GET", "/v1/erasures").status, 403U);
    TestServer admin(with_role(Role::admin));
    EXPECT_EQ(admin.moderator("POST", "/v1/erasures", json::object{{"site", "demo"}}).status, 422U);
    json::object elsewhere = person;
    elsewhere["site"] = "nowhere";
    EXPECT_EQ(admin.moderator("POST", "/v1/erasures", elsewhere).status, 404U);
    json::object unknown{{"site", "demo"}, {"author", "aut_999"}};
    EXPECT_EQ(admin.moderator("POST", "/v1/erasures", unknown).status, 404U);
}

}  // namespace
}  // namespace chaffinch::test
