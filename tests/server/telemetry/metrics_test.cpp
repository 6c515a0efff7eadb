// What a scrape says after things have happened.

#include "server/telemetry/metrics.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace chaffinch::telemetry {
namespace {

void expect_line(const Metrics& metrics, const std::string& line) {
    const std::string text = metrics.scrape();
    EXPECT_NE(text.find("\n" + line + "\n"), std::string::npos) << line << " is not in\n" << text;
}

TEST(Metrics, CountsRequestsByRouteAndStatusClass) {
    Metrics metrics;
    metrics.request_finished("/v1/comments", 201, 0.004);
    metrics.request_finished("/v1/comments", 200, 0.2);
    metrics.route("/v1/comments").finished(503, 0.001);
    expect_line(metrics, R"(chaffinch_http_requests_total{route="/v1/comments",status="2xx"} 2)");
    expect_line(metrics, R"(chaffinch_http_requests_total{route="/v1/comments",status="5xx"} 1)");
    expect_line(metrics, R"(chaffinch_http_request_seconds_count{route="/v1/comments"} 3)");
    expect_line(
        metrics, R"(chaffinch_http_request_seconds_bucket{route="/v1/comments",le="0.005"} 2)"
    );
}

TEST(Metrics, CountsByClosedLabels) {
    Metrics metrics;
    metrics.request_refused("host");
    metrics.verdict_given("hold", 0.0002);
    metrics.decision_made("approve");
    metrics.training_applied("spam");
    expect_line(metrics, R"(chaffinch_http_refused_total{why="host"} 1)");
    expect_line(metrics, R"(chaffinch_verdicts_total{outcome="hold"} 1)");
    expect_line(metrics, "chaffinch_verdict_seconds_count 1");
    expect_line(metrics, R"(chaffinch_decisions_total{judgement="approve"} 1)");
    expect_line(metrics, R"(chaffinch_training_events_total{label="spam"} 1)");
}

TEST(Metrics, KnowsHowManyConnectionsAreOpen) {
    Metrics metrics;
    metrics.connection_opened();
    metrics.connection_opened();
    metrics.connection_closed();
    expect_line(metrics, "chaffinch_http_connections 1");
    expect_line(metrics, "chaffinch_http_connections_total 2");
}

TEST(Metrics, ReadsGaugesWhenScraped) {
    Metrics metrics;
    double depth = 3;
    metrics.gauge("chaffinch_queue_depth", "Held comments", [&] { return depth; });
    expect_line(metrics, "chaffinch_queue_depth 3");
    depth = 4;
    expect_line(metrics, "chaffinch_queue_depth 4");
    metrics.gauge("chaffinch_queue_depth", "Held comments", [] { return 9.0; });
    expect_line(metrics, "chaffinch_queue_depth 9");
}

TEST(Metrics, CountsFromManyThreadsWhileScraped) {
    Metrics metrics;
    std::vector<std::jthread> threads;
    for (int t = 0; t < 3; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 2'000; ++i) metrics.request_finished("/", 200, 0.001);
        });
    }
    for (int i = 0; i < 20; ++i) EXPECT_FALSE(metrics.scrape().empty());
    threads.clear();
    expect_line(metrics, R"(chaffinch_http_requests_total{route="/",status="2xx"} 6000)");
}

}  // namespace
}  // namespace chaffinch::telemetry
