// Words of format, policy and sensitivity: what is written is read back, and nothing else is.

#include "engine/types/content_words.h"

#include <gtest/gtest.h>

namespace chaffinch {
namespace {

TEST(ContentWords, AreReadBackAsTheyWereWritten) {
    for (const TextFormat format : {TextFormat::plain, TextFormat::markdown, TextFormat::html}) {
        EXPECT_EQ(text_format_named(name(format)), format);
    }
    for (const CommentPolicy policy :
         {CommentPolicy::post, CommentPolicy::pre, CommentPolicy::closed}) {
        EXPECT_EQ(comment_policy_named(name(policy)), policy);
    }
    for (const Sensitivity sensitivity :
         {Sensitivity::none, Sensitivity::medical, Sensitivity::minors, Sensitivity::politics}) {
        EXPECT_EQ(sensitivity_named(name(sensitivity)), sensitivity);
    }
}

TEST(ContentWords, AreThoseOfTheContract) {
    EXPECT_EQ(name(TextFormat::markdown), "markdown");
    EXPECT_EQ(name(CommentPolicy::pre), "pre");
    EXPECT_EQ(name(Sensitivity::politics), "politics");
    for (const char* word : {"", "Plain", "plain ", "htm"}) {
        EXPECT_FALSE(text_format_named(word)) << word;
        EXPECT_FALSE(comment_policy_named(word)) << word;
        EXPECT_FALSE(sensitivity_named(word)) << word;
    }
}

}  // namespace
}  // namespace chaffinch
