// Discovery documents, settings and the forms of requests.

#include "server/oidc/metadata.h"

#include "server/oidc/form.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace chaffinch::oidc {
namespace {

namespace json = boost::json;

Settings settings() {
    return {
        .issuer = "https://id.example/realms/news",
        .client_id = "chaffinch",
        .client_secret = "secret",
        .redirect_url = "https://comments.example/v1/session/oidc/callback",
    };
}

json::object document() {
    return {
        {"issuer", "https://id.example/realms/news"},
        {"authorization_endpoint", "https://id.example/auth"},
        {"token_endpoint", "https://id.example/token"},
        {"jwks_uri", "https://id.example/keys"},
    };
}

TEST(Metadata, AreReadFromTheDocumentOfTheIssuer) {
    const auto read = read_metadata(json::serialize(document()), settings());
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->authorization_endpoint, "https://id.example/auth");
    EXPECT_EQ(read->token_endpoint.path, "/token");
    EXPECT_EQ(read->proof, ClientProof::basic);
    EXPECT_FALSE(read->names_itself);
    EXPECT_EQ(
        discovery_url(settings()), "https://id.example/realms/news/.well-known/openid-configuration"
    );
    Settings slash = settings();
    slash.issuer += "/";
    EXPECT_EQ(discovery_url(slash), discovery_url(settings()));
}

TEST(Metadata, AreRefusedWithAMemberThatCannotBeMeant) {
    const std::vector<std::pair<const char*, json::value>> rows{
        {"issuer", "https://id.example/realms/other"},
        {"issuer", nullptr},
        {"authorization_endpoint", "http://id.example/auth"},
        {"authorization_endpoint", "javascript:alert(1)"},
        {"authorization_endpoint", "https://id.example/a\r\nSet-Cookie: a=b"},
        {"token_endpoint", "https://user:word@id.example/token"},
        {"token_endpoint", nullptr},
        {"jwks_uri", "file:///etc/passwd"},
        {"token_endpoint_auth_methods_supported", json::array{"private_key_jwt"}},
        {"id_token_signing_alg_values_supported", json::array{"HS256", "EdDSA"}},
    };
    for (const auto& [name, value] : rows) {
        json::object changed = document();
        changed[name] = value;
        EXPECT_FALSE(read_metadata(json::serialize(changed), settings())) << name;
    }
    for (const char* text : {"", "[]", "null", "{", "{}"}) {
        EXPECT_FALSE(read_metadata(text, settings())) << text;
    }
}

TEST(Metadata, TellHowWeProveWhoWeAre) {
    json::object changed = document();
    changed["token_endpoint_auth_methods_supported"] =
        json::array{"private_key_jwt", "client_secret_post"};
    EXPECT_EQ(read_metadata(json::serialize(changed), settings())->proof, ClientProof::post);
    Settings open = settings();
    open.client_secret.clear();
    EXPECT_EQ(read_metadata(json::serialize(changed), open)->proof, ClientProof::none);
}

TEST(Settings, TakeHttpForLoopbackAloneAndWhenAllowed) {
    EXPECT_TRUE(acceptable_url("https://id.example", false));
    EXPECT_TRUE(acceptable_url("https://10.0.0.7:8443/realms/a", false)) << "an operator's own net";
    EXPECT_FALSE(acceptable_url("http://127.0.0.1:9000", false));
    EXPECT_TRUE(acceptable_url("http://127.0.0.1:9000", true));
    EXPECT_TRUE(acceptable_url("http://[::1]:9000", true));
    EXPECT_TRUE(acceptable_url("http://localhost:9000", true));
    EXPECT_FALSE(acceptable_url("http://id.example", true));
    EXPECT_FALSE(acceptable_url("http://10.0.0.7", true));
}

TEST(Settings, TakeOurOwnAddressWithThePathOfTheCallback) {
    const std::string ours = "https://comments.example/v1/session/oidc/callback";
    EXPECT_TRUE(acceptable_redirect_url(ours, false));
    for (const char* wrong :
         {"https://comments.example", "https://comments.example/", "https://comments.example/v1"}) {
        EXPECT_FALSE(acceptable_redirect_url(wrong, false)) << wrong;
    }
    EXPECT_FALSE(acceptable_redirect_url(ours + "?a=b", false));
    EXPECT_FALSE(acceptable_redirect_url(ours + "/", false));
}

TEST(Form, EscapesWhatAnotherWouldReadAsItsOwn) {
    EXPECT_EQ(form({{"a", "1&b=2"}, {"c d", "\xc3\xa4+"}}), "a=1%26b%3D2&c%20d=%C3%A4%2B");
    // RFC 6749, 2.3.1: the secret with a colon and a space, form-encoded before it is joined.
    EXPECT_EQ(basic_authorization("s6BhdRkqt3", "a:b c"), "Basic czZCaGRSa3F0MzphJTNBYiUyMGM=");
}

}  // namespace
}  // namespace chaffinch::oidc
