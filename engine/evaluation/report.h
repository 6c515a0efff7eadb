// Report: metrics of a whole evaluation and of its parts, as text, as an HTML page, as JSON.

#pragma once

#include "engine/evaluation/metrics.h"

#include <string>
#include <utility>
#include <vector>

namespace chaffinch::evaluation {

struct Section {
    std::string name{};  ///< "all", "corpus youtube_spam", "language en"
    Metrics metrics{};
};

struct Report {
    std::string title{};
    std::vector<Section> sections{};  ///< "all" first
};

/// Rows as a whole, then by corpus, then by language (parts with one class show what can be shown).
Report make_report(std::string title, const std::vector<ScoredRow>& rows);

/// Tables, the reliability diagram and the histogram of scores in characters.
std::string as_text(const Report& report);

/// One page without script or outside links; diagrams are inline SVG.
std::string as_html(const Report& report);

/// Inline SVG of the reliability diagram, for pages of others: the classes `axis` and `yes` are the
/// page's to colour.
std::string reliability_svg(const Metrics& metrics);

/// {"title": ..., "sections": {"all": {"auc": ...}}}; numbers with 4 digits, missing ones left out.
/// It is the baseline file of a later run.
std::string as_json(const Report& report);

/// Named figures of a section, as as_json() writes them.
std::vector<std::pair<std::string, double>> figures(const Metrics& metrics);

}  // namespace chaffinch::evaluation
