// Signal: one piece of evidence that a rule, a detector or the classifier found in a comment.

#pragma once

#include "engine/types/reason.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch {

/// Which part of the comment a span lies in.
enum class Field : std::uint8_t { text, author_name, author_email, author_url, article };

std::string_view name(Field field);

/// Bytes [begin, end) of the field as the site sent it, always on UTF-8 character borders.
struct Span {
    Field field = Field::text;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    friend auto operator<=>(const Span&, const Span&) = default;
};

enum class SignalSource : std::uint8_t { rule, composite, detector, classifier, policy };

std::string_view name(SignalSource source);

/// What a signal does besides adding its weight. The order of precedence is policy's business.
enum class Action : std::uint8_t { score, note, allow, hold, reject, escalate };

std::string_view name(Action action);

/// One term of the classifier's explanation. Positive weights speak for the label.
struct Term {
    std::string term{};
    double weight = 0;
    std::vector<Span> spans{};
};

/// A term whose evidence was reduced because the article is about it.
struct NeutralisedTerm {
    std::string term{};
    double from = 0;
    double to = 0;
    std::string why{};
};

struct Signal {
    std::string name{};  ///< rule id, or "classifier.spam"; stable
    int rev = 1;
    SignalSource source = SignalSource::rule;
    Reason reason = Reason::none;
    double weight = 0;  ///< log-odds points; positive speaks against the comment
    Action action = Action::score;
    std::string group{};     ///< group whose cap and floor apply; empty: none
    double group_cap = 0;    ///< cap of that group, 0: none (set by rules)
    double group_floor = 0;  ///< floor of that group, 0: none
    bool shadow = false;     ///< kept as evidence, counts for nothing
    std::string explanation{};
    std::vector<Span> spans{};
    std::vector<Term> terms{};
    std::vector<NeutralisedTerm> neutralised{};
    double probability = -1;  ///< classifier only: calibrated probability of its label; else -1
};

using Signals = std::vector<Signal>;

}  // namespace chaffinch
