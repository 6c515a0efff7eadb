// The admin listener: alive, ready, metrics, and nothing else.

#include "server/http/admin_routes.h"

#include "tests/server/http/test_server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>

namespace chaffinch::http::test {
namespace {

TEST(AdminRoutes, TellAliveReadyAndMetrics) {
    telemetry::Metrics metrics;
    metrics.verdict_given("hold", 0.001);
    std::atomic<bool> ready{false};
    TestServer server(admin_routes(metrics, [&] { return ready.load(); }));
    RawClient client(server.port());
    const auto get = [&](const std::string& path) {
        client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        return client.read_answer();
    };
    EXPECT_EQ(status_of(get("/healthz")), 200U);
    EXPECT_EQ(status_of(get("/readyz")), 503U);
    ready = true;
    EXPECT_EQ(status_of(get("/readyz")), 200U);
    const std::string scrape = get("/metrics");
    EXPECT_EQ(field_of(scrape, "Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
    EXPECT_NE(
        body_of(scrape).find("chaffinch_verdicts_total{outcome=\"hold\"} 1"), std::string::npos
    );
    EXPECT_EQ(status_of(get("/debug")), 404U);
}

}  // namespace
}  // namespace chaffinch::http::test
