// Labelled comments: who is held out, who teaches how much.

#include "engine/commands/labelled_set.h"

#include "tests/support/shared_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace chaffinch::commands {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

LabelledRow row(const std::string& corpus, const std::string& language, bool positive) {
    LabelledRow out;
    out.corpus = corpus;
    out.language = language;
    out.positive = positive;
    return out;
}

TEST(HeldOut, IsDecidedByTheNameOfTheGroup) {
    // First 8 hex digits of SHA-256, modulo 5: "abc" is ba7816bf, "hello" is 2cf24dba, "b" is
    // 3e23e816.
    EXPECT_EQ(is_held_out("abc"), 0xba7816bfU % 5 == 0);
    EXPECT_EQ(is_held_out("hello"), 0x2cf24dbaU % 5 == 0);
    EXPECT_EQ(is_held_out("b"), 0x3e23e816U % 5 == 0);
    int held_out = 0;
    for (int i = 0; i < 5'000; ++i) held_out += is_held_out("group " + std::to_string(i)) ? 1 : 0;
    EXPECT_NEAR(held_out, 1'000, 100);
}

TEST(Balance, MakesBothClassesOfALanguageWeighTheSame) {
    std::vector<LabelledRow> rows;
    for (int i = 0; i < 6'000; ++i) rows.push_back(row("large", "en", false));
    for (int i = 0; i < 300; ++i) rows.push_back(row("small", "en", false));
    for (int i = 0; i < 1'500; ++i) rows.push_back(row("spam", "en", true));
    EXPECT_THAT(balance(rows, {}), ElementsAre());
    std::map<bool, double> weight;
    for (const LabelledRow& r : rows) weight[r.positive] += static_cast<double>(r.weight);
    EXPECT_NEAR(weight[true], weight[false], 1);
    EXPECT_LT(rows.front().weight, rows[6'100].weight) << "a large corpus counts less a row";
}

TEST(Balance, LeavesOutALanguageOfOneClass) {
    std::vector<LabelledRow> rows;
    for (int i = 0; i < 50; ++i) {
        rows.push_back(row("a", "en", i % 2 == 0));
        rows.push_back(row("b", "de", false));
    }
    EXPECT_THAT(balance(rows, {}), ElementsAre("de"));
    for (const LabelledRow& r : rows) EXPECT_EQ(r.weight > 0, r.language == "en");
}

TEST(Balance, NeverWeighsARowMoreThanTheStrongest) {
    std::vector<LabelledRow> rows;
    for (int i = 0; i < 3'000; ++i) rows.push_back(row("a", "en", false));
    for (int i = 0; i < 30; ++i) rows.push_back(row("b", "en", true));
    balance(rows, {.strongest = 4});
    for (const LabelledRow& r : rows) EXPECT_LE(r.weight, 4.0F + 1e-5F);
}

TEST(ReadLabelled, TakesLabelledRowsAndNamesABadLine) {
    const chaffinch::test::TemporaryDirectory folder;
    const std::string file = (folder.path() / "rows.jsonl").string();
    std::ofstream(file
    ) << R"({"id":"x:1","corpus":"x","label":"spam","text":"buy","group":"g","lang":"en"})"
         "\n"
      << R"({"id":"y:1","corpus":"x","label":"ham","text":"no","toxic":1,"lang":"en"})"
         "\n"
      << R"({"id":"x:2","corpus":"c","label":"ham","text":"fine","lang":"de"})"
         "\n";
    LabelledFiles from{{file}, "spam", {}, {}, {}};
    ASSERT_EQ(read_labelled(from)->size(), 3U);
    EXPECT_TRUE(read_labelled(from)->front().positive);
    EXPECT_EQ(read_labelled(from)->back().language, "de");
    from.id_prefixes = {{"x", "x:"}};
    EXPECT_EQ(read_labelled(from)->size(), 2U);
    from = {{file}, "toxic", {}, {"c"}, {}};
    ASSERT_EQ(read_labelled(from)->size(), 2U);
    EXPECT_TRUE(read_labelled(from)->front().positive);
    EXPECT_FALSE(read_labelled(from)->back().positive);
    std::ofstream(file, std::ios::app) << "{ broken\n";
    const auto broken = read_labelled(from);
    ASSERT_FALSE(broken);
    EXPECT_THAT(broken.error().detail, HasSubstr("rows.jsonl:4"));
}

}  // namespace
}  // namespace chaffinch::commands
