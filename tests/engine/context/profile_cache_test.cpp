// Profiles are built once an article, and again when it says something else.

#include "tests/engine/context/comments.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace chaffinch::context {
namespace {

Article article_number(int number) {
    Article article;
    article.title = "Article";
    article.language = "en";
    article.text = "unique" + std::to_string(number);
    return article;
}

TEST(ProfileCache, GivesTheEmptyProfileForNoArticle) {
    ProfileCache cache(default_background(), 4);
    ASSERT_NE(cache.profile_of(nullptr), nullptr);
    EXPECT_TRUE(cache.profile_of(nullptr)->empty());
}

TEST(ProfileCache, BuildsTheSameArticleOnceWhateverItsId) {
    ProfileCache cache(default_background(), 4);
    Article article = article_number(1);
    const auto first = cache.profile_of(&article);
    article.id.value = "other";
    EXPECT_EQ(cache.profile_of(&article), first);
}

TEST(ProfileCache, AnEditedArticleGetsANewProfile) {
    ProfileCache cache(default_background(), 8);
    const Article article = article_number(1);
    const auto first = cache.profile_of(&article);
    Article edited = article;
    edited.text += " hedgehog";
    EXPECT_GT(cache.profile_of(&edited)->topic_weight("hedgehog"), 0);
    Article moved = article;
    moved.title = "";
    moved.text = "Article" + article.text;
    EXPECT_NE(cache.profile_of(&moved), first);
    Article translated = article;
    translated.language = "de";
    EXPECT_EQ(cache.profile_of(&translated)->language(), "de");
    EXPECT_EQ(cache.profile_of(&article), first);
}

TEST(ProfileCache, DropsTheLeastRecentlyUsed) {
    ProfileCache cache(default_background(), 2);
    const Article one = article_number(1);
    const Article two = article_number(2);
    const Article three = article_number(3);
    const auto first = cache.profile_of(&one);
    const auto second = cache.profile_of(&two);
    EXPECT_EQ(cache.profile_of(&one), first);
    cache.profile_of(&three);
    EXPECT_EQ(cache.profile_of(&one), first) << "used after the second";
    EXPECT_NE(cache.profile_of(&two), second);
}

TEST(ProfileCache, WithoutCapacityBuildsAnew) {
    ProfileCache cache(default_background(), 0);
    const Article article = article_number(1);
    const auto first = cache.profile_of(&article);
    EXPECT_NE(cache.profile_of(&article), first);
    EXPECT_EQ(first->topic_weight("unique1"), 1.0);
}

TEST(ProfileCache, ServesThreadsAtOnce) {
    ProfileCache cache(default_background(), 3);
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&cache, t] {
            for (int i = 0; i < 200; ++i) {
                const Article article = article_number((t + i) % 5);
                EXPECT_GT(cache.profile_of(&article)->topic_weight(article.text), 0);
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace chaffinch::context
