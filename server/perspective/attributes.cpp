// Scores from signals.

#include "server/perspective/attributes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

namespace chaffinch::perspective {

namespace {

constexpr std::size_t most_spans = 100;

double probability_of_points(double points) {
    return 1 / (1 + std::exp(-points));
}

bool speaks_for(Reason reason, Attribute attribute) {
    switch (attribute) {
        case Attribute::spam:
            return family(reason) == ReasonFamily::spam;
        case Attribute::toxicity:
            return family(reason) == ReasonFamily::abuse;
        case Attribute::insult:
            return reason == Reason::abuse_insult || reason == Reason::abuse_harassment;
        case Attribute::threat:
            return reason == Reason::abuse_threat;
    }
    return false;
}

std::string_view classifier_of(Attribute attribute) {
    if (attribute == Attribute::spam) return "classifier.spam";
    if (attribute == Attribute::toxicity) return "classifier.toxic";
    return {};
}

bool speaks_by_rule(const Signal& signal, Attribute attribute) {
    return signal.source != SignalSource::classifier && speaks_for(signal.reason, attribute);
}

/// A rule that decides by itself weighs as much as rejection needs.
double rule_weight(const Signal& signal, double hold_at) {
    const bool decides = signal.action == Action::hold || signal.action == Action::reject ||
                         signal.action == Action::escalate;
    return std::max(signal.weight, decides ? 2 * hold_at : 0.0);
}

/// Of an attribute for which rules speak.
double chance_of(Attribute attribute, const Evidence& evidence, double hold_at) {
    if (attribute == Attribute::insult) return insult_chance.of(evidence.points, evidence.model);
    if (attribute == Attribute::threat) return threat_chance.of(evidence.points, evidence.model);
    return probability_of_points(evidence.points - hold_at);
}

/// UTF-16 offsets of byte offsets, made once a text.
class Utf16Offsets {
  public:
    explicit Utf16Offsets(std::string_view text) {
        offsets_.reserve(text.size() + 1);
        std::uint32_t units = 0;
        for (const char c : text) {
            offsets_.push_back(units);
            const auto byte = static_cast<unsigned char>(c);
            if ((byte & 0xC0U) != 0x80U) units += byte >= 0xF0U ? 2 : 1;
        }
        offsets_.push_back(units);
    }

    [[nodiscard]] std::uint32_t at(std::uint32_t byte) const {
        return offsets_[std::min<std::size_t>(byte, offsets_.size() - 1)];
    }

  private:
    std::vector<std::uint32_t> offsets_{};
};

/// The strongest evidence for each place.
class Places {
  public:
    void add(const std::vector<Span>& spans, double points) {
        if (points <= 0) return;
        for (const Span& span : spans) {
            if (span.field != Field::text || span.begin >= span.end) continue;
            double& strongest = points_[{span.begin, span.end}];
            strongest = std::max(strongest, points);
        }
    }

    [[nodiscard]] std::vector<SpanScore> scores(std::string_view text, double hold_at) const {
        std::vector<std::pair<std::pair<std::uint32_t, std::uint32_t>, double>> places(
            points_.begin(), points_.end()
        );
        std::ranges::stable_sort(places, std::ranges::greater{}, [](const auto& place) {
            return place.second;
        });
        if (places.size() > most_spans) places.resize(most_spans);
        std::ranges::sort(places);
        const Utf16Offsets offsets(text);
        std::vector<SpanScore> out;
        for (const auto& [place, points] : places) {
            out.push_back(
                {offsets.at(place.first),
                 offsets.at(place.second),
                 probability_of_points(points - hold_at)}
            );
        }
        return out;
    }

  private:
    std::map<std::pair<std::uint32_t, std::uint32_t>, double> points_{};
};

}  // namespace

std::optional<Attribute> attribute_from(std::string_view name) {
    constexpr std::array<std::string_view, 4> names{"SPAM", "TOXICITY", "INSULT", "THREAT"};
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) return std::nullopt;
    return static_cast<Attribute>(found - names.begin());
}

Evidence evidence_of(const Verdict& verdict, Attribute attribute, double hold_at) {
    Evidence evidence;
    for (const Signal& signal : verdict.signals) {
        if (signal.shadow) continue;
        if (signal.name == "classifier.toxic") evidence.model = signal.weight;
        if (speaks_by_rule(signal, attribute)) evidence.points += rule_weight(signal, hold_at);
    }
    return evidence;
}

AttributeScore score_of(
    const Verdict& verdict, Attribute attribute, std::string_view text, double hold_at
) {
    AttributeScore out;
    Places places;
    for (const Signal& signal : verdict.signals) {
        if (signal.shadow) continue;
        if (signal.name == classifier_of(attribute)) {
            // The model never speaks for a comment where abuse is concerned: without evidence it
            // stands at one half, which says nothing, and says it as 0.
            const bool speaks = attribute == Attribute::spam || signal.weight > 0;
            if (speaks) out.value = std::max(out.value, signal.probability);
            for (const Term& term : signal.terms) places.add(term.spans, term.weight);
        } else if (speaks_by_rule(signal, attribute)) {
            places.add(signal.spans, rule_weight(signal, hold_at));
        }
    }
    const Evidence evidence = evidence_of(verdict, attribute, hold_at);
    if (evidence.points > 0)
        out.value = std::max(out.value, chance_of(attribute, evidence, hold_at));
    out.spans = places.scores(text, hold_at);
    return out;
}

}  // namespace chaffinch::perspective
