// The checks of single patterns, cheapest first.

#include "engine/rules/admission.h"

#include "engine/rules/pattern_work.h"
#include "engine/rules/patterns.h"

namespace chaffinch::rules {

bool is_folded(const FieldInfo& field) {
    return field.kind != FieldKind::items && field.view != View::raw;
}

std::shared_ptr<const RE2> admit_pattern(
    const std::string& pattern, const FieldInfo& field, Place place, Reporter& reporter
) {
    if (pattern.size() > max_pattern_bytes) {
        reporter.error(
            place, "pattern is longer than 1,000 bytes", "use `words` or a list, which cost nothing"
        );
        return nullptr;
    }
    auto compiled = std::make_shared<const RE2>(pattern, pattern_options(is_folded(field)));
    if (!compiled->ok()) {
        reporter.error(
            place,
            "pattern does not compile: " + compiled->error(),
            "patterns are RE2: no look-around, no back-references"
        );
        return nullptr;
    }
    if (pattern.find("\\C") != std::string::npos) {
        reporter.error(place, "`\\C` cuts characters in two", "use `.`");
        return nullptr;
    }
    if (compiled->ProgramSize() > max_program_size) {
        reporter.error(
            place,
            "pattern needs " + std::to_string(compiled->ProgramSize()) +
                " steps, more than 500, and would slow every comment down",
            "shorten counted repetitions such as {200}, or use `words`"
        );
        return nullptr;
    }
    if (pattern_work(pattern) > max_pattern_work) {
        reporter.error(
            place,
            "pattern would take too long on the worst of texts",
            "shorten counted repetitions such as {50} of signs that overlap with what stands before"
        );
        return nullptr;
    }
    if (RE2::PartialMatch("", *compiled)) {
        reporter.error(
            place,
            "pattern matches even an empty text, and so every comment",
            "look for a `*`, `?` or `|` that leaves nothing to find"
        );
        return nullptr;
    }
    return compiled;
}

}  // namespace chaffinch::rules
