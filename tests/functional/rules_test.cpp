// A site's own rules over the API: what runs, what is wrong with a draft, what it would have done,
// publishing and taking back, beside folders and reloads.

#include "tests/functional/test_server.h"

#include <gmock/gmock.h>

#include <atomic>
#include <fstream>
#include <thread>

namespace chaffinch::test {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;

/// Rules that hold a word, and turn a shipped rule of the tests off.
std::string own_rules(const std::string& word, const std::string& more = "") {
    return "rules:\n"
           "  - id: OWN_WORD\n"
           "    rev: 1\n"
           "    description: A word that this site does not want ({match})\n"
           "    reason: quality.off_topic\n"
           "    score: 3\n"
           "    mode: \"on\"\n"
           "    when: {field: text, words: [" +
           word +
           "]}\n"
           "    tests:\n"
           "      match: ['that " +
           word +
           " again']\n"
           "      no_match: ['nice weather']\n" +
           more;
}

const std::string hold_is_off = "overlay:\n  TEST_HOLD: {rev: 1, mode: \"off\"}\n";

class OwnRulesOfSite : public ::testing::Test {
  protected:
    void start(ServerOptions options = {}) {
        options.role = Role::admin;
        options.data = folder_.path() / "data";
        server_ = std::make_unique<TestServer>(options);
    }

    Answer publish(const std::string& text, std::int64_t version) {
        const json::object body{
            {"site", "demo"}, {"text", text}, {"version", version}, {"note", "we want it so"}
        };
        return server_->moderator("POST", "/v1/rules", body);
    }

    Answer check(const std::string& text) {
        const json::object body{{"site", "demo"}, {"text", text}};
        return server_->moderator("POST", "/v1/rules/check", body);
    }

    json::object rule(const std::string& id) {
        const Answer rules = server_->moderator("GET", "/v1/rules?site=demo");
        EXPECT_EQ(rules.status, 200U) << rules.body;
        const json::value items = rules.at("/items");
        for (const json::value& item : items.as_array()) {
            if (item.at("id") == json::value(id)) return item.as_object();
        }
        return {};
    }

    std::string outcome(const std::string& text) {
        return server_->site("POST", "/v1/check", submission(text)).text("/outcome");
    }

    std::string outcome_elsewhere(const std::string& text) {
        const Headers other{
            {"Authorization", "Bearer " + server_->other_site_key()},
            {"Content-Type", "application/json"}
        };
        return server_->send("POST", "/v1/check", other, json::serialize(submission(text)))
            .text("/outcome");
    }

    TemporaryDirectory folder_{};
    std::unique_ptr<TestServer> server_{};
};

TEST_F(OwnRulesOfSite, JudgeTheNextCommentOfThisSiteAndNoOther) {
    start();
    EXPECT_EQ(outcome("that weatherballoon again"), "approve");
    EXPECT_EQ(outcome("please holdme"), "hold");
    const Answer published = publish(own_rules("weatherballoon", hold_is_off), 0);
    ASSERT_EQ(published.status, 201U) << published.body;
    EXPECT_EQ(published.text("/version"), "1");
    EXPECT_EQ(published.text("/by"), "ann");
    EXPECT_EQ(outcome("that weatherballoon again"), "hold");
    EXPECT_EQ(outcome("please holdme"), "approve");
    EXPECT_EQ(outcome_elsewhere("that weatherballoon again"), "approve");
    EXPECT_EQ(outcome_elsewhere("please holdme"), "hold");
    const Answer judged = server_->site("POST", "/v1/check", submission("x"));
    EXPECT_THAT(judged.text("/provenance/rules"), HasSubstr("+site@1"));
}

TEST_F(OwnRulesOfSite, AreListedWithWhoseEachIs) {
    start();
    ASSERT_EQ(publish(own_rules("weatherballoon", hold_is_off), 0).status, 201U);
    const json::object own = rule("OWN_WORD");
    EXPECT_EQ(own.at("origin"), "site");
    EXPECT_EQ(own.at("reason"), "quality.off_topic");
    EXPECT_EQ(own.at("changed_by"), nullptr);
    EXPECT_EQ(own.at("tests"), 2);
    const json::object changed = rule("TEST_HOLD");
    EXPECT_EQ(changed.at("origin"), "shipped");
    EXPECT_EQ(changed.at("changed_by"), "site");
    EXPECT_EQ(changed.at("mode"), "off");
    EXPECT_EQ(rule("TEST_REJECT").at("changed_by"), nullptr);
    const Answer rules = server_->moderator("GET", "/v1/rules?site=demo");
    EXPECT_EQ(rules.text("/text"), own_rules("weatherballoon", hold_is_off));
    EXPECT_EQ(rules.text("/in_force"), "true");
    EXPECT_EQ(server_->moderator("GET", "/v1/rules?site=other").text("/version"), "0");
}

TEST_F(OwnRulesOfSite, AreCheckedWithEveryMistakeAndItsMend) {
    start();
    const Answer fine = check(own_rules("weatherballoon"));
    EXPECT_EQ(fine.text("/loads"), "true") << fine.body;
    EXPECT_EQ(fine.text("/rules"), "1");
    EXPECT_EQ(fine.text("/tests"), "2");

    struct Case {
        const char* what;
        std::string text;
        int line;
        const char* message;
    };

    std::string misspelt = own_rules("weatherballoon");
    misspelt.replace(misspelt.find("score"), 5, "scroe");
    std::string untrue = own_rules("weatherballoon");
    untrue.replace(untrue.find("nice weather"), 12, "weatherballoon");
    std::string taken = own_rules("weatherballoon");
    taken.replace(taken.find("OWN_WORD"), 8, "TEST_HOLD");
    std::string heavy = own_rules("weatherballoon");
    heavy.replace(
        heavy.find("words: [weatherballoon]"), 23, "re: '(?:[^.!?]{0,200}x){3}weatherballoon'"
    );
    const std::vector<Case> cases{
        {"unknown key", misspelt, 6, "scroe"},
        {"a test that fails", untrue, 11, "no_match"},
        {"an id that exists", taken, 2, "TEST_HOLD"},
        {"too expensive", heavy, 8, "steps"},
        {"no YAML", "rules: [", 0, ""},
    };
    for (const Case& one : cases) {
        SCOPED_TRACE(one.what);
        const Answer wrong = check(one.text);
        ASSERT_EQ(wrong.status, 200U) << wrong.body;
        EXPECT_EQ(wrong.text("/loads"), "false") << wrong.body;
        EXPECT_EQ(wrong.text("/diagnostics/0/severity"), "error");
        if (one.line > 0)
            EXPECT_EQ(wrong.text("/diagnostics/0/line"), std::to_string(one.line)) << wrong.body;
        EXPECT_THAT(wrong.body, HasSubstr(one.message));
        const Answer refused = publish(one.text, 0);
        EXPECT_EQ(refused.status, 422U);
        EXPECT_EQ(
            json::serialize(refused.at("/diagnostics")), json::serialize(wrong.at("/diagnostics"))
        );
    }
    EXPECT_EQ(outcome("that weatherballoon again"), "approve");
    EXPECT_EQ(server_->moderator("GET", "/v1/rules?site=demo").text("/version"), "0");
}

TEST_F(OwnRulesOfSite, AreNotPublishedOverAnEditionNobodySaw) {
    start();
    ASSERT_EQ(publish(own_rules("first"), 0).status, 201U);
    EXPECT_EQ(publish(own_rules("second"), 0).status, 409U);
    EXPECT_EQ(publish(own_rules("second"), 2).status, 409U);
    EXPECT_EQ(outcome("the first one"), "hold");
    ASSERT_EQ(publish(own_rules("second"), 1).status, 201U);
    EXPECT_EQ(outcome("the first one"), "approve");
    EXPECT_EQ(outcome("the second one"), "hold");
}

TEST_F(OwnRulesOfSite, ComeBackByTheirNumberAndAreEndedByAnEmptyText) {
    start();
    ASSERT_EQ(publish(own_rules("first"), 0).status, 201U);
    ASSERT_EQ(publish("", 1).status, 201U);
    EXPECT_EQ(outcome("the first one"), "approve");
    EXPECT_THAT(
        server_->site("POST", "/v1/check", submission("x")).text("/provenance/rules"),
        ::testing::Not(HasSubstr("site@"))
    );
    const json::object wish{{"site", "demo"}, {"version", 2}, {"note", "after all"}};
    const Answer restored = server_->moderator("POST", "/v1/rules/versions/1/restore", wish);
    ASSERT_EQ(restored.status, 201U) << restored.body;
    EXPECT_EQ(restored.text("/version"), "3");
    EXPECT_EQ(restored.text("/restored_from"), "1");
    EXPECT_EQ(outcome("the first one"), "hold");
    EXPECT_EQ(
        server_
            ->moderator(
                "POST",
                "/v1/rules/versions/9/restore",
                json::object{{"site", "demo"}, {"version", 3}}
            )
            .status,
        404U
    );
    const Answer list = server_->moderator("GET", "/v1/rules/versions?site=demo&limit=2");
    EXPECT_EQ(list.text("/items/0/version"), "3");
    EXPECT_EQ(list.text("/items/0/note"), "after all");
    EXPECT_EQ(list.text("/next_cursor"), "2");
    const Answer rest = server_->moderator("GET", "/v1/rules/versions?site=demo&cursor=2");
    EXPECT_EQ(rest.text("/items/0/version"), "1");
    EXPECT_EQ(rest.text("/next_cursor"), "null");
    const Answer text = server_->moderator("GET", "/v1/rules/versions/1?site=demo");
    EXPECT_EQ(text.text("/text"), own_rules("first"));
    EXPECT_EQ(server_->moderator("GET", "/v1/rules/versions/x?site=demo").status, 404U);
}

TEST_F(OwnRulesOfSite, SurviveARestartAndAReload) {
    start();
    ASSERT_EQ(publish(own_rules("first"), 0).status, 201U);
    ASSERT_TRUE(server_->application().reload());
    EXPECT_EQ(outcome("the first one"), "hold");
    server_.reset();
    start();
    EXPECT_EQ(outcome("the first one"), "hold");
    EXPECT_THAT(
        server_->site("POST", "/v1/check", submission("x")).text("/provenance/rules"),
        HasSubstr("+site@1")
    );
}

TEST_F(OwnRulesOfSite, LieOnTopOfTheFolderOfTheConfiguration) {
    const std::filesystem::path folder = folder_.path() / "sites" / "demo";
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "zz.yaml")
        << own_rules("fromfolder", "overlay:\n  TEST_HOLD: {rev: 1, score: 9}\n");
    start({.site_rules = folder_.path() / "sites"});
    EXPECT_EQ(outcome("please holdme"), "reject");
    EXPECT_EQ(rule("OWN_WORD").at("origin"), "folder");
    EXPECT_EQ(rule("TEST_HOLD").at("changed_by"), "folder");

    ASSERT_EQ(publish("overlay:\n  TEST_HOLD: {rev: 1, score: 3}\n", 0).status, 201U);
    EXPECT_EQ(outcome("please holdme"), "hold") << "the site's own word stands";
    EXPECT_EQ(rule("TEST_HOLD").at("changed_by"), "site");
    EXPECT_EQ(outcome("that fromfolder again"), "hold") << "and the folder goes on";
    EXPECT_EQ(publish(own_rules("twice"), 1).status, 422U) << "OWN_WORD stands in the folder";
}

TEST_F(OwnRulesOfSite, AreSetAsideLoudlyWhenTheShippedRulesNoLongerBearThem) {
    const std::filesystem::path rules = folder_.path() / "rules";
    std::filesystem::copy(source_dir() / "tests" / "functional" / "rules", rules);
    start({.rules = rules});
    ASSERT_EQ(publish(own_rules("first"), 0).status, 201U);

    std::string shipped = own_rules("shipped");
    std::ofstream(rules / "more.yaml") << shipped;
    const auto refused = server_->application().reload();
    ASSERT_FALSE(refused) << "what runs goes on running";
    EXPECT_THAT(refused.error().detail, HasSubstr("demo"));
    EXPECT_EQ(outcome("the first one"), "hold");

    server_.reset();
    start({.rules = rules});
    EXPECT_EQ(outcome("the first one"), "approve");
    EXPECT_EQ(outcome("the shipped one"), "hold");
    const Answer seen = server_->moderator("GET", "/v1/rules?site=demo");
    EXPECT_EQ(seen.text("/in_force"), "false");
    EXPECT_EQ(seen.text("/diagnostics/0/rule"), "OWN_WORD");
    EXPECT_EQ(seen.text("/version"), "1");
    EXPECT_TRUE(server_->application().reload()) << "set aside already, it holds nothing up";

    ASSERT_EQ(publish(hold_is_off, 1).status, 201U);
    EXPECT_EQ(server_->moderator("GET", "/v1/rules?site=demo").text("/in_force"), "true");
    EXPECT_EQ(outcome("please holdme"), "approve");
}

TEST_F(OwnRulesOfSite, AreReplayedOnWhatPeopleDecidedBeforeTheyAct) {
    start();
    const auto decided = [&](const std::string& text, const std::string& judgement) {
        const Answer posted = server_->post_comment(text);
        const std::string reason = judgement == "approve" ? "" : "quality.off_topic";
        const Answer answer = server_->decide(posted.text("/id"), 1, judgement, reason);
        EXPECT_EQ(answer.text("/results/0/status"), "ok") << answer.body;
        return posted.text("/id");
    };
    const std::string missed = decided("that weatherballoon again", "reject");
    const std::string honest = decided("my weatherballoon book", "approve");
    const std::string freed = decided("please holdme", "approve");
    decided("nothing of interest", "approve");

    const json::object wish{
        {"site", "demo"}, {"text", own_rules("weatherballoon", hold_is_off)}, {"comments", 100}
    };
    const Answer report = server_->moderator("POST", "/v1/rules/replay", wish);
    ASSERT_EQ(report.status, 200U) << report.body;
    EXPECT_EQ(report.text("/replayed"), "4");
    EXPECT_EQ(report.text("/complete"), "true");
    EXPECT_EQ(report.text("/newly_caught/rejected"), "1");
    EXPECT_EQ(report.text("/newly_caught/approved"), "1");
    EXPECT_EQ(report.text("/no_longer_caught/approved"), "1");
    EXPECT_EQ(report.text("/no_longer_caught/rejected"), "0");
    EXPECT_EQ(report.text("/items/0/comment"), freed);
    EXPECT_EQ(report.text("/items/0/rules/0"), "TEST_HOLD");
    EXPECT_EQ(report.text("/items/1/comment"), honest);
    EXPECT_EQ(report.text("/items/1/judgement"), "approve");
    EXPECT_EQ(report.text("/items/2/comment"), missed);
    EXPECT_EQ(report.text("/items/2/before/outcome"), "approve");
    EXPECT_EQ(report.text("/items/2/after/outcome"), "hold");
    EXPECT_EQ(outcome("that weatherballoon again"), "approve") << "nothing was published";

    const json::object wrong{{"site", "demo"}, {"text", "rulez: []"}};
    const Answer refused = server_->moderator("POST", "/v1/rules/replay", wrong);
    EXPECT_EQ(refused.status, 422U);
    EXPECT_EQ(refused.text("/diagnostics/0/line"), "1");
    const json::object fewer{{"site", "demo"}, {"text", ""}, {"comments", 2}};
    const Answer two = server_->moderator("POST", "/v1/rules/replay", fewer);
    EXPECT_EQ(two.text("/replayed"), "2");
}

TEST_F(OwnRulesOfSite, ChangeUnderLoadWithoutLosingARequest) {
    start();
    std::atomic<bool> done{false};
    std::atomic<int> answered{0};
    std::atomic<int> failed{0};
    const Headers key{
        {"Authorization", "Bearer " + server_->site_key()}, {"Content-Type", "application/json"}
    };
    std::jthread load([&] {
        const std::string body = json::serialize(submission("the first second third one"));
        while (!done) {
            const Answer answer = server_->send("POST", "/v1/check", key, body);
            ++(answer.status == 200 ? answered : failed);
        }
    });
    const std::vector<std::string> words{"first", "second", "third", "fourth"};
    for (std::size_t i = 0; i < words.size(); ++i) {
        EXPECT_EQ(publish(own_rules(words[i]), static_cast<std::int64_t>(i)).status, 201U);
    }
    done = true;
    load.join();
    EXPECT_EQ(failed, 0);
    EXPECT_GT(answered, 0);
    EXPECT_EQ(outcome("the first second third one"), "approve");
}

TEST_F(OwnRulesOfSite, BelongToASiteThatExistsAndThatOneWorksFor) {
    start();
    EXPECT_EQ(server_->moderator("GET", "/v1/rules").status, 422U);
    EXPECT_EQ(server_->moderator("GET", "/v1/rules?site=nowhere").status, 404U);
    const json::object elsewhere{{"site", "nowhere"}, {"text", ""}, {"version", 0}};
    EXPECT_EQ(server_->moderator("POST", "/v1/rules", elsewhere).status, 404U);
    EXPECT_EQ(server_->moderator("GET", "/v1/rules/versions?site=demo&limit=0").status, 422U);
    const json::object unknown{{"site", "demo"}, {"text", ""}, {"versoin", 0}};
    EXPECT_EQ(server_->moderator("POST", "/v1/rules", unknown).status, 422U);
}

}  // namespace
}  // namespace chaffinch::test
