// Modes, scope, exemptions, expiry, overlays, composites, print and explain.

#include "engine/rules/compiled.h"
#include "engine/rules/explain.h"
#include "engine/rules/json_schema.h"
#include "engine/rules/print.h"
#include "tests/engine/rules/rule_fixture.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

namespace chaffinch::rules {
namespace {

constexpr std::string_view casino = "{field: text, words: [casino]}";

Facts facts_at(std::string_view time) {
    Facts facts;
    facts.now = from_rfc3339(std::string(time));
    return facts;
}

RuleSet loaded(std::string_view yaml, const std::vector<SourceFile>& more = {}) {
    LoadResult result = load_text(yaml, {}, more);
    if (!result.rules) throw std::runtime_error(shown(result.diagnostics));
    return *std::move(result.rules);
}

TEST(Modes, DecideWhoSpeaks) {
    for (const auto& [mode, signals, shadow] :
         {std::tuple{"'off'", 0U, false},
          {"off", 0U, false},
          {"shadow", 1U, true},
          {"'on'", 1U, false},
          {"on", 1U, false}}) {
        SCOPED_TRACE(mode);
        const RuleSet rules = loaded(
            "rules: [{id: ONE_ONE, reason: spam.promotion, score: 1, mode: " + std::string(mode) +
            ", tests: {match: [casino], no_match: [x]}, when: {field: text, words: [casino]}}]"
        );
        const Signals found = judge(rules, comment_of("casino")).signals;
        ASSERT_EQ(found.size(), signals);
        if (signals == 1) {
            EXPECT_EQ(found[0].shadow, shadow);
        }
    }
}

TEST(Modes, ARuleWithoutOneStartsInShadow) {
    const RuleSet rules = loaded(
        "rules: [{id: ONE_ONE, reason: spam.promotion, score: 1, tests: {match: [casino], "
        "no_match: [x]}, when: {field: text, words: [casino]}}]"
    );
    EXPECT_TRUE(judge(rules, comment_of("casino")).signals.at(0).shadow);
}

TEST(Scope, ExcludesOnlyByWhatIsKnown) {
    const RuleSet rules = rule_with(casino, "scope: {lang: [en], sections: [Health]}, ");
    EXPECT_TRUE(fires(rules, "casino"));
    Facts facts;
    auto article = std::make_shared<Article>();
    article->section = "health";
    facts.article = article;
    EXPECT_TRUE(fires(rules, comment_of("casino"), facts));
    auto other = std::make_shared<Article>();
    other->section = "sports";
    facts.article = other;
    EXPECT_FALSE(fires(rules, comment_of("casino"), facts));
    Comment german = comment_of("casino");
    german.language = "de-AT";
    EXPECT_FALSE(fires(rules, german));
}

TEST(Exempt, SparesWhomItNames) {
    const RuleSet rules = rule_with(casino, "exempt: {approved_gte: 5, trusted: true}, ");
    Facts facts;
    EXPECT_TRUE(fires(rules, comment_of("casino"), facts));
    facts.author.approved = 4;
    EXPECT_TRUE(fires(rules, comment_of("casino"), facts));
    facts.author.approved = 5;
    EXPECT_FALSE(fires(rules, comment_of("casino"), facts));
    facts.author.approved = 0;
    facts.author.standing = Standing::trusted;
    EXPECT_FALSE(fires(rules, comment_of("casino"), facts));
}

TEST(Expires, AfterItsLastDay) {
    const RuleSet rules = rule_with(casino, "expires: 2026-03-31, ");
    EXPECT_TRUE(fires(rules, comment_of("casino"), facts_at("2026-03-31T23:59:59Z")));
    EXPECT_FALSE(fires(rules, comment_of("casino"), facts_at("2026-04-01T00:00:00Z")));
    EXPECT_TRUE(fires(rules, comment_of("casino")));
}

constexpr std::string_view shipped = R"(
rules:
  - {id: ONE_ONE, rev: 2, reason: spam.promotion, score: 1, mode: on, tests: {match: [casino], no_match: [x]}, when: {field: text, words: [casino]}}
)";

TEST(Overlay, ChangesAShippedRuleWithoutItsFile) {
    const RuleSet rules = loaded(
        shipped,
        {{.path = "overlay-1/site.yaml",
          .content =
              "overlay: {ONE_ONE: {rev: 2, score: 0.5, exempt: {approved_gte: 1}}}\n"
              "lists: {own: {file: lists/own.txt}}\n"
              "rules:\n  - {id: SITE_RULE, reason: spam.promotion, score: 2, mode: on, tests: "
              "{match: [poker], no_match: [x]}, when: {field: text, in_list: own}}\n"},
         {.path = "overlay-1/lists/own.txt", .content = "# source: us; licence: CC0\npoker\n"}}
    );
    const Signals found = judge(rules, comment_of("casino poker")).signals;
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].weight, 0.5);
    EXPECT_EQ(found[1].name, "SITE_RULE");
    Facts facts;
    facts.author.approved = 1;
    EXPECT_EQ(judge(rules, comment_of("casino"), facts).signals.size(), 0U);
    EXPECT_NE(print(rules).find("# test.yaml:4, changed by overlay-1/site.yaml"), std::string::npos)
        << print(rules);
}

TEST(Overlay, ChangesTheVersion) {
    const RuleSet plain = loaded(shipped);
    const RuleSet changed =
        loaded(shipped, {{.path = "z.yaml", .content = "overlay: {ONE_ONE: {score: 2}}"}});
    EXPECT_NE(plain.version(), changed.version());
    EXPECT_EQ(plain.version(), loaded(shipped).version());
    EXPECT_TRUE(plain.version().starts_with("test@1+")) << plain.version();
    EXPECT_EQ(RuleSet().version(), "none");
}

TEST(Composites, OfLiveRulesDoNotSeeShadowOnes) {
    const RuleSet rules = loaded(R"(
rules:
  - {id: WATCHED, reason: spam.promotion, score: 1, mode: shadow, tests: {match: [casino], no_match: [x]}, when: {field: text, words: [casino]}}
composites:
  - {id: LIVE_ONE, reason: spam.promotion, score: 1, mode: on, when: {hit: WATCHED}}
  - {id: SHADOW_ONE, reason: spam.promotion, score: 1, absorb: true, when: {hit: WATCHED}}
)");
    const Comment comment = comment_of("casino");
    const Judged judged = judge(rules, comment);
    const Signals all =
        rules.combine(judged.signals, comment, judged.document, judged.relation, {}, {});
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].weight, 1);
    EXPECT_EQ(all[1].name, "SHADOW_ONE");
    EXPECT_TRUE(all[1].shadow);
}

/// Name, weight and places of each signal, for comparing.
std::vector<std::string> told(const Signals& signals) {
    std::vector<std::string> out;
    for (const Signal& signal : signals) {
        std::string line = signal.name + " " + std::to_string(signal.weight);
        for (const Span& span : signal.spans) {
            line += " " + std::to_string(span.begin) + "-" + std::to_string(span.end);
        }
        out.push_back(std::move(line));
    }
    return out;
}

TEST(LateRules, SayTheSameWithAndWithoutWhatMatchFoundOut) {
    const LoadResult folder = load_folder(test::source_dir() / "rules", {.run_tests = false});
    ASSERT_TRUE(folder.rules) << shown(folder.diagnostics);
    const RuleSet& rules = *folder.rules;
    constexpr ClassifierView sure{.spam = 0.97, .abuse = 0.97};
    std::size_t late = 0;
    for (const Rule& rule : rules.compiled().rules) {
        for (const OwnTest& test : rule.tests) {
            const Judged judged = judge(rules, test.comment);
            Findings found;
            const Signals early =
                rules.match(test.comment, judged.document, judged.relation, test.facts, &found);
            const auto combined = [&](const Findings& findings) {
                return told(rules.combine(
                    early,
                    test.comment,
                    judged.document,
                    judged.relation,
                    test.facts,
                    sure,
                    findings
                ));
            };
            const std::vector<std::string> expected = combined(nullptr);
            EXPECT_EQ(combined(found), expected) << test.comment.text;
            late += expected.size() > early.size() ? 1U : 0U;
        }
    }
    EXPECT_GT(late, 100U);
}

TEST(LateRules, LookAtTheClassifier) {
    const RuleSet rules = loaded(R"(
rules:
  - id: SURE_SPAM
    reason: spam.content
    action: reject
    mode: on
    when: {all: [{field: classifier.spam, gte: 0.9}, {field: text, words: [casino]}]}
    tests: {match: [{text: casino, classifier: {spam: 0.95}}], no_match: [casino, {text: casino, classifier: {spam: 0.5}}]}
)");
    const Comment comment = comment_of("casino");
    const Judged judged = judge(rules, comment);
    EXPECT_TRUE(judged.signals.empty());
    const auto combined = [&](ClassifierView view) {
        return rules.combine({}, comment, judged.document, judged.relation, {}, view).size();
    };
    EXPECT_EQ(combined({.spam = 0.95}), 1U);
    EXPECT_EQ(combined({.spam = 0.5}), 0U);
    EXPECT_EQ(combined({}), 0U);
}

TEST(Explain, GivesTheTreeWithTruthsAndText) {
    const RuleSet rules = rule_with(
        "{all: [{field: text, words: [casino]}, {field: author.approved, lt: 1}, {not: {field: "
        "links.count, gte: 3}}]}"
    );
    const Comment comment = comment_of(
        "My C\xE2\x80\x8B"
        "asino"
    );
    const Judged judged = judge(rules, comment);
    const Facts facts;
    const Inputs inputs{
        .comment = &comment,
        .document = &judged.document,
        .relation = &judged.relation,
        .facts = &facts
    };
    const auto explained = explain(rules, inputs, judged.signals, "TESTED");
    ASSERT_EQ(explained.size(), 1U);
    EXPECT_FALSE(explained[0].fired);
    EXPECT_EQ(explained[0].effect, "spam.promotion +1");
    const ExplainedCondition& all = explained[0].when;
    EXPECT_EQ(all.label, "all");
    EXPECT_EQ(all.truth, Tri::unknown);
    ASSERT_EQ(all.parts.size(), 3U);
    EXPECT_EQ(all.parts[0].label, "text words [casino]");
    EXPECT_EQ(all.parts[0].truth, Tri::yes);
    EXPECT_EQ(
        all.parts[0].matched,
        std::vector<std::string>{"C\xE2\x80\x8B"
                                 "asino"}
    );
    EXPECT_EQ(all.parts[1].value, "unknown");
    EXPECT_EQ(all.parts[1].truth, Tri::unknown);
    EXPECT_EQ(all.parts[2].parts.at(0).value, "0");
    EXPECT_TRUE(explain(rules, inputs, {}, "NO_SUCH_RULE").empty());
}

TEST(JsonSchema, NamesEveryFieldAndReason) {
    const std::string schema = json_schema();
    for (const FieldInfo& field : field_table()) {
        EXPECT_NE(schema.find("\"" + std::string(field.name) + "\""), std::string::npos)
            << field.name;
    }
    EXPECT_NE(schema.find("\"spam.promotion\""), std::string::npos);
    EXPECT_EQ(std::ranges::count(schema, '{'), std::ranges::count(schema, '}'));
}

TEST(TestsInside, StateFactsThatTextCannot) {
    loaded(R"(
rules:
  - id: RATE_TEXT
    reason: spam.promotion
    score: 1
    when: {all: [{field: rate.text_24h, gte: 3}, {field: author.email_host, in_words: [spam.example]}, {field: article.section, equals: Health}, {field: author.name, words: [clinic]}, {field: thread.is_reply, is: true}]}
    tests:
      match: [{text: x, rate: {text_24h: 3}, author: {name: Best Clinic, email: a@mail.spam.example}, article: {section: health}, thread: {is_reply: true}}]
      no_match:
        - {text: x, rate: {text_24h: 3}, author: {name: Ann, email: a@mail.spam.example}, article: {section: health}, thread: {is_reply: true}}
        - {text: x, rate: {text_24h: 3}, author: {name: Best Clinic, email: a@nospam.example}, article: {section: health}, thread: {is_reply: true}}
        - {text: x, author: {name: Best Clinic, email: a@mail.spam.example}, article: {section: health}, thread: {is_reply: true}}
)");
}

}  // namespace
}  // namespace chaffinch::rules
