// Verdicts as JSON. Numbers are rounded to what they mean: points to a thousandth.

#include "engine/wire/verdict_json.h"

#include <boost/json.hpp>

#include <cmath>

namespace chaffinch::wire {

namespace json = boost::json;

namespace {

double rounded(double points) {
    return std::round(points * 1000) / 1000 + 0.0;
}

json::string_view view(std::string_view text) {
    return {text.data(), text.size()};
}

json::array encode_spans(const std::vector<Span>& spans) {
    json::array out;
    for (const Span& span : spans) {
        out.push_back({{"field", view(name(span.field))}, {"begin", span.begin}, {"end", span.end}}
        );
    }
    return out;
}

json::object encode_signal(const Signal& signal) {
    json::object out{
        {"name", signal.name},
        {"rev", signal.rev},
        {"source", view(name(signal.source))},
        {"reason", view(code(signal.reason))},
        {"weight", rounded(signal.weight)},
    };
    if (signal.action != Action::score) out["action"] = view(name(signal.action));
    if (signal.shadow) out["shadow"] = true;
    if (!signal.group.empty()) out["group"] = signal.group;
    if (!signal.explanation.empty()) out["explanation"] = signal.explanation;
    if (signal.probability >= 0) out["probability"] = rounded(signal.probability);
    if (!signal.spans.empty()) out["spans"] = encode_spans(signal.spans);
    if (!signal.terms.empty()) {
        json::array terms;
        for (const Term& term : signal.terms) {
            terms.push_back(
                {{"term", term.term},
                 {"weight", rounded(term.weight)},
                 {"spans", encode_spans(term.spans)}}
            );
        }
        out["terms"] = std::move(terms);
    }
    if (!signal.neutralised.empty()) {
        json::array terms;
        for (const NeutralisedTerm& term : signal.neutralised) {
            terms.push_back(
                {{"term", term.term},
                 {"from", rounded(term.from)},
                 {"to", rounded(term.to)},
                 {"why", term.why}}
            );
        }
        out["neutralised"] = std::move(terms);
    }
    return out;
}

/// "classifier.spam" -> "spam"
std::string_view label_of(std::string_view signal_name) {
    const std::size_t dot = signal_name.find('.');
    return dot == std::string_view::npos ? signal_name : signal_name.substr(dot + 1);
}

}  // namespace

void encode_verdict(const Verdict& verdict, VerdictDetail detail, json::object& out) {
    out["outcome"] = view(name(verdict.outcome));
    out["escalated"] = verdict.escalated;
    out["discard"] = verdict.discard;
    if (detail == VerdictDetail::full) out["score"] = rounded(verdict.score);
    json::array reasons;
    for (const ReasonScore& row : verdict.reasons) {
        json::object reason{{"code", view(code(row.reason))}};
        if (detail == VerdictDetail::full) reason["score"] = rounded(row.score);
        reason["text"] = view(info(row.reason).public_text);
        reasons.push_back(std::move(reason));
    }
    out["reasons"] = std::move(reasons);
    if (detail == VerdictDetail::full) {
        json::object probabilities;
        json::array signals;
        for (const Signal& signal : verdict.signals) {
            if (signal.probability >= 0)
                probabilities[view(label_of(signal.name))] = rounded(signal.probability);
            signals.push_back(encode_signal(signal));
        }
        out["classifier"] = std::move(probabilities);
        out["signals"] = std::move(signals);
    }
    out["provenance"] = {
        {"rules", verdict.provenance.rules},
        {"model", verdict.provenance.model},
        {"policy", verdict.provenance.policy},
    };
}

}  // namespace chaffinch::wire
