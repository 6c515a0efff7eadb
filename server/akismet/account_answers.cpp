// Counts as the clients read them: in key-sites as text, in usage-limit as numbers.

#include "server/akismet/account_answers.h"

#include "server/akismet/answers.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace chaffinch::akismet {

namespace json = boost::json;

namespace {

using store::AkismetUsage;

constexpr std::size_t most_sites = 500;

std::int64_t calls(const AkismetUsage& usage) {
    return usage.spam + usage.ham;
}

AkismetUsage sum(const std::vector<AkismetUsage>& parts) {
    AkismetUsage all;
    for (const AkismetUsage& part : parts) {
        all.spam += part.spam;
        all.ham += part.ham;
        all.missed_spam += part.missed_spam;
        all.false_positives += part.false_positives;
    }
    return all;
}

http::Response json_answer(const json::value& body) {
    http::Response response;
    response.body = json::serialize(body);
    return response;
}

std::size_t number_of(const Fields& fields, std::string_view name, std::size_t otherwise) {
    const std::string_view text = fields.get(name);
    std::size_t value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failed == std::errc{} && end == text.data() + text.size() ? value : otherwise;
}

void sort_by(std::vector<AkismetUsage>& usage, std::string_view order) {
    const auto key = [order](const AkismetUsage& one) {
        if (order == "spam") return one.spam;
        if (order == "ham") return one.ham;
        if (order == "missed_spam") return one.missed_spam;
        if (order == "false_positives") return one.false_positives;
        return calls(one);
    };
    std::ranges::stable_sort(usage, std::ranges::greater{}, key);
}

json::object site_row(const AkismetUsage& usage) {
    return {
        {"site", usage.blog},
        {"api_calls", std::to_string(calls(usage))},
        {"spam", std::to_string(usage.spam)},
        {"ham", std::to_string(usage.ham)},
        {"missed_spam", std::to_string(usage.missed_spam)},
        {"false_positives", std::to_string(usage.false_positives)},
        {"is_revoked", false},
    };
}

/// A field of a CSV line. A leading '=' and its like would be a formula in a spreadsheet.
std::string csv_field(std::string_view text) {
    std::string out = "\"";
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
        out += '\'';
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

std::string csv_of(const std::vector<AkismetUsage>& usage, Month month) {
    std::string out = "Active sites during " + to_string(month) + "\n";
    out += "Site,Total API Calls,Spam,Ham,Missed Spam,False Positives,Is Revoked\n";
    for (const AkismetUsage& one : usage) {
        out += csv_field(one.blog);
        for (const std::int64_t count :
             {calls(one), one.spam, one.ham, one.missed_spam, one.false_positives}) {
            out += ',' + std::to_string(count);
        }
        out += ",false\n";
    }
    return out;
}

json::object stats_members(const AkismetUsage& usage) {
    return {
        {"spam", usage.spam},
        {"ham", usage.ham},
        {"missed_spam", usage.missed_spam},
        {"false_positives", usage.false_positives},
    };
}

double accuracy(const AkismetUsage& usage) {
    const std::int64_t wrong = usage.missed_spam + usage.false_positives;
    const std::int64_t all = std::max(calls(usage), wrong);
    return all == 0 ? 100.0 : 100.0 * static_cast<double>(all - wrong) / static_cast<double>(all);
}

}  // namespace

std::optional<Month> month_from(std::string_view text) {
    if (text.size() != 7 || text[4] != '-') return std::nullopt;
    int year = 0;
    unsigned month = 0;
    const auto read_year = std::from_chars(text.data(), text.data() + 4, year);
    const auto read_month = std::from_chars(text.data() + 5, text.data() + 7, month);
    if (read_year.ptr != text.data() + 4 || read_month.ptr != text.data() + 7) return std::nullopt;
    if (year < 1970 || month < 1 || month > 12) return std::nullopt;
    return Month{std::chrono::year{year}, std::chrono::month{month}};
}

std::string to_string(Month month) {
    std::array<char, 16> text{};
    const int size = std::snprintf(
        text.data(),
        text.size(),
        "%04d-%02u",
        static_cast<int>(month.year()),
        static_cast<unsigned>(month.month())
    );
    return {text.data(), static_cast<std::size_t>(size)};
}

Month month_of(Timestamp time) {
    const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(time)};
    return {day.year(), day.month()};
}

Timestamp begin_of(Month month) {
    return std::chrono::sys_days{month / std::chrono::day{1}};
}

http::Response usage_limit_answer(const std::vector<AkismetUsage>& usage, const Fields& fields) {
    json::object body{
        {"limit", "none"}, {"usage", calls(sum(usage))}, {"percentage", "0"}, {"throttled", false}
    };
    if (fields.is_set("extended")) {
        body["notice_level"] = "NOTICE_NONE";
        body["upgrade"] = false;
    }
    return json_answer(body);
}

http::Response key_sites_answer(
    std::vector<AkismetUsage> usage, Month month, const Fields& fields
) {
    const std::string_view filter = fields.get("filter");
    std::erase_if(usage, [filter](const AkismetUsage& one) {
        return one.blog.find(filter) == std::string::npos;
    });
    sort_by(usage, fields.get("order"));
    const std::size_t total = usage.size();
    const std::size_t limit = std::min(number_of(fields, "limit", most_sites), most_sites);
    const std::size_t offset = number_of(fields, "offset", 0);
    usage.erase(
        usage.begin(), usage.begin() + static_cast<std::ptrdiff_t>(std::min(offset, total))
    );
    if (usage.size() > limit) usage.resize(limit);
    if (fields.get("format") == "csv") {
        http::Response response = plain(csv_of(usage, month));
        response.content_type = "text/csv; charset=utf-8";
        return response;
    }
    json::array rows;
    for (const AkismetUsage& one : usage) rows.push_back(site_row(one));
    return json_answer(json::object{
        {to_string(month), std::move(rows)}, {"limit", limit}, {"offset", offset}, {"total", total}
    });
}

http::Response stats_answer(const std::vector<std::pair<Month, std::vector<AkismetUsage>>>& months
) {
    std::vector<AkismetUsage> sums;
    json::object breakdown;
    for (const auto& [month, usage] : months) {
        sums.push_back(sum(usage));
        json::object members = stats_members(sums.back());
        members["da"] = to_string(month) + "-01";
        breakdown[to_string(month)] = std::move(members);
    }
    const AkismetUsage all = sum(sums);
    json::object body = stats_members(all);
    std::array<char, 16> text{};
    const int size = std::snprintf(text.data(), text.size(), "%.2f", accuracy(all));
    body["accuracy"] = json::string(text.data(), static_cast<std::size_t>(size));
    body["time_saved"] = 0;  // a boast of theirs; we do not guess it
    body["breakdown"] = std::move(breakdown);
    return json_answer(body);
}

http::Response subscription_answer(const SiteId& site) {
    return json_answer(json::object{
        {"account_id", 0},
        {"account_type", "self-hosted"},
        {"account_name", site.value},
        {"status", "active"},
        {"next_billing_date", false},
        {"limit_reached", false},
    });
}

}  // namespace chaffinch::akismet
