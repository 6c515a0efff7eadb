// The report as one HTML page with inline SVG.

#include "engine/evaluation/html.h"
#include "engine/evaluation/report.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>

namespace chaffinch::evaluation {
namespace {

std::string number(const char* format, double value) {
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), format, value);
    return text.data();
}

std::string rectangle(double x, double y, double width, double height, const char* kind) {
    std::array<char, 160> text{};
    std::snprintf(
        text.data(),
        text.size(),
        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
        kind,
        x,
        y,
        width,
        height
    );
    return text.data();
}

constexpr double side = 320;

std::string histogram_svg(const Metrics& metrics) {
    std::size_t most = 1;
    for (std::size_t i = 0; i < metrics.negatives_by_z.size(); ++i) {
        most = std::max({most, metrics.negatives_by_z[i], metrics.positives_by_z[i]});
    }
    std::string out = "<svg viewBox=\"-10 -10 360 370\" role=\"img\" aria-label=\"scores\">";
    const double step = side / static_cast<double>(metrics.negatives_by_z.size());
    for (std::size_t i = 0; i < metrics.negatives_by_z.size(); ++i) {
        const double x = step * static_cast<double>(i);
        const auto height = [&](std::size_t rows) {
            return side * std::sqrt(static_cast<double>(rows) / static_cast<double>(most));
        };
        const double ham = height(metrics.negatives_by_z[i]);
        const double spam = height(metrics.positives_by_z[i]);
        out += rectangle(x, side - ham, step * 0.45, ham, "no");
        out += rectangle(x + step * 0.45, side - spam, step * 0.45, spam, "yes");
    }
    return out +
           "<text x=\"0\" y=\"345\">z -10</text><text x=\"155\" y=\"345\">0</text><text x=\"295\" "
           "y=\"345\">10</text></svg>";
}

std::string table(const Report& report) {
    std::string out =
        "<table><tr><th>part<th>rows<th>positive<th>AUC<th>recall at 0.1 %<th>0.5 %<th>1 % ham "
        "loss<th>ECE<th>accuracy<th>ham lost<th>missed</tr>";
    for (const Section& section : report.sections) {
        const Metrics& m = section.metrics;
        out += "<tr><td>" + escaped_html(section.name) + "<td>" + std::to_string(m.rows) + "<td>" +
               std::to_string(m.true_positives + m.false_negatives);
        for (const double value :
             {m.auc, m.recall_at_0_1, m.recall_at_0_5, m.recall_at_1, m.ece, m.accuracy}) {
            out += "<td>" + (std::isnan(value) ? std::string{"-"} : number("%.4f", value));
        }
        out += "<td>" + std::to_string(m.false_positives) + "<td>" +
               std::to_string(m.false_negatives) + "</tr>\n";
    }
    return out + "</table>";
}

}  // namespace

std::string reliability_svg(const Metrics& metrics) {
    std::string out =
        "<svg viewBox=\"-40 -10 380 370\" role=\"img\" aria-label=\"reliability\"><line "
        "class=\"axis\" "
        "x1=\"0\" y1=\"320\" x2=\"320\" y2=\"0\"/>";
    out += "<text x=\"0\" y=\"345\">0</text><text x=\"260\" y=\"345\">probability 1</text>";
    std::size_t most = 1;
    for (const ReliabilityBin& bin : metrics.bins) most = std::max(most, bin.rows);
    for (const ReliabilityBin& bin : metrics.bins) {
        if (bin.rows == 0) continue;
        const auto rows = static_cast<double>(bin.rows);
        const double x = side * bin.probability_sum / rows;
        const double y = side * (1 - static_cast<double>(bin.positives) / rows);
        // The area of a point is the share of rows it stands for.
        const double radius = 3 + 12 * std::sqrt(rows / static_cast<double>(most));
        std::array<char, 128> point{};
        std::snprintf(
            point.data(),
            point.size(),
            "<circle class=\"yes\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>",
            x,
            y,
            radius
        );
        out += point.data();
    }
    return out + "</svg>";
}

std::string as_html(const Report& report) {
    std::string out =
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>" +
        escaped_html(report.title) +
        "</title><style>body{font:15px/1.4 sans-serif;margin:2em;max-width:70em}td,th{padding:.2em "
        ".7em;"
        "text-align:right}td:first-child,th:first-child{text-align:left}svg{width:24em;margin-"
        "right:2em}"
        ".axis{stroke:#888;stroke-dasharray:4}.yes{fill:#b3401e;fill-opacity:.75}.no{fill:#2c6e49;"
        "fill-opacity:.75}text{font-size:14px}</style><h1>" +
        escaped_html(report.title) + "</h1>\n" + table(report);
    if (report.sections.empty()) return out;
    const Metrics& all = report.sections.front().metrics;
    out +=
        "<h2>Reliability</h2><p>Each point is a fifteenth of the probability scale; on the dashed "
        "line the "
        "stated probability is the true one.</p>" +
        reliability_svg(all);
    out +=
        "<h2>Scores</h2><p>Rows by log-odds (square-root scale): green what was ham, red what was "
        "not.</p>" +
        histogram_svg(all);
    return out + "</html>\n";
}

}  // namespace chaffinch::evaluation
