// Taking lessons back while the server runs: a rollback and the lessons of single moderators, a
// thousand of them, after which every text is judged as before to the bit (reliability L5); and
// what the report on learning says.

#include "server/app/accounts.h"
#include "tests/functional/test_server.h"
#include "tests/support/seeded_random.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include <sodium.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace chaffinch::test {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

constexpr const char* password = "a password for this test";

std::string text_of(SeededRandom& random, bool spammy) {
    static const std::vector<std::string> good{
        "thanks", "dose", "doctor", "article", "headache", "week", "nerve", "clinic", "question"
    };
    static const std::vector<std::string> bad{
        "casino", "bonus", "cheap", "winner", "profit", "broker", "crypto", "deposit", "jackpot"
    };
    std::string text = "holdme";
    for (int i = 0; i < 8; ++i) {
        const bool own = random.chance(0.8);
        text +=
            ' ' + random.pick(spammy == own ? bad : good) + std::to_string(random.between(0, 40));
    }
    return text;
}

/// A moderator's session on the running server.
class Teacher {
  public:
    Teacher(TestServer& server, const std::string& login) : server_(server) {
        const auth::HashCost cost{
            .operations = crypto_pwhash_OPSLIMIT_MIN, .memory_bytes = crypto_pwhash_MEMLIMIT_MIN
        };
        const auto made =
            asio::co_spawn(
                server.application().io(),
                app::make_moderator(
                    server.application().store(), Moderator{.login = login}, password, cost
                ),
                asio::use_future
            )
                .get();
        EXPECT_TRUE(made);
        const json::object credentials{{"login", login}, {"password", password}};
        const Answer answer = server.send(
            "POST",
            "/v1/session",
            {{"Content-Type", "application/json"}},
            json::serialize(credentials)
        );
        const std::string set = answer.header("set-cookie");
        headers_ = {
            {"Cookie", set.substr(0, set.find(';'))},
            {"X-CSRF-Token", answer.text("/csrf_token")},
            {"Content-Type", "application/json"}
        };
    }

    /// Comments in one batch, decided at once; `truth` false calls each by the other name.
    void teach(int count, std::uint64_t seed, bool truth) {
        SeededRandom random(seed);
        json::array comments;
        std::vector<bool> spammy;
        for (int i = 0; i < count; ++i) {
            spammy.push_back(random.chance(0.5));
            comments.push_back(submission(text_of(random, spammy.back())));
        }
        const Answer posted =
            server_.site("POST", "/v1/comments/batch", json::object{{"comments", comments}});
        ASSERT_EQ(posted.status, 200U) << posted.body;
        const json::value results = posted.at("/results");
        json::array items;
        for (std::size_t i = 0; i < spammy.size(); ++i) {
            const bool reject = spammy[i] == truth;
            items.push_back(json::object{
                {"comment", results.at(i).at("comment").at("id")},
                {"version", 1},
                {"judgement", reject ? "reject" : "approve"},
                {"reason", reject ? "spam.promotion" : "verdict.not_spam"}
            });
        }
        const Answer decided = server_.send(
            "POST", "/v1/decisions", headers_, json::serialize(json::object{{"items", items}})
        );
        ASSERT_EQ(decided.status, 200U) << decided.body;
    }

  private:
    TestServer& server_;
    Headers headers_{};
};

/// The classifier's exact weights of 5,000 texts under the pipeline in force.
std::vector<double> weights(TestServer& server) {
    const auto pipeline = server.application().learning().pipeline_of(SiteId{"demo"});
    SeededRandom random(77);
    std::vector<double> out;
    for (int i = 0; i < 5'000; ++i) {
        Comment comment;
        comment.text = text_of(random, i % 2 == 0);
        const Verdict verdict = pipeline->moderate(comment, {});
        for (const Signal& signal : verdict.signals) {
            if (signal.source == SignalSource::classifier) out.push_back(signal.weight);
        }
    }
    return out;
}

/// Judges without a pause until it ends; a comment that waits for forgetting would be seen.
class Reader {
  public:
    explicit Reader(TestServer& server)
        : thread_([this, &server](const std::stop_token& stop) {
              while (!stop.stop_requested()) {
                  const Answer answer =
                      server.site("POST", "/v1/check", submission("a remark on the dose"));
                  ++(answer.status == 200U ? judged_ : failed_);
              }
          }) {}

    [[nodiscard]] int judged() const { return judged_; }

    [[nodiscard]] int failed() const { return failed_; }

  private:
    std::atomic<int> judged_{0};
    std::atomic<int> failed_{0};
    std::jthread thread_;
};

double seconds_of(const std::function<void()>& work) {
    const auto begun = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

TEST(Forgetting, AThousandBadLessonsWhileTheServerRunsRestoresEveryScoreToTheBit) {
    TestServer server({.models = true, .role = Role::admin});
    Teacher honest(server, "hanna");
    Teacher eve(server, "eve");
    Teacher mallory(server, "mallory");
    honest.teach(150, 1, true);
    honest.teach(150, 2, true);
    const std::vector<double> before = weights(server);
    ASSERT_GE(before.size(), 5'000U);

    const auto forget = [&](json::object wanted, int expected) {
        wanted["site"] = "demo";
        const Answer answer = server.moderator("POST", "/v1/learning/forget", wanted);
        ASSERT_EQ(answer.status, 200U) << answer.body;
        EXPECT_EQ(answer.at("/forgotten").as_int64(), expected);
    };
    for (const bool rolled_back : {true, false}) {
        SCOPED_TRACE(rolled_back ? "rolled back to a version" : "one moderator, then the other");
        eve.teach(500, rolled_back ? 3 : 5, false);
        mallory.teach(500, rolled_back ? 4 : 6, false);
        EXPECT_NE(weights(server), before) << "the bad lessons were learnt";
        const Reader reader(server);
        const double taken = seconds_of([&] {
            if (rolled_back) {
                forget({{"after", 300}}, 1'000);
            } else {
                forget({{"moderator", "eve"}}, 500);
                forget({{"moderator", "mallory"}}, 500);
            }
        });
        std::printf("forgetting took %.2f s; %d judged meanwhile\n", taken, reader.judged());
        EXPECT_LE(taken, 10);
        EXPECT_EQ(reader.failed(), 0);
        EXPECT_EQ(weights(server), before);
    }
    forget({{"moderator", "eve"}}, 0);
}

TEST(Forgetting, DecisionsMadeMeanwhileAreNeitherLostNorForgotten) {
    TestServer server({.role = Role::admin});
    Teacher honest(server, "hanna");
    Teacher eve(server, "eve");
    honest.teach(100, 1, true);
    eve.teach(400, 2, false);
    {
        const std::jthread goes_on([&] {
            for (std::uint64_t i = 0; i < 10; ++i) honest.teach(5, 10 + i, true);
        });
        const Answer answer = server.moderator(
            "POST", "/v1/learning/forget", json::object{{"site", "demo"}, {"moderator", "eve"}}
        );
        ASSERT_EQ(answer.status, 200U) << answer.body;
    }
    const auto hash = [&] {
        return asio::co_spawn(
                   server.application().io(),
                   server.application().learning().state_hash(SiteId{"demo"}),
                   asio::use_future
        )
            .get();
    };
    const std::uint64_t live = hash();
    // Forgetting nothing makes the site anew from its ledger.
    server.moderator(
        "POST", "/v1/learning/forget", json::object{{"site", "demo"}, {"moderator", "eve"}}
    );
    EXPECT_EQ(hash(), live);
    const Answer report = server.moderator("GET", "/v1/insight/learning?site=demo");
    EXPECT_EQ(report.at("/items/0/lessons").as_int64(), 150);
}

TEST(LearningReport, ShowsCurveReliabilityAndVersionsToOperators) {
    TestServer server({.role = Role::admin});
    EXPECT_TRUE(server.moderator("GET", "/v1/insight/learning").at("/items").as_array().empty());
    Teacher honest(server, "hanna");
    honest.teach(150, 1, true);
    Teacher other(server, "otto");
    other.teach(20, 2, true);
    const Answer report = server.moderator("GET", "/v1/insight/learning?site=demo");
    ASSERT_EQ(report.status, 200U) << report.body;
    EXPECT_EQ(report.at("/items/0/lessons").as_int64(), 170);
    // From the hundredth lesson on a tenth is kept as hold-out, drawn under the installation's key.
    const std::int64_t held_out = report.at("/items/0/rulings/held out").as_int64();
    EXPECT_EQ(report.at("/items/0/rulings/learnt").as_int64(), 170 - held_out);
    EXPECT_EQ(report.at("/items/0/curve").as_array().size(), 2U);
    EXPECT_EQ(report.at("/items/0/foretold").as_int64(), 170 - held_out);
    EXPECT_FALSE(report.at("/items/0/reliability").as_array().empty());
    EXPECT_EQ(report.text("/items/0/versions/0/moderator"), "hanna");
    EXPECT_EQ(report.at("/items/0/versions/0/last").as_int64(), 150);
    EXPECT_EQ(report.text("/items/0/versions/1/moderator"), "otto");
    EXPECT_EQ(report.at("/items/0/versions/1/first").as_int64(), 151);
    EXPECT_EQ(
        server.moderator("GET", "/v1/insight/learning?site=nowhere").at("/items").as_array().size(),
        0U
    );
}

TEST(LearningReport, AForgettingThatNamesNothingOrAnUnknownNameIsRefused) {
    TestServer server({.role = Role::admin});
    const auto forget = [&](const json::object& wanted) {
        return server.moderator("POST", "/v1/learning/forget", wanted);
    };
    const Answer nothing = forget({{"site", "demo"}});
    EXPECT_EQ(nothing.status, 422U) << nothing.body;
    EXPECT_EQ(forget({{"site", "demo"}, {"moderator", "nobody"}}).status, 404U);
    EXPECT_EQ(forget({{"site", "nowhere"}, {"after", 0}}).status, 404U);
    EXPECT_EQ(forget({{"site", "demo"}, {"after", -1}}).status, 422U);
    EXPECT_EQ(forget({{"site", "demo"}, {"after", 0}}).at("/forgotten").as_int64(), 0);
}

}  // namespace
}  // namespace chaffinch::test
