// What reports weigh.

#include "server/records/report.h"

#include <array>

namespace chaffinch {

namespace {

constexpr double assumed_agreed = 2;

/// Sums of weights that are meant to be whole must not fail by rounding.
constexpr double rounding = 1e-9;

constexpr std::array all_reasons{
    ReportReason::spam,
    ReportReason::abuse,
    ReportReason::hate,
    ReportReason::threat,
    ReportReason::safety,
    ReportReason::privacy,
    ReportReason::misinformation,
    ReportReason::off_topic,
    ReportReason::other,
};

}  // namespace

std::string_view name(ReportReason reason) {
    switch (reason) {
        case ReportReason::spam:
            return "spam";
        case ReportReason::abuse:
            return "abuse";
        case ReportReason::hate:
            return "hate";
        case ReportReason::threat:
            return "threat";
        case ReportReason::safety:
            return "safety";
        case ReportReason::privacy:
            return "privacy";
        case ReportReason::misinformation:
            return "misinformation";
        case ReportReason::off_topic:
            return "off_topic";
        case ReportReason::other:
            return "other";
    }
    return "";
}

std::optional<ReportReason> report_reason_from(std::string_view word) {
    for (const ReportReason reason : all_reasons) {
        if (name(reason) == word) return reason;
    }
    return std::nullopt;
}

bool is_urgent(ReportReason reason) {
    return reason == ReportReason::threat || reason == ReportReason::safety ||
           reason == ReportReason::privacy;
}

double report_weight(std::int64_t agreed, std::int64_t disagreed) {
    const double right = static_cast<double>(agreed) + assumed_agreed;
    return right / (right + static_cast<double>(disagreed));
}

bool asks_for_hold(const ReportTally& tally, std::int64_t threshold) {
    if (tally.urgent && !tally.person_saw) return true;
    return threshold > 0 && tally.weight + rounding >= static_cast<double>(threshold);
}

}  // namespace chaffinch
