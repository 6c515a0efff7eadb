// Batches, pauses, and how large a batch may be.

#include "server/privacy/retention.h"

#include "server/privacy/pseudonym.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace chaffinch::privacy {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

/// A batch shall hold the writer for at most some 10 ms, a fifth of what anybody may wait for it:
/// the next one is made smaller or larger by what the last one took.
constexpr auto wanted_write = 10ms;
constexpr std::size_t first_batch = 25;
constexpr std::size_t largest_batch = 500;
/// Then everybody else writes, for longer than a batch takes.
constexpr auto pause = 20ms;
constexpr Days session_term{1};

asio::awaitable<void> wait(std::chrono::steady_clock::duration time) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(asio::use_awaitable);
}

void raise(std::atomic<std::int64_t>& highest, std::int64_t value) {
    std::int64_t seen = highest.load();
    while (seen < value && !highest.compare_exchange_weak(seen, value)) {
    }
}

}  // namespace

Retention::Retention(
    store::PrivacyStore& store,
    SitesOf sites,
    RetentionPlan plan,
    std::string secret,
    const runtime::Clock& clock,
    Relearn relearn
)
    : store_(store),
      sites_(std::move(sites)),
      plan_(std::move(plan)),
      secret_(std::move(secret)),
      clock_(clock),
      relearn_(std::move(relearn)),
      batch_(first_batch) {}

const RetentionTerms& Retention::terms_of(const SiteId& site) const {
    const auto own = plan_.sites.find(site);
    return own == plan_.sites.end() ? plan_.common : own->second;
}

void Retention::note_write(std::chrono::microseconds spent) {
    raise(figures_.longest_write_us, spent.count());
    if (spent > wanted_write) batch_ = std::max<std::size_t>(1, batch_ / 2);
    if (spent < wanted_write / 2) batch_ = std::min(largest_batch, batch_ + batch_ / 4 + 1);
}

asio::awaitable<void> Retention::apply_to_texts(
    store::TextTerm term, Timestamp now, RetentionReport& sum
) {
    store::TextsPastTerm found;
    std::size_t lessons = 0;
    do {
        const std::size_t most = plan_.dry_run ? largest_batch : batch_;
        found = co_await store_.texts_past_term(term, std::move(found), most);
        if (found.comments.empty()) continue;
        if (plan_.dry_run) {
            sum.texts += static_cast<std::int64_t>(found.comments.size());
            continue;
        }
        std::vector<std::int64_t> comments = std::exchange(found.comments, {});
        const store::Forgotten done = co_await store_.forget_texts(term, std::move(comments), now);
        note_write(done.writer_time);
        lessons += done.lessons;
        sum.texts += static_cast<std::int64_t>(done.rows);
        figures_.texts += static_cast<std::int64_t>(done.rows);
        if (found.more) co_await wait(pause);
    } while (found.more);
    if (lessons == 0) co_return;
    sum.lessons += static_cast<std::int64_t>(lessons);
    figures_.lessons += static_cast<std::int64_t>(lessons);
    co_await relearn_(term.site);
}

asio::awaitable<void> Retention::apply_to_texts(SiteId site, Timestamp now, RetentionReport& sum) {
    const RetentionTerms& terms = terms_of(site);
    const std::pair<Status, std::optional<Days>> each[] = {
        {Status::published, terms.published_texts},
        {Status::rejected, terms.rejected_texts},
        {Status::withdrawn, terms.withdrawn_texts},
    };
    for (const auto& [status, days] : each) {
        if (!days) continue;
        store::TextTerm term{.site = site, .status = status, .before = now - *days};
        term.taught_before = terms.taught_texts ? now - *terms.taught_texts : Timestamp::min();
        co_await apply_to_texts(std::move(term), now, sum);
    }
}

asio::awaitable<std::int64_t> Retention::apply_to_trace(
    store::SiteSelection sites, store::Trace trace, Days term, Timestamp now
) {
    std::int64_t sum = 0;
    store::TracesPastTerm found;
    std::optional<std::int64_t> after;
    do {
        const std::size_t most = plan_.dry_run ? largest_batch : batch_;
        found = co_await store_.traces_past_term(sites, trace, now - term, after, most);
        sum += static_cast<std::int64_t>(found.rows.size());
        after = found.mark;
        if (plan_.dry_run) continue;
        for (store::TraceRow& row : found.rows) {
            row.value =
                trace == store::Trace::address ? pseudonym(secret_, row.value, now) : std::string();
        }
        const store::Forgotten done =
            co_await store_.replace_traces(sites, trace, std::move(found.rows), found.mark);
        note_write(done.writer_time);
        if (found.more) co_await wait(pause);
    } while (found.more);
    co_return sum;
}

asio::awaitable<void> Retention::apply_to_traces(
    store::SiteSelection sites, const RetentionTerms& terms, Timestamp now, RetentionReport& sum
) {
    if (terms.addresses) {
        sum.addresses +=
            co_await apply_to_trace(sites, store::Trace::address, *terms.addresses, now);
    }
    if (terms.user_agents) {
        sum.user_agents +=
            co_await apply_to_trace(sites, store::Trace::user_agent, *terms.user_agents, now);
    }
}

asio::awaitable<RetentionReport> Retention::apply() {
    const Timestamp now = clock_.now();
    RetentionReport sum;
    for (SiteId& site : co_await sites_()) co_await apply_to_texts(std::move(site), now, sum);
    store::SiteSelection others;
    others.all_but = true;
    for (const auto& [site, terms] : plan_.sites) {
        others.sites.push_back(site);
        store::SiteSelection alone;
        alone.sites.push_back(site);
        co_await apply_to_traces(std::move(alone), terms, now, sum);
    }
    co_await apply_to_traces(std::move(others), plan_.common, now, sum);
    if (!plan_.dry_run) {
        const store::Forgotten sessions = co_await store_.forget_sessions(now - session_term);
        sum.sessions = static_cast<std::int64_t>(sessions.rows);
        figures_.addresses += sum.addresses;
        figures_.user_agents += sum.user_agents;
        if (sum.texts + sum.addresses + sum.user_agents > 0) store_.empty_log();
    }
    figures_.last_run_at = now.time_since_epoch().count();
    co_return sum;
}

}  // namespace chaffinch::privacy
