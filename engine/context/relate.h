// relate() sets one comment against its article and against the comments before it.

#pragma once

#include "engine/context/article_profile.h"
#include "engine/text/document.h"
#include "engine/types/facts.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::context {

struct Relation {
    /// The article's profile; never null, possibly empty.
    std::shared_ptr<const ArticleProfile> profile{};
    bool has_article = false;
    /// Share of the comment's word 5-shingles that stand in the article (quoted lines left out).
    std::optional<double> containment{};
    /// Order-kept overlap with the best two neighbouring sentences; only for 12 words and more.
    std::optional<double> ordered_overlap{};
    /// Distinct words of the comment with a topic weight of 0.5 or more.
    std::optional<int> specific_terms{};
    /// An author-name word with a topic weight of 0.5 or more.
    std::optional<bool> author_topic_word{};
    std::optional<bool> language_matches{};
    /// Topic weight of each token of Document::skeleton_words, same order and size.
    std::vector<float> topic_weights{};

    /// Best similarity to an earlier comment in [0, 1]; nullopt when there is none to compare.
    std::optional<double> duplicate{};
    bool duplicate_same_author = false;
    std::string duplicate_of{};
    Fingerprint fingerprint{};
};

/// Total; a missing article leaves the article's members nullopt.
Relation relate(
    const text::Document& document,
    std::shared_ptr<const ArticleProfile> profile,
    const Facts& facts
);

}  // namespace chaffinch::context
