// The forms of secrets that other people's software has to accept.

#include "server/auth/secrets.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace chaffinch::auth {
namespace {

/// class.akismet-admin.php, enter_api_key: what is left of a key that is typed in there.
std::string as_wordpress_takes_it(const std::string& key) {
    std::string left;
    for (const char c : key) {
        if (std::string_view("0123456789abcdefABCDEF").find(c) != std::string_view::npos) left += c;
    }
    return left;
}

TEST(AkismetKey, PassesTheSettingsPageOfWordPressUnchanged) {
    std::set<std::string> keys;
    for (int generation = 1; generation <= 200; ++generation) {
        const std::string key = akismet_key_text("a secret", SiteId{"blog"}, generation);
        EXPECT_EQ(key.size(), 12U);
        EXPECT_EQ(as_wordpress_takes_it(key), key);
        EXPECT_TRUE(is_akismet_key(key));
        keys.insert(key);
    }
    EXPECT_EQ(keys.size(), 200U) << "each generation has a key of its own";
}

TEST(AkismetKey, OfAnotherFormIsNoKey) {
    for (const char* text : {"", "0123456789a", "0123456789abc", "0123456789ag", "0123456789AB"})
        EXPECT_FALSE(is_akismet_key(text)) << text;
}

}  // namespace
}  // namespace chaffinch::auth
