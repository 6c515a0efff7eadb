// The keys of authors: strongest identity first, and none equal to a weaker one.

#include "server/records/author_key.h"

#include <gtest/gtest.h>

#include <string>

namespace chaffinch {
namespace {

Author author(const char* id, bool verified, const char* email, const char* name) {
    Author made;
    if (*id != '\0') made.id = AuthorId{id};
    made.verified = verified;
    made.email = email;
    made.name = name;
    return made;
}

TEST(AuthorKey, IsOfTheStrongestIdentityThatIsKnown) {
    const struct {
        Author author;
        IdentityStrength strength;
        const char* prefix;
    } cases[] = {
        {author("u-7", true, "a@x.example", "Ann"), IdentityStrength::verified, "id:u-7"},
        {author("u-7", false, "a@x.example", "Ann"), IdentityStrength::claimed, "uid:u-7"},
        {author("", true, "a@x.example", "Ann"), IdentityStrength::email, "mail:"},
        {author("", false, "a@x.example", ""), IdentityStrength::email, "mail:"},
        {author("", false, "", "Ann"), IdentityStrength::name, "name:"},
        {author("", false, "  ", "Ann"), IdentityStrength::name, "name:"},
        {author("", false, "", " \t"), IdentityStrength::none, ""},
    };

    for (const auto& [who, strength, prefix] : cases) {
        const std::string key = author_key(who);
        EXPECT_EQ(key.substr(0, std::string(prefix).size()), prefix);
        EXPECT_EQ(strength_of(key), strength) << key;
    }
}

TEST(AuthorKey, HoldsNeitherAddressNorName) {
    const std::string mail = author_key(author("", false, "ann@x.example", "Ann"));
    EXPECT_EQ(mail.size(), std::string("mail:").size() + 32);
    EXPECT_EQ(mail.find("ann"), std::string::npos);
    EXPECT_EQ(mail.find('@'), std::string::npos);
    EXPECT_EQ(author_key_of_email("ann@x.example"), mail);
}

TEST(AuthorKey, TakesCaseAndSpaceAroundAnAddressForTheSame) {
    EXPECT_EQ(author_key_of_email(" Ann@X.Example "), author_key_of_email("ann@x.example"));
    EXPECT_NE(author_key_of_email("ann@x.example"), author_key_of_email("anna@x.example"));
}

TEST(AuthorKey, OfATypedTextNeverEqualsThatOfAVerifiedId) {
    EXPECT_NE(
        author_key(author("", false, "id:u-7", "id:u-7")), author_key(author("u-7", true, "", ""))
    );
    EXPECT_NE(author_key(author("u-7", false, "", "")), author_key(author("u-7", true, "", "")));
    EXPECT_NE(author_key(author("", false, "ann", "")), author_key(author("", false, "", "ann")));
}

/// SHA-256 of "ann@example.org", first half, by sha256sum(1).
TEST(AuthorKey, StaysTheSameOverVersions) {
    EXPECT_EQ(author_key_of_email("Ann@example.org"), "mail:438c4c7afe600cdf1e455c369bec76dc");
}

}  // namespace
}  // namespace chaffinch
