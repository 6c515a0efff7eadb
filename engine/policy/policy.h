// Policy: the thresholds and wishes of a site, merged with those of the article.

#pragma once

#include "engine/types/article.h"

#include <string>

namespace chaffinch::policy {

struct Policy {
    std::string version = "default@1";
    double hold_at = 2.0;    ///< log-odds points from which a comment is held
    double reject_at = 5.0;  ///< and from which it is rejected
    /// Total from which a site may drop a comment at once, given a reject.
    double discard_at = 10.0;
    bool premoderate = false;
    bool hold_first_comment = false;
    /// The hold threshold is multiplied by this under a sensitive article (medical, minors,
    /// politics). The threshold of rejection is not: where a wrong publication does harm, more
    /// comments should be seen by a person, not more be thrown away.
    double sensitive_factor = 0.75;
    /// What the classifier may add or take at most, in points; alone it holds but never rejects.
    double classifier_cap = 4.0;

    friend bool operator==(const Policy&, const Policy&) = default;
};

/// The policy in force under `article` (null: the site's own). Thresholds that the article states
/// itself replace the site's and are taken as they are, also under a sensitive article.
/// A number that is not finite is replaced by its default, so that every policy can be obeyed.
Policy effective(const Policy& site, const Article* article);

}  // namespace chaffinch::policy
