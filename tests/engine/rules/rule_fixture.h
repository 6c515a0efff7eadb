// For tests of the rule language: loads rules from a string and judges comments with them.

#pragma once

#include "engine/context/relate.h"
#include "engine/rules/load.h"
#include "engine/text/document.h"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::rules {

inline constexpr std::string_view header = "ruleset: {id: test, version: 1, schema: 1}\n";

/// Loads `yaml` (behind a header) as one file; own tests run unless told otherwise.
inline LoadResult load_text(
    std::string_view yaml, const LoadOptions& options = {}, const std::vector<SourceFile>& more = {}
) {
    std::vector<SourceFile> sources = more;
    sources.push_back({.path = "test.yaml", .content = std::string(header) + std::string(yaml)});
    return load(sources, options);
}

/// One line a diagnostic.
inline std::string shown(const Diagnostics& diagnostics) {
    std::string out;
    for (const Diagnostic& diagnostic : diagnostics) out += format(diagnostic) + "\n";
    return out;
}

/// A rule set of one live rule TESTED with this condition (YAML flow style); its own tests are not
/// run.
inline RuleSet rule_with(std::string_view condition, std::string_view more = {}) {
    const std::string yaml =
        "lists:\n  spam_hosts: [shop.example, bücher.example]\n  money_words: [casino, cash "
        "advance]\n"
        "rules:\n  - {id: TESTED, description: 'found {match}', reason: spam.promotion, score: 1, "
        "mode: \"on\", confirm_broad: true, " +
        std::string(more) + "tests: {match: [x], no_match: [y]}, when: " + std::string(condition) +
        "}\n";
    LoadResult result = load_text(yaml, {.run_tests = false});
    if (!result.rules) throw std::runtime_error(shown(result.diagnostics) + yaml);
    return *std::move(result.rules);
}

/// What rules need besides the comment, from the comment and facts.
struct Judged {
    text::Document document;
    context::Relation relation;
    Signals signals;
};

inline Judged judge(const RuleSet& rules, const Comment& comment, const Facts& facts = {}) {
    Judged out;
    out.document = text::analyze(comment);
    const auto profile = std::make_shared<const context::ArticleProfile>(
        facts.article ? *facts.article : Article{}, context::default_background()
    );
    out.relation = context::relate(out.document, profile, facts);
    out.signals = rules.match(comment, out.document, out.relation, facts);
    return out;
}

inline Comment comment_of(std::string_view text) {
    Comment comment;
    comment.text = text;
    return comment;
}

inline bool fires(const RuleSet& rules, const Comment& comment, const Facts& facts = {}) {
    return std::ranges::any_of(judge(rules, comment, facts).signals, [](const Signal& signal) {
        return signal.name == "TESTED";
    });
}

inline bool fires(const RuleSet& rules, std::string_view text) {
    return fires(rules, comment_of(text));
}

}  // namespace chaffinch::rules
