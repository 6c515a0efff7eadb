// Coral's signatures, against values of openssl:
//   printf '%s' '{"a":1}' | openssl dgst -sha256 -hmac 'a secret'

#include "server/coral/signature.h"

#include <gtest/gtest.h>

namespace chaffinch::coral {
namespace {

TEST(Signature, OneOfTheSignaturesUnderOneOfTheSecretsIsEnough) {
    const std::string body = R"({"a":1})";
    const std::string good =
        "sha256=ff20670a6975d835a6fb88fbbeacf0bd39983c4facc1004f9f9186053157b786";
    const std::string other = "sha256=" + std::string(64, '0');

    struct Case {
        std::string header;
        std::vector<std::string> secrets;
        bool expected;
    };

    const std::vector<Case> cases{
        {good, {"a secret"}, true},
        {good, {"older", "a secret"}, true},
        {other + "," + good, {"a secret"}, true},
        {other + ", " + good, {"a secret"}, true},
        {good, {"another"}, false},
        {good, {}, false},
        {"", {"a secret"}, false},
        {",,,", {"a secret"}, false},
        {good.substr(7), {"a secret"}, false},
        {good + "0", {"a secret"}, false},
        {good.substr(0, good.size() - 1), {"a secret"}, false},
        {"sha1=" + good.substr(7), {"a secret"}, false},
        {"sha256=" + std::string(64, 'g'), {"a secret"}, false},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(c.header);
        EXPECT_EQ(is_signed(c.header, body, c.secrets), c.expected);
        EXPECT_FALSE(is_signed(c.header, body + " ", c.secrets)) << "another body";
    }
    std::string many;
    for (int i = 0; i < 8; ++i) many += other + ",";
    EXPECT_FALSE(is_signed(many + good, body, {"a secret"})) << "the ninth";
}

}  // namespace
}  // namespace chaffinch::coral
