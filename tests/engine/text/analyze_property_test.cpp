// Whatever the bytes: analyze() ends, its views are UTF-8, and everything points into the body.

#include "engine/text/document.h"
#include "tests/engine/text/document_checks.h"
#include "tests/engine/text/read.h"
#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

namespace chaffinch::text {
namespace {

constexpr TextFormat formats[] = {TextFormat::plain, TextFormat::markdown, TextFormat::html};

TEST(AnalyzeProperty, AnyBytesGiveSoundViews) {
    test::SeededRandom random;
    for (int round = 0; round < 1'500; ++round) {
        const std::string body = random.bytes(400);
        const Document document = read(body, formats[round % 3]);
        ASSERT_EQ(wrong_in(document), "")
            << "round " << round << ": " << testing::PrintToString(body);
    }
}

TEST(AnalyzeProperty, AnyTextGivesSoundViews) {
    test::SeededRandom random;
    for (int round = 0; round < 3'000; ++round) {
        const std::string body = random.text(60);
        const Document document = read(body, formats[round % 3]);
        ASSERT_EQ(wrong_in(document), "")
            << "round " << round << ": " << testing::PrintToString(body);
    }
}

TEST(AnalyzeProperty, NormalizingTwiceIsNormalizingOnce) {
    test::SeededRandom random;
    for (int round = 0; round < 3'000; ++round) {
        const std::string text = random.chance(0.3) ? random.bytes(100) : random.text(40);
        const std::string once = normalize(text).text;
        ASSERT_EQ(normalize(once).text, once)
            << "round " << round << ": " << testing::PrintToString(text);
    }
}

TEST(AnalyzeProperty, TheSkeletonOfASkeletonIsItself) {
    test::SeededRandom random;
    int changed = 0;
    for (int round = 0; round < 3'000; ++round) {
        const std::string once = skeleton_of(normalize(random.text(40))).text;
        // What was joined may now stand beside a new neighbour ("a b c d e1" and the like): rare.
        changed += skeleton_of(normalize(once)).text != once ? 1 : 0;
    }
    EXPECT_LE(changed, 30);
}

TEST(AnalyzeProperty, EqualCommentsGiveEqualDocuments) {
    test::SeededRandom random;
    for (int round = 0; round < 200; ++round) {
        const std::string body = random.text(60);
        const Document a = read(body);
        const Document b = read(body);
        ASSERT_EQ(a.skeleton.text, b.skeleton.text);
        ASSERT_EQ(a.skeleton.origin, b.skeleton.origin);
        ASSERT_EQ(a.links.size(), b.links.size());
        ASSERT_EQ(a.language, b.language);
    }
}

}  // namespace
}  // namespace chaffinch::text
