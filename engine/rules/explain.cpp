// The same evaluation as match(), with every answer kept.

#include "engine/rules/explain.h"

#include "engine/rules/match.h"

#include <cstdio>

namespace chaffinch::rules {

namespace {

std::string number_text(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return text;
}

std::string effect_of(const Rule& rule) {
    std::string out(code(rule.reason));
    if (rule.weight != 0 || rule.action == Action::score) {
        out += (out.empty() ? "" : " ") + std::string(rule.weight >= 0 ? "+" : "") +
               number_text(rule.weight);
    }
    if (rule.action != Action::score) {
        out += (out.empty() ? "" : " ") + std::string(name(rule.action));
    }
    return out;
}

class Explainer {
  public:
    Explainer(const RuleSet::Compiled& rules, const Inputs& inputs, const Signals& signals)
        : rules_(rules), inputs_(inputs), signals_(signals), evaluation_(rules, inputs) {}

    ExplainedRule rule(const Rule& rule) {
        ExplainedRule out{
            .id = rule.id,
            .rev = rule.rev,
            .composite = rule.composite,
            .description = rule.description,
            .effect = effect_of(rule),
        };
        out.when = condition(rule.when);
        const bool holds = out.when.truth == Tri::yes;
        out.fired = holds && applies(rule, inputs_, Voice::by_mode);
        if (holds && !out.fired) out.silent_because = reason_for_silence(rule);
        return out;
    }

  private:
    ExplainedCondition condition(const Condition& condition) {
        if (condition.kind == Condition::Kind::leaf) return leaf(condition.leaf);
        ExplainedCondition out;
        std::vector<Tri> truths;
        for (const Condition& part : condition.parts) {
            out.parts.push_back(this->condition(part));
            truths.push_back(out.parts.back().truth);
        }
        switch (condition.kind) {
            case Condition::Kind::all:
                out.label = "all";
                break;
            case Condition::Kind::any:
                out.label = "any";
                break;
            case Condition::Kind::not_:
                out.label = "not";
                break;
            default:
                out.label = "at_least " + std::to_string(condition.count);
        }
        out.truth = join(condition, truths);
        return out;
    }

    ExplainedCondition leaf(std::uint32_t index) {
        const Leaf& leaf = rules_.leaves[index];
        ExplainedCondition out{
            .label = leaf.label, .truth = evaluation_.leaf(index, &signals_, true)
        };
        if (leaf.predicate == Predicate::hit) return out;
        out.value = value_of(leaf);
        if (out.truth == Tri::yes) out.spans = evaluation_.spans_of(index);
        for (const Span& span : out.spans) {
            out.matched.emplace_back(text_behind(span, inputs_));
        }
        return out;
    }

    [[nodiscard]] std::string value_of(const Leaf& leaf) const {
        const FieldInfo& field = *leaf.field;
        if (leaf.predicate == Predicate::range) {
            const auto value = number_of(field, inputs_);
            return value ? number_text(*value) : "unknown";
        }
        if (field.kind == FieldKind::flag) {
            const auto value = flag_of(field, inputs_);
            return value ? (*value ? "true" : "false") : "unknown";
        }
        if (field.kind == FieldKind::string || field.kind == FieldKind::host) {
            return string_of(field, inputs_).value_or("unknown");
        }
        return {};
    }

    [[nodiscard]] std::string reason_for_silence(const Rule& rule) const {
        if (rule.mode == Mode::off) return "its mode is off";
        if (!applies(rule, inputs_, Voice::everyone)) return "scope or exemption";
        return "it has expired";
    }

    const RuleSet::Compiled& rules_;
    const Inputs& inputs_;
    const Signals& signals_;
    Evaluation evaluation_;
};

}  // namespace

std::vector<ExplainedRule> explain(
    const RuleSet& rules, const Inputs& inputs, const Signals& signals, std::string_view only
) {
    Explainer explainer(rules.compiled(), inputs, signals);
    std::vector<ExplainedRule> out;
    for (const Rule& rule : rules.compiled().rules) {
        if (only.empty() || only == rule.id) out.push_back(explainer.rule(rule));
    }
    return out;
}

}  // namespace chaffinch::rules
