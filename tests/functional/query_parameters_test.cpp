// A parameter that a call does not know is refused: a mistyped filter must not show everything.

#include "tests/functional/test_server.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace chaffinch::test {
namespace {

TEST(QueryParameters, ThatACallDoesNotKnowAreRefusedByName) {
    ServerOptions options;
    options.role = Role::op;
    TestServer server(options);
    const std::vector<std::string> calls{
        "/v1/rules?site=demo",
        "/v1/rules/versions?site=demo",
        "/v1/rules/versions/1?site=demo",
        "/v1/insight/activity?",
        "/v1/insight/decisions?",
        "/v1/insight/rules?site=demo",
        "/v1/insight/drift?",
        "/v1/insight/scores?",
        "/v1/insight/learning?",
        "/v1/articles?site=demo",
        "/v1/articles/a-1/policy?site=demo",
        "/v1/queue?",
        "/v1/history?",
        "/v1/campaigns?",
    };
    for (const std::string& call : calls) {
        const std::string target = call + (call.back() == '?' ? "" : "&") + "sitte=demo";
        const Answer answer = server.moderator("GET", target);
        EXPECT_EQ(answer.status, 422U) << target << " " << answer.body;
        EXPECT_EQ(answer.text("/errors/0/pointer"), "?sitte") << target;
    }
}

TEST(QueryParameters, OfOneCallAreNotThoseOfAnother) {
    ServerOptions options;
    options.role = Role::op;
    TestServer server(options);
    EXPECT_EQ(server.moderator("GET", "/v1/insight/activity?step=hour&days=2").status, 200U);
    EXPECT_EQ(server.moderator("GET", "/v1/insight/decisions?step=hour").status, 422U)
        << "decisions are counted by day";
    EXPECT_EQ(server.moderator("GET", "/v1/insight/drift?days=7").status, 422U);
    EXPECT_EQ(server.moderator("GET", "/v1/rules?site=demo&limit=5").status, 422U);
    EXPECT_EQ(server.moderator("GET", "/v1/articles?site=demo&limit=2.5").status, 422U);
}

}  // namespace
}  // namespace chaffinch::test
