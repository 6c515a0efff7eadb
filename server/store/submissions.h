// What intake needs of the store. Each call is one transaction; the reply comes after the commit is
// durable. Calls may be made from any thread; each resumes on the executor of its caller.
//
// Every function throws StoreUnavailable when the store cannot write or read (disk full, I/O
// error), which is not the caller's fault; what depends on the input comes back as Result.

#pragma once

#include "engine/types/article.h"
#include "engine/types/facts.h"
#include "engine/types/result.h"
#include "server/records/campaign.h"
#include "server/records/comment_record.h"
#include "server/store/akismet.h"
#include "server/store/idempotency.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::store {

/// One of the comments that made a campaign before it was one.
struct Founder {
    CommentId comment{};
    JoinedBy by = JoinedBy::text;
};

/// The campaign that a comment joins. `founders` become its members too when the campaign is new.
struct JoinedCampaign {
    CampaignId id{};
    JoinedBy by = JoinedBy::text;
    std::vector<Founder> founders{};
};

struct NewSubmission {
    CommentRecord record{};  ///< id, status, verdict, times set by intake; version 1
    Fingerprint fingerprint{};
    std::vector<std::string> link_hosts{};
    std::string author_key{};  ///< intake's key of the author, empty when unknown
    /// Announced inline with the comment: stored only when the article is new or changed.
    std::optional<Article> article{};
    std::optional<IdempotentReply> idempotency{};
    /// Set when the comment came in by the Akismet door: stored with the comment.
    std::optional<AkismetCheck> akismet{};
    std::optional<JoinedCampaign> campaign{};
};

/// Either stored as new, or the earlier comment with the same external_id.
struct SubmissionReceipt {
    bool duplicate = false;
    CommentRecord record{};
};

/// How the answer to a whole batch is kept with it. `render` is called in the transaction, on the
/// store's own thread, with one receipt a comment; it must not fail.
struct BatchReply {
    IdempotentReply reply{};  ///< its body is what `render` gives
    std::function<std::string(const std::vector<SubmissionReceipt>&)> render{};
};

struct PublishedComment {
    CommentRecord record{};
    int depth = 0;  ///< comments above it, at most 31
};

struct PublishedPage {
    std::vector<PublishedComment> comments{};
    std::string next_cursor{};  ///< empty: this is the last page
};

struct ChangePage {
    std::vector<std::string> payloads{};  ///< JSON, as webhooks carry it
    std::int64_t next = 0;                ///< where the next page begins
    bool more = false;
};

class SubmissionStore {
  public:
    virtual ~SubmissionStore() = default;

    /// Comment, verdict, queue item (when held), decision-log row of the engine and outgoing event
    /// in one transaction. A repeated (site, external_id) stores nothing and is not an error.
    /// Errors: not_found (no such site); in_flight (the idempotency key was stored after the caller
    /// looked for it: asking again finds the answer); key_reused (the same, with another request).
    virtual boost::asio::awaitable<Result<SubmissionReceipt>> record_submission(
        NewSubmission submission
    ) = 0;

    /// All in one commit; one receipt each, in order. Errors as above, for the whole batch.
    virtual boost::asio::awaitable<Result<std::vector<SubmissionReceipt>>> record_submissions(
        std::vector<NewSubmission> submissions, std::optional<BatchReply> idempotency
    ) = 0;

    /// Errors as above.
    virtual boost::asio::awaitable<Result<void>> put_article(
        SiteId site, Article article, Timestamp now, std::optional<IdempotentReply> idempotency
    ) = 0;

    /// Errors: not_found (also for another site's comment).
    virtual boost::asio::awaitable<Result<CommentRecord>> find_comment(
        SiteId site, CommentId id
    ) = 0;

    /// Errors: not_found.
    virtual boost::asio::awaitable<Result<CommentRecord>> find_by_external_id(
        SiteId site, std::string external_id
    ) = 0;

    /// Published comments of an article in the order in which a thread is read: each answer below
    /// what it answers, oldest first. No article is no comments. Errors: invalid (a cursor that is
    /// not one of this article).
    virtual boost::asio::awaitable<Result<PublishedPage>> published_comments(
        SiteId site, ArticleId article, std::size_t limit, std::string cursor
    ) = 0;

    /// What the site was or is to be told by webhooks, in order, after the place `after` (0: from
    /// the beginning).
    virtual boost::asio::awaitable<ChangePage> changes(
        SiteId site, std::int64_t after, std::size_t limit
    ) = 0;
};

/// What is remembered of a comment that came lately, without its text.
struct Arrival {
    SiteId site{};
    ArticleId article{};
    CommentId comment{};
    std::string author_key{};
    std::string network{};  ///< server/store/network.h
    std::vector<std::string> link_hosts{};
    Fingerprint fingerprint{};
    Timestamp at{};
    CampaignId campaign{};  ///< that it was stored with; empty: none
};

struct ArrivalPage {
    std::vector<Arrival> arrivals{};  ///< newest first
    std::int64_t next = 0;            ///< where the next page begins; 0: there is none
};

/// Reads of the hot path. Synchronous: point look-ups of microseconds on a read-only connection
/// that the calling thread has for itself meanwhile. Thread-safe.
class FactsReader {
  public:
    virtual ~FactsReader() = default;

    /// Null when the article was never announced.
    virtual std::shared_ptr<const Article> article(const SiteId& site, const ArticleId& id) = 0;

    /// The newest comments of the article (at most `limit`, newest first), to recognise copies.
    virtual std::vector<EarlierComment> thread(
        const SiteId& site, const ArticleId& id, std::size_t limit
    ) = 0;

    /// Record of an author, and the standing that is in force at `now`. All unknown for an empty
    /// key.
    virtual AuthorFacts author(
        const SiteId& site, const std::string& author_key, Timestamp now
    ) = 0;

    /// The standing alone, as author() has it; from memory.
    virtual Standing standing(const SiteId& site, const std::string& author_key, Timestamp now) = 0;

    /// Comments in the reverse order of their storing, for what is kept in memory of them.
    /// `before`: `next` of the page before, 0 for the first.
    virtual ArrivalPage arrivals(std::int64_t before, std::size_t limit) {
        static_cast<void>(before);
        static_cast<void>(limit);
        return {};
    }

    /// The policy that a moderator set for the article, which stands before any that the site sends
    /// along; article() has it already. nullopt: none.
    virtual std::optional<ArticlePolicy> set_policy(const SiteId& site, const ArticleId& id) {
        static_cast<void>(site);
        static_cast<void>(id);
        return std::nullopt;
    }

    /// Whether a person rejected the campaign as a whole.
    virtual bool is_rejected(const SiteId& site, const CampaignId& campaign) {
        static_cast<void>(site);
        static_cast<void>(campaign);
        return false;
    }

    /// When a comment of the site first led to the host; nullopt: never.
    virtual std::optional<Timestamp> first_seen(const SiteId& site, const std::string& host) {
        static_cast<void>(site);
        static_cast<void>(host);
        return std::nullopt;
    }
};

}  // namespace chaffinch::store
