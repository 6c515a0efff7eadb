// Insight: keeps the counts up, and asks for them.

#pragma once

#include "server/insight/reports.h"
#include "server/runtime/clock.h"
#include "server/store/insight.h"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::insight {

/// A stretch of time and sites that a report is about.
struct Question {
    std::vector<SiteId> sites{};
    Timestamp from{};  ///< begin of an hour or day
    Timestamp to{};
    std::chrono::milliseconds step = std::chrono::hours(24);
};

struct Activity {
    std::vector<Stretch> outcomes{};    ///< comments: approve, hold, reject, escalated
    std::vector<Stretch> judgements{};  ///< decisions of people: approve, reject, escalate
};

struct DayOfDecisions {
    Timestamp begin{};
    std::optional<double> median_wait{};  ///< seconds
    Agreement with_engine{};
};

struct Worker {
    std::string login{};
    std::int64_t decisions = 0;
    std::int64_t overruled = 0;
};

struct Decisions {
    std::map<std::string, std::int64_t> waits{};     ///< by bucket
    std::map<std::string, std::int64_t> opinions{};  ///< "<outcome>:<judgement>"
    Agreement with_engine{};
    Agreement of_people{};
    std::vector<JudgedScore> by_score{};
    std::vector<DayOfDecisions> days{};
    std::vector<Worker> workers{};  ///< most decisions first
};

struct RuleRecord {
    store::RuleTally tally{};
    std::int64_t hits_30d = 0;  ///< in shadow too

    /// Of decided comments on which it fired, those decided as it would have it.
    [[nodiscard]] std::optional<double> precision() const;
};

struct DriftPeriod {
    Timestamp from{};
    Timestamp to{};
    std::map<std::string, std::int64_t> scores{};    ///< by bucket
    std::map<std::string, std::int64_t> outcomes{};  ///< comments by outcome
};

struct Drift {
    DriftPeriod before{};  ///< four weeks
    DriftPeriod now{};     ///< the seven days after them, up to today
    std::optional<double> stability{};
};

class Insight {
  public:
    /// References must outlive it.
    Insight(store::InsightStore& store, const runtime::Clock& clock);

    /// Counts what comes, until cancelled. What history there is at the start is counted in small
    /// pieces: about 20,000 comments a second.
    boost::asio::awaitable<void> run();

    /// Each report counts what came since the last time before it answers, at most some hundred
    /// comments: the rest is counted by run().
    boost::asio::awaitable<Activity> activity(Question question);
    boost::asio::awaitable<Decisions> decisions(Question question);
    boost::asio::awaitable<std::map<std::string, RuleRecord>> rules(SiteId site);
    boost::asio::awaitable<Drift> drift(std::vector<SiteId> sites);

    /// Every bucket between the lowest and the highest that is not empty.
    boost::asio::awaitable<std::vector<store::ScoreCount>> queue_scores(std::vector<SiteId> sites);

    [[nodiscard]] Timestamp today() const;
    [[nodiscard]] Timestamp this_hour() const;

  private:
    boost::asio::awaitable<void> catch_up();
    boost::asio::awaitable<Tallies> tallies(const Question& question, store::Measure measure);
    boost::asio::awaitable<DriftPeriod> period(
        std::vector<SiteId> sites, Timestamp from, Timestamp to
    );

    store::InsightStore& store_;
    const runtime::Clock& clock_;
};

}  // namespace chaffinch::insight
