// Links in running text, in mark-up and in disguise: what is found, and what is odd about it.

#include "engine/text/link.h"
#include "tests/engine/text/read.h"

#include <gtest/gtest.h>

#include <string>

namespace chaffinch::text {
namespace {

/// The links of a comment as "host" or "host:flags", flags in the order of struct Link.
std::string hosts(const std::vector<Link>& links) {
    std::string out;
    for (const Link& link : links) {
        std::string flags;
        if (link.bare) flags += 'b';
        if (link.markup) flags += 'm';
        if (link.hidden) flags += 'h';
        if (link.shortener) flags += 's';
        if (link.ip_host) flags += 'i';
        if (link.has_userinfo) flags += 'u';
        if (link.has_port) flags += 'p';
        if (link.punycode) flags += 'x';
        if (link.obfuscated) flags += 'o';
        if (link.lookalike_authority) flags += 'L';
        if (link.anchor_mismatch) flags += 'A';
        out += (out.empty() ? "" : " ") + link.host + (flags.empty() ? "" : ":" + flags);
    }
    return out;
}

struct Case {
    std::string text;
    std::string expected;
    TextFormat format = TextFormat::plain;
};

void expect_hosts(const std::vector<Case>& cases) {
    for (const Case& one : cases) {
        SCOPED_TRACE(one.text);
        EXPECT_EQ(hosts(read(one.text, one.format).links), one.expected);
    }
}

TEST(Links, FindsAddressesWithSchemeAndWithWww) {
    expect_hosts({
        {"see https://shop.example/x?y=1.", "shop.example"},
        {"HTTP://SHOP.EXAMPLE/ABC", "shop.example"},
        {"(see http://en.wikipedia.org/wiki/Foo_(bar))", "en.wikipedia.org"},
        {"www.shop.example now", "www.shop.example:b"},
        {"ftp://files.example/x", "files.example"},
        {"http://shop.example/看这里", "shop.example"},
        {"请加www.example.com谢谢", "www.example.com:b"},
        {"http://a.example http://b.example", "a.example b.example"},
        {"http://", ""},
        {"http://.", ""},
        {"www.", ""},
        {"www.shop", ""},
    });
}

TEST(Links, FindsBareHostsUnderKnownTopLevelDomains) {
    expect_hosts({
        {"pills.example", "pills.example:b"},
        {"go to cheap-pills.com!", "cheap-pills.com:b"},
        {"shop.example/path, ok", "shop.example:b"},
        {"example.com:8080/x", "example.com:bp"},
        {"看example.com哪里", "example.com:b"},
        {"купи на магазин.рф сейчас", "xn--80aairftm.xn--p1ai:bx"},
        {"bit.ly/abc", "bit.ly:bs"},
        {"mygreat.site", "mygreat.site:b"},
    });
}

TEST(Links, SentencesFilesAndVersionsAreNoHosts) {
    expect_hosts({
        {"It was great.So I went", ""},
        {"it was great.so i went", ""},
        {"Thanks.Please visit", ""},
        {"readme.md and script.sh", ""},
        {"ASP.NET rocks, so does node.js", ""},
        {"e.g. this, i.e. that, U.S.A.", ""},
        {"version 1.2.3.4, pi is 3.14", ""},
        {"i love my.name and check.it", ""},
        {"the dot com boom", ""},
        {"we run on .net here", ""},
        {"javascript:alert(1) mailto:ann@shop.example", ""},
        {"ann@shop.example", ""},
        {"foo..com", ""},
    });
}

TEST(Links, SeesThroughDisguises) {
    expect_hosts({
        {"shop dot com", "shop.com:bo"},
        {"shop (dot) com", "shop.com:bo"},
        {"shop[.]com/x", "shop.com:bo"},
        {"shop . com", "shop.com:bo"},
        {"go to shop•com", "shop.com:bo"},
        {"hxxp://evil.example/x", "evil.example:o"},
        {"b o t o x 4 u . example", "botox4u.example:bo"},
        {"b o t o x 4 u . c o m", "botox4u.com:bo"},
        {"ｓｈｏｐ．ｅｘａｍｐｌｅ", "shop.example:b"},
        {"𝐬𝐡𝐨𝐩.𝐜𝐨𝐦", "shop.com:b"},
        {"sh\xC2\xADop\xE2\x80\x8B.com", "shop.com:b"},
        {"http://example\xE3\x80\x82"
         "com/x",
         "example.com"},
        {"http://%65xample.com/", "example.com"},
    });
}

TEST(Links, NamesWhatIsOddAboutAnAddress) {
    expect_hosts({
        {"https://bank.example@evil.example/login", "evil.example:u"},
        {"http://user:pw@evil.example:8080/x", "evil.example:up"},
        {"http://192.168.1.1/a", "192.168.1.1:i"},
        {"http://3232235777/", "3232235777:i"},
        {"http://0x7f.1/", "0x7f.1:i"},
        {"http://[::1]:80/x", "[::1]:ip"},
        {"https://xn--80ak6aa92e.com/", "xn--80ak6aa92e.com:x"},
        {"https://аррle.com/", "xn--le-6kc8da.com:xL"},
        {"https://example.com\xE2\x81\x84path.evil.test/", "example.xn--compath-3d7c.evil.test:x"},
        {"https://tinyurl.com/abc", "tinyurl.com:s"},
    });
}

TEST(Links, AnAuthorityInFrontOfAnotherDomainIsALookalike) {
    expect_hosts({
        {"http://nih.gov.pain-patch.example/order", "nih.gov.pain-patch.example:L"},
        {"http://paypal.com.verify.example", "paypal.com.verify.example:L"},
        {"http://paypal-com.example", "paypal-com.example:L"},
        {"http://who.int.cure.example", "who.int.cure.example:L"},
        {"https://pubmed.ncbi.nlm.nih.gov/", "pubmed.ncbi.nlm.nih.gov"},
        {"https://www.nhs.uk/conditions", "www.nhs.uk"},
        {"https://accounts.google.com", "accounts.google.com"},
        {"https://shop.com.au", "shop.com.au"},
        {"https://www.unimelb.edu.au", "www.unimelb.edu.au"},
    });
}

TEST(Links, MarkupLinksAreComparedWithWhatTheyShow) {
    const auto html = TextFormat::html;
    const auto markdown = TextFormat::markdown;
    expect_hosts({
        {"<a href=\"http://x.example\">http://x.example</a>", "x.example:m", html},
        {"<a href=\"http://x.example\">http://y.example</a>", "x.example:mA y.example", html},
        {"<a href=\"http://x.example\"></a>", "x.example:mh", html},
        {"<a href=\"http://x.example\">\xE2\x80\x8B</a>", "x.example:mh", html},
        {"<p style='display: none'><a href=\"http://x.example\">z</a></p>", "x.example:mh", html},
        {"<a title=\"a>b\" href='http://x.example'>z</a>", "x.example:m", html},
        {"<a href=\"&#104;ttp://x.example\">x</a>", "x.example:m", html},
        {"<a href=\"htt\tp://x.exa\nmple\">x</a>", "x.example:m", html},
        {"<a href=\"java\tscript:alert(1)\">x</a>", "", html},
        {"<a href=\"#top\">x</a><a href=\"/page\">x</a><a href=index.html>x</a>", "", html},
        {"<iframe src=\"//evil.example\"></iframe>", "evil.example:mh", html},
        {"[text](http://x.example)", "x.example:m", markdown},
        {"[a]: http://x.example\n\n[a]", "x.example:m", markdown},
        {"http://x.example/a_b_c", "x.example:m", markdown},
        {"<a href='http://x.example'>y</a>", "x.example:m", markdown},
        {"[url]http://x.example[/url]", "x.example:m"},
        {"[url=\"http://x.example\"]y[/url]", "x.example:m"},
        {"[link=http://x.example]y[/link]", "x.example:m"},
        {"<a href=http://x.example>y", "x.example:m"},
    });
}

TEST(Links, RegisteredDomainFollowsThePublicSuffixList) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"http://a.b.example.co.uk", "example.co.uk"},
        {"http://sub.shop.example", "shop.example"},
        {"http://me.github.io", "me.github.io"},
        {"http://co.uk", ""},
        {"http://10.0.0.1", ""},
        {"http://localhost", ""},
    };
    for (const auto& [text, domain] : cases) {
        SCOPED_TRACE(text);
        const Document document = read(text);
        ASSERT_EQ(document.links.size(), 1U);
        EXPECT_EQ(document.links.front().registered_domain, domain);
    }
}

TEST(Links, UrlAndSpanAreWhatWasWritten) {
    const Document document = read("Grüße! Siehe HTTPS://Shop.example/Öl?q=1, bitte");
    ASSERT_EQ(document.links.size(), 1U);
    EXPECT_EQ(document.links.front().url, "HTTPS://Shop.example/Öl?q=1");
    EXPECT_EQ(evidence(document, document.links.front().span), "HTTPS://Shop.example/Öl?q=1");
}

TEST(Links, AtMostFiveHundredAreKept) {
    std::string text;
    for (int i = 0; i < 600; ++i) text += "http://h" + std::to_string(i) + ".test/ ";
    EXPECT_EQ(read(text).links.size(), 500U);
}

TEST(Links, AuthorNameAndWebsiteAreRead) {
    Comment comment;
    comment.author.name = "Cheap v1agra pills.example";
    comment.author.url = "shop.example/x";
    const Document document = analyze(comment);
    EXPECT_EQ(hosts(document.author.links), "pills.example:b shop.example:b");
    EXPECT_EQ(document.author.links.back().span.field, Field::author_url);
    EXPECT_TRUE(has_words(document.author.name_words, "cheap viagra"));
}

}  // namespace
}  // namespace chaffinch::text
