// The compiled-in word frequencies, and the words that are never neutral.

#include "engine/context/background_words.h"
#include "engine/context/folded_words.h"
#include "tests/engine/context/comments.h"

#include <gtest/gtest.h>

#include <charconv>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace chaffinch::context {
namespace {

struct CountedWord {
    std::string word;
    double millionths = 0;
};

std::vector<CountedWord> words_of(std::string_view lines) {
    std::vector<CountedWord> words;
    std::istringstream in{std::string{lines}};
    for (std::string line; std::getline(in, line);) {
        std::istringstream row{line};
        double millionths = 0;
        row >> millionths;
        for (std::string word; row >> word;) words.push_back({word, millionths});
    }
    return words;
}

std::string skeleton_word(const std::string& word) {
    return text::skeleton_of(text::normalize(word)).text;
}

TEST(Background, TablesAreDistributionsOfUniqueWords) {
    for (const LanguageWords& language : background_words()) {
        SCOPED_TRACE(language.language);
        double sum = 0;
        std::set<std::string> unique;
        double last = 1e6;
        for (const CountedWord& entry : words_of(language.lines)) {
            EXPECT_TRUE(unique.insert(entry.word).second) << entry.word;
            EXPECT_LE(entry.millionths, last) << "commonest first: " << entry.word;
            last = entry.millionths;
            sum += entry.millionths;
        }
        EXPECT_GE(unique.size(), 200U);
        EXPECT_LE(sum, 1e6);
        EXPECT_GE(sum, 3e5);
    }
}

TEST(Background, WordsAreWrittenAsTheSkeletonWritesThem) {
    for (const LanguageWords& language : background_words()) {
        SCOPED_TRACE(language.language);
        for (const CountedWord& entry : words_of(language.lines)) {
            EXPECT_EQ(skeleton_word(entry.word), entry.word);
        }
    }
}

TEST(Background, IsReadByLanguage) {
    const Background& all = default_background();
    EXPECT_TRUE(all.is_frequent("the"));
    EXPECT_TRUE(all.is_frequent("war")) << "German for was";
    EXPECT_FALSE(all.in_language("en").is_frequent("war"));
    EXPECT_TRUE(all.in_language("de").is_frequent("war"));
    EXPECT_EQ(&all.in_language("xx"), &all);
    EXPECT_GT(all.in_language("en").probability("the"), 0.02);
    EXPECT_LT(all.in_language("de").probability("the"), 0.01) << "borrowed";
    EXPECT_GT(all.in_language("de").probability("the"), all.probability("hedgehog"));
}

TEST(Background, NeverGivesZero) {
    for (const char* word : {"", "hedgehog", "\xFF\xFE", "the"}) {
        EXPECT_GT(default_background().probability(word), 0.0);
        EXPECT_GT(default_background().in_language("ru").probability(word), 0.0);
    }
}

TEST(NeverNeutral, CoversSellingWordsOfAllOurLanguages) {
    for (const char* word :
         {"buy",
          "price",
          "whatsapp",
          "comprar",
          "kaufen",
          "acheter",
          "desconto",
          "купить",
          "harga",
          "कीमत",
          "免费"}) {
        EXPECT_TRUE(is_never_neutral(word)) << word;
    }
    for (const char* word : {"", "botox", "hedgehog", "the"}) EXPECT_FALSE(is_never_neutral(word));
}

TEST(NeverNeutral, WordsAreWrittenAsTheSkeletonWritesThem) {
    for (const std::string_view word : never_neutral_words()) {
        const std::string folded = skeleton_word(std::string{word});
        EXPECT_EQ(folded, word);
        EXPECT_EQ(text::tokenize(folded).tokens.size(), 1U) << word;
    }
}

}  // namespace
}  // namespace chaffinch::context
