// Questions put to the counts.

#include "server/insight/insight.h"

#include "server/runtime/with_timeout.h"
#include "server/store/store.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <tuple>
#include <utility>

namespace chaffinch::insight {

namespace {

using namespace std::chrono_literals;
using store::Measure;

constexpr std::size_t counted_at_once = 500;
constexpr auto between_counts = 2s;
constexpr auto between_pieces = 10ms;
constexpr auto one_day = std::chrono::days(1);
constexpr auto recent = 7 * one_day;
constexpr auto earlier = 28 * one_day;
constexpr auto a_month = 30 * one_day;

std::vector<Worker> workers_of(const Tallies& decisions, const Tallies& overruled) {
    const auto lost = by_name(overruled);
    std::vector<Worker> workers;
    for (const auto& [login, count] : by_name(decisions)) {
        if (count <= 0) continue;
        const auto found = lost.find(login);
        workers.push_back({login, count, found == lost.end() ? 0 : found->second});
    }
    std::ranges::sort(workers, [](const Worker& a, const Worker& b) {
        return std::tie(b.decisions, a.login) < std::tie(a.decisions, b.login);
    });
    return workers;
}

std::vector<DayOfDecisions> days_of(
    const Question& question, const Tallies& waits, const Tallies& opinions
) {
    const auto waited = by_stretch(waits, question.from, question.to, one_day);
    const auto judged = by_stretch(opinions, question.from, question.to, one_day);
    std::vector<DayOfDecisions> days;
    for (std::size_t i = 0; i < waited.size(); ++i) {
        days.push_back(
            {.begin = waited[i].begin,
             .median_wait = wait_quantile(waited[i].counts, 0.5),
             .with_engine = agreement_with_engine(judged[i].counts)}
        );
    }
    return days;
}

}  // namespace

std::optional<double> RuleRecord::precision() const {
    return Agreement{.same = tally.upheld, .differ = tally.overturned}.share();
}

Insight::Insight(store::InsightStore& store, const runtime::Clock& clock)
    : store_(store), clock_(clock) {}

Timestamp Insight::today() const {
    return std::chrono::floor<std::chrono::days>(clock_.now());
}

Timestamp Insight::this_hour() const {
    return std::chrono::floor<std::chrono::hours>(clock_.now());
}

boost::asio::awaitable<void> Insight::run() {
    while (true) {
        bool more = false;
        try {
            more = co_await store_.count_on(counted_at_once);
        } catch (const store::StoreUnavailable&) {
            // The disk is full or gone; nothing is lost by counting later.
        }
        co_await runtime::sleep_for(more ? between_pieces : between_counts);
    }
}

boost::asio::awaitable<void> Insight::catch_up() {
    co_await store_.count_on(counted_at_once);
}

boost::asio::awaitable<Tallies> Insight::tallies(const Question& question, Measure measure) {
    Tallies all;
    for (const SiteId& site : question.sites) {
        auto some = co_await store_.tallies(site, measure, question.from, question.to);
        std::ranges::move(some, std::back_inserter(all));
    }
    co_return all;
}

boost::asio::awaitable<Activity> Insight::activity(Question question) {
    co_await catch_up();
    const Tallies outcomes = co_await tallies(question, Measure::outcome);
    const Tallies judgements = co_await tallies(question, Measure::judgement);
    co_return Activity{
        .outcomes = by_stretch(outcomes, question.from, question.to, question.step),
        .judgements = by_stretch(judgements, question.from, question.to, question.step)
    };
}

boost::asio::awaitable<Decisions> Insight::decisions(Question question) {
    co_await catch_up();
    const Tallies waits = co_await tallies(question, Measure::wait);
    const Tallies opinions = co_await tallies(question, Measure::opinion);
    const Tallies people = co_await tallies(question, Measure::people);
    const Tallies scores = co_await tallies(question, Measure::judged_score);
    const Tallies by_moderator = co_await tallies(question, Measure::moderator);
    const Tallies overruled = co_await tallies(question, Measure::overruled);
    Decisions report;
    report.waits = by_name(waits);
    report.opinions = by_name(opinions);
    report.with_engine = agreement_with_engine(report.opinions);
    report.of_people = agreement_of_people(by_name(people));
    report.by_score = judged_scores(by_name(scores));
    report.days = days_of(question, waits, opinions);
    report.workers = workers_of(by_moderator, overruled);
    co_return report;
}

boost::asio::awaitable<std::map<std::string, RuleRecord>> Insight::rules(SiteId site) {
    co_await catch_up();
    Question month;
    month.from = today() - a_month;
    month.to = today() + one_day;
    month.sites.push_back(site);
    const Tallies recently = co_await tallies(month, Measure::rule);
    const auto hits = by_name(recently);
    std::map<std::string, RuleRecord> records;
    for (store::RuleTally& tally : co_await store_.rule_tallies(std::move(site))) {
        RuleRecord& record = records[tally.rule];
        record.tally = std::move(tally);
        const auto found = hits.find(record.tally.rule);
        record.hits_30d = found == hits.end() ? 0 : found->second;
    }
    co_return records;
}

boost::asio::awaitable<DriftPeriod> Insight::period(
    std::vector<SiteId> sites, Timestamp from, Timestamp to
) {
    Question question;
    question.sites = std::move(sites);
    question.from = from;
    question.to = to;
    const Tallies scores = co_await tallies(question, Measure::score);
    const Tallies outcomes = co_await tallies(question, Measure::outcome);
    co_return DriftPeriod{
        .from = from, .to = to, .scores = by_name(scores), .outcomes = by_name(outcomes)
    };
}

boost::asio::awaitable<Drift> Insight::drift(std::vector<SiteId> sites) {
    co_await catch_up();
    const Timestamp end = today() + one_day;
    const Timestamp middle = end - recent;
    Drift report;
    report.before = co_await period(sites, middle - earlier, middle);
    report.now = co_await period(std::move(sites), middle, end);
    report.stability = stability_index(report.before.scores, report.now.scores);
    co_return report;
}

boost::asio::awaitable<std::vector<store::ScoreCount>> Insight::queue_scores(
    std::vector<SiteId> sites
) {
    return store_.queue_scores(std::move(sites));
}

}  // namespace chaffinch::insight
