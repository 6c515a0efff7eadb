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

/// What scopes and exemptions ask of a comment, found once for all rules.
class Audience {
  public:
    explicit Audience(const Inputs& inputs) : inputs_(inputs), language_(language_of(inputs)) {
        static const FieldInfo& section = *find_field("article.section");
        static const FieldInfo& sensitivity = *find_field("article.sensitivity");
        static const FieldInfo& approved = *find_field("author.approved");
        static const FieldInfo& trusted = *find_field("author.trusted");
        static const FieldInfo& logged_in = *find_field("author.logged_in");
        section_ = folded(section);
        sensitivity_ = folded(sensitivity);
        approved_ = number_of(approved, inputs);
        trusted_ = flag_of(trusted, inputs).value_or(false);
        logged_in_ = flag_of(logged_in, inputs).value_or(false);
    }

    /// False when scope, exemption, mode or expiry keep the rule silent.
    [[nodiscard]] bool hears(const Rule& rule, Voice voice) const {
        if (voice == Voice::by_mode) {
            if (rule.mode == Mode::off) return false;
            const bool dated = rule.expires && inputs_.facts != nullptr && inputs_.facts->now;
            if (dated && *inputs_.facts->now >= *rule.expires) return false;
        }
        return in_scope(rule.scope) && !is_exempt(rule.exempt);
    }

  private:
    [[nodiscard]] std::string folded(const FieldInfo& field) const {
        const auto value = string_of(field, inputs_);
        return value ? text::normalize(*value).text : std::string{};
    }

    /// A condition of scope excludes only by what is known.
    [[nodiscard]] bool in_scope(const Scope& scope) const {
        const auto excluded = [](const std::vector<std::string>& list, std::string_view value) {
            return !list.empty() && !value.empty() && !contains(list, value);
        };
        return !excluded(scope.languages, language_) && !excluded(scope.sections, section_) &&
               !excluded(scope.sensitivities, sensitivity_);
    }

    [[nodiscard]] bool is_exempt(const Exempt& exempt) const {
        if (exempt.approved_gte && approved_ && *approved_ >= *exempt.approved_gte) return true;
        return (exempt.trusted && trusted_) || (exempt.logged_in && logged_in_);
    }

    const Inputs& inputs_;
    std::string language_;
    std::string section_;
    std::string sensitivity_;
    std::optional<double> approved_;
    bool trusted_ = false;
    bool logged_in_ = false;
};

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
    return Audience(inputs).hears(rule, voice);
}

Signals match_early(
    const RuleSet::Compiled& rules, Evaluation& evaluation, const Inputs& inputs, Voice voice
) {
    Signals signals;
    const Audience audience(inputs);
    for (const std::uint32_t place : evaluation.candidates()) {
        const Rule& rule = rules.rules[rules.early[place]];
        if (!audience.hears(rule, voice)) continue;
        if (evaluation.truth_of(rule, nullptr, false) != Tri::yes) continue;
        signals.push_back(signal_of(rules, rule, evaluation.spans_of(rule.when), inputs, voice));
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
    const Audience audience(inputs);
    for (const std::uint32_t index : rules.late) {
        const Rule& rule = rules.rules[index];
        if (!audience.hears(rule, voice)) continue;
        const bool see_shadow = voice == Voice::everyone || rule.mode == Mode::shadow;
        if (evaluation.truth_of(rule, &signals, see_shadow) != Tri::yes) continue;
        std::vector<Span> spans = evaluation.spans_of(rule.when);
        add_spans_of_parts(rule, signals, spans);
        Signal signal = signal_of(rules, rule, std::move(spans), inputs, voice);
        if (rule.absorb && !signal.shadow) absorb(rule, signals);
        signals.push_back(std::move(signal));
    }
    return signals;
}

}  // namespace chaffinch::rules
