// Reports as text and as JSON.

#include "engine/evaluation/report.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <functional>
#include <map>
#include <utility>

namespace chaffinch::evaluation {
namespace {

constexpr std::size_t bar_width = 40;

std::string formatted(const char* format, double value) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), format, value);
    return text.data();
}

std::string cell(double value) {
    std::string text = std::isnan(value) ? "-" : formatted("%.4f", value);
    text.insert(0, text.size() < 9 ? 9 - text.size() : 1, ' ');
    return text;
}

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(text.size(), width), ' ');
    return text;
}

std::string bar(double share) {
    const auto filled =
        static_cast<std::size_t>(std::lround(std::clamp(share, 0.0, 1.0) * bar_width));
    std::string text(bar_width, '.');
    std::fill_n(text.begin(), filled, '#');
    return text;
}

std::string reliability_text(const Metrics& metrics) {
    std::string out = "\nOf comments scored p, so many were positive (. expected, # observed)\n";
    for (std::size_t i = 0; i < metrics.bins.size(); ++i) {
        const ReliabilityBin& bin = metrics.bins[i];
        if (bin.rows == 0) continue;
        const auto rows = static_cast<double>(bin.rows);
        const double observed = static_cast<double>(bin.positives) / rows;
        out += "  p " + formatted("%.2f", bin.probability_sum / rows) + "  " + bar(observed) + " " +
               formatted("%.2f", observed) + "  " + std::to_string(bin.rows) + " rows\n";
    }
    return out;
}

std::string histogram_text(const Metrics& metrics) {
    std::size_t most = 1;
    for (std::size_t i = 0; i < metrics.negatives_by_z.size(); ++i) {
        most = std::max({most, metrics.negatives_by_z[i], metrics.positives_by_z[i]});
    }
    std::string out = "\nScores (z)      ham                                      positive\n";
    for (std::size_t i = 0; i < metrics.negatives_by_z.size(); ++i) {
        const auto share = [&](std::size_t rows) {
            const auto marks = static_cast<std::size_t>(
                std::ceil(30 * static_cast<double>(rows) / static_cast<double>(most))
            );
            return padded(std::string(marks, '#') + " " + std::to_string(rows), 40);
        };
        std::array<char, 32> label{};
        std::snprintf(
            label.data(),
            label.size(),
            "  %+3d to %+3d  ",
            static_cast<int>(i) - 10,
            static_cast<int>(i) - 9
        );
        out += label.data() + share(metrics.negatives_by_z[i]) + " " +
               share(metrics.positives_by_z[i]);
        out.erase(out.find_last_not_of(' ') + 1);
        out += "\n";
    }
    return out;
}

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out.push_back('\\');
        out.push_back(static_cast<unsigned char>(c) < 0x20 ? ' ' : c);
    }
    return out + "\"";
}

using Part = std::function<std::string(const ScoredRow&)>;

void add_parts(
    Report& report, const std::vector<ScoredRow>& rows, const std::string& kind, const Part& part
) {
    std::map<std::string, std::vector<ScoredRow>> by_name;
    for (const ScoredRow& row : rows) {
        if (const std::string name = part(row); !name.empty()) by_name[name].push_back(row);
    }
    if (by_name.size() < 2) return;
    for (const auto& [name, some] : by_name)
        report.sections.push_back({kind + " " + name, measure(some)});
}

}  // namespace

Report make_report(std::string title, const std::vector<ScoredRow>& rows) {
    Report report{std::move(title), {{"all", measure(rows)}}};
    add_parts(report, rows, "corpus", [](const ScoredRow& row) { return row.corpus; });
    add_parts(report, rows, "language", [](const ScoredRow& row) { return row.language; });
    return report;
}

std::vector<std::pair<std::string, double>> figures(const Metrics& metrics) {
    return {
        {"accuracy", metrics.accuracy},
        {"auc", metrics.auc},
        {"recall_at_0.1", metrics.recall_at_0_1},
        {"recall_at_0.5", metrics.recall_at_0_5},
        {"recall_at_1", metrics.recall_at_1},
        {"ece", metrics.ece},
        {"log_loss", metrics.log_loss},
    };
}

std::string as_text(const Report& report) {
    std::string out = report.title + "\n\n" + padded("", 32) +
                      "    rows  positive      auc    r@0.1    r@0.5      r@1      ece accuracy"
                      "  ham lost  missed\n";
    for (const Section& section : report.sections) {
        const Metrics& m = section.metrics;
        std::array<char, 64> counts{};
        std::snprintf(
            counts.data(), counts.size(), "%8zu  %8zu", m.rows, m.true_positives + m.false_negatives
        );
        out += padded(section.name, 32) + counts.data() + cell(m.auc) + cell(m.recall_at_0_1) +
               cell(m.recall_at_0_5) + cell(m.recall_at_1) + cell(m.ece) + cell(m.accuracy);
        std::snprintf(
            counts.data(), counts.size(), "  %8zu  %6zu\n", m.false_positives, m.false_negatives
        );
        out += counts.data();
    }
    if (report.sections.empty()) return out;
    const Metrics& all = report.sections.front().metrics;
    return out + reliability_text(all) + histogram_text(all);
}

std::string as_json(const Report& report) {
    std::string out = "{\n \"title\": " + quoted(report.title) + ",\n \"sections\": {";
    for (std::size_t i = 0; i < report.sections.size(); ++i) {
        const Section& section = report.sections[i];
        const Metrics& m = section.metrics;
        out += (i > 0 ? "," : "") + std::string{"\n  "} + quoted(section.name) +
               ": {\"rows\": " + std::to_string(m.rows) +
               ", \"positives\": " + std::to_string(m.true_positives + m.false_negatives);
        for (const auto& [name, value] : figures(m)) {
            if (!std::isnan(value)) out += ", " + quoted(name) + ": " + formatted("%.4f", value);
        }
        out += "}";
    }
    return out + "\n }\n}\n";
}

}  // namespace chaffinch::evaluation
