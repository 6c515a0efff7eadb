// The signature against the standard's own example, and secrets at rest.

#include "server/webhook/signature.h"

#include "server/webhook/secrets.h"

#include <gtest/gtest.h>

#include <string>

namespace chaffinch::webhook {
namespace {

Secret counting_secret() {
    Secret secret{};
    for (std::size_t i = 0; i < secret.size(); ++i) secret[i] = static_cast<std::uint8_t>(i);
    return secret;
}

TEST(Signature, IsWhatOpenSslMakesOfTheSameBytes) {
    // printf '%s' 'msg_1.1700000000.{"a":1}' | openssl dgst -sha256 -mac HMAC
    //     -macopt hexkey:000102...1f -binary | base64
    const Secret secrets[] = {counting_secret()};
    EXPECT_EQ(
        sign(secrets, "msg_1", 1'700'000'000, R"({"a":1})"),
        "v1,AMaOha7DUT/0J0JMycRuYOBSvbx3WtwLd2khXXbaVj4="
    );
}

TEST(Signature, HasOneForEachSecret) {
    const Secret secrets[] = {counting_secret(), Secret{}};
    const Secret second[] = {Secret{}};
    const std::string both = sign(secrets, "m", 1, "b");
    EXPECT_TRUE(both.ends_with(" " + sign(second, "m", 1, "b")));
}

TEST(Signature, ChangesWithEveryPart) {
    const Secret secrets[] = {counting_secret()};
    const std::string right = sign(secrets, "m", 1, "b");
    EXPECT_NE(right, sign(secrets, "n", 1, "b"));
    EXPECT_NE(right, sign(secrets, "m", 2, "b"));
    EXPECT_NE(right, sign(secrets, "m", 1, "c"));
}

TEST(Secrets, AreReadAsTheyWereWritten) {
    const Secret secret = make_secret();
    EXPECT_NE(secret, make_secret());
    const std::string text = to_text(secret);
    EXPECT_EQ(text.size(), 6u + 44u);
    EXPECT_EQ(secret_from_text(text), secret);
    for (const std::string& wrong :
         {std::string(),
          std::string("whsec_"),
          text.substr(6),
          text + "A",
          text.substr(0, 40),
          "whsec_!" + text.substr(7)}) {
        EXPECT_EQ(secret_from_text(wrong), std::nullopt) << wrong;
    }
}

TEST(SecretBoxes, OpenOnlyWithTheirKeyForTheirEndpointAndUnchanged) {
    SecretBox::Key key{};
    const SecretBox box(key);
    const EndpointId endpoint{"whe_1"};
    const Secret secret = make_secret();
    const SealedSecret sealed = box.seal(secret, endpoint);
    EXPECT_EQ(box.open(sealed, endpoint), secret);
    EXPECT_NE(box.seal(secret, endpoint), sealed) << "equal secrets do not look equal";
    EXPECT_EQ(box.open(sealed, EndpointId{"whe_2"}), std::nullopt);
    key[0] = 1;
    EXPECT_EQ(SecretBox(key).open(sealed, endpoint), std::nullopt);
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        SealedSecret changed = sealed;
        changed[i] ^= 1;
        EXPECT_EQ(box.open(changed, endpoint), std::nullopt) << i;
    }
}

}  // namespace
}  // namespace chaffinch::webhook
