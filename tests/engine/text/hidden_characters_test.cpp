// What nobody sees is found, and what belongs to emoji and to words is left alone.

#include "engine/text/hidden_characters.h"

#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

#include <string>

namespace chaffinch::text {
namespace {

std::string described(std::string_view text) {
    std::string out;
    for (const HiddenCharacter& hidden : hidden_characters(text, 100)) {
        out += std::to_string(hidden.begin) + "-" + std::to_string(hidden.end) + " " +
               std::string(name(hidden.kind)) + ";";
    }
    return out;
}

TEST(HiddenCharacters, AreFoundWithTheirPlaceAndKind) {
    const struct {
        const char* what;
        std::string text;
        const char* expected;
    } cases[] = {
        {"nothing", "Plain text,\ttwo\r\nlines. Äé 日本語", ""},
        {"zero width space", "ca\u200Bsino", "2-5 invisible;"},
        {"joiner in Latin", "ca\u200Dsino", "2-5 invisible;"},
        {"soft hyphen", "ca\u00ADsino", "2-4 invisible;"},
        {"override", "a\u202Eb", "1-4 direction;"},
        {"mark", "a\u200Fb\u061C", "1-4 direction;5-7 direction;"},
        {"tag", "a\U000E0061", "1-5 tag;"},
        {"control", std::string("a\0b\x07", 4) + "\u0085", "1-2 control;3-4 control;4-6 control;"},
        {"emoji with style and joiner", "\u2764\uFE0F \U0001F468\u200D\U0001F469 1\uFE0F\u20E3", ""
        },
        {"style without emoji", "a\uFE0F", "1-4 invisible;"},
        {"joiner in Persian", "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", ""},
        {"broken bytes", "\xE2\x80", ""},
    };

    for (const auto& [what, text, expected] : cases) EXPECT_EQ(described(text), expected) << what;
}

TEST(HiddenCharacters, AreBounded) {
    std::string many;
    for (int i = 0; i < 500; ++i) many += "\u200B";
    EXPECT_EQ(hidden_characters(many, 100).size(), 100U);
}

TEST(HiddenCharacters, LieInOrderWithinAnyBytes) {
    test::SeededRandom random;
    for (int i = 0; i < 2'000; ++i) {
        const std::string text = i % 2 == 0 ? random.bytes(60) : random.text(20);
        std::size_t last = 0;
        for (const HiddenCharacter& hidden : hidden_characters(text, 1'000)) {
            EXPECT_LE(last, hidden.begin);
            EXPECT_LT(hidden.begin, hidden.end);
            EXPECT_LE(hidden.end, text.size());
            last = hidden.end;
        }
    }
}

}  // namespace
}  // namespace chaffinch::text
