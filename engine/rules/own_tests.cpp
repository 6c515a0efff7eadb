// Each test comment goes the way a real one goes: analyze, relate, early rules, late rules.

#include "engine/rules/own_tests.h"

#include "engine/context/relate.h"
#include "engine/rules/match.h"

#include <algorithm>

namespace chaffinch::rules {

namespace {

bool fires(const RuleSet::Compiled& rules, const Rule& rule, const OwnTest& test) {
    const text::Document document = text::analyze(test.comment);
    Facts facts = test.facts;
    if (!test.has_article) facts.article.reset();
    const auto profile = std::make_shared<const context::ArticleProfile>(
        facts.article ? *facts.article : Article{}, context::default_background()
    );
    const context::Relation relation = context::relate(document, profile, facts);
    const Inputs inputs{
        .comment = &test.comment,
        .document = &document,
        .relation = &relation,
        .facts = &facts,
        .classifier = test.classifier,
        .given = &test.given
    };
    Evaluation evaluation(rules, inputs);
    if (!rule.late) {
        return evaluation.truth_of(rule, nullptr, true) == Tri::yes &&
               applies(rule, inputs, Voice::everyone);
    }
    evaluation.scan();
    Signals signals = match_early(rules, evaluation, inputs, Voice::everyone);
    for (const std::string& hit : test.hits) signals.push_back({.name = hit});
    signals = match_late(rules, evaluation, inputs, std::move(signals), Voice::everyone);
    return std::ranges::any_of(signals, [&](const Signal& signal) {
        return signal.name == rule.id && signal.source != SignalSource::detector;
    });
}

std::string shown(const std::string& text) {
    constexpr std::size_t longest = 60;
    if (text.size() <= longest) return text;
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end) + "...";
}

}  // namespace

TestTally run_own_tests(const RuleSet::Compiled& rules, Diagnostics& out) {
    TestTally tally;
    for (const Rule& rule : rules.rules) {
        for (const OwnTest& test : rule.tests) {
            ++tally.run;
            if (fires(rules, rule, test) == test.match) continue;
            ++tally.failed;
            out.push_back(
                {.file = rule.file,
                 .line = test.place.line,
                 .column = test.place.column,
                 .subject = rule.id,
                 .message = test.match ? "does not match `" + shown(test.comment.text) + "`"
                                       : "matches `" + shown(test.comment.text) + "`",
                 .hint = test.match ? "it must: the test stands under `match`"
                                    : "it must not: the test stands under `no_match`"}
            );
        }
    }
    return tally;
}

}  // namespace chaffinch::rules
