// Log lines: one JSON object each, whatever is logged.

#include "server/telemetry/log.h"

#include "server/telemetry/escape.h"
#include "tests/support/seeded_random.h"
#include "tests/support/shared_data.h"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace chaffinch::telemetry {
namespace {

std::mutex lines_mutex;
std::vector<std::string> lines;

void keep(std::string_view line) {
    const std::scoped_lock lock(lines_mutex);
    lines.emplace_back(line);
}

class Log : public testing::Test {
  protected:
    void SetUp() override {
        lines.clear();
        set_log_sink(keep);
    }

    void TearDown() override {
        set_log_sink(nullptr);
        set_log_level(Level::info);
    }

    /// Logs `text` as event, key and value; gives the one line as JSON.
    static boost::json::object logged(std::string_view text) {
        lines.clear();
        log(Level::error, text, {{"value", text}});
        EXPECT_EQ(lines.size(), 1U);
        const std::string& line = lines.front();
        EXPECT_EQ(line.back(), '\n');
        EXPECT_TRUE(std::all_of(line.begin(), line.end() - 1, [](char c) {
            const auto byte = static_cast<unsigned char>(c);
            return byte >= 0x20 && byte != 0x7F;
        }));
        return boost::json::parse(line).as_object();
    }
};

TEST_F(Log, WritesTimeLevelEventAndFields) {
    log(Level::warning,
        "disk_low",
        {{"free", std::int64_t{12}}, {"share", 0.5}, {"ballast", true}, {"site", "s1"}});
    const auto line = boost::json::parse(lines.at(0)).as_object();
    EXPECT_EQ(line.at("level"), "warning");
    EXPECT_EQ(line.at("event"), "disk_low");
    EXPECT_EQ(line.at("free"), 12);
    EXPECT_EQ(line.at("share"), 0.5);
    EXPECT_EQ(line.at("ballast"), true);
    EXPECT_EQ(line.at("site"), "s1");
    EXPECT_EQ(line.at("time").as_string().back(), 'Z');
    EXPECT_EQ(line.size(), 7U);
}

TEST_F(Log, KeepsNumbersThatJsonHasNoWordFor) {
    log(Level::error,
        "odd",
        {{"a", std::numeric_limits<double>::infinity()},
         {"b", std::numeric_limits<double>::quiet_NaN()}});
    const auto line = boost::json::parse(lines.at(0)).as_object();
    EXPECT_TRUE(line.at("a").is_null());
    EXPECT_TRUE(line.at("b").is_null());
}

TEST_F(Log, DropsLinesBelowItsLevel) {
    log(Level::debug, "quiet");
    EXPECT_TRUE(lines.empty());
    set_log_level(Level::debug);
    log(Level::debug, "loud");
    set_log_level(Level::error);
    log(Level::warning, "quiet");
    EXPECT_EQ(lines.size(), 1U);
}

TEST_F(Log, EscapesWhatMovesTheCursorOrTheEye) {
    struct Case {
        std::string text;
        std::string escaped;
    };

    const std::vector<Case> cases{
        {"plain caf\xc3\xa9 \xf0\x9f\x98\x80", "plain caf\xc3\xa9 \xf0\x9f\x98\x80"},
        {"a\nb\r\t", R"(a\u000ab\u000d\u0009)"},
        {"\x1b[2J", R"(\u001b[2J)"},
        {"\xc2\x9b"
         "31m",
         R"(\u009b31m)"},
        {"\x7f", R"(\u007f)"},
        {"\xe2\x80\xae"
         "x",
         R"(\u202ex)"},
        {"\xe2\x80\xa8\xe2\x81\xa6\xef\xbb\xbf", R"(\u2028\u2066\ufeff)"},
        {"\xf3\xa0\x81\x81", R"(\udb40\udc41)"},
        {R"("\)", R"(\"\\)"},
        {"\xff\xc0\x80", R"(\ufffd\ufffd\ufffd)"},
        {"\xed\xa0\x80", R"(\ufffd\ufffd\ufffd)"},
        {"\xe2\x82", R"(\ufffd\ufffd)"},
        {std::string("a\0b", 3), R"(a\u0000b)"},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(c.escaped);
        std::string out;
        append_escaped(out, c.text);
        EXPECT_EQ(out, c.escaped);
    }
}

TEST_F(Log, CutsLongValuesBetweenCharacters) {
    for (const std::size_t pad : {252U, 253U, 254U, 255U, 256U}) {
        SCOPED_TRACE(pad);
        std::string out;
        append_escaped(out, std::string(pad, 'a') + "\xf0\x9f\x98\x80");
        const bool fits = pad + 4 <= max_value_bytes;
        EXPECT_EQ(out, std::string(pad, 'a') + (fits ? "\xf0\x9f\x98\x80" : "..."));
    }
}

TEST_F(Log, HoldsAgainstTheCollectedLines) {
    const auto path = test::shared_data("hostile/controls/log-lines.jsonl");
    if (!path) GTEST_SKIP() << "no corpus beside the repository";
    std::ifstream in(*path);
    std::size_t cases = 0;
    for (std::string item; std::getline(in, item); ++cases) {
        const std::string text(boost::json::parse(item).at("text").as_string());
        SCOPED_TRACE(item.substr(0, 100));
        const auto line = logged(text);
        EXPECT_EQ(line.size(), 4U);
        EXPECT_EQ(line.at("level"), "error");
        const std::string value(line.at("value").as_string());
        EXPECT_EQ(
            value, text.size() <= max_value_bytes ? text : text.substr(0, max_value_bytes) + "..."
        );
    }
    EXPECT_EQ(cases, 18U);
}

TEST_F(Log, StaysOneLineForAnyBytes) {
    test::SeededRandom random;
    for (int i = 0; i < 2'000; ++i) {
        const std::string text = i % 2 == 0 ? random.bytes(400) : random.text(20);
        EXPECT_EQ(logged(text).size(), 4U);
    }
}

TEST_F(Log, WritesWholeLinesFromManyThreads) {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([] {
            for (int i = 0; i < 200; ++i) log(Level::info, "tick", {{"i", std::int64_t{i}}});
        });
    }
    threads.clear();
    ASSERT_EQ(lines.size(), 800U);
    for (const std::string& line : lines) EXPECT_NO_THROW(boost::json::parse(line));
}

}  // namespace
}  // namespace chaffinch::telemetry
