// RFC 3339 in and out.

#include "engine/types/timestamp.h"

#include <gtest/gtest.h>

#include <string_view>

namespace chaffinch {
namespace {

struct Case {
    std::string_view input;
    std::string_view expected;  // empty: refused
};

TEST(Timestamp, ReadsRfc3339AndWritesUtc) {
    const Case cases[] = {
        {"2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"},
        {"2026-01-02T03:04:05.6Z", "2026-01-02T03:04:05.600Z"},
        {"2026-01-02T03:04:05.123456789Z", "2026-01-02T03:04:05.123Z"},
        {"2026-01-02T03:04:05+02:00", "2026-01-02T01:04:05Z"},
        {"2026-01-02T00:04:05-23:59", "2026-01-03T00:03:05Z"},
        {"2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"},
        {"0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"},
        {"2026-02-29T00:00:00Z", ""},
        {"2026-13-01T00:00:00Z", ""},
        {"2026-01-02T24:00:00Z", ""},
        {"2026-01-02T03:04:05", ""},
        {"2026-01-02T03:04:05.Z", ""},
        {"2026-01-02T03:04:05Zx", ""},
        {"26-01-02T03:04:05Z", ""},
        {"yesterday", ""},
        {"", ""},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(c.input);
        const auto time = from_rfc3339(c.input);
        ASSERT_EQ(time.has_value(), !c.expected.empty());
        if (time) {
            EXPECT_EQ(to_rfc3339(*time), c.expected);
        }
    }
}

}  // namespace
}  // namespace chaffinch
