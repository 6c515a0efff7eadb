// What is encoded comes back, and any bytes either decode or are refused.

#include "server/http/target.h"
#include "server/http/utf8.h"
#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

#include <string>

namespace chaffinch::http {
namespace {

std::string encoded(std::string_view text) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += hex[byte >> 4U];
        out += hex[byte & 15U];
    }
    return out;
}

TEST(TargetProperty, GivesBackWhatWasEncoded) {
    test::SeededRandom random;
    for (int i = 0; i < 2'000; ++i) {
        const std::string value = random.text(5);
        const std::string sent = encoded(value);
        const auto target = parse_target("/x-" + sent + "?" + sent + "=" + sent);
        if (value.find('\0') != std::string::npos || value.find('/') != std::string::npos) continue;
        ASSERT_TRUE(target) << sent;
        EXPECT_EQ(target->path, "/x-" + value);
        ASSERT_EQ(target->query.size(), 1U);
        EXPECT_EQ(target->query.front(), std::pair(value, value));
    }
}

TEST(TargetProperty, LetsNothingOddThrough) {
    test::SeededRandom random;
    for (int i = 0; i < 5'000; ++i) {
        std::string text = "/" + random.bytes(40);
        if (random.chance(0.5)) text = "/" + encoded(random.bytes(12));
        const auto target = parse_target(text);
        if (!target) continue;
        EXPECT_TRUE(is_utf8(target->path));
        EXPECT_EQ(target->path.find('\0'), std::string::npos);
        for (const auto& [name, value] : target->query) {
            EXPECT_TRUE(is_utf8(name) && is_utf8(value));
        }
    }
}

}  // namespace
}  // namespace chaffinch::http
