// What conditions mean: one table of condition, comment and answer a subject.

#include "tests/engine/rules/rule_fixture.h"

#include <gtest/gtest.h>

namespace chaffinch::rules {
namespace {

struct Case {
    std::string_view condition;
    std::string_view text;
    bool fires;
};

void check(std::span<const Case> cases) {
    for (const Case& c : cases) {
        SCOPED_TRACE(std::string(c.condition) + " on: " + std::string(c.text));
        EXPECT_EQ(fires(rule_with(c.condition), c.text), c.fires);
    }
}

TEST(Words, AreWholeWordsInEveryScriptAndDisguise) {
    const Case cases[] = {
        {"{field: text, words: [art]}", "Modern art!", true},
        {"{field: text, words: [art]}", "An artist, a cart", false},
        {"{field: text, words: [übel]}", "Das ist ÜBEL.", true},
        {"{field: text, words: [übel]}", "kübel", false},
        {"{field: text, words: [нами]}", "снами, с Нами", true},
        {"{field: text, words: [नमस्ते]}", "हाँ नमस्ते जी", true},
        {"{field: text, words: [viagra]}", "cheap v1agra here", true},
        {"{field: text, words: [free]}", "get it f r e e today", true},
        {"{field: text, words: [viagra]}",
         "vi\xE2\x80\x8B"
         "agra",
         true},
        {"{field: text, words: [no]}", "No, thanks", true},
        {"{field: text, words: [1e3]}", "about 1e3 of them", true},
        {"{field: text, words: [012]}", "room 12", false},
        {"{field: text, words: [012]}", "room 012", true},
        {"{field: text, phrases: [call now, book now]}", "Please BOOK  now", true},
        {"{field: text, phrases: [call now]}", "call me, now", false},
        {"{field: text, phrases: [加微信]}", "请加微信联系我", true},
        {"{field: text, in_list: money_words}", "a cash advance", true},
        {"{field: text, in_list: money_words}", "cash in advance", false},
        {"{field: skeleton, words: [casino]}", "c@sino", true},
        {"{field: skeleton.gained, words: [viagra]}", "viagra", false},
        {"{field: skeleton.gained, words: [viagra]}", "v1agra", true},
    };
    check(cases);
}

TEST(Patterns, SeeTheViewTheyName) {
    const Case cases[] = {
        {"{field: text, re: 'buy (now|today)'}", "BUY Today", true},
        {"{field: text, re: 'Buy'}", "buy", true},
        {"{field: raw, re: 'Buy'}", "buy", false},
        {"{field: raw, re: '<a href'}", "<a href='http://x.example'>y</a>", true},
        {"{field: text, re: '<a href'}", "<a href='http://x.example'>y</a>", false},
        {"{field: text, contains: ['$$$', '!!!']}", "wow!!!", true},
        {"{field: text, contains: art}", "cart", true},
        {"{field: text, starts: thanks}", "Thanks a lot", true},
        {"{field: text, starts: thanks}", "Many thanks", false},
        {"{field: text, ends: ok}", "this is OK", true},
        {"{field: text, equals: [first, nice]}", "First", true},
        {"{field: text, equals: [first, nice]}", "First!", false},
        {"{field: text.tokens, re: ' casinos? '}", "(casinos)", true},
        {"{field: text.tokens, re: ' casinos? '}", "supercasinos", false},
        {"{field: skeleton, contains: viagra}", "v1agra", true},
        {"{field: urls, re: '/order$'}", "go to http://a.example/order now", true},
        {"{field: urls, re: '/order$'}", "go to http://a.example/orders now", false},
        {"{field: hosts, ends: .example}", "see http://a.example/x", true},
    };
    check(cases);
}

TEST(Logic, KnowsThreeTruths) {
    const Case cases[] = {
        {"{all: [{field: text, words: a}, {field: text, words: b}]}", "a b", true},
        {"{all: [{field: text, words: a}, {field: text, words: b}]}", "a c", false},
        {"{any: [{field: text, words: a}, {field: text, words: b}]}", "b", true},
        {"{not: {field: text, words: a}}", "b", true},
        {"{not: {field: text, words: a}}", "a", false},
        {"{at_least: 2, of: [{field: text, words: a}, {field: text, words: b}, {field: text, "
         "words: c}]}",
         "a c",
         true},
        {"{at_least: 2, of: [{field: text, words: a}, {field: text, words: b}, {field: text, "
         "words: c}]}",
         "c",
         false},
        // author.approved is unknown here
        {"{field: author.approved, lt: 1}", "a", false},
        {"{not: {field: author.approved, lt: 1}}", "a", false},
        {"{any: [{field: author.approved, lt: 1}, {field: text, words: a}]}", "a", true},
        {"{field: author.approved, missing: true}", "a", true},
        {"{field: author.approved, missing: false}", "a", false},
        {"{not: {field: links.all_in_list, list: spam_hosts}}", "no link", true},
    };
    check(cases);
}

TEST(Numbers, CompareAsTheyAreWritten) {
    const Case cases[] = {
        {"{field: links.count, gte: 1}", "http://a.example", true},
        {"{field: links.count, gt: 1}", "http://a.example", false},
        {"{field: links.count, equals: 0}", "none", true},
        {"{field: text.tokens, lt: 3}", "two words", true},
        {"{field: text.tokens, between: [3, 5]}", "two words", false},
        {"{field: text.tokens, gte: 2, lte: 2}", "two words", true},
        {"{field: text.caps_ratio, gte: 0.9}", "SHOUTING", true},
        {"{field: text.caps_ratio, gte: 0.9}", "123", false},
        {"{not: {field: text.caps_ratio, gte: 0.9}}", "123", false},
        {"{field: contact.mail, is: true}", "ann@example.org", true},
        {"{field: contact.any, is: false}", "nothing", true},
    };
    check(cases);
}

TEST(Signals, CarryExplanationAndSpansInTheOriginal) {
    const RuleSet rules = rule_with("{field: text, words: [viagra]}");
    const Comment comment = comment_of(
        "Buy v1agra, or V\xC3\x8C"
        "AGRA, or viagra"
    );
    const Judged judged = judge(rules, comment);
    ASSERT_EQ(judged.signals.size(), 1U);
    const Signal& signal = judged.signals[0];
    EXPECT_EQ(signal.explanation, "found v1agra");
    EXPECT_EQ(signal.reason, Reason::spam_promotion);
    EXPECT_FALSE(signal.shadow);
    ASSERT_GE(signal.spans.size(), 2U);
    EXPECT_EQ(comment.text.substr(signal.spans[0].begin, 6), "v1agra");
    EXPECT_EQ(signal.spans[0].end - signal.spans[0].begin, 6U);
}

TEST(Signals, MarkAPatternWhereverItFirstStandsAndAgainNearBy) {
    const RuleSet rules = rule_with("{field: text, re: 'zq[0-9]'}");
    const auto marks = [&](std::initializer_list<std::size_t> places) {
        Comment comment;
        comment.text = std::string(14'000, '.');
        for (const std::size_t at : places) comment.text.replace(at, 3, "zq7");
        std::vector<std::size_t> begins;
        for (const Signal& signal : judge(rules, comment).signals) {
            for (const Span& span : signal.spans) begins.push_back(span.begin);
        }
        return begins;
    };
    using Places = std::vector<std::size_t>;
    EXPECT_EQ(marks({13'000}), Places({13'000}));
    EXPECT_EQ(marks({10, 3'000, 6'000}), Places({10, 3'000, 6'000}));
    EXPECT_EQ(marks({10, 13'000}), Places({10}));
}

TEST(Signals, OfContactsAndLinksPointAtThem) {
    const Comment comment = comment_of("write to ann@example.org or see http://127.0.0.1/x");
    const auto quoted = [&](std::string_view condition) {
        const Signals signals = judge(rule_with(condition), comment).signals;
        if (signals.size() != 1 || signals[0].spans.size() != 1) return std::string("?");
        const Span& span = signals[0].spans[0];
        return comment.text.substr(span.begin, span.end - span.begin);
    };
    EXPECT_EQ(quoted("{field: contact.mail, is: true}"), "ann@example.org");
    EXPECT_EQ(quoted("{field: contact.any, is: true}"), "ann@example.org");
    EXPECT_EQ(quoted("{field: links.ip_host, is: true}"), "http://127.0.0.1/x");
    EXPECT_EQ(quoted("{field: contact.phone, is: false}"), "?");
}

TEST(Composites, SeeTheTextAbsorbTheirPartsAndGoInOrder) {
    const LoadResult loaded = load_text(R"(
groups: {promo: {cap: 4}}
rules:
  - id: CONTACT_SOLICIT
    reason: spam.promotion
    score: 3.5
    group: promo
    mode: "on"
    when: {field: text, phrases: [call us]}
    tests: {match: ['Call us on 555-0128 today!'], no_match: ['I will call my neurologist tomorrow']}
composites:
  - id: A_OUTER
    reason: spam.promotion
    score: 1
    mode: "on"
    when: {hit: STRANGER_WITH_CONTACT}
  - id: STRANGER_WITH_CONTACT
    reason: spam.promotion
    score: 5
    mode: "on"
    absorb: true
    when: {all: [{hit: CONTACT_SOLICIT}, {field: author.approved, lt: 1}, {field: text.tokens, gte: 3}]}
    tests:
      match: [{text: 'call us now', author: {approved: 0}}]
      no_match: [{text: 'call us now', author: {approved: 7}}, 'call us now']
)");
    ASSERT_TRUE(loaded.rules) << shown(loaded.diagnostics);
    const Comment comment = comment_of("please call us");
    Facts facts;
    facts.author.approved = 0;
    const Judged judged = judge(*loaded.rules, comment, facts);
    const Signals all =
        loaded.rules->combine(judged.signals, comment, judged.document, judged.relation, facts, {});
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0].name, "CONTACT_SOLICIT");
    EXPECT_EQ(all[0].weight, 0);
    EXPECT_EQ(all[0].group_cap, 4);
    EXPECT_EQ(all[1].name, "STRANGER_WITH_CONTACT");
    EXPECT_EQ(all[1].source, SignalSource::composite);
    EXPECT_EQ(all[1].spans, all[0].spans);
    EXPECT_EQ(all[2].name, "A_OUTER");
}

}  // namespace
}  // namespace chaffinch::rules
