// LabelledSet: labelled comments as features, split into a part to learn from and a part to be
// judged by, and weighted so that neither a large corpus nor a language becomes a label.

#pragma once

#include "engine/classifier/features.h"
#include "engine/commands/comment_lines.h"
#include "engine/types/result.h"

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::commands {

struct LabelledRow {
    std::string id{};
    std::string corpus{};
    std::string language{};
    std::string article{};
    classifier::FeatureSet features{};  ///< key 0, no rule hits
    bool positive = false;
    bool held_out = false;  ///< of the part that is never trained on
    float weight = 1;       ///< set by balance()
};

struct LabelledFiles {
    std::vector<std::string> files{};
    std::string label = "spam";  ///< "spam" asks a row's label, any other name its `toxic` mark
    /// Of these corpora only ids that begin so are taken.
    std::map<std::string, std::string> id_prefixes{};
    /// Rows of these corpora without a `toxic` mark count as not toxic: what a blog's owner let
    /// stand.
    std::vector<std::string> presumed_clean{};
    /// Texts of the articles, for features of the comment against its article; may be empty.
    ArticleTexts articles{};
};

/// Whether a row is judged by rather than learnt from: near copies share a group, and a group goes
/// to one side by its name: the first 8 hex digits of its SHA-256, modulo 5, are 0. The row's id
/// stands in for a missing group.
bool is_held_out(std::string_view group);

/// Reads rows that carry the label, in the order of the files. `progress` gets the rows read so
/// far. Errors: those of read_comment_lines; a bad line is an error, not a gap.
Result<std::vector<LabelledRow>> read_labelled(
    const LabelledFiles& from, const std::function<void(std::size_t)>& progress = {}
);

struct BalanceOptions {
    std::size_t corpus_cap = 4'000;    ///< a corpus's class counts as at most so many rows
    std::size_t fewest_of_class = 20;  ///< a language needs so many rows of both classes
    double strongest = 4;              ///< most that a row of the rarer class may count
};

/// Sets weights of the rows that are learnt from. Within a language both classes weigh the same
/// (as far as `strongest` reaches); a language that has one class only would teach that the
/// language is the answer, so its rows get weight 0. Returns those languages.
std::vector<std::string> balance(std::vector<LabelledRow>& rows, const BalanceOptions& options);

}  // namespace chaffinch::commands
