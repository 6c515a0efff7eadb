// Our table of look-alikes against ICU's own implementation of UTS #39.

#include "engine/text/confusables.h"

#include "engine/text/utf8.h"

#include <gtest/gtest.h>
#include <unicode/uspoof.h>
#include <unicode/utypes.h>

#include <memory>
#include <string>

namespace chaffinch::text {
namespace {

class Oracle {
  public:
    Oracle() : checker_(uspoof_open(&status_), uspoof_close) {}

    [[nodiscard]] bool works() const { return U_SUCCESS(status_) != 0; }

    std::string skeleton(char32_t c) {
        std::string text;
        append_utf8(text, c);
        std::string out(64, '\0');
        UErrorCode status = U_ZERO_ERROR;
        const auto size = uspoof_getSkeletonUTF8(
            checker_.get(),
            0,
            text.data(),
            static_cast<std::int32_t>(text.size()),
            out.data(),
            64,
            &status
        );
        out.resize(U_SUCCESS(status) ? static_cast<std::size_t>(size) : 0);
        return out;
    }

  private:
    UErrorCode status_ = U_ZERO_ERROR;
    std::unique_ptr<USpoofChecker, decltype(&uspoof_close)> checker_;
};

TEST(Confusables, WhatIcuTakesForALetterWeTakeForTheSame) {
    Oracle oracle;
    ASSERT_TRUE(oracle.works());
    int agreed = 0;
    for (char32_t c = 0x370; c < 0x590; ++c) {  // Greek, Cyrillic, Armenian: what attackers type
        const LookAlike ours = looks_like(c);
        for (char32_t letter = U'a'; letter <= U'z'; ++letter) {
            // m is left out: UTS #39 writes it "rn", and nothing else is written so.
            if (letter == U'm' || oracle.skeleton(c) != oracle.skeleton(letter)) continue;
            if (ours.likeness == Likeness::none)
                continue;  // a capital, or no letter of normal form
            if (ours.likeness == Likeness::loose) continue;
            EXPECT_EQ(static_cast<char32_t>(ours.letter), letter)
                << std::hex << static_cast<unsigned>(c);
            ++agreed;
        }
    }
    EXPECT_GE(agreed, 25);
}

TEST(Confusables, TheCyrillicOfALetterLooksLikeIt) {
    for (char32_t letter = U'a'; letter <= U'z'; ++letter) {
        const char32_t cyrillic = cyrillic_for(letter);
        if (cyrillic == 0 || letter == U'u') continue;  // и is drawn as u in italics only
        EXPECT_EQ(static_cast<char32_t>(looks_like(cyrillic).letter), letter)
            << static_cast<char>(letter);
    }
}

}  // namespace
}  // namespace chaffinch::text
