// What an article is about, and where its words stand.

#include "engine/context/article_profile.h"

#include "tests/engine/context/comments.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace chaffinch::context {
namespace {

using test::hedgehog_article;

/// Every word is as rare as the next; "common" is frequent.
class FlatBackground final : public Background {
  public:
    double probability(std::string_view word) const override {
        return word == "half" ? 0.5 : 0.001;
    }

    bool is_frequent(std::string_view word) const override { return word == "common"; }
};

Article article_of(std::string title, std::string text) {
    Article article;
    article.title = std::move(title);
    article.text = std::move(text);
    article.language = "en";
    return article;
}

TEST(ArticleProfile, WeighsWordsByHowMuchOftenerTheyAreThanInGeneral) {
    std::string text = "once ";
    for (int i = 0; i < 10; ++i) text += "often ";
    for (int i = 0; i < 20; ++i) text += "half ";
    for (int i = 0; i < 69; ++i) text += "common ";
    const ArticleProfile profile(article_of("", text), FlatBackground{});
    EXPECT_NEAR(profile.topic_weight("once"), std::log(0.01 / 0.001) / std::log(50.0), 1e-6);
    EXPECT_EQ(profile.topic_weight("often"), 1.0) << "a hundred times as frequent";
    EXPECT_EQ(profile.topic_weight("half"), 0.0) << "rarer than in general";
    EXPECT_EQ(profile.topic_weight("common"), 0.0);
    EXPECT_EQ(profile.topic_weight("absent"), 0.0);
}

TEST(ArticleProfile, KnowsTheTopicAndLeavesSellingAndFunctionWordsAlone) {
    const auto profile = test::profile_of(hedgehog_article());
    for (const char* topic : {"hedgehog", "hedgehogs", "brushwood", "pellets", "slug", "fence"}) {
        EXPECT_GE(profile->topic_weight(topic), 0.5) << topic;
    }
    for (const char* other : {"the", "and", "cheap", "order", "botox", "casino", ""}) {
        EXPECT_EQ(profile->topic_weight(other), 0.0) << other;
    }
}

TEST(ArticleProfile, TheTitleCountsAsText) {
    const ArticleProfile profile(article_of("Wombats", ""), default_background());
    EXPECT_FALSE(profile.empty());
    EXPECT_EQ(profile.topic_weight("wombats"), 1.0);
    EXPECT_FALSE(profile.has_text());
}

TEST(ArticleProfile, IsEmptyWithoutWords) {
    EXPECT_TRUE(ArticleProfile{}.empty());
    EXPECT_TRUE(ArticleProfile(article_of("", " \n ..."), default_background()).empty());
    EXPECT_EQ(ArticleProfile{}.topic_weight("word"), 0.0);
    EXPECT_TRUE(ArticleProfile{}.sentences().empty());
}

TEST(ArticleProfile, TakesThePrimaryLanguageOfTheSite) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"en", "en"},
        {"pt-BR", "pt"},
        {"zh_Hant_TW", "zh"},
        {"DE", "de"},
    };
    for (const auto& [given, expected] : cases) {
        Article article = hedgehog_article();
        article.language = given;
        EXPECT_EQ(ArticleProfile(article, default_background()).language(), expected) << given;
    }
}

TEST(ArticleProfile, GuessesTheLanguageThatTheSiteDoesNotSay) {
    Article article = hedgehog_article();
    article.language.clear();
    EXPECT_EQ(ArticleProfile(article, default_background()).language(), "en");
}

TEST(ArticleProfile, SentencesEndAtMarksAndLinesAndShortOnesJoinTheNext) {
    const ArticleProfile profile(
        article_of(
            "A title of its own",
            "One two three four five. Six seven eight nine ten!\nHeading\nEleven twelve thirteen "
            "fourteen fifteen? Sixteen"
        ),
        default_background()
    );
    std::vector<std::size_t> sizes;
    for (const auto& sentence : profile.sentences()) sizes.push_back(sentence.size());
    EXPECT_EQ(sizes, (std::vector<std::size_t>{5, 5, 5, 6, 1}));
}

TEST(ArticleProfile, CutsSentencesThatDoNotEnd) {
    std::string text;
    for (int i = 0; i < 200; ++i) text += "word" + std::to_string(i) + " ";
    const ArticleProfile profile(article_of("", text), default_background());
    ASSERT_EQ(profile.sentences().size(), 4U);
    EXPECT_EQ(profile.sentences()[0].size(), 64U);
}

TEST(ArticleProfile, ShinglesAreThoseOfTheTextWithoutTheTitle) {
    const ArticleProfile profile(
        article_of("The title", "one two three four five six"), default_background()
    );
    EXPECT_EQ(profile.word_shingles(3).size(), 4U);
    EXPECT_EQ(profile.word_shingles(5).size(), 2U);
    std::vector<std::uint64_t> ids;
    for (const char* word : {"two", "three", "four", "five", "six"}) {
        ids.push_back(profile.word_id(word).value());
    }
    EXPECT_TRUE(profile.word_shingles(5).contains(shingle_hash(ids)));
    std::swap(ids[0], ids[1]);
    EXPECT_FALSE(profile.word_shingles(5).contains(shingle_hash(ids)));
}

TEST(ArticleProfile, ReadsTheMiddleOfALongArticleAndStopsSomewhere) {
    std::string text;
    for (int i = 0; i < 120'000; ++i) text += "w" + std::to_string(i) + " ";
    const ArticleProfile profile(article_of("", text), default_background());
    EXPECT_TRUE(profile.word_id("w0"));
    EXPECT_TRUE(profile.word_id("w25000"));
    EXPECT_TRUE(profile.word_id("w49999"));
    EXPECT_FALSE(profile.word_id("w50000"));
    EXPECT_EQ(profile.distinct_words(), 50'000U);
    EXPECT_EQ(profile.word_shingles(5).size(), 49'996U);
}

TEST(ArticleProfile, PiecesOfALongTextDoNotCutWords) {
    std::string text(3'998, 'x');
    text += " boundary word after it \xE2\x80\x9Cquoted\xE2\x80\x9D";
    const ArticleProfile profile(article_of("", text), default_background());
    EXPECT_TRUE(profile.word_id("boundary"));
    EXPECT_TRUE(profile.word_id("quoted"));
}

TEST(ShingleSet, HoldsWhatWasPutInAlsoBeyondTheStatedRoom) {
    ShingleSet set(4);
    for (std::uint64_t i = 1; i <= 1'000; ++i) set.insert(i * 0x100000000);
    for (std::uint64_t i = 1; i <= 1'000; ++i) set.insert(i * 0x100000000);
    EXPECT_EQ(set.size(), 1'000U);
    EXPECT_TRUE(set.contains(0x100000000));
    EXPECT_FALSE(set.contains(1));
}

}  // namespace
}  // namespace chaffinch::context
