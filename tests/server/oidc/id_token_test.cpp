// Every way in which an id token can lie. The tokens are signed by OpenSSL, checked by cjose.

#include "server/oidc/id_token.h"

#include "tests/support/rfc7515.h"
#include "tests/support/seeded_random.h"
#include "tests/support/signing_key.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <functional>

namespace chaffinch::oidc {
namespace {

namespace json = boost::json;
using test::SigningKey;

constexpr std::int64_t now_seconds = 1'790'000'000;

const SigningKey& rsa() {
    static const SigningKey key = SigningKey::rsa("r1");
    return key;
}

const SigningKey& ec() {
    static const SigningKey key = SigningKey::ec("e1");
    return key;
}

/// Of the same kind and name, and not the provider's.
const SigningKey& foreign() {
    static const SigningKey key = SigningKey::rsa("r1");
    return key;
}

std::string document(std::initializer_list<json::object> keys) {
    json::array list;
    for (const json::object& key : keys) list.push_back(key);
    return json::serialize(json::object{{"keys", std::move(list)}});
}

KeySet both() {
    return KeySet::read(document({rsa().jwk(), ec().jwk()})).value();
}

json::value text(const std::string& from) {
    return json::value(json::string_view(from.data(), from.size()));
}

json::object claims() {
    return {
        {"iss", "https://id.example"},
        {"sub", "248289761001"},
        {"aud", "chaffinch"},
        {"nonce", "n-0S6"},
        {"iat", now_seconds},
        {"exp", now_seconds + 300},
        {"email", "Ann@Example.org"},
        {"email_verified", true},
    };
}

Expected expected() {
    return {
        .issuer = "https://id.example",
        .client_id = "chaffinch",
        .nonce = "n-0S6",
        .now = Timestamp(std::chrono::seconds(now_seconds)),
    };
}

TEST(IdToken, BecomesTheIdentityItNames) {
    for (const SigningKey* key : {&rsa(), &ec()}) {
        const auto identity = check_id_token(key->token(claims()), both(), expected());
        ASSERT_TRUE(identity) << key->algorithm() << ": " << identity.error().detail;
        EXPECT_EQ(identity->issuer, "https://id.example");
        EXPECT_EQ(identity->subject, "248289761001");
        EXPECT_EQ(identity->verified_email, "ann@example.org");
    }
}

struct Change {
    const char* name;
    std::function<void(json::object&)> change;
    bool accepted;
};

TEST(IdToken, IsHeldAgainstEveryClaim) {
    const auto set = [](const char* claim, json::value value) {
        return [claim, value = std::move(value)](json::object& all) { all[claim] = value; };
    };
    const auto without = [](const char* claim) {
        return [claim](json::object& all) { all.erase(claim); };
    };
    const std::vector<Change> rows{
        {"another issuer", set("iss", "https://evil.example"), false},
        {"the issuer with a slash", set("iss", "https://id.example/"), false},
        {"no issuer", without("iss"), false},
        {"an issuer that is a list", set("iss", json::array{"https://id.example"}), false},
        {"another client", set("aud", "somebody-else"), false},
        {"no audience", without("aud"), false},
        {"an empty list of clients", set("aud", json::array{}), false},
        {"ourselves in a list", set("aud", json::array{"chaffinch"}), true},
        {"others beside us", set("aud", json::array{"chaffinch", "other"}), false},
        {"others beside us, made for us",
         [](json::object& all) {
             all["aud"] = json::array{"other", "chaffinch"};
             all["azp"] = "chaffinch";
         },
         true},
        {"made for another", set("azp", "other"), false},
        {"made for nobody", set("azp", nullptr), false},
        {"over since 59 seconds", set("exp", now_seconds - 59), true},
        {"over since 60 seconds", set("exp", now_seconds - 60), false},
        {"without an end", without("exp"), false},
        {"an end that is a text", set("exp", "1790000300"), false},
        {"an end before 1970", set("exp", -1), false},
        {"an end after the year 9999", set("exp", 1e300), false},
        {"a fraction", set("exp", now_seconds + 0.5), true},
        {"issued 60 seconds from now", set("iat", now_seconds + 60), true},
        {"issued 61 seconds from now", set("iat", now_seconds + 61), false},
        {"issued never", without("iat"), false},
        {"good from 61 seconds on", set("nbf", now_seconds + 61), false},
        {"good from now on", set("nbf", now_seconds), true},
        {"good from a word on", set("nbf", "now"), false},
        {"another nonce", set("nonce", "n-0S7"), false},
        {"no nonce", without("nonce"), false},
        {"an empty nonce", set("nonce", ""), false},
        {"no subject", without("sub"), false},
        {"an empty subject", set("sub", ""), false},
        {"a subject that is a number", set("sub", 7), false},
        {"a subject of 255 bytes", set("sub", text(std::string(255, 's'))), true},
        {"a subject of 256 bytes", set("sub", text(std::string(256, 's'))), false},
    };
    for (const Change& row : rows) {
        json::object changed = claims();
        row.change(changed);
        const auto identity = check_id_token(rsa().token(changed), both(), expected());
        EXPECT_EQ(identity.has_value(), row.accepted) << row.name;
    }
}

TEST(IdToken, VouchesForAnEmailOnlyWhenItSaysSo) {
    const std::vector<std::pair<json::value, bool>> rows{
        {true, true}, {false, false}, {"true", false}, {1, false}, {nullptr, false}
    };
    for (const auto& [verified, taken] : rows) {
        json::object changed = claims();
        changed["email_verified"] = verified;
        const auto identity = check_id_token(rsa().token(changed), both(), expected());
        ASSERT_TRUE(identity);
        EXPECT_EQ(identity->verified_email.has_value(), taken) << json::serialize(verified);
    }
    for (const char* email : {"", "ann", "@b", "a@", "a@b@c", "a b@c", "a@b\n"}) {
        json::object changed = claims();
        changed["email"] = email;
        const auto identity = check_id_token(rsa().token(changed), both(), expected());
        ASSERT_TRUE(identity);
        EXPECT_FALSE(identity->verified_email) << email;
    }
}

TEST(IdToken, IsRefusedWhateverItsHeaderClaims) {
    const auto with = [](std::initializer_list<std::pair<const char*, json::value>> members) {
        json::object header = rsa().header();
        for (const auto& [name, value] : members) header[name] = value;
        return rsa().token(header, claims());
    };
    const std::string good = rsa().token(claims());
    const std::string unsigned_one = good.substr(0, good.rfind('.') + 1);
    const std::string jwk = json::serialize(rsa().jwk());
    const std::vector<std::pair<const char*, std::string>> rows{
        {"none, with a signature", with({{"alg", "none"}})},
        {"none, without",
         [&] {
             const std::string token = with({{"alg", "none"}});
             return token.substr(0, token.rfind('.') + 1);
         }()},
        {"None", with({{"alg", "None"}})},
        {"no algorithm", with({{"alg", nullptr}})},
        {"RS512", with({{"alg", "RS512"}})},
        {"ES256 with the name of the RSA key", with({{"alg", "ES256"}})},
        {"the other key's name", with({{"kid", "e1"}})},
        {"a demand", with({{"crit", json::array{"b64"}}, {"b64", false}})},
        {"its own key", with({{"jwk", rsa().jwk()}, {"kid", "unknown"}})},
        {"no signature", unsigned_one},
        {"another's signature", foreign().token(claims())},
        {"HS256 with the modulus",
         rsa().forged_by_hmac(claims(), std::string(rsa().jwk()["n"].get_string()))},
        {"HS256 with the key", rsa().forged_by_hmac(claims(), jwk)},
        {"HS256 with nothing", rsa().forged_by_hmac(claims(), "")},
    };
    for (const auto& [name, token] : rows) {
        EXPECT_FALSE(check_id_token(token, both(), expected())) << name;
    }
    EXPECT_TRUE(check_id_token(good, both(), expected())) << "the control";
}

TEST(IdToken, WithoutAKeyNameIsTriedWithTheKeysOfItsKind) {
    json::object header = rsa().header();
    header.erase("kid");
    EXPECT_TRUE(check_id_token(rsa().token(header, claims()), both(), expected()));
    EXPECT_FALSE(check_id_token(foreign().token(header, claims()), both(), expected()));
}

TEST(IdToken, OfAnUnknownKeyIsToldApartSoThatKeysAreFetchedAgain) {
    json::object header = rsa().header();
    header["kid"] = "r2";
    const auto unknown = check_id_token(rsa().token(header, claims()), both(), expected());
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, Errc::not_found);
    const auto wrong = check_id_token(foreign().token(claims()), both(), expected());
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, Errc::unauthenticated);
}

TEST(IdToken, IsRefusedWithAnyByteChanged) {
    test::SeededRandom random(20'261'123);
    for (const SigningKey* key : {&rsa(), &ec()}) {
        const std::string good = key->token(claims());
        for (int i = 0; i < 400; ++i) {
            std::string token = good;
            const std::size_t at = static_cast<std::size_t>(
                random.between(0, static_cast<std::int64_t>(token.size()) - 1)
            );
            token[at] = static_cast<char>(token[at] ^ (1 << random.between(0, 6)));
            // The last character of a part may hold bits that mean nothing; those are refused too.
            EXPECT_FALSE(check_id_token(token, both(), expected())) << at << " of " << good;
        }
        EXPECT_FALSE(check_id_token(good + "A", both(), expected()));
        EXPECT_FALSE(check_id_token(good + ".", both(), expected()));
        EXPECT_FALSE(check_id_token(good + "=", both(), expected()));
        EXPECT_FALSE(check_id_token(std::string(longest_token + 1, 'A'), both(), expected()));
    }
}

TEST(KeySet, ChecksThePublishedExamplesOfTheStandard) {
    const KeySet keys = KeySet::read(test::rfc7515::key_set).value();
    EXPECT_EQ(keys.payload_of(test::rfc7515::rs256).value(), test::rfc7515::payload);
    EXPECT_EQ(keys.payload_of(test::rfc7515::es256).value(), test::rfc7515::payload);
}

TEST(KeySet, TakesKeysForSignaturesAlone) {
    const auto changed = [](json::object key, const char* name, json::value value) {
        key[name] = std::move(value);
        return key;
    };
    const auto without = [](json::object key, const char* name) {
        key.erase(name);
        return key;
    };
    const json::object r = rsa().jwk();
    const json::object e = ec().jwk();
    const std::vector<std::tuple<const char*, json::object, bool>> rows{
        {"as it is", r, true},
        {"without use and algorithm", without(without(r, "use"), "alg"), true},
        {"without a name", without(e, "kid"), true},
        {"for encryption", changed(r, "use", "enc"), false},
        {"for another algorithm", changed(r, "alg", "RS512"), false},
        {"of another curve", changed(e, "crv", "P-384"), false},
        {"off the curve", changed(e, "x", text(test::base64url(std::string(32, '\1')))), false},
        {"a short coordinate", changed(e, "y", text(test::base64url("short"))), false},
        {"a secret", json::object{{"kty", "oct"}, {"k", "c2VjcmV0"}, {"kid", "r1"}}, false},
        {"RSA of 1024 bits", SigningKey::rsa("small", 1'024).jwk(), false},
        {"a huge modulus", changed(r, "n", text(test::base64url(std::string(2'000, '\xff')))), false
        },
        {"a huge exponent", changed(r, "e", text(test::base64url(std::string(9, '\xff')))), false},
        {"no modulus", without(r, "n"), false},
        {"a modulus that is no text", changed(r, "n", 65'537), false},
    };
    for (const auto& [name, key, taken] : rows) {
        EXPECT_EQ(KeySet::read(document({key})).has_value(), taken) << name;
    }
    EXPECT_EQ(KeySet::read(document({r, changed(r, "use", "enc"), e})).value().size(), 2u);
}

TEST(KeySet, RefusesWhatIsNoKeySet) {
    for (const char* text :
         {"", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[]}", "{\"keys\":[1]}", "{\"keys\":["}) {
        EXPECT_FALSE(KeySet::read(text)) << text;
    }
}

TEST(KeySet, IsBounded) {
    json::array list;
    for (std::size_t i = 0; i < most_keys + 20; ++i) list.push_back(ec().jwk());
    const auto keys = KeySet::read(json::serialize(json::object{{"keys", std::move(list)}}));
    EXPECT_EQ(keys.value().size(), most_keys);
}

}  // namespace
}  // namespace chaffinch::oidc
