// Tokens of spaced and unspaced scripts, shape and language.

#include "engine/text/document.h"
#include "tests/engine/text/read.h"

#include <gtest/gtest.h>

#include <string>

namespace chaffinch::text {
namespace {

TEST(Tokens, WordsOfEveryScriptStandBetweenBlanks) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"buy, cheap-pills now!", " buy cheap pills now "},
        {"don't 'quote' o'", " don't quote o "},
        {"don\xE2\x80\x99t", " don't "},
        {"c++ #tag @name snake_case", " c tag name snake_case "},
        {"das schöne Übel", " das schöne Übel "},
        {"हिन्दी में", " हिन्दी में "},
        {"我爱北京", " 我 爱 北京 "},
        {"สวัสดีครับ", " สวัสดี ครับ "},
        {"한국어 문장", " 한국어 문장 "},
        {"shop中文abc", " shop 中文 abc "},
        {"", " "},
        {"... !!!", " "},
    };
    for (const auto& [text, joined] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(tokenize(text).joined, joined);
    }
}

TEST(Tokens, OfLongTextsTheFirstAndLastThousandAreKept) {
    std::string text;
    for (int i = 0; i < 5'000; ++i) text += "w" + std::to_string(i) + " ";
    const TokenView words = tokenize(text);
    EXPECT_EQ(words.tokens.size(), 2'000U);
    EXPECT_TRUE(has_words(words, "w999 w4000"));
    EXPECT_TRUE(has_words(words, "w4999"));
}

TEST(Visible, IsWhatAReaderSees) {
    struct Case {
        std::string text, visible;
        TextFormat format;
    };

    const std::vector<Case> cases{
        {"<p>one</p><p>two</p>a<br>b<b>c</b>d", "one\ntwo\na\nbcd", TextFormat::html},
        {"<script>var x;</script>text<style>p{}</style>", "text", TextFormat::html},
        {"a<!-- hidden -->b", "ab", TextFormat::html},
        {"<span style=\"display:none\">x<span>y</span>z</span>seen", "seen", TextFormat::html},
        {"1 < 2 &amp; 3 &gt; 2 &#x41;&#66;", "1 < 2 & 3 > 2 AB", TextFormat::html},
        {"AT&T; R&D &unknown; &copy", "AT&T; R&D &unknown; &copy", TextFormat::html},
        {"<b>bold</b> 1 < 2 &lt;x&gt; &amp;", "<b>bold</b> 1 < 2 <x> &", TextFormat::plain},
        {"<a href=x.example>go</a> [url=http://y.example]y[/url]", "go y", TextFormat::plain},
        {"<a unclosed", "<a unclosed", TextFormat::plain},
        {"**bold** `code` [t](http://x.example)\n\n- item",
         "bold code t\nitem\n",
         TextFormat::markdown},
        {"a &amp; b <i>c</i>", "a & b c\n", TextFormat::markdown},
    };
    for (const Case& one : cases) {
        SCOPED_TRACE(one.text);
        EXPECT_EQ(read(one.text, one.format).visible.text, one.visible);
    }
}

TEST(Visible, ConcealedTextIsPointedAt) {
    const Document document = read("see<p style='font-size:0'>buy pills</p>", TextFormat::html);
    ASSERT_EQ(document.hidden.size(), 1U);
    EXPECT_EQ(evidence(document, document.hidden.front()), "buy pills");
}

TEST(Visible, MalformedBytesBecomeReplacementCharactersEachItsOwn) {
    const Document document = read("a\xFF\xE2\x82 b");
    EXPECT_EQ(document.visible.text, "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD b");
    EXPECT_EQ(span_of(document.visible, 1, 4), (Span{Field::text, 1, 2}));
}

TEST(Shape, CountsWhatWasSent) {
    const Shape shape = read("HELLO World!!! Why?\nPay $100 аб 😀 aaaa").shape;
    EXPECT_EQ(shape.upper, 8U);
    EXPECT_EQ(shape.exclamations, 3U);
    EXPECT_EQ(shape.questions, 1U);
    EXPECT_EQ(shape.newlines, 1U);
    EXPECT_EQ(shape.digits, 3U);
    EXPECT_EQ(shape.emoji, 1U);
    EXPECT_EQ(shape.longest_run, 4U);
    EXPECT_EQ(shape.non_ascii, 3U);
    EXPECT_TRUE(shape.money);
    EXPECT_EQ(
        shape.scripts,
        static_cast<std::uint32_t>(Script::latin) | static_cast<std::uint32_t>(Script::cyrillic)
    );
    EXPECT_GT(shape.entropy, 3.0);
}

TEST(Shape, MoneyIsASignOrACodeBesideANumber) {
    for (const std::string text :
         {"$100", "100 $", "€5", "5 €", "100 USD", "3btc", "20 dollars", "₹500"}) {
        EXPECT_TRUE(read(text).shape.money) << text;
    }
    for (const std::string text : {"usd", "$$$", "100 people", "C$ and A$", "5th"}) {
        EXPECT_FALSE(read(text).shape.money) << text;
    }
}

TEST(Language, IsGuessedFromSentences) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"Thanks for this article, I had the same treatment last year and it helped", "en"},
        {"Danke für den Artikel, ich hatte letztes Jahr dieselbe Behandlung", "de"},
        {"Merci pour cet article, j'ai eu le même traitement l'année dernière", "fr"},
        {"Gracias por este artículo, tuve el mismo tratamiento el año pasado", "es"},
        {"Obrigado por este artigo, fiz o mesmo tratamento no ano passado", "pt"},
        {"Grazie per questo articolo, ho fatto la stessa cura l'anno scorso", "it"},
        {"Bedankt voor dit artikel, ik had vorig jaar dezelfde behandeling", "nl"},
        {"Спасибо за статью, у меня было такое же лечение в прошлом году", "ru"},
        {"Дякую за статтю, минулого року в мене було таке саме лікування", "uk"},
        {"Terima kasih untuk artikel ini, saya juga pernah mencoba obat itu tahun lalu", "id"},
        {"इस लेख के लिए धन्यवाद, पिछले साल मेरा भी यही इलाज हुआ था", "hi"},
        {"谢谢这篇文章，去年我也接受了同样的治疗", "zh"},
        {"この記事をありがとうございます、去年同じ治療を受けました", "ja"},
        {"이 기사 감사합니다, 작년에 같은 치료를 받았어요", "ko"},
        {"ขอบคุณสำหรับบทความนี้ ปีที่แล้วฉันก็ได้รับการรักษาแบบเดียวกัน", "th"},
        {"شكرا على هذا المقال، تلقيت نفس العلاج في العام الماضي", "ar"},
        {"תודה על המאמר הזה, קיבלתי את אותו טיפול בשנה שעברה", "he"},
        {"Bu makale için teşekkürler, geçen yıl aynı tedaviyi gördüm", "tr"},
        {"Dziękuję za ten artykuł, w zeszłym roku miałem takie samo leczenie", "pl"},
        {"", ""},
        {"ok", ""},
        {"12345 !!!", ""},
    };
    for (const auto& [text, language] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(read(text).language, language);
    }
}

}  // namespace
}  // namespace chaffinch::text
