// Diagnostics with their file and rule filled in.

#include "engine/rules/schema.h"

#include <utility>

namespace chaffinch::rules {

void Reporter::add(Severity severity, Place place, std::string message, std::string hint) {
    out_.push_back(
        {.severity = severity,
         .file = file_,
         .line = place.line,
         .column = place.column,
         .subject = subject_,
         .message = std::move(message),
         .hint = std::move(hint)}
    );
}

void Reporter::error(Place place, std::string message, std::string hint) {
    ++errors_;
    add(Severity::error, place, std::move(message), std::move(hint));
}

void Reporter::warning(Place place, std::string message, std::string hint) {
    add(Severity::warning, place, std::move(message), std::move(hint));
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates) {
    const std::string_view near = nearest(word, candidates);
    return near.empty() ? "" : "did you mean `" + std::string(near) + "`?";
}

}  // namespace chaffinch::rules
