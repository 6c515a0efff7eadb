// Compiled rules for people.

#include "server/rulebook/rule_view.h"

#include "engine/rules/compiled.h"

namespace chaffinch::rulebook {

namespace {

std::string word(rules::Mode mode) {
    switch (mode) {
        case rules::Mode::off:
            return "off";
        case rules::Mode::shadow:
            return "shadow";
        case rules::Mode::on:
            return "on";
    }
    return "";
}

RuleView view_of(const rules::Rule& rule) {
    RuleView view;
    view.id = rule.id;
    view.rev = rule.rev;
    view.composite = rule.composite;
    view.description = rule.description;
    view.reason = rule.reason;
    view.score = rule.weight;
    view.action = rule.action;
    view.group = rule.group;
    view.mode = word(rule.mode);
    view.origin = origin_of(rule.file);
    view.file = rule.file;
    view.line = rule.place.line;
    if (!rule.overlaid_by.empty()) view.changed_by = origin_of(rule.overlaid_by);
    view.when = rule.when_text;
    view.expires = rule.expires;
    view.owner = rule.owner;
    view.added = rule.added;
    view.tests = rule.tests.size();
    return view;
}

}  // namespace

std::vector<RuleView> views_of(const rules::RuleSet& rules) {
    std::vector<RuleView> views;
    views.reserve(rules.compiled().rules.size());
    for (const rules::Rule& rule : rules.compiled().rules) views.push_back(view_of(rule));
    return views;
}

}  // namespace chaffinch::rulebook
