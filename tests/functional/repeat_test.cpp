// Requests sent twice: idempotency keys, external ids, batches.

#include "tests/functional/test_server.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>

namespace chaffinch::test {
namespace {

namespace json = boost::json;

TEST(Repeat, TheSameKeyAndBodyGetTheStoredAnswer) {
    const TemporaryDirectory kept;
    std::string first;
    {
        TestServer server({.data = kept.path() / "data"});
        first =
            server.site("POST", "/v1/comments", submission("hello"), {{"Idempotency-Key", "k1"}})
                .body;
        const Answer again =
            server.site("POST", "/v1/comments", submission("hello"), {{"Idempotency-Key", "k1"}});
        EXPECT_EQ(again.status, 201U);
        EXPECT_EQ(again.body, first);
        EXPECT_EQ(again.header("idempotency-replayed"), "true");
        const Answer other =
            server.site("POST", "/v1/comments", submission("other"), {{"Idempotency-Key", "k1"}});
        EXPECT_EQ(other.status, 422U);
        EXPECT_EQ(other.text("/type"), "/problems/key-reused");
        EXPECT_EQ(
            server.site("GET", "/v1/articles/botox/comments").at("/items").as_array().size(), 1U
        );
    }
    TestServer server({.data = kept.path() / "data"});
    const Answer after_restart =
        server.site("POST", "/v1/comments", submission("hello"), {{"Idempotency-Key", "k1"}});
    EXPECT_EQ(after_restart.body, first);
}

TEST(Repeat, AnExternalIdNamesOneComment) {
    TestServer server;
    const Answer first = server.post_comment("hello", "c-1");
    EXPECT_EQ(first.status, 201U);
    const Answer again = server.post_comment("hello", "c-1");
    EXPECT_EQ(again.status, 200U);
    EXPECT_EQ(again.text("/id"), first.text("/id"));
    const Answer changed = server.post_comment("something else", "c-1");
    EXPECT_EQ(changed.status, 422U);
    EXPECT_EQ(server.site("GET", "/v1/articles/botox/comments").at("/items").as_array().size(), 1U);
}

TEST(Repeat, ManyAtOnceWithOneKeyStoreOneComment) {
    TestServer server;
    std::vector<std::jthread> threads;
    std::mutex mutex;
    std::set<std::string> created;
    std::multiset<unsigned> statuses;
    for (int i = 0; i < 16; ++i) {
        threads.emplace_back([&] {
            const Answer answer = server.site(
                "POST", "/v1/comments", submission("hello"), {{"Idempotency-Key", "same"}}
            );
            const std::scoped_lock lock(mutex);
            statuses.insert(answer.status);
            if (answer.status == 201) created.insert(answer.text("/id"));
        });
    }
    threads.clear();
    EXPECT_EQ(created.size(), 1U);
    EXPECT_EQ(statuses.count(201) + statuses.count(409), 16U);
    EXPECT_EQ(server.site("GET", "/v1/articles/botox/comments").at("/items").as_array().size(), 1U);
}

TEST(Repeat, ABatchReportsEachItemAndLosesNone) {
    TestServer server;
    json::array comments;
    comments.push_back(submission("first"));
    comments.push_back(json::object{{"text", "no article"}});
    comments.push_back(submission("holdme"));
    json::object named = submission("named");
    named["external_id"] = "c-9";
    comments.push_back(named);
    comments.push_back(named);
    const Answer answer = server.site(
        "POST",
        "/v1/comments/batch",
        json::object{{"comments", comments}},
        {{"Idempotency-Key", "b"}}
    );
    ASSERT_EQ(answer.status, 200U) << answer.body;
    EXPECT_EQ(answer.text("/results/0/status"), "created");
    EXPECT_EQ(answer.text("/results/1/status"), "error");
    EXPECT_EQ(answer.text("/results/1/problem/errors/0/pointer"), "/comments/1/article");
    EXPECT_EQ(answer.text("/results/2/comment/outcome"), "hold");
    EXPECT_EQ(answer.text("/results/3/status"), "created");
    EXPECT_EQ(answer.text("/results/4/status"), "duplicate");
    const Answer again = server.site(
        "POST",
        "/v1/comments/batch",
        json::object{{"comments", comments}},
        {{"Idempotency-Key", "b"}}
    );
    EXPECT_EQ(again.body, answer.body);
}

TEST(Repeat, CheckStoresNothing) {
    TestServer server;
    const Answer answer = server.site("POST", "/v1/check", submission("holdme"));
    ASSERT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.text("/outcome"), "hold");
    EXPECT_EQ(server.moderator("GET", "/v1/queue").at("/total").as_int64(), 0);
}

TEST(Repeat, AnArticleIsAnnouncedAndUpdated) {
    TestServer server;
    EXPECT_EQ(
        server
            .site(
                "PUT",
                "/v1/articles/botox",
                json::object{{"title", "Botox"}, {"url", "https://news.example/1"}}
            )
            .status,
        200U
    );
    server.post_comment("holdme");
    EXPECT_EQ(server.moderator("GET", "/v1/queue").text("/items/0/comment/article/title"), "Botox");
    const json::object closed{{"title", "Botox"}, {"policy", {{"comments", "closed"}}}};
    EXPECT_EQ(server.site("PUT", "/v1/articles/botox", closed).status, 200U);
    const Answer late = server.post_comment("too late");
    EXPECT_EQ(late.text("/outcome"), "reject");
    EXPECT_EQ(late.text("/reasons/0/code"), "policy.closed");
}

}  // namespace
}  // namespace chaffinch::test
