// The report as one page with inline SVG.

#include "engine/evaluation/html.h"
#include "server/learning/report.h"

#include <algorithm>
#include <cstdio>
#include <string_view>

namespace chaffinch::learning {

namespace {

constexpr double width = 640;
constexpr double height = 200;
/// The curve shows shares from one half to all: below, a coin would do better.
constexpr double lowest = 0.5;

double y_of(double share) {
    return height * (1 - (std::max(share, lowest) - lowest) / (1 - lowest));
}

template <class Share>
std::string line(const std::vector<CurvePoint>& points, const char* kind, Share share) {
    std::string out = "<polyline class=\"" + std::string(kind) + "\" points=\"";
    const double step = width / static_cast<double>(std::max<std::size_t>(points.size(), 2) - 1);
    for (std::size_t i = 0; i < points.size(); ++i) {
        char point[64];
        std::snprintf(
            point, sizeof point, "%.1f,%.1f ", step * static_cast<double>(i), y_of(share(points[i]))
        );
        out += point;
    }
    return out + "\"/>";
}

std::string curve_svg(const Curve& curve) {
    std::string out =
        "<svg class=\"curve\" viewBox=\"-50 -10 710 250\" role=\"img\" "
        "aria-label=\"how well lessons were foretold\">";
    for (const double share : {0.5, 0.75, 1.0}) {
        char grid[160];
        std::snprintf(
            grid,
            sizeof grid,
            "<line class=\"axis\" x1=\"0\" y1=\"%.0f\" x2=\"640\" y2=\"%.0f\"/>"
            "<text x=\"-45\" y=\"%.0f\">%.0f %%</text>",
            y_of(share),
            y_of(share),
            y_of(share) + 5,
            100 * share
        );
        out += grid;
    }
    out += line(curve.engine, "agreement", [](const CurvePoint& p) { return p.agreement; });
    out += line(curve.layer, "ham", [](const CurvePoint& p) { return p.ham_accuracy; });
    out += line(curve.layer, "accuracy", [](const CurvePoint& p) { return p.accuracy; });
    return out +
           "<text x=\"0\" y=\"230\">oldest</text><text x=\"590\" y=\"230\">newest</text></svg>";
}

std::string ledger_table(const std::vector<Stretch>& stretches) {
    std::string out = "<table><tr><th>lessons<th>day<th>moderator<th>unwanted<th>wanted</tr>";
    for (const Stretch& stretch : stretches) {
        out += "<tr><td>" + std::to_string(stretch.first) + "-" + std::to_string(stretch.last) +
               "<td>" + stretch.day + "<td>" + evaluation::escaped_html(stretch.moderator) +
               "<td>" + std::to_string(stretch.positives) + "<td>" +
               std::to_string(stretch.negatives) + "</tr>\n";
    }
    return out + "</table>";
}

std::string section(const SiteDetail& site) {
    std::string out =
        "<h1>" + evaluation::escaped_html(site.report.site.value) +
        "</h1>\n<h2>How well lessons were "
        "foretold</h2>\n<p>Windows of a hundred. <b class=\"accuracy\">The site's layer</b>, "
        "<b class=\"ham\">the same among wanted comments</b>, <b class=\"agreement\">agreement of "
        "the engine with moderators</b>.</p>\n" +
        curve_svg(site.report.curve);
    if (!site.foretold.sections.empty()) {
        out +=
            "\n<h2>Reliability</h2>\n<p>Each point is a fifteenth of the probability scale; on "
            "the dashed line the stated probability is the true one.</p>\n" +
            evaluation::reliability_svg(site.foretold.sections.front().metrics);
    }
    return out + "\n<h2>In figures</h2>\n<pre>" + evaluation::escaped_html(report_text(site)) +
           "</pre>\n<h2>The ledger</h2>\n" + ledger_table(site.stretches);
}

}  // namespace

std::string report_html(const std::vector<SiteDetail>& sites) {
    std::string out =
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>What moderators "
        "taught</title><style>body{font:15px/1.4 sans-serif;margin:2em;max-width:70em}td,th{"
        "padding:.2em .7em;text-align:right}svg{width:24em}svg.curve{width:44em}.axis{stroke:#888;"
        "stroke-dasharray:4}.yes{fill:#b3401e;fill-opacity:.75}polyline{fill:none;stroke-width:2}"
        "polyline.accuracy{stroke:#1f4e9c}polyline.ham{stroke:#2c6e49}polyline.agreement{"
        "stroke:#b3401e}b.accuracy{color:#1f4e9c}b.ham{color:#2c6e49}b.agreement{color:#b3401e}"
        "text{font-size:14px}</style>\n";
    for (const SiteDetail& site : sites) out += section(site);
    return out + "</html>\n";
}

}  // namespace chaffinch::learning
