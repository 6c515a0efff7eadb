// A moderator's use cases.

#include "server/review/review.h"

#include "server/runtime/random_id.h"

#include <utility>

namespace chaffinch::review {

Review::Review(
    store::ReviewStore& reviews,
    Teach teach,
    const runtime::Clock& clock,
    telemetry::Metrics& metrics
)
    : reviews_(reviews), teach_(std::move(teach)), clock_(clock), metrics_(metrics) {}

boost::asio::awaitable<Result<store::QueuePage>> Review::queue(
    Reviewer reviewer, store::QueueQuery query
) {
    auto sites = permitted_sites(reviewer, query.sites);
    if (!sites) co_return store::QueuePage{};
    query.sites = *std::move(sites);
    query.now = clock_.now();
    co_return co_await reviews_.list_queue(std::move(query));
}

boost::asio::awaitable<Result<store::QueueItem>> Review::item(Reviewer reviewer, CommentId id) {
    co_return co_await reviews_.find_item(std::move(id), std::move(reviewer.sites), clock_.now());
}

boost::asio::awaitable<store::QueueCounts> Review::counts(
    Reviewer reviewer, std::vector<SiteId> asked
) {
    auto sites = permitted_sites(reviewer, asked);
    if (!sites) co_return store::QueueCounts{};
    co_return co_await reviews_.queue_counts(
        *std::move(sites), std::move(reviewer.id), std::move(reviewer.login), clock_.now()
    );
}

boost::asio::awaitable<Decided> Review::decide(Reviewer reviewer, std::vector<DecisionItem> items) {
    DecisionId id{runtime::random_id("dec_", clock_.now())};
    co_return co_await decide_as(std::move(id), std::move(reviewer), std::move(items));
}

boost::asio::awaitable<Decided> Review::decide_as(
    DecisionId id, Reviewer reviewer, std::vector<DecisionItem> items
) {
    const Timestamp now = clock_.now();
    Decided out;
    out.id = std::move(id);
    std::vector<store::NewDecision> decisions;
    decisions.reserve(items.size());
    for (DecisionItem& item : items) {
        decisions.push_back({
            .id = out.id,
            .comment = std::move(item.comment),
            .version = item.version,
            .judgement = item.judgement,
            .reason = item.reason,
            .note = std::move(item.note),
            .moderator = reviewer.id,
            .moderator_login = reviewer.login,
            .sites = reviewer.sites,
            .take_over = item.take_over,
            .at = now,
        });
        metrics_.decision_made(name(item.judgement));
    }
    out.attempts = co_await reviews_.record_decisions(std::move(decisions));
    co_await teach(out.attempts);
    co_return out;
}

boost::asio::awaitable<Result<Decided>> Review::undo(Reviewer reviewer, DecisionId id) {
    Decided out;
    out.id = id;
    const Timestamp now = clock_.now();
    out.attempts =
        co_await reviews_.undo_decision(id, reviewer.id, reviewer.login, reviewer.sites, now);
    if (out.attempts.size() == 1 && !out.attempts[0] &&
        out.attempts[0].error().error.code == Errc::not_found) {
        co_return out.attempts[0].error().error;
    }
    co_await teach(out.attempts);
    metrics_.decision_made("undo");
    co_return out;
}

boost::asio::awaitable<std::vector<DecisionRecord>> Review::history(CommentId comment) {
    co_return co_await reviews_.decisions_of(std::move(comment));
}

boost::asio::awaitable<Result<EditedComment>> Review::revisions(Reviewer reviewer, CommentId id) {
    auto item = co_await reviews_.find_item(id, std::move(reviewer.sites), clock_.now());
    if (!item) co_return item.error();
    EditedComment out;
    out.record = std::move(item->record);
    out.earlier = co_await reviews_.revisions_of(std::move(id));
    co_return out;
}

boost::asio::awaitable<void> Review::teach(const std::vector<store::DecisionAttempt>& attempts) {
    std::vector<store::DecisionResult> lessons;
    for (const store::DecisionAttempt& attempt : attempts) {
        if (attempt && (attempt->learnt || !attempt->unlearnt.empty())) lessons.push_back(*attempt);
    }
    if (!lessons.empty()) co_await teach_(std::move(lessons));
}

}  // namespace chaffinch::review
