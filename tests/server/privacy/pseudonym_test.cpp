// Pseudonyms of addresses: keyed, equal within a month, never applied twice.

#include "server/privacy/pseudonym.h"

#include <gtest/gtest.h>

namespace chaffinch::privacy {
namespace {

const Timestamp july = *from_rfc3339("2026-07-22T10:00:00Z");
const Timestamp late_july = *from_rfc3339("2026-07-31T23:59:59Z");
const Timestamp august = *from_rfc3339("2026-08-01T00:00:00Z");
const std::string secret(32, 's');

TEST(Pseudonym, IsKeyedByInstallationAndMonth) {
    const std::string made = pseudonym(secret, "203.0.113.7", july);
    EXPECT_EQ(made.size(), 18U);
    EXPECT_TRUE(made.starts_with("h:"));
    EXPECT_EQ(made, pseudonym(secret, "203.0.113.7", late_july));
    EXPECT_NE(made, pseudonym(secret, "203.0.113.7", august)) << "the key changes by the month";
    EXPECT_NE(made, pseudonym(std::string(32, 't'), "203.0.113.7", july));
    EXPECT_NE(made, pseudonym(secret, "203.0.113.8", july));
}

TEST(Pseudonym, LeavesPseudonymsAndNothingAsTheyAre) {
    const std::string made = pseudonym(secret, "2001:db8::1", july);
    EXPECT_EQ(pseudonym(secret, made, august), made);
    EXPECT_EQ(pseudonym(secret, "", july), "");
}

}  // namespace
}  // namespace chaffinch::privacy
