// The room against data from outside: attacks with the word that a reader sees in them, malformed
// UTF-8, script payloads, and ordinary comments, which must not look like attacks. Skipped where
// the corpora are not there.

#include "engine/text/document.h"
#include "tests/engine/text/document_checks.h"
#include "tests/engine/text/read.h"
#include "tests/support/shared_data.h"

#include <boost/json/src.hpp>
#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace chaffinch::text {
namespace {

namespace json = boost::json;

std::vector<json::value> lines_of(const std::string& text) {
    std::vector<json::value> rows;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        if (!line.empty()) rows.push_back(json::parse(line));
    }
    return rows;
}

std::string unpacked(const std::filesystem::path& path) {
    const std::string command = "gzip -dc '" + path.string() + "'";
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe{popen(command.c_str(), "r"), pclose};
    std::string out;
    std::vector<char> piece(1 << 16);
    while (pipe) {
        const std::size_t size = std::fread(piece.data(), 1, piece.size(), pipe.get());
        if (size == 0) break;
        out.append(piece.data(), size);
    }
    return out;
}

std::string text_of(const json::value& row, const char* key) {
    return std::string{row.at(key).as_string()};
}

TEST(Corpus, AttacksAreReadAsTheReaderReadsThem) {
    const auto path = test::shared_data("hostile/unicode/attacks.jsonl");
    if (!path) GTEST_SKIP() << "no shared data";
    std::map<std::string, std::pair<int, int>> seen;  // class -> found, all
    for (const json::value& row : lines_of(test::read_file(*path))) {
        const Document document = read(text_of(row, "text"));
        ASSERT_EQ(wrong_in(document), "") << row.at("id");
        const std::string same_as = text_of(row, "same_as");
        if (same_as.empty()) continue;
        auto& [found, all] = seen[text_of(row, "cls")];
        ++all;
        if (has_words(document.skeleton_words, skeleton_of(normalize(same_as)).text)) {
            ++found;
        } else if (row.at("cls") != "url") {
            ADD_FAILURE() << row.at("id") << ": " << document.skeleton_words.joined;
        }
    }
    for (const char* cls :
         {"invisible", "compat", "zalgo", "casefold", "homoglyph", "leet", "spaced"}) {
        ASSERT_GT(seen[cls].second, 0) << cls;
    }
}

TEST(Corpus, NothingThatLooksBlankHasWords) {
    const auto path = test::shared_data("hostile/unicode/attacks.jsonl");
    if (!path) GTEST_SKIP() << "no shared data";
    for (const json::value& row : lines_of(test::read_file(*path))) {
        if (row.at("cls") != "blank") continue;
        EXPECT_EQ(read(text_of(row, "text")).skeleton_words.joined, " ") << row.at("id");
    }
}

TEST(Corpus, ScriptPayloadsGiveSoundViewsAndNoScriptAsText) {
    const auto path = test::shared_data("hostile/xss/dompurify.json");
    if (!path) GTEST_SKIP() << "no shared data";
    const json::value rows = json::parse(test::read_file(*path));
    for (const json::value& row : rows.as_array()) {
        const std::string payload = text_of(row, "payload");
        for (const TextFormat format :
             {TextFormat::html, TextFormat::markdown, TextFormat::plain}) {
            ASSERT_EQ(wrong_in(read(payload, format)), "") << payload;
        }
        const std::string visible = read(payload, TextFormat::html).visible.text;
        EXPECT_EQ(visible.find("<script"), std::string::npos) << payload << "\n" << visible;
    }
}

/// Comments of people, by language. `marked` may be at most half a percent (U1), save in corpora
/// whose ham holds disguises: game fans' fancy letters, censored swear words.
TEST(Corpus, OrdinaryCommentsDoNotLookDisguised) {
    const std::pair<const char*, double> corpora[] = {
        {"blog_dotnet", 0.5},
        {"news_globe", 0.5},
        {"facebook_comments_de", 0.6},
        {"toxic_tweets_de", 0.5},
        {"blog_bitcoin_fr", 0.6},
        {"judol_b", 0.6},
        {"telegram_zh", 0.5},
    };
    for (const auto& [name, percent] : corpora) {
        const auto path = test::shared_data(std::string{name} + ".jsonl.gz");
        if (!path) GTEST_SKIP() << "no shared data";
        int all = 0;
        int marked = 0;
        for (const json::value& row : lines_of(unpacked(*path))) {
            if (row.at("label") != "ham" || all == 1'500) continue;
            ++all;
            marked += read(text_of(row, "text")).flags.any() ? 1 : 0;
        }
        ASSERT_GT(all, 100) << name;
        EXPECT_LE(100.0 * marked / all, percent) << name << ": " << marked << " of " << all;
    }
}

TEST(Corpus, LanguageIsRightOrNotSaid) {
    const std::pair<const char*, const char*> corpora[] = {
        {"news_globe", "en"},
        {"toxic_tweets_de", "de"},
        {"blog_bitcoin_fr", "fr"},
        {"telegram_zh", "zh"},
    };
    for (const auto& [name, language] : corpora) {
        const auto path = test::shared_data(std::string{name} + ".jsonl.gz");
        if (!path) GTEST_SKIP() << "no shared data";
        int all = 0;
        int right = 0;
        int wrong = 0;
        for (const json::value& row : lines_of(unpacked(*path))) {
            if (row.at("label") != "ham" || all == 600) continue;
            ++all;
            const std::string guess = read(text_of(row, "text")).language;
            right += guess == language ? 1 : 0;
            wrong += !guess.empty() && guess != language ? 1 : 0;
        }
        EXPECT_GE(right, all * 9 / 10) << name;
        EXPECT_LE(wrong, all * 4 / 100) << name;
    }
}

}  // namespace
}  // namespace chaffinch::text
