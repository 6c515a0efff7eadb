// Values have been checked against the schema; what is checked here needs two keys at once.

#include "engine/rules/build_rule.h"

#include "engine/rules/scalars.h"
#include "engine/rules/yaml_text.h"

#include <algorithm>
#include <chrono>

namespace chaffinch::rules {

namespace {

std::string text_at(const YamlNode& node, std::string_view key) {
    const YamlNode* value = node.find(key);
    return value == nullptr ? "" : value->scalar;
}

bool true_at(const YamlNode& node, std::string_view key) {
    return text_at(node, key) == "true";
}

std::vector<std::string> words_at(const YamlNode& node, std::string_view key) {
    std::vector<std::string> out;
    const YamlNode* value = node.find(key);
    if (value == nullptr) return out;
    if (value->kind == YamlNode::Kind::scalar) out.push_back(value->scalar);
    for (const YamlNode& item : value->items) out.push_back(item.scalar);
    return out;
}

Action read_action(std::string_view word) {
    for (const Action action :
         {Action::note, Action::allow, Action::hold, Action::reject, Action::escalate}) {
        if (name(action) == word) return action;
    }
    return Action::score;
}

Scope read_scope(const YamlNode& node) {
    Scope scope;
    const YamlNode* value = node.find("scope");
    if (value == nullptr) return scope;
    scope.languages = words_at(*value, "lang");
    for (const std::string& section : words_at(*value, "sections")) {
        scope.sections.push_back(text::normalize(section).text);
    }
    scope.sensitivities = words_at(*value, "sensitivity");
    return scope;
}

/// What only the rule as a whole shows to be wrong.
void check_rule(const YamlNode& node, const Rule& rule, Reporter& reporter) {
    if (node.find("score") == nullptr && node.find("action") == nullptr) {
        reporter.error(node.place, "does nothing", "give it a `score` or an `action`");
    }
    const bool judges = rule.action != Action::note && rule.action != Action::allow &&
                        !(rule.action == Action::score && rule.weight <= 0);
    if (judges && rule.reason == Reason::none) {
        reporter.error(
            node.place, "speaks against comments without `reason`", "spam.promotion ..."
        );
    }
    if (rule.composite) return;
    const auto matches = std::ranges::count(rule.tests, true, &OwnTest::match);
    const auto others = std::ranges::count(rule.tests, false, &OwnTest::match);
    const YamlNode* tests = node.find("tests");
    if (tests == nullptr) return;
    if (matches < 1) reporter.error(tests->place, "needs at least one `match` test");
    const int needed = rule.action == Action::reject ? 2 : 1;
    if (others < needed) {
        reporter.error(
            tests->place,
            needed == 2 ? "rejects on its own and needs at least two `no_match` tests"
                        : "needs at least one `no_match` test",
            "write an honest comment that comes close"
        );
    }
}

}  // namespace

Exempt read_exempt(const YamlNode& node) {
    Exempt exempt;
    const YamlNode* value = node.find("exempt");
    if (value == nullptr) return exempt;
    if (value->find("approved_gte"))
        exempt.approved_gte = read_integer(text_at(*value, "approved_gte"));
    exempt.trusted = true_at(*value, "trusted");
    exempt.logged_in = true_at(*value, "logged_in");
    return exempt;
}

Mode read_mode(std::string_view word) {
    if (word == "off") return Mode::off;
    return word == "on" ? Mode::on : Mode::shadow;
}

std::optional<BuiltRule> build_rule(
    const YamlNode& node, bool composite, ConditionBuilder& conditions, Reporter& reporter
) {
    const std::size_t errors = reporter.errors();
    BuiltRule built;
    Rule& rule = built.rule;
    rule.id = text_at(node, "id");
    rule.rev = read_integer(text_at(node, "rev")).value_or(1);
    rule.description = text_at(node, "description");
    rule.reason = reason_from_code(text_at(node, "reason")).value_or(Reason::none);
    rule.weight = read_number(text_at(node, "score")).value_or(0);
    rule.action = read_action(text_at(node, "action"));
    rule.group = text_at(node, "group");
    rule.mode = read_mode(text_at(node, "mode"));
    rule.scope = read_scope(node);
    rule.exempt = read_exempt(node);
    if (const auto day = read_date(text_at(node, "expires")))
        rule.expires = *day + std::chrono::days{1};
    rule.owner = text_at(node, "owner");
    rule.added = text_at(node, "added");
    rule.composite = composite;
    rule.absorb = true_at(node, "absorb");
    rule.confirm_broad = true_at(node, "confirm_broad");
    rule.file = reporter.file();
    rule.place = node.place;
    if (const YamlNode* tests = node.find("tests")) rule.tests = read_tests(*tests, reporter);
    if (const YamlNode* when = node.find("when")) {
        rule.when_text = yaml_flow(*when);
        auto condition = conditions.build(*when, reporter, built.use);
        if (condition) rule.when = *std::move(condition);
    }
    rule.late = composite || built.use.late;
    rule.parts = built.use.parts;
    check_rule(node, rule, reporter);
    if (reporter.errors() > errors) return std::nullopt;
    return built;
}

}  // namespace chaffinch::rules
