// Host rules compare labels: no look-alike of a listed host gets through.

#include "engine/rules/hosts.h"

#include "tests/engine/rules/rule_fixture.h"

#include <gtest/gtest.h>

namespace chaffinch::rules {
namespace {

TEST(HostList, CoversTheHostAndWhatLiesBelowIt) {
    HostList list;
    ASSERT_TRUE(list.add("Example.ORG."));
    ASSERT_TRUE(list.add("bücher.example"));
    ASSERT_TRUE(list.add("nih.gov"));
    for (const std::string_view host :
         {"example.org",
          "www.example.org",
          "a.b.example.org",
          "example.org.",
          "xn--bcher-kva.example",
          "shop.xn--bcher-kva.example",
          "pubmed.ncbi.nlm.nih.gov"}) {
        EXPECT_TRUE(list.covers(host)) << host;
    }
}

TEST(HostList, CoversNoLookAlike) {
    HostList list;
    ASSERT_TRUE(list.add("example.org"));
    ASSERT_TRUE(list.add("nih.gov"));
    const std::string_view imitations[] = {
        "attacker-example.org",
        "example.org.evil.example",
        "example-org.evil.example",
        "example.com",
        "exampleorg",
        "xexample.org",
        "example.orgx",
        "example..org",
        "org",
        "",
        ".",
        "..",
        "examp1e.org",
        "exarnple.org",
        "xn--exmple-cua.org",
        "nih.gov.pain-patch.example",
        "nih-gov.example",
        "gov",
        "mynih.gov",
        "nih.gov.co",
        "nihgov",
        "n1h.gov",
        "nih.g0v",
        "nih.gov-",
        "www.nih.gov.example",
        "nih.gov-info.example",
        "example.org:443",
        "user@example.org.evil.example",
        "example.org%00.evil.example",
        "evil.example/example.org",
        "evil.example?example.org",
    };
    for (const std::string_view host : imitations) {
        EXPECT_FALSE(list.covers(host)) << host;
    }
}

TEST(HostList, LookAlikeLettersAreOtherHosts) {
    HostList list;
    ASSERT_TRUE(list.add("example.org"));
    const std::string_view written[] = {
        "ex\xD0\xB0mple.org",  // Cyrillic a
        "\xD0\xB5xample.org",  // Cyrillic e
        "examp\xC5\x82"
        "e.org",  // l with stroke
        "ex\xC3\xA4mple.org",
    };
    for (const std::string_view one : written) {
        const auto host = canonical_host(one);
        if (!host) continue;
        EXPECT_FALSE(list.covers(*host)) << one;
    }
    // Full-width letters and the ideographic full stop are the same host to every browser.
    EXPECT_EQ(canonical_host("\xEF\xBD\x85xample\xE3\x80\x82org"), "example.org");
}

TEST(HostList, RefusesWhatIsNoHost) {
    HostList list;
    for (const std::string_view written :
         {"",
          ".",
          "http://example.org",
          "example.org/path",
          "example.org:80",
          "a b.example",
          "a@b.example"}) {
        EXPECT_FALSE(list.add(written)) << written;
    }
    EXPECT_EQ(list.size(), 0U);
}

TEST(HostRules, JudgeLinksByLabels) {
    const RuleSet spam = rule_with("{field: hosts, in_list: spam_hosts}");
    EXPECT_TRUE(fires(spam, "see https://www.shop.example/x"));
    EXPECT_TRUE(fires(spam, "see https://SHOP.example"));
    EXPECT_TRUE(fires(
        spam,
        "see https://b\xC3\xBC"
        "cher.example/"
    ));
    EXPECT_FALSE(fires(spam, "see https://workshop.example/"));
    EXPECT_FALSE(fires(spam, "see https://shop.example.org/"));
    EXPECT_FALSE(fires(spam, "see https://shop.example@other.example/"));
    const RuleSet all = rule_with("{field: links.all_in_list, list: spam_hosts}");
    EXPECT_TRUE(fires(all, "https://shop.example/a and https://a.shop.example/b"));
    EXPECT_FALSE(fires(all, "https://shop.example/a and https://other.example/b"));
    EXPECT_FALSE(fires(all, "no link at all"));
}

}  // namespace
}  // namespace chaffinch::rules
