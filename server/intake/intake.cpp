// A site's use cases.

#include "server/intake/intake.h"

#include "server/intake/shared_hosts.h"
#include "server/records/author_key.h"
#include "server/records/status_changes.h"
#include "server/runtime/random_id.h"
#include "server/store/network.h"

#include <array>
#include <bit>
#include <chrono>
#include <ranges>
#include <utility>

namespace chaffinch::intake {

namespace {

/// How far back copies are looked for, and how long a host counts as new to a site.
constexpr std::chrono::hours lately{72};

std::uint64_t random_seed() {
    std::array<std::byte, sizeof(std::uint64_t)> bytes{};
    runtime::random_bytes(bytes);
    return std::bit_cast<std::uint64_t>(bytes);
}

}  // namespace

Intake::Intake(
    store::SubmissionStore& submissions,
    store::LifecycleStore& lifecycle,
    store::FactsReader& facts,
    PipelineOf pipeline_of,
    const runtime::Clock& clock,
    telemetry::Metrics& metrics
)
    : submissions_(submissions),
      lifecycle_(lifecycle),
      facts_(facts),
      pipeline_of_(std::move(pipeline_of)),
      clock_(clock),
      metrics_(metrics),
      rates_(random_seed()),
      campaigns_(random_seed(), [](Timestamp now) {
          return CampaignId{runtime::random_id("cam_", now)};
      }) {}

store::Arrival Intake::arrival_of(
    const SiteId& site, const Comment& comment, const Reading& reading, Timestamp now
) {
    return {
        .site = site,
        .article = comment.article,
        .comment = comment.id,
        .author_key = author_key(comment.author),
        .network = store::network_of(comment.author.ip),
        .link_hosts = reading.link_hosts,
        .fingerprint = reading.fingerprint,
        .at = now,
    };
}

std::size_t Intake::recall() {
    constexpr std::size_t page_size = 5'000;
    constexpr std::size_t most = 500'000;
    const Timestamp since = clock_.now() - lately;
    std::vector<store::Arrival> recent;
    store::ArrivalPage page;
    do {
        page = facts_.arrivals(page.next, page_size);
        const std::size_t before = recent.size();
        for (store::Arrival& arrival : page.arrivals) {
            if (arrival.at > since) recent.push_back(std::move(arrival));
        }
        // A page without anything of these days: what lies behind it is older still, but for
        // imports, whose comments are stored late and are no arrivals of now.
        if (recent.size() == before) break;
    } while (page.next != 0 && recent.size() < most);
    for (const store::Arrival& arrival : recent | std::views::reverse) {
        rates_.add(arrival);
        campaigns_.recall(arrival, [&](const std::string& host) { return is_rare(arrival, host); });
    }
    return recent.size();
}

/// Rare is a host that everybody has not used for years, and that the site has not known for long.
bool Intake::is_rare(const store::Arrival& arrival, const std::string& host) {
    if (is_shared_host(host)) return false;
    const auto first = facts_.first_seen(arrival.site, host);
    return !first || *first > arrival.at - lately;
}

std::shared_ptr<const Article> Intake::article_of(const SiteId& site, const ArticleId& id) {
    return articles_.recall(site, id, [&] { return facts_.article(site, id); });
}

std::shared_ptr<const Article> Intake::article_sent(const SiteId& site, const Article& sent) {
    auto article = std::make_shared<Article>(sent);
    if (auto set = facts_.set_policy(site, sent.id)) article->policy = *set;
    return article;
}

Facts Intake::load_facts(const wire::Submission& submission, const store::Arrival& arrival) {
    const Comment& comment = submission.comment;
    const SiteId& site = arrival.site;
    Facts facts;
    facts.now = arrival.at;
    facts.author_key = arrival.author_key;
    facts.article = submission.article ? article_sent(site, *submission.article)
                                       : article_of(site, comment.article);
    facts.rate = rates_.rates(arrival);
    facts.earlier = threads_.recall(site, comment.article, [&](std::size_t limit) {
        return facts_.thread(site, comment.article, limit);
    });
    if (!comment.author.verified || !comment.author.id) {
        // What was typed carries no history, but what moderators say of it holds.
        facts.author.standing = facts_.standing(site, arrival.author_key, arrival.at);
    } else {
        facts.author = facts_.author(site, arrival.author_key, arrival.at);
        facts.author.logged_in = true;
        if (comment.author.registered_at) {
            using Days = std::chrono::duration<double, std::ratio<86'400>>;
            facts.author.age_days = Days(arrival.at - *comment.author.registered_at).count();
        }
    }
    return facts;
}

Intake::Judged Intake::judged(const SiteId& site, wire::Submission submission) {
    const auto begun = clock_.steady_now();
    const Timestamp now = clock_.now();
    submission.comment.id = CommentId{runtime::random_id("cmt_", now)};
    const Reading reading = Pipeline::read(submission.comment);
    Judged out;
    out.arrival = arrival_of(site, submission.comment, reading, now);
    Facts facts = load_facts(submission, out.arrival);
    out.submission.campaign = campaigns_.place(out.arrival, [&](const std::string& host) {
        return is_rare(out.arrival, host);
    });
    facts.campaign.rejected =
        out.submission.campaign && facts_.is_rejected(site, out.submission.campaign->id);
    Assessment assessed =
        pipeline_of_(site)->assess(submission.comment, reading, facts, Explain::held_and_rejected);

    out.submission.article = std::move(submission.article);
    out.submission.fingerprint = assessed.fingerprint;
    out.submission.link_hosts = std::move(assessed.link_hosts);
    out.submission.author_key = out.arrival.author_key;
    CommentRecord& record = out.submission.record;
    record.site = site;
    record.comment = std::move(submission.comment);
    record.status = status_for(assessed.verdict.outcome);
    record.escalated = assessed.verdict.escalated;
    record.verdict = std::move(assessed.verdict);
    record.created_at = now;
    record.updated_at = now;
    metrics_.verdict_given(
        name(record.verdict.outcome),
        std::chrono::duration<double>(clock_.steady_now() - begun).count()
    );
    return out;
}

void Intake::remember_copy(const store::Arrival& arrival) {
    threads_.remember(
        arrival.site,
        arrival.article,
        {.id = arrival.comment, .author_key = arrival.author_key, .fingerprint = arrival.fingerprint
        }
    );
}

boost::asio::awaitable<Result<store::SubmissionReceipt>> Intake::submit(
    SiteId site,
    wire::Submission submission,
    std::optional<RepeatableRequest> repeatable,
    CheckOf check_of
) {
    const std::string text = submission.comment.text;
    auto [judged_submission, arrival] = judged(site, std::move(submission));
    if (check_of) judged_submission.akismet = check_of(judged_submission.record);
    if (repeatable) {
        repeatable->reply.body = repeatable->render(judged_submission.record);
        judged_submission.idempotency = std::move(repeatable->reply);
    }
    const bool announced = judged_submission.article.has_value();
    auto receipt = co_await submissions_.record_submission(std::move(judged_submission));
    if (announced) articles_.forget(site, arrival.article);
    if (!receipt) co_return receipt.error();
    if (!receipt->duplicate) {
        remember_copy(arrival);
        rates_.add(arrival);
    } else if (receipt->record.comment.text != text) {
        co_return Error{
            Errc::key_reused,
            "external_id was used before for a comment with another text; it is " +
                receipt->record.comment.id.value
        };
    }
    co_return receipt;
}

boost::asio::awaitable<Result<std::vector<store::SubmissionReceipt>>> Intake::submit_batch(
    SiteId site, std::vector<wire::Submission> submissions, std::optional<store::BatchReply> reply
) {
    std::vector<store::NewSubmission> batch;
    std::vector<store::Arrival> arrivals;
    batch.reserve(submissions.size());
    arrivals.reserve(submissions.size());
    for (wire::Submission& submission : submissions) {
        auto [judged_submission, arrival] = judged(site, std::move(submission));
        batch.push_back(std::move(judged_submission));
        // Copies within one batch are copies too.
        remember_copy(arrival);
        arrivals.push_back(std::move(arrival));
    }
    auto receipts = co_await submissions_.record_submissions(std::move(batch), std::move(reply));
    for (const store::Arrival& arrival : arrivals) articles_.forget(site, arrival.article);
    for (std::size_t i = 0; receipts && i < receipts->size(); ++i) {
        if (!(*receipts)[i].duplicate) rates_.add(arrivals[i]);
    }
    co_return receipts;
}

Verdict Intake::check(const SiteId& site, const wire::Submission& submission) {
    const Reading reading = Pipeline::read(submission.comment);
    const store::Arrival arrival = arrival_of(site, submission.comment, reading, clock_.now());
    Facts facts = load_facts(submission, arrival);
    const auto campaign =
        campaigns_.find(arrival, [&](const std::string& host) { return is_rare(arrival, host); });
    facts.campaign.rejected = campaign && facts_.is_rejected(site, *campaign);
    return pipeline_of_(site)->assess(submission.comment, reading, facts, Explain::always).verdict;
}

boost::asio::awaitable<Result<void>> Intake::announce(
    SiteId site, Article article, std::optional<store::IdempotentReply> reply
) {
    const Timestamp now = clock_.now();
    const ArticleId id = article.id;
    auto stored =
        co_await submissions_.put_article(site, std::move(article), now, std::move(reply));
    articles_.forget(site, id);
    co_return stored;
}

std::shared_ptr<const Article> Intake::article(const SiteId& site, const ArticleId& id) {
    return article_of(site, id);
}

void Intake::forget_article(const SiteId& site, const ArticleId& id) {
    articles_.forget(site, id);
}

boost::asio::awaitable<Result<CommentRecord>> Intake::find(SiteId site, CommentId id) {
    co_return co_await submissions_.find_comment(std::move(site), std::move(id));
}

boost::asio::awaitable<Result<store::PublishedPage>> Intake::published(
    SiteId site, ArticleId article, std::size_t limit, std::string cursor
) {
    co_return co_await submissions_.published_comments(
        std::move(site), std::move(article), limit, std::move(cursor)
    );
}

boost::asio::awaitable<store::ChangePage> Intake::changes(
    SiteId site, std::int64_t after, std::size_t limit
) {
    co_return co_await submissions_.changes(std::move(site), after, limit);
}

}  // namespace chaffinch::intake
