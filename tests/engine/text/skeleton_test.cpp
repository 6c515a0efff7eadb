// Disguises undone, and honest text left alone.

#include "engine/text/document.h"
#include "tests/engine/text/read.h"

#include <gtest/gtest.h>

#include <string>

namespace chaffinch::text {
namespace {

std::string skeleton(const std::string& text) {
    return skeleton_of(normalize(text)).text;
}

struct Case {
    std::string text;
    std::string expected;
};

void expect_skeletons(const std::vector<Case>& cases) {
    for (const Case& one : cases) {
        SCOPED_TRACE(one.text);
        EXPECT_EQ(skeleton(one.text), one.expected);
    }
}

TEST(Skeleton, StyledLettersBecomePlainOnes) {
    expect_skeletons({
        {"𝐯𝐢𝐚𝐠𝐫𝐚", "viagra"},
        {"𝓸𝓷𝓵𝓲𝓷𝓮", "online"},
        {"ｃａｓｉｎｏ", "casino"},
        {"ⓒⓐⓢⓘⓝⓞ", "casino"},
        {"🄰🄱🄲", "abc"},
        {"🅲🅰🆂🅸🅽🅾", "casino"},
        {"🅐🅑🅒", "abc"},
        {"win❼❼", "win77"},
        {"ᴄᴀsɪɴᴏ", "casino"},
        {"🇨🇦🇸🇮🇳🇴", "casino"},
        {"ﬁnance", "finance"},
    });
}

TEST(Skeleton, AFlagStaysAFlag) {
    expect_skeletons({{"🇮🇩", "🇮🇩"}, {"🇮🇩🇮🇩🇮🇩", "🇮🇩🇮🇩🇮🇩"}});
    EXPECT_FALSE(read("love from 🇮🇩🇮🇩").flags.any());
}

TEST(Skeleton, LookAlikesOfMixedWordsGoToTheScriptThatWasMeant) {
    expect_skeletons({
        {"раураl", "paypal"},        // Cyrillic for Latin
        {"νiαgrα", "viagra"},        // Greek for Latin
        {"зapaбoтoк", "заработок"},  // Latin for Cyrillic
        {"дoxoд", "доход"},
        {"ρulλυ777", "pulau777"},  // Greek for Latin, loosely
        {"ᗩᗷGᗯIᑎ", "abgwin"},
        {"buy сос now", "buy coc now"},  // a whole word of look-alikes among Latin ones
    });
}

TEST(Skeleton, HonestForeignWordsStay) {
    expect_skeletons({
        {"привет сосо", "привет сосо"},
        {"оса", "оса"},
        {"the word тот and слово", "the word тот and слово"},
        {"iPhone и Android", "iphone и android"},
        {"Καλημέρα κόσμε", "καλημερα κοσμε"},
    });
    EXPECT_FALSE(read("Привет! У меня iPhone и MacBook, всё супер").flags.any());
    EXPECT_FALSE(read("Η Ελλάδα και το internet").flags.any());
}

TEST(Skeleton, MarksGoFromLatinGreekAndCyrillicAlone) {
    expect_skeletons({
        {"café über Øl łódź", "cafe uber ol lodz"},
        {"हिन्दी", "हिन्दी"},
        {"ก็ดี", "ก็ดี"},
        {"שָׁלוֹם", normalize("שָׁלוֹם").text},
    });
}

TEST(Skeleton, LeetspeakIsSpelledOut) {
    const std::vector<Case> cases{
        {"v1agra", "viagra"},
        {"c4s1n0", "casino"},
        {"cas1no", "casino"},
        {"c@sh", "cash"},
        {"fr33", "free"},
        {"m0ney", "money"},
        {"b1tcoin", "bitcoin"},
        {"$ex", "sex"},
        {"p0rn", "porn"},
        {"s1ots", "slots"},
        {"pill5", "pills"},
        {"w33d", "weed"},
        {"pr0fit", "profit"},
        {"b0t0x", "botox"},
        {"onl!ne", "online"},
        {"v!agra", "viagra"},
        {"0xyc0done", "oxycodone"},
    };
    expect_skeletons(cases);
}

TEST(Skeleton, HonestDigitsAndSignsStay) {
    for (const std::string text : {
             "win32",
             "4th",
             "h1n1",
             "covid19",
             "mp3",
             "log4net",
             "webhost4life",
             "a1c",
             "b2b",
             "ps5",
             "interesting!keep it up",
             "note11pro",
             "x86_64",
             "2nd",
             "1990s",
             "@frau_al3x",
             "q&a",
             "http://shop.example/v1agra",
             "sha256",
             "5g",
             "at least5times",
             "10k",
             "c3po",
             "log4j",
         }) {
        SCOPED_TRACE(text);
        EXPECT_EQ(skeleton(text), text);
        EXPECT_FALSE(read(text).flags.leet);
    }
}

TEST(Skeleton, LettersSpacedApartAreJoined) {
    expect_skeletons({
        {"c a s i n o", "casino"},
        {"c.a.s.i.n.o", "casino"},
        {"best c-a-s-i-n-o!", "best casino!"},
        {"b u y   p i l l s", "buy pills"},
        {"с к и д к а", "скидка"},
        {"c 4 s 1 n 0", "casino"},
        {"a b c", "a b c"},
        {"U.S.A. is", "u.s.a. is"},
        {"1 2 3 4 5", "1 2 3 4 5"},
        {"x x x x x", "x x x x x"},
    });
}

TEST(Skeleton, LongRunsAreTwo) {
    expect_skeletons(
        {{"looooong", "loong"}, {"good", "good"}, {"!!!!", "!!!!"}, {"1000000", "1000000"}}
    );
}

TEST(Skeleton, GainedNamesWhatOnlyTheSkeletonShows) {
    const Document document = read("cheap v1agra, c a s i n o and café; cheap cash and c@sh");
    std::string gained;
    for (const std::uint32_t at : document.gained) {
        const Token token = document.skeleton_words.tokens[at];
        gained += document.skeleton.text.substr(token.begin, token.end - token.begin) + " ";
    }
    EXPECT_EQ(gained, "viagra casino ");
}

TEST(Flags, EachDisguiseHasItsOwn) {
    EXPECT_TRUE(read("ca\xE2\x80\x8Bsino").flags.invisible);
    EXPECT_TRUE(read("𝐜𝐚𝐬𝐢𝐧𝐨").flags.styled);
    EXPECT_TRUE(read("раураl").flags.mixed_script);
    EXPECT_TRUE(read("a\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81").flags.stacked_marks);
    EXPECT_TRUE(read("c a s i n o").flags.spaced);
    EXPECT_TRUE(read("v1agra").flags.leet);
    EXPECT_TRUE(read("abc \xE2\x80\xAE def").flags.bidi);
}

TEST(Flags, HonestUseOfInvisibleCharactersIsNone) {
    for (const std::string text : {
             "👨\xE2\x80\x8D👩\xE2\x80\x8D👧",
             "❤\xEF\xB8\x8F",
             "می\xE2\x80\x8Cخواهم",
             "क्\xE2\x80\x8Dष",
             "\xEF\xBB\xBFHello",
             "\xE2\x80\x8Fשלום",
             "end\xE2\x80\x8B",
             "½ cup, №5, x², 10°, ™",
         }) {
        SCOPED_TRACE(text);
        EXPECT_FALSE(read(text).flags.any());
    }
}

TEST(Normal, IsNfkcFoldedAndWithoutInvisibles) {
    const std::vector<Case> cases{
        {"STRASSE Straße", "strasse strasse"},
        {"ſpam", "spam"},
        {"\xE2\x84\xAAill", "kill"},
        {"cafe\xCC\x81", "café"},
        {"ＡＢＣ１２３", "abc123"},
        {"a\xC2\xA0"
         "b",
         "a b"},
        {"nice post\xF3\xA0\x81\xA2\xF3\xA0\x81\xB5", "nice post"},
        {"\xE2\xA0\x80", " "},
        {"\xE2\x80\xAEwon sllip yub\xE2\x80\xAC", "buy pills now"},
    };
    for (const Case& one : cases) {
        SCOPED_TRACE(one.text);
        EXPECT_EQ(normalize(one.text).text, one.expected);
    }
}

TEST(Normal, GrowthIsCut) {
    std::string text;
    for (int i = 0; i < 10'000; ++i) text += "\xEF\xB7\xBA";
    const Document document = read(text);
    EXPECT_TRUE(document.truncated);
    EXPECT_LE(document.normal.text.size(), 4 * text.size() + 4'200);
}

}  // namespace
}  // namespace chaffinch::text
