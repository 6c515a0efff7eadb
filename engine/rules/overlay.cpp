// A site's word outranks ours, and is reported when it may have become stale.

#include "engine/rules/overlay.h"

#include "engine/rules/build_rule.h"
#include "engine/rules/scalars.h"

#include <algorithm>

namespace chaffinch::rules {

namespace {

void apply(const YamlNode& entry, Rule& rule, const std::string& file) {
    if (const YamlNode* score = entry.find("score")) {
        rule.weight = read_number(score->scalar).value_or(rule.weight);
    }
    if (const YamlNode* mode = entry.find("mode")) rule.mode = read_mode(mode->scalar);
    if (entry.find("exempt") != nullptr) {
        const Exempt more = read_exempt(entry);
        if (more.approved_gte) rule.exempt.approved_gte = more.approved_gte;
        rule.exempt.trusted = rule.exempt.trusted || more.trusted;
        rule.exempt.logged_in = rule.exempt.logged_in || more.logged_in;
    }
    rule.overlaid_by = file;
}

}  // namespace

void apply_overlay(const YamlNode& root, RuleSet::Compiled& set, Reporter& reporter) {
    const YamlNode* overlay = root.find("overlay");
    if (overlay == nullptr) return;
    for (const auto& entry : overlay->entries) {
        reporter.set_subject(entry.key);
        const auto rule = std::ranges::find(set.rules, entry.key, &Rule::id);
        if (rule == set.rules.end()) {
            std::vector<std::string_view> known;
            for (const Rule& one : set.rules) known.push_back(one.id);
            reporter.warning(
                entry.place,
                "the overlay names a rule that does not exist; it has no effect",
                did_you_mean(entry.key, known)
            );
            continue;
        }
        const YamlNode* rev = entry.value.find("rev");
        if (rev != nullptr && read_integer(rev->scalar) != rule->rev) {
            reporter.warning(
                entry.place,
                "the overlay was made for rev " + rev->scalar + ", the rule is now at rev " +
                    std::to_string(rule->rev),
                "it still applies; look whether it is still wanted and write the new rev"
            );
        }
        apply(entry.value, *rule, reporter.file());
    }
    reporter.set_subject("");
}

}  // namespace chaffinch::rules
