// What analyze() makes of whole comments.

#include "engine/text/document.h"
#include "tests/engine/text/read.h"

#include <gtest/gtest.h>

#include <string>

namespace chaffinch::text {
namespace {

TEST(Analyze, AsciiIsLowerCasedAndTokenized) {
    const Document document = read("Thanks, I'm glad!\nDon't stop.");
    EXPECT_EQ(document.visible.text, "Thanks, I'm glad!\nDon't stop.");
    EXPECT_EQ(document.normal.text, "thanks, i'm glad!\ndon't stop.");
    EXPECT_EQ(document.normal_words.joined, " thanks i'm glad don't stop ");
    EXPECT_EQ(document.skeleton_words.joined, " thanks i'm glad don't stop ");
    EXPECT_FALSE(document.flags.any());
    EXPECT_TRUE(document.gained.empty());
    EXPECT_EQ(document.shape.words, 5U);
    EXPECT_EQ(document.shape.upper, 3U);
}

TEST(Analyze, AnEmptyCommentHasEmptyViews) {
    const Document document = read("");
    EXPECT_EQ(document.visible.text, "");
    EXPECT_EQ(document.skeleton_words.joined, " ");
    EXPECT_TRUE(document.links.empty());
}

TEST(Analyze, DisguisedWordsAreFoundAndPointAtTheBody) {
    struct Case {
        std::string text, word, evidence;
    };

    const Case cases[] = {
        {"buy v1agra now", "viagra", "v1agra"},
        {"best c a s i n o ever", "casino", "c a s i n o"},
        {"cheap рауpal account", "paypal", "рауpal"},
        {"go ca\xE2\x80\x8Bsino go", "casino", "ca\xE2\x80\x8Bsino"},
        {"go 𝐜𝐚𝐬𝐢𝐧𝐨 go", "casino", "𝐜𝐚𝐬𝐢𝐧𝐨"},
        {"see <b>🅲🅰🆂🅸🅽🅾</b>", "casino", "🅲🅰🆂🅸🅽🅾"},
    };
    for (const Case& one : cases) {
        SCOPED_TRACE(one.text);
        const Document document = read(one.text, TextFormat::html);
        EXPECT_NE(document.skeleton_words.joined.find(" " + one.word + " "), std::string::npos)
            << document.skeleton_words.joined;
        EXPECT_TRUE(document.flags.any());
        const std::size_t at = document.skeleton.text.find(one.word);
        ASSERT_NE(at, std::string::npos);
        const Span span = span_of(document.skeleton, at, at + one.word.size());
        EXPECT_EQ(document.raw.substr(span.begin, span.end - span.begin), one.evidence);
    }
}

TEST(Analyze, LongBodiesAreReadAtHeadAndTail) {
    const std::string body = "first " + std::string(60'000, 'x') + " ünd last";
    const Document document = read(body);
    EXPECT_TRUE(document.truncated);
    EXPECT_LT(document.visible.text.size(), 33'000U);
    const std::size_t at = document.normal.text.find("last");
    ASSERT_NE(at, std::string::npos);
    const Span span = span_of(document.normal, at, at + 4);
    EXPECT_EQ(body.substr(span.begin, span.end - span.begin), "last");
}

TEST(Analyze, MarkupLinksKeepTargetAndAnchor) {
    struct Case {
        std::string text;
        TextFormat format;
    };

    const Case cases[] = {
        {R"(see <a href="http://shop.example/x?a=1&amp;b=2">cheap pills</a> now)", TextFormat::html
        },
        {R"(see <a href='http://shop.example/x?a=1&b=2'>cheap pills</a> now)", TextFormat::plain},
        {"see [url=http://shop.example/x?a=1&b=2]cheap pills[/url] now", TextFormat::plain},
        {"see [cheap pills](http://shop.example/x?a=1&b=2) now", TextFormat::markdown},
    };
    for (const Case& one : cases) {
        SCOPED_TRACE(one.text);
        const Document document = read(one.text, one.format);
        ASSERT_EQ(document.links.size(), 1U);
        const Link& link = document.links.front();
        EXPECT_EQ(link.url, "http://shop.example/x?a=1&b=2");
        EXPECT_EQ(link.host, "shop.example");
        EXPECT_EQ(link.registered_domain, "shop.example");
        EXPECT_EQ(link.anchor, "cheap pills");
        EXPECT_TRUE(link.markup);
        EXPECT_FALSE(link.hidden);
        EXPECT_EQ(document.normal_words.joined, " see cheap pills now ");
        EXPECT_TRUE(document.shape.markup);
    }
}

}  // namespace
}  // namespace chaffinch::text
