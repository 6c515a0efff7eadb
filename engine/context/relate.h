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
    bool has_article = false;  ///< the profile is not empty
    /// Share of the comment's own distinct word 5-shingles that stand in the article, in [0, 1].
    /// Own words are those outside of links and quotations (quotation.h); a quotation in marks is
    /// left out where the comment says something besides it, which beside a link takes 8 words.
    /// nullopt when fewer than 8 own words are left, or the article has no text.
    std::optional<double> containment{};
    /// Order-kept overlap with the best passage (ordered_overlap.h). nullopt under 12 own words,
    /// and for a comment without link that shares less than a tenth of its 3-shingles.
    std::optional<double> ordered_overlap{};
    /// Distinct words of the comment with a topic weight of 0.5 or more.
    std::optional<int> specific_terms{};
    /// An author-name word with a topic weight of 0.5 or more, and a website given.
    std::optional<bool> author_topic_word{};
    /// nullopt when either language is unknown.
    std::optional<bool> language_matches{};
    /// Topic weight of each token of Document::skeleton_words, same order and size.
    std::vector<float> topic_weights{};

    /// Best similarity to an earlier comment in [0, 1]; nullopt when there is none to compare. Of
    /// equally similar ones another author's stands, then the first in Facts::earlier.
    std::optional<double> duplicate{};
    bool duplicate_same_author = false;  ///< known to be of the same author
    std::string duplicate_of{};          ///< its id; empty when the best similarity is 0
    Fingerprint fingerprint{};
};

/// From this topic weight on a word counts as the article's own.
inline constexpr float specific_topic = 0.5F;

/// Total; a missing article leaves the article's members nullopt. A null profile is an empty one.
Relation relate(
    const text::Document& document,
    std::shared_ptr<const ArticleProfile> profile,
    const Facts& facts
);

/// The same for a caller that has the fingerprint already.
Relation relate(
    const text::Document& document,
    const Fingerprint& document_fingerprint,
    std::shared_ptr<const ArticleProfile> profile,
    const Facts& facts
);

}  // namespace chaffinch::context
