// Adding up, and printing.

#include "server/learning/report.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>

namespace chaffinch::learning {

namespace {

std::size_t alarms_of(const Curve& curve) {
    return curve.disagreement_alarms.size() + curve.approval_alarms.size() +
           curve.hold_alarms.size();
}

std::size_t ruled(const Tally& tally, Ruling ruling) {
    return tally.by_ruling.at(static_cast<std::size_t>(ruling));
}

/// Null when no window is full.
const CurvePoint* newest_full(const std::vector<CurvePoint>& points) {
    const auto full = [](const CurvePoint& point) { return point.decisions == curve_window; };
    const auto found = std::find_if(points.rbegin(), points.rend(), full);
    return found == points.rend() ? nullptr : &*found;
}

/// "2025-03-28".
std::string day_name(std::chrono::sys_days day) {
    const std::chrono::year_month_day date(day);
    char text[40];
    std::snprintf(
        text,
        sizeof text,
        "%04d-%02u-%02u",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day())
    );
    return text;
}

std::string percent(double share) {
    char text[16];
    std::snprintf(text, sizeof text, "%.1f %%", 100 * share);
    return text;
}

std::string alarm_lines(const char* what, const std::vector<std::size_t>& alarms) {
    std::string text;
    for (const std::size_t at : alarms) {
        text += "  alarm: " + std::string(what) + " changed by about ten points before lesson " +
                std::to_string(at) + '\n';
    }
    return text;
}

}  // namespace

Overview overview_of(const std::vector<SiteReport>& sites) {
    Overview all;
    double layers = 0;
    double engines = 0;
    double accuracy = 0;
    double ham_accuracy = 0;
    double agreement = 0;
    for (const SiteReport& site : sites) {
        all.lessons += site.lessons;
        all.held_out += ruled(site.tally, Ruling::hold_out);
        all.waiting += site.tally.waiting;
        all.doubted += site.tally.doubted;
        all.moderators_in_doubt += site.tally.moderators_in_doubt;
        for (const Ruling cap :
             {Ruling::too_many_of_author,
              Ruling::too_many_of_network,
              Ruling::too_many_of_host,
              Ruling::too_many_of_class})
            all.capped += ruled(site.tally, cap);
        all.batches_refused += site.tally.batches_refused;
        all.alarms += alarms_of(site.curve);
        if (const CurvePoint* point = newest_full(site.curve.layer)) {
            ++layers;
            accuracy += point->accuracy;
            ham_accuracy += point->ham_accuracy;
        }
        if (const CurvePoint* point = newest_full(site.curve.engine)) {
            ++engines;
            agreement += point->agreement;
        }
    }
    if (layers > 0) all.accuracy = accuracy / layers;
    if (layers > 0) all.ham_accuracy = ham_accuracy / layers;
    if (engines > 0) all.agreement = agreement / engines;
    return all;
}

SiteDetail detail_of(SiteReport report, const TaughtSite& site) {
    SiteDetail detail{.report = std::move(report)};
    detail.report.tally = site.tally();
    detail.report.curve = site.curve();
    std::vector<LessonPlace> places;
    places.reserve(site.lessons().size());
    for (const LessonFacts& lesson : site.lessons()) {
        places.push_back({lesson.sequence, day_name(lesson.day), lesson.moderator, lesson.positive}
        );
    }
    detail.stretches = stretches_of(places);
    detail.doubts = site.doubted_by_moderator();
    std::vector<evaluation::ScoredRow> said = site.foretold(TrainingLabel::spam);
    for (evaluation::ScoredRow& row : site.foretold(TrainingLabel::abuse))
        said.push_back(std::move(row));
    detail.foretold =
        evaluation::make_report(detail.report.site.value + ": foretold lessons", said);
    return detail;
}

std::string report_text(const SiteDetail& detail) {
    const SiteReport& site = detail.report;
    std::string text = site.site.value + ": " + std::to_string(site.lessons) + " lessons\n";
    for (std::size_t i = 0; i < site.tally.by_ruling.size(); ++i) {
        if (site.tally.by_ruling.at(i) == 0) continue;
        text += "  " + std::string(name(static_cast<Ruling>(i))) + ": " +
                std::to_string(site.tally.by_ruling.at(i)) + '\n';
    }
    text += "  waiting for the next day: " + std::to_string(site.tally.waiting) + '\n';
    if (site.tally.moderators_in_doubt > 0) {
        text += "  moderators in doubt: " + std::to_string(site.tally.moderators_in_doubt) + "; " +
                std::to_string(site.tally.doubted) +
                " lessons wait three days to be taken back or vouched for\n";
    }
    text += "  batches refused: " + std::to_string(site.tally.batches_refused) + '\n';
    text += alarm_lines("disagreement with the engine", site.curve.disagreement_alarms);
    text += alarm_lines("the share of approvals", site.curve.approval_alarms);
    text += alarm_lines("the share held by the engine", site.curve.hold_alarms);
    text += "  foretold by the layer, by a hundred lessons learnt (accuracy, among the wanted):\n";
    for (const CurvePoint& point : site.curve.layer) {
        text += "    " + std::to_string(point.decisions) + '\t' + percent(point.accuracy) + '\t' +
                percent(point.ham_accuracy) + '\n';
    }
    text += "  agreement of the engine with moderators, by a hundred lessons:\n";
    for (const CurvePoint& point : site.curve.engine) {
        text += "    " + std::to_string(point.decisions) + '\t' + percent(point.agreement) + '\n';
    }
    if (site.curve.layer.empty()) return text;
    return text + '\n' + evaluation::as_text(detail.foretold);
}

}  // namespace chaffinch::learning
