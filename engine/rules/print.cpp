// For people who ask "what does the engine really run?".

#include "engine/rules/print.h"

#include "engine/rules/compiled.h"
#include "engine/rules/yaml_text.h"

#include <chrono>
#include <cstdio>

namespace chaffinch::rules {

namespace {

std::string number_text(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return text;
}

std::string_view mode_text(Mode mode) {
    switch (mode) {
        case Mode::off:
            return "\"off\"";
        case Mode::shadow:
            return "shadow";
        case Mode::on:
            return "\"on\"";
    }
    return "";
}

std::string words(const std::vector<std::string>& list) {
    std::string out;
    for (const std::string& word : list) out += (out.empty() ? "" : ", ") + yaml_scalar(word);
    return "[" + out + "]";
}

/// "{lang: [en], sections: [health]}"; empty when nothing is said.
std::string scope_text(const Scope& scope) {
    std::string out;
    const auto add = [&](std::string_view key, const std::vector<std::string>& list) {
        if (list.empty()) return;
        out += (out.empty() ? "" : ", ") + std::string(key) + ": " + words(list);
    };
    add("lang", scope.languages);
    add("sections", scope.sections);
    add("sensitivity", scope.sensitivities);
    return out.empty() ? "" : "{" + out + "}";
}

std::string exempt_text(const Exempt& exempt) {
    std::string out;
    const auto add = [&](const std::string& text) { out += (out.empty() ? "" : ", ") + text; };
    if (exempt.approved_gte) add("approved_gte: " + std::to_string(*exempt.approved_gte));
    if (exempt.trusted) add("trusted: true");
    if (exempt.logged_in) add("logged_in: true");
    return out.empty() ? "" : "{" + out + "}";
}

std::string rule_text(const Rule& rule) {
    std::string out = "  # " + rule.file + ":" + std::to_string(rule.place.line);
    if (!rule.overlaid_by.empty()) out += ", changed by " + rule.overlaid_by;
    out += "\n  - id: " + rule.id + "\n";
    const auto line = [&](std::string_view key, const std::string& value) {
        if (!value.empty()) out += "    " + std::string(key) + ": " + value + "\n";
    };
    line("rev", std::to_string(rule.rev));
    if (!rule.description.empty()) line("description", yaml_scalar(rule.description));
    if (rule.reason != Reason::none) line("reason", std::string(code(rule.reason)));
    if (rule.action == Action::score || rule.weight != 0) line("score", number_text(rule.weight));
    if (rule.action != Action::score) line("action", std::string(name(rule.action)));
    line("group", rule.group);
    line("mode", std::string(mode_text(rule.mode)));
    line("scope", scope_text(rule.scope));
    line("exempt", exempt_text(rule.exempt));
    if (rule.expires)
        line("expires", to_rfc3339(*rule.expires - std::chrono::days{1}).substr(0, 10));
    if (!rule.owner.empty()) line("owner", yaml_scalar(rule.owner));
    line("added", rule.added);
    if (rule.confirm_broad) line("confirm_broad", "true");
    if (rule.absorb) line("absorb", "true");
    line("when", rule.when_text);
    return out;
}

}  // namespace

std::string print(const RuleSet& rules) {
    const RuleSet::Compiled& set = rules.compiled();
    std::string out = "# " + rules.version() + "\nruleset: {id: " + set.id +
                      ", version: " + std::to_string(set.version) + ", schema: 1}\n";
    if (!set.groups.empty()) out += "groups:\n";
    for (const auto& [name, group] : set.groups) {
        out += "  " + name + ": {";
        if (group.cap != 0) out += "cap: " + number_text(group.cap);
        if (group.cap != 0 && group.floor != 0) out += ", ";
        if (group.floor != 0) out += "floor: " + number_text(group.floor);
        out += "}\n";
    }
    for (const bool composites : {false, true}) {
        std::string some;
        for (const Rule& rule : set.rules) {
            if (rule.composite == composites) some += rule_text(rule);
        }
        if (!some.empty()) out += (composites ? "composites:\n" : "rules:\n") + some;
    }
    return out;
}

}  // namespace chaffinch::rules
