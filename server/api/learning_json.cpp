// Reading and writing it.

#include "server/api/learning_json.h"

#include "engine/types/limits.h"
#include "engine/wire/object_reader.h"
#include "engine/wire/submission_json.h"

#include <boost/json.hpp>

#include <cmath>
#include <utility>

namespace chaffinch::api {

namespace json = boost::json;
using wire::ObjectReader;
using wire::Presence;

namespace {

constexpr std::int64_t largest_sequence = std::int64_t{1} << 53;

/// Four digits, as in other reports; null for a figure that needs a class which is missing.
json::value figure(double value) {
    if (std::isnan(value)) return nullptr;
    return std::round(value * 1e4) / 1e4;
}

json::object rulings_of(const learning::Tally& tally) {
    json::object out;
    for (std::size_t i = 0; i < tally.by_ruling.size(); ++i)
        out[learning::name(static_cast<learning::Ruling>(i))] = tally.by_ruling.at(i);
    return out;
}

json::array curve_of(const learning::Curve& curve) {
    json::array out;
    for (const learning::CurvePoint& point : curve.layer) {
        out.push_back(json::object{
            {"lessons", point.decisions},
            {"accuracy", figure(point.accuracy)},
            {"ham_accuracy", figure(point.ham_accuracy)}
        });
    }
    return out;
}

json::array agreement_of(const learning::Curve& curve) {
    json::array out;
    for (const learning::CurvePoint& point : curve.engine) {
        out.push_back(
            json::object{{"lessons", point.decisions}, {"agreement", figure(point.agreement)}}
        );
    }
    return out;
}

json::array alarms_of(const learning::Curve& curve) {
    json::array out;
    const auto add = [&out](const char* what, const std::vector<std::size_t>& alarms) {
        for (const std::size_t at : alarms)
            out.push_back(json::object{{"of", what}, {"lesson", at}});
    };
    add("disagreement", curve.disagreement_alarms);
    add("approvals", curve.approval_alarms);
    add("holds", curve.hold_alarms);
    return out;
}

json::array reliability_of(const evaluation::Metrics& metrics) {
    json::array out;
    for (const evaluation::ReliabilityBin& bin : metrics.bins) {
        if (bin.rows == 0) continue;
        const auto rows = static_cast<double>(bin.rows);
        out.push_back(json::object{
            {"lessons", bin.rows},
            {"foretold", figure(bin.probability_sum / rows)},
            {"unwanted", figure(static_cast<double>(bin.positives) / rows)}
        });
    }
    return out;
}

using Logins = std::map<std::string, std::string>;

const std::string& login_of(const std::string& moderator, const Logins& logins) {
    const auto login = logins.find(moderator);
    return login == logins.end() ? moderator : login->second;
}

json::array doubts_of(const std::map<std::string, std::size_t>& doubts, const Logins& logins) {
    json::array out;
    for (const auto& [moderator, waiting] : doubts) {
        out.push_back(json::object{{"moderator", login_of(moderator, logins)}, {"waiting", waiting}}
        );
    }
    return out;
}

json::array vouchers_of(
    const SiteId& site, const std::vector<Voucher>& vouchers, const Logins& logins
) {
    json::array out;
    for (const Voucher& voucher : vouchers) {
        if (voucher.site == site) out.push_back(voucher_reply(voucher, logins));
    }
    return out;
}

json::array versions_of(const std::vector<learning::Stretch>& stretches, const Logins& logins) {
    json::array out;
    for (const learning::Stretch& stretch : stretches) {
        out.push_back(json::object{
            {"first", stretch.first},
            {"last", stretch.last},
            {"day", stretch.day},
            {"moderator", login_of(stretch.moderator, logins)},
            {"unwanted", stretch.positives},
            {"wanted", stretch.negatives}
        });
    }
    return out;
}

}  // namespace

Result<WantedForgetting> decode_forgetting(std::string_view body) {
    const auto value = wire::parse_json(body);
    if (!value) return value.error();
    std::vector<FieldError> errors;
    ObjectReader in(*value, "", errors);
    WantedForgetting out;
    out.site.value =
        in.text("site", {.min_bytes = 1, .bytes = limits::id_bytes}, Presence::required)
            .value_or("");
    out.moderator = in.text("moderator", {.min_bytes = 1, .bytes = 128});
    if (auto decision = in.text("decision", {.min_bytes = 1, .bytes = limits::id_bytes}))
        out.decision = DecisionId{*std::move(decision)};
    const auto after = in.integer("after", 0, largest_sequence);
    out.after = after.value_or(0);
    if (errors.empty() && !out.moderator && !out.decision && !after) {
        in.fail("moderator", "say which lessons: moderator, decision, after, or several of them");
    }
    in.finish();
    if (!errors.empty()) return wire::invalid(std::move(errors));
    return out;
}

namespace {

enum class VoucherNote { allowed, unknown };

Result<WantedVoucher> read_voucher(std::string_view body, VoucherNote note) {
    const auto value = wire::parse_json(body);
    if (!value) return value.error();
    std::vector<FieldError> errors;
    ObjectReader in(*value, "", errors);
    WantedVoucher out;
    out.site.value =
        in.text("site", {.min_bytes = 1, .bytes = limits::id_bytes}, Presence::required)
            .value_or("");
    out.moderator =
        in.text("moderator", {.min_bytes = 1, .bytes = 128}, Presence::required).value_or("");
    if (note == VoucherNote::allowed) out.note = in.text("note", {.bytes = 2'000}).value_or("");
    in.finish();
    if (!errors.empty()) return wire::invalid(std::move(errors));
    return out;
}

}  // namespace

Result<WantedVoucher> decode_voucher(std::string_view body) {
    return read_voucher(body, VoucherNote::allowed);
}

Result<WantedVoucher> decode_voucher_end(std::string_view body) {
    return read_voucher(body, VoucherNote::unknown);
}

json::object voucher_reply(const Voucher& voucher, const Logins& logins) {
    json::object out{
        {"moderator", login_of(voucher.moderator.value, logins)},
        {"through", voucher.through},
        {"by", voucher.by_login},
        {"note", voucher.note},
        {"at", to_rfc3339(voucher.at)},
        {"ended_at", nullptr},
        {"ended_by", nullptr}
    };
    if (voucher.ended_at) {
        out["ended_at"] = to_rfc3339(*voucher.ended_at);
        out["ended_by"] = voucher.ended_by_login;
    }
    return out;
}

json::object learning_reply(
    const learning::SiteDetail& site, const std::vector<Voucher>& vouchers, const Logins& logins
) {
    const learning::SiteReport& report = site.report;
    const evaluation::Metrics all = site.foretold.sections.empty()
                                        ? evaluation::Metrics{}
                                        : site.foretold.sections.front().metrics;
    return {
        {"site", report.site.value},
        {"lessons", report.lessons},
        {"rulings", rulings_of(report.tally)},
        {"waiting", report.tally.waiting},
        {"doubted", report.tally.doubted},
        {"moderators_in_doubt", report.tally.moderators_in_doubt},
        {"doubts", doubts_of(site.doubts, logins)},
        {"vouchers", vouchers_of(report.site, vouchers, logins)},
        {"batches_refused", report.tally.batches_refused},
        {"curve", curve_of(report.curve)},
        {"agreement", agreement_of(report.curve)},
        {"alarms", alarms_of(report.curve)},
        {"foretold", all.rows},
        {"auc", figure(all.rows == 0 ? std::nan("") : all.auc)},
        {"calibration_error", figure(all.rows == 0 ? std::nan("") : all.ece)},
        {"reliability", reliability_of(all)},
        {"versions", versions_of(site.stretches, logins)}
    };
}

}  // namespace chaffinch::api
