// What is remembered of articles, and what makes it be asked again.

#include "server/intake/article_memory.h"

#include <gtest/gtest.h>

namespace chaffinch::intake {
namespace {

const SiteId news{"news"};

struct Asked {
    int times = 0;
    std::string title{};

    ArticleMemory::Load load() {
        return [this] {
            ++times;
            Article article;
            article.title = title;
            return std::make_shared<const Article>(std::move(article));
        };
    }
};

TEST(ArticleMemory, AsksOnceAndAgainWhenTheArticleWasStoredAnew) {
    ArticleMemory memory;
    Asked asked{.title = "old"};
    EXPECT_EQ(memory.recall(news, ArticleId{"a"}, asked.load())->title, "old");
    asked.title = "new";
    EXPECT_EQ(memory.recall(news, ArticleId{"a"}, asked.load())->title, "old");
    EXPECT_EQ(asked.times, 1);
    memory.forget(news, ArticleId{"a"});
    EXPECT_EQ(memory.recall(news, ArticleId{"a"}, asked.load())->title, "new");
}

TEST(ArticleMemory, RemembersThatNothingWasSaid) {
    ArticleMemory memory;
    int asked = 0;
    const auto nothing = [&asked] {
        ++asked;
        return std::shared_ptr<const Article>();
    };
    EXPECT_EQ(memory.recall(news, ArticleId{"a"}, nothing), nullptr);
    EXPECT_EQ(memory.recall(news, ArticleId{"a"}, nothing), nullptr);
    EXPECT_EQ(asked, 1);
}

TEST(ArticleMemory, DoesNotKeepWhatWasLoadedBeforeAChange) {
    ArticleMemory memory;
    Asked asked{.title = "old"};
    const auto changed_meanwhile = [&] {
        auto loaded = asked.load()();
        memory.forget(news, ArticleId{"a"});
        return loaded;
    };
    EXPECT_EQ(memory.recall(news, ArticleId{"a"}, changed_meanwhile)->title, "old");
    asked.title = "new";
    EXPECT_EQ(memory.recall(news, ArticleId{"a"}, asked.load())->title, "new");
}

TEST(ArticleMemory, KeepsArticlesOfOneNameOnTwoSitesApart) {
    ArticleMemory memory;
    Asked one{.title = "one"};
    Asked two{.title = "two"};
    EXPECT_EQ(memory.recall(news, ArticleId{"a"}, one.load())->title, "one");
    EXPECT_EQ(memory.recall(SiteId{"blog"}, ArticleId{"a"}, two.load())->title, "two");
}

TEST(ArticleMemory, IsBoundedAndForgetsTheLeastUsed) {
    ArticleMemory memory;
    Asked asked;
    for (int i = 0; i < 4'001; ++i) {
        memory.recall(news, ArticleId{std::to_string(i)}, asked.load());
        memory.recall(news, ArticleId{"0"}, asked.load());
    }
    EXPECT_EQ(asked.times, 4'001);
    memory.recall(news, ArticleId{"1"}, asked.load());
    EXPECT_EQ(asked.times, 4'002);
}

}  // namespace
}  // namespace chaffinch::intake
