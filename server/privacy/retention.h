// The terms after which things are forgotten, and the job that sees to it.

#pragma once

#include "server/runtime/clock.h"
#include "server/store/privacy.h"

#include <boost/asio/awaitable.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::privacy {

using Days = std::chrono::days;

/// Counted from the last change of a text, from the arrival of everything else. Absent: never.
struct RetentionTerms {
    /// A site that shows comments from here would show empty ones.
    std::optional<Days> published_texts{};
    std::optional<Days> rejected_texts{180};
    std::optional<Days> withdrawn_texts{30};
    /// Of all these, when moderators taught with it: the lesson goes with the text it was learnt
    /// from.
    std::optional<Days> taught_texts{};
    std::optional<Days> addresses{30};
    std::optional<Days> user_agents{30};

    friend bool operator==(const RetentionTerms&, const RetentionTerms&) = default;
};

struct RetentionPlan {
    RetentionTerms common{};
    std::map<SiteId, RetentionTerms> sites{};  ///< those with terms of their own
    bool dry_run = false;                      ///< only count, in the log and the metrics

    friend bool operator==(const RetentionPlan&, const RetentionPlan&) = default;
};

/// What was forgotten, or would have been.
struct RetentionReport {
    std::int64_t texts = 0;
    std::int64_t addresses = 0;
    std::int64_t user_agents = 0;
    std::int64_t sessions = 0;  ///< older than a day: a session ends after 12 hours
    std::int64_t lessons = 0;
};

/// For the metrics. Any thread reads.
struct RetentionFigures {
    std::atomic<std::int64_t> texts{0};  ///< since the start, as all counts
    std::atomic<std::int64_t> addresses{0};
    std::atomic<std::int64_t> user_agents{0};
    std::atomic<std::int64_t> lessons{0};
    std::atomic<std::int64_t> longest_write_us{0};  ///< of the writer, for one batch
    std::atomic<std::int64_t> last_run_at{0};       ///< milliseconds since 1970; 0: none yet
};

class Retention {
  public:
    using SitesOf = std::function<boost::asio::awaitable<std::vector<SiteId>>()>;
    using Relearn = std::function<boost::asio::awaitable<void>(SiteId)>;

    /// `sites`: all there are. `secret`: of this installation, for pseudonyms. `relearn` is awaited
    /// after lessons of a site were forgotten. References must outlive it.
    Retention(
        store::PrivacyStore& store,
        SitesOf sites,
        RetentionPlan plan,
        std::string secret,
        const runtime::Clock& clock,
        Relearn relearn
    );

    /// Forgets (or counts) all that is past its term now, in batches with pauses.
    boost::asio::awaitable<RetentionReport> apply();

    [[nodiscard]] const RetentionFigures& figures() const { return figures_; }

  private:
    boost::asio::awaitable<void> apply_to_texts(SiteId site, Timestamp now, RetentionReport& sum);
    boost::asio::awaitable<void> apply_to_texts(
        store::TextTerm term, Timestamp now, RetentionReport& sum
    );
    boost::asio::awaitable<void> apply_to_traces(
        store::SiteSelection sites, const RetentionTerms& terms, Timestamp now, RetentionReport& sum
    );
    boost::asio::awaitable<std::int64_t> apply_to_trace(
        store::SiteSelection sites, store::Trace trace, Days term, Timestamp now
    );

    /// Notes how long the writer was held, and chooses the size of the next batch.
    void note_write(std::chrono::microseconds spent);
    [[nodiscard]] const RetentionTerms& terms_of(const SiteId& site) const;

    store::PrivacyStore& store_;
    SitesOf sites_;
    RetentionPlan plan_;
    std::string secret_;
    const runtime::Clock& clock_;
    Relearn relearn_;
    std::size_t batch_;
    RetentionFigures figures_{};
};

}  // namespace chaffinch::privacy
