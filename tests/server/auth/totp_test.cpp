// One-time codes against the vectors of RFC 6238, and what makes them fit only once.

#include "server/auth/totp.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace chaffinch::auth {
namespace {

TotpSecret of_the_rfc() {
    constexpr std::string_view text = "12345678901234567890";
    TotpSecret secret{};
    std::ranges::copy(text, secret.begin());
    return secret;
}

Timestamp at(std::int64_t seconds) {
    return Timestamp(std::chrono::seconds(seconds));
}

TEST(Totp, GivesTheCodesOfTheRfc) {
    struct Vector {
        std::int64_t seconds;
        const char* code;  ///< the last six of the eight digits in appendix B
    };

    const Vector vectors[] = {
        {59, "287082"},
        {1'111'111'109, "081804"},
        {1'111'111'111, "050471"},
        {1'234'567'890, "005924"},
        {2'000'000'000, "279037"},
        {20'000'000'000, "353130"},
    };
    for (const Vector& vector : vectors) {
        EXPECT_EQ(totp_code(of_the_rfc(), totp_step(at(vector.seconds))), vector.code);
    }
}

TEST(Totp, TakesTheStepBeforeNowAndAfterAndNoneTwice) {
    const TotpSecret secret = of_the_rfc();
    const Timestamp now = at(3'000'000);
    const std::int64_t step = totp_step(now);
    for (int away = -3; away <= 3; ++away) {
        const auto found = matching_step(secret, totp_code(secret, step + away), now, 0);
        EXPECT_EQ(found.has_value(), away >= -1 && away <= 1) << away;
        if (found) {
            EXPECT_EQ(*found, step + away);
        }
    }
    EXPECT_FALSE(matching_step(secret, totp_code(secret, step), now, step)) << "a replay";
    EXPECT_TRUE(matching_step(secret, totp_code(secret, step + 1), now, step));
    for (const char* wrong : {"", "0", "000000000000", "abcdef", "28708a"}) {
        EXPECT_FALSE(matching_step(secret, wrong, now, 0)) << wrong;
    }
}

TEST(Totp, IsToldToAnAppInItsOwnForm) {
    const std::string base = base32(of_the_rfc());
    EXPECT_EQ(base, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    EXPECT_EQ(
        otpauth_uri(of_the_rfc(), "Chaffinch", "ann:b c"),
        "otpauth://totp/Chaffinch:ann%3Ab%20c?secret=" + base +
            "&issuer=Chaffinch&algorithm=SHA1&digits=6&period=30"
    );
}

TEST(Totp, SecretsOpenOnlyForTheirModeratorUnderTheirKey) {
    const TotpSecret secret = new_totp_secret();
    const ModeratorId ann{"mod_ann"};
    SealedTotpSecret sealed = seal(secret, "key", ann);
    EXPECT_EQ(open(sealed, "key", ann), secret);
    EXPECT_NE(seal(secret, "key", ann), sealed) << "a nonce of its own";
    EXPECT_EQ(open(sealed, "other key", ann), std::nullopt);
    EXPECT_EQ(open(sealed, "key", ModeratorId{"mod_ben"}), std::nullopt);
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        sealed.at(i) ^= 1U;
        EXPECT_EQ(open(sealed, "key", ann), std::nullopt) << i;
        sealed.at(i) ^= 1U;
    }
}

TEST(Totp, RecoveryCodesAreReadAsPeopleWriteThem) {
    const auto codes = new_recovery_codes();
    EXPECT_EQ(std::set<std::string>(codes.begin(), codes.end()).size(), 10U);
    const SecretHash hash = recovery_code_hash("key", "abcde-fghjk");
    EXPECT_EQ(recovery_code_hash("key", "ABCDE fghjk"), hash);
    EXPECT_NE(recovery_code_hash("key", "abcde-fghjm"), hash);
    EXPECT_NE(recovery_code_hash("other key", "abcde-fghjk"), hash);
}

}  // namespace
}  // namespace chaffinch::auth
