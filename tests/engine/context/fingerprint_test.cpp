// Fingerprints: what they overlook, what they tell apart, and that they stay what they were.

#include "engine/context/fingerprint.h"

#include "tests/engine/context/comments.h"
#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::context {
namespace {

Fingerprint print_of(std::string body) {
    return fingerprint(test::document_of(std::move(body)));
}

struct Vector {
    std::string_view body;
    std::uint64_t exact;
    std::vector<std::uint32_t> minhash_head;  ///< first four entries
};

TEST(Fingerprint, IsWhatWasStoredYesterday) {
    const std::vector<Vector> vectors{
        {"Nice!", 16360791295862319373U, {0, 0, 0, 0}},
        {"Ours slept under the shed until the middle of April.",
         7864300572693470114U,
         {91910197, 36439402, 44617767, 27793768}},
        {"\xD0\x95\xD0\xB6\xD0\xB8 \xD1\x81\xD0\xBF\xD1\x8F\xD1\x82 "
         "\xD0\xB7\xD0\xB8\xD0\xBC\xD0\xBE\xD0\xB9",
         2482856312782143031U,
         {0, 0, 0, 0}},
        {"\xF0\x9F\x94\xA5\xF0\x9F\x94\xA5", 1296968106639224354U, {0, 0, 0, 0}},
    };
    for (const Vector& row : vectors) {
        SCOPED_TRACE(row.body);
        const Fingerprint print = print_of(std::string{row.body});
        EXPECT_EQ(print.exact, row.exact);
        EXPECT_EQ(
            std::vector<std::uint32_t>(print.minhash.begin(), print.minhash.begin() + 4),
            row.minhash_head
        );
    }
}

TEST(Fingerprint, OverlooksWhatIsVariedCheaply) {
    const Fingerprint plain = print_of("Buy our hedgehog house now");
    for (const char* body :
         {"buy our HEDGEHOG house now!!!",
          "Buy our hedgehog house now 4711",
          "Buy  our\nhedgehog   house now",
          "Buy our hedgehog house now https://x.example/a?b=1",
          "Buy our hedgehog house now http://y.example",
          "Buy our hedgeh\xD0\xBEg house now"}) {
        EXPECT_EQ(print_of(body), plain) << body;
    }
    EXPECT_NE(print_of("Buy our hedgehog house later").exact, plain.exact);
}

TEST(Fingerprint, KeepsTheTextOfMarkupLinks) {
    EXPECT_NE(
        print_of("<a href='http://x.example'>hedgehog house</a>").exact,
        print_of("<a href='http://x.example'>casino slots</a>").exact
    );
}

TEST(Fingerprint, IsNothingWhereNothingIsLeft) {
    for (const char* body : {"", "   ", "123 456", "!!!", "https://x.example/y"}) {
        EXPECT_EQ(print_of(body), Fingerprint{}) << body;
    }
}

TEST(Fingerprint, ShortTextsAreComparedExactlyOnly) {
    const Fingerprint a = print_of("thanks for the article");
    const Fingerprint b = print_of("thanks for this article");
    EXPECT_EQ(a.minhash, Fingerprint{}.minhash);
    EXPECT_EQ(similarity(a, b), 0);
    EXPECT_EQ(similarity(a, a), 1);
    EXPECT_EQ(similarity({}, {}), 0) << "nothing is no copy of nothing";
    EXPECT_EQ(similarity(a, {}), 0);
}

TEST(Fingerprint, SimilarityIsSymmetricAndFindsNearCopies) {
    const Fingerprint original = print_of(
        "I was in debt until I met a trader who doubled my savings within one single week, "
        "write to her and she will help you as she has helped me"
    );
    const Fingerprint varied = print_of(
        "I was in debt until I met a trader who tripled my savings within one single week, "
        "write to her and she will help you as she has helped us"
    );
    const Fingerprint other = print_of(
        "Our neighbours burnt the pile of leaves without looking, and the children have not spoken "
        "to them since that day in October"
    );
    EXPECT_GE(similarity(original, varied), near_copy);
    EXPECT_EQ(similarity(original, varied), similarity(varied, original));
    EXPECT_LT(similarity(original, other), 0.25);
}

double true_similarity(const std::string& a, const std::string& b) {
    const auto grams = [](const std::string& text) {
        std::set<std::string> out;
        for (std::size_t i = 0; i + 5 <= text.size(); ++i) out.insert(text.substr(i, 5));
        return out;
    };
    const std::set<std::string> x = grams(a);
    const std::set<std::string> y = grams(b);
    const auto common =
        std::ranges::count_if(x, [&](const std::string& g) { return y.contains(g); });
    return static_cast<double>(common) /
           (static_cast<double>(x.size() + y.size()) - static_cast<double>(common));
}

TEST(FingerprintOracle, EstimatesTheJaccardSimilarityWithoutBias) {
    chaffinch::test::SeededRandom random;
    double bias = 0;
    double square = 0;
    constexpr int rounds = 400;
    for (int round = 0; round < rounds; ++round) {
        std::string a;
        for (int i = 0; i < 120; ++i) a += static_cast<char>('a' + random.between(0, 25));
        std::string b = a;
        for (std::int64_t i = random.between(0, 12); i > 0; --i) {
            b[static_cast<std::size_t>(random.between(0, 119))] =
                static_cast<char>('a' + random.between(0, 25));
        }
        // Runs of letters would be shortened by the skeleton: compared by hand-made documents.
        text::Document one;
        one.skeleton.text = a;
        text::Document two;
        two.skeleton.text = b;
        const double error = similarity(fingerprint(one), fingerprint(two)) - true_similarity(a, b);
        bias += error / rounds;
        square += error * error / rounds;
    }
    EXPECT_LT(std::abs(bias), 0.02);
    EXPECT_LT(std::sqrt(square), 0.14) << "sqrt(p (1 - p) / 16) is 0.125 at most";
}

}  // namespace
}  // namespace chaffinch::context
