// Output of `chaffinch check`.

#include "engine/commands/check_report.h"

#include "engine/wire/verdict_json.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <ostream>

namespace chaffinch::commands {

namespace json = boost::json;

namespace {

constexpr std::size_t excerpt_code_points = 60;

/// The beginning of a text on one line, with control characters shown as blanks.
std::string excerpt(std::string_view text) {
    std::string out;
    std::size_t code_points = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool starts_character = (byte & 0xC0U) != 0x80U;
        if (starts_character && ++code_points > excerpt_code_points) return out + "\xE2\x80\xA6";
        out += byte < 0x20 || byte == 0x7F ? ' ' : c;
    }
    return out;
}

std::string formatted(const char* format, auto... values) {
    std::array<char, 256> out{};
    std::snprintf(out.data(), out.size(), format, values...);
    return out.data();
}

}  // namespace

std::string json_line(const std::string& id, const Verdict& verdict) {
    json::object out{{"id", id}};
    wire::encode_verdict(verdict, wire::VerdictDetail::full, out);
    return json::serialize(out);
}

std::string table_head() {
    return formatted("%-9s %7s  %-28s %-34s %s", "outcome", "score", "id", "top reason", "text");
}

std::string table_row(const std::string& id, const Verdict& verdict, std::string_view text) {
    const std::string outcome = std::string(name(verdict.outcome)) + (verdict.escalated ? "!" : "");
    const std::string reason =
        verdict.reasons.empty() ? "-" : std::string(code(verdict.reasons.front().reason));
    return formatted(
               "%-9s %7.2f  %-28.28s %-34.34s ",
               outcome.c_str(),
               verdict.score,
               id.c_str(),
               reason.c_str()
           ) +
           excerpt(text);
}

double area_under_curve(std::vector<std::pair<double, bool>> scores) {
    std::ranges::sort(scores);
    double positives = 0;
    double negatives = 0;
    double ordered_pairs = 0;  // (negative below positive), ties one half
    for (std::size_t i = 0; i < scores.size();) {
        double tied_positives = 0;
        double tied_negatives = 0;
        std::size_t j = i;
        for (; j < scores.size() && scores[j].first == scores[i].first; ++j) {
            (scores[j].second ? tied_positives : tied_negatives) += 1;
        }
        ordered_pairs += tied_positives * (negatives + tied_negatives / 2);
        positives += tied_positives;
        negatives += tied_negatives;
        i = j;
    }
    if (positives == 0 || negatives == 0) return std::numeric_limits<double>::quiet_NaN();
    return ordered_pairs / (positives * negatives);
}

void LabelSummary::add(const std::string& label, const Verdict& verdict) {
    if (label.empty()) return;
    Row& row = rows_[label];
    ++row.outcomes[static_cast<std::size_t>(verdict.outcome)];
    if (verdict.escalated) ++row.escalated;
    if (label == "ham" || label == "spam") scores_.emplace_back(verdict.score, label == "spam");
}

void LabelSummary::print(std::ostream& out) const {
    out << formatted(
        "\n%-10s %9s %9s %9s %9s %10s\n", "label", "rows", "approve", "hold", "reject", "escalated"
    );
    for (const auto& [label, row] : rows_) {
        const std::size_t rows = row.outcomes[0] + row.outcomes[1] + row.outcomes[2];
        out << formatted(
            "%-10s %9zu %9zu %9zu %9zu %10zu\n",
            label.c_str(),
            rows,
            row.outcomes[0],
            row.outcomes[1],
            row.outcomes[2],
            row.escalated
        );
    }
    const double auc = area_under_curve(scores_);
    if (!std::isnan(auc)) out << formatted("AUC of score, ham against spam: %.4f\n", auc);
}

}  // namespace chaffinch::commands
