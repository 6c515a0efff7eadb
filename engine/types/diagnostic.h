// Diagnostic: what is wrong in a file that a person wrote (rules, policy, config), and the mend.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chaffinch {

enum class Severity { error, warning };

struct Diagnostic {
    Severity severity = Severity::error;
    std::string file{};
    int line = 0;           ///< 1-based; 0: the file as a whole
    int column = 0;         ///< 1-based; 0: the line as a whole
    std::string subject{};  ///< rule id or key, may be empty
    std::string message{};
    std::string hint{};  ///< how to mend it, may be empty

    friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

using Diagnostics = std::vector<Diagnostic>;

/// "rules/spam/links.yaml:12:7: error: LINK_DROP: unknown key `scores` (did you mean `score`?)"
std::string format(const Diagnostic& diagnostic);

bool has_errors(const Diagnostics& diagnostics);

/// The candidate nearest to `word` by edit distance, if near enough to be a slip of the pen
/// (distance at most a third of the length, at least 1); otherwise empty.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates);

}  // namespace chaffinch
