// Rules to signals: who may speak, what is said, and where it was seen.

#include "engine/rules/match.h"

#include <algorithm>

namespace chaffinch::rules {

namespace {

constexpr std::size_t longest_quote = 80;

bool contains(const std::vector<std::string>& list, std::string_view value) {
    return std::ranges::find(list, value) != list.end();
}

/// The text's own language, else what the site claims of it; empty when nobody knows.
std::string language_of(const Inputs& inputs) {
    if (inputs.document != nullptr && !inputs.document->language.empty()) {
        return inputs.document->language;
    }
    if (inputs.comment == nullptr) return {};
    return inputs.comment->language.substr(0, inputs.comment->language.find('-'));
}

/// A condition of scope excludes only by what is known.
bool in_scope(const Scope& scope, const Inputs& inputs) {
    const auto excluded = [&](const std::vector<std::string>& list, std::string_view value) {
        return !list.empty() && !value.empty() && !contains(list, value);
    };
    const auto folded = [&](std::string_view field) {
        const auto value = string_of(*find_field(field), inputs);
        return value ? text::normalize(*value).text : std::string{};
    };
    if (!scope.languages.empty() && excluded(scope.languages, language_of(inputs))) return false;
    if (!scope.sections.empty() && excluded(scope.sections, folded("article.section")))
        return false;
    return scope.sensitivities.empty() ||
           !excluded(scope.sensitivities, folded("article.sensitivity"));
}

bool is_exempt(const Exempt& exempt, const Inputs& inputs) {
    const auto flag = [&](std::string_view field) {
        return flag_of(*find_field(field), inputs).value_or(false);
    };
    if (exempt.approved_gte) {
        const auto approved = number_of(*find_field("author.approved"), inputs);
        if (approved && *approved >= *exempt.approved_gte) return true;
    }
    return (exempt.trusted && flag("author.trusted")) ||
           (exempt.logged_in && flag("author.logged_in"));
}

/// Up to `longest_quote` bytes, cut on a character border.
std::string quote(std::string_view text) {
    if (text.size() <= longest_quote) return std::string(text);
    std::size_t end = longest_quote;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return std::string(text.substr(0, end)) + "…";
}

std::string explanation_of(const Rule& rule, const std::vector<Span>& spans, const Inputs& inputs) {
    constexpr std::string_view placeholder = "{match}";
    std::string out = rule.description;
    const std::size_t at = out.find(placeholder);
    if (at == std::string::npos) return out;
    std::string match = "?";
    for (const Span& span : spans) {
        const std::string_view text = text_behind(span, inputs);
        if (text.empty()) continue;
        match = quote(text);
        break;
    }
    return out.replace(at, placeholder.size(), match);
}

Signal signal_of(
    const RuleSet::Compiled& rules,
    const Rule& rule,
    std::vector<Span> spans,
    const Inputs& inputs,
    Voice voice
) {
    Signal signal{
        .name = rule.id,
        .rev = rule.rev,
        .source = rule.composite ? SignalSource::composite : SignalSource::rule,
        .reason = rule.reason,
        .weight = rule.weight,
        .action = rule.action,
        .group = rule.group,
        .shadow = voice == Voice::by_mode && rule.mode == Mode::shadow,
        .explanation = explanation_of(rule, spans, inputs),
    };
    if (const auto group = rules.groups.find(rule.group); group != rules.groups.end()) {
        signal.group_cap = group->second.cap;
        signal.group_floor = group->second.floor;
    }
    signal.spans = std::move(spans);
    return signal;
}

void absorb(const Rule& composite, Signals& signals) {
    for (Signal& signal : signals) {
        if (contains(composite.parts, signal.name)) signal.weight = 0;
    }
}

/// Where the parts of a late rule were seen.
void add_spans_of_parts(const Rule& rule, const Signals& signals, std::vector<Span>& spans) {
    constexpr std::size_t most = 32;
    for (const Signal& signal : signals) {
        if (!contains(rule.parts, signal.name)) continue;
        spans.insert(spans.end(), signal.spans.begin(), signal.spans.end());
    }
    std::ranges::sort(spans);
    const auto repeats = std::ranges::unique(spans);
    spans.erase(repeats.begin(), repeats.end());
    if (spans.size() > most) spans.resize(most);
}

}  // namespace

std::string_view text_behind(const Span& span, const Inputs& inputs) {
    if (inputs.comment == nullptr) return {};
    const Author& author = inputs.comment->author;
    const std::string& whole = span.field == Field::text          ? inputs.comment->text
                               : span.field == Field::author_name ? author.name
                                                                  : author.url;
    if (span.end > whole.size() || span.begin >= span.end) return {};
    return std::string_view(whole).substr(span.begin, span.end - span.begin);
}

bool applies(const Rule& rule, const Inputs& inputs, Voice voice) {
    if (voice == Voice::by_mode) {
        if (rule.mode == Mode::off) return false;
        const bool dated = rule.expires && inputs.facts != nullptr && inputs.facts->now;
        if (dated && *inputs.facts->now >= *rule.expires) return false;
    }
    return in_scope(rule.scope, inputs) && !is_exempt(rule.exempt, inputs);
}

Signals match_early(
    const RuleSet::Compiled& rules, Evaluation& evaluation, const Inputs& inputs, Voice voice
) {
    Signals signals;
    for (const std::uint32_t index : rules.early) {
        const Rule& rule = rules.rules[index];
        if (evaluation.truth_of(rule, nullptr, false) != Tri::yes) continue;
        if (!applies(rule, inputs, voice)) continue;
        signals.push_back(signal_of(rules, rule, evaluation.spans_of(rule.when), inputs, voice));
    }
    if (evaluation.incomplete()) {
        signals.push_back(
            {.name = "ENGINE_RULES_INCOMPLETE",
             .reason = Reason::policy_engine_fault,
             .action = Action::hold,
             .explanation = "Some rules could not be evaluated; a person must look."}
        );
    }
    return signals;
}

Signals match_late(
    const RuleSet::Compiled& rules,
    Evaluation& evaluation,
    const Inputs& inputs,
    Signals signals,
    Voice voice
) {
    for (const std::uint32_t index : rules.late) {
        const Rule& rule = rules.rules[index];
        const bool see_shadow = voice == Voice::everyone || rule.mode == Mode::shadow;
        if (evaluation.truth_of(rule, &signals, see_shadow) != Tri::yes) continue;
        if (!applies(rule, inputs, voice)) continue;
        std::vector<Span> spans = evaluation.spans_of(rule.when);
        add_spans_of_parts(rule, signals, spans);
        Signal signal = signal_of(rules, rule, std::move(spans), inputs, voice);
        if (rule.absorb && !signal.shadow) absorb(rule, signals);
        signals.push_back(std::move(signal));
    }
    return signals;
}

}  // namespace chaffinch::rules
