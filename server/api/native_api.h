// NativeApi: the native door. Each handler decodes, calls one use case, and encodes; it holds no
// rule of the domain. The contract is openapi.yaml beside this file.

#pragma once

#include "server/api/callers.h"
#include "server/api/event_stream.h"
#include "server/api/idempotency.h"
#include "server/auth/authenticator.h"
#include "server/http/router.h"
#include "server/intake/intake.h"
#include "server/learning/learning.h"
#include "server/review/authors.h"
#include "server/review/campaigns.h"
#include "server/review/desk.h"
#include "server/review/feed.h"
#include "server/review/review.h"
#include "server/store/accounts.h"
#include "server/store/webhooks.h"
#include "server/webhook/endpoints.h"

#include <exception>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::api {

struct ApiOptions {
    /// Whether browsers reach us over TLS: session cookies are then `__Host-sid; Secure`. Only a
    /// demonstration on loopback goes without.
    bool secure_cookies = true;
    auth::RateLimit rate{};  ///< what the authenticator allows a key; told with a refusal
    EventTimes events{};
};

class NativeApi {
  public:
    NativeApi(
        intake::Intake& intake,
        review::Review& review,
        review::Campaigns& campaigns,
        review::Authors& authors,
        review::Desk& desk,
        review::Feed& feed,
        auth::Authenticator& authenticator,
        store::IdempotencyStore& idempotency,
        store::WebhookStore& webhooks,
        webhook::Endpoints& endpoints,
        learning::Learning& learning,
        store::AccountStore& accounts,
        const runtime::Clock& clock,
        ApiOptions options
    );

    /// The table of routes; the object must outlive it.
    std::vector<http::Route> routes();

  private:
    using Reply = boost::asio::awaitable<http::Response>;

    // For the site.
    Reply put_article(http::Request request);
    Reply list_published(http::Request request);
    Reply post_comment(http::Request request);
    Reply post_batch(http::Request request);
    Reply post_check(http::Request request);
    Reply get_comment(http::Request request);
    Reply patch_comment(http::Request request);
    Reply delete_comment(http::Request request);
    Reply get_changes(http::Request request);
    Reply post_report(http::Request request);
    Reply post_appeal(http::Request request);

    // For moderators.
    Reply post_session(http::Request request);
    Reply get_session(http::Request request);
    Reply delete_session(http::Request request);
    Reply get_queue(http::Request request);
    Reply get_queue_counts(http::Request request);
    Reply post_claim(http::Request request);
    Reply post_renew(http::Request request);
    Reply delete_claims(http::Request request);
    Reply post_skip(http::Request request);
    Reply put_assignment(http::Request request);
    Reply get_events(http::Request request);
    Reply get_review(http::Request request);
    Reply post_comment_note(http::Request request);
    Reply post_author_note(http::Request request);
    Reply post_decisions(http::Request request);
    Reply post_undo(http::Request request);
    Reply get_revisions(http::Request request);
    Reply get_author(http::Request request);
    Reply put_standing(http::Request request);

    Reply get_campaigns(http::Request request);
    Reply get_campaign(http::Request request);
    Reply post_campaign_decision(http::Request request);

    // For operators.
    Reply get_webhooks(http::Request request);
    Reply post_webhook(http::Request request);
    Reply delete_webhook(http::Request request);
    Reply post_webhook_secret(http::Request request);
    Reply post_webhook_enable(http::Request request);
    Reply get_deliveries(http::Request request);
    Reply post_replay(http::Request request);
    Reply get_learning(http::Request request);
    Reply post_forget(http::Request request);
    Reply post_voucher(http::Request request);
    Reply post_voucher_end(http::Request request);

    boost::asio::awaitable<bool> is_known_site(const SiteId& site);

    /// The moderator of this login, if the caller works for the site. Errors: not_found.
    boost::asio::awaitable<Result<Moderator>> teacher_on(
        auth::ModeratorCaller caller, SiteId site, std::string login
    );
    boost::asio::awaitable<std::map<std::string, std::string>> logins_by_id();

    boost::asio::awaitable<Result<auth::SiteCaller>> site_caller(const http::Request& request);
    boost::asio::awaitable<Result<auth::ModeratorCaller>> moderator_caller(
        const http::Request& request
    );

    /// The same, without keeping the session from being idle: for what goes on by itself.
    boost::asio::awaitable<Result<auth::ModeratorCaller>> watching_caller(
        const http::Request& request
    );

    /// Whether the request would still be answered to `as`, with the same sites.
    boost::asio::awaitable<bool> is_still_there(http::Request request, auth::ModeratorCaller as);
    boost::asio::awaitable<store::QueueCounts> counts_for(
        review::Reviewer reviewer, std::vector<SiteId> sites
    );

    boost::asio::awaitable<http::Response> add_note(http::Request request, review::NoteAbout about);

    /// A moderator with the CSRF token, from our own origin, who may decide.
    boost::asio::awaitable<Result<auth::ModeratorCaller>> deciding_caller(
        const http::Request& request
    );

    /// The same, who may also change what belongs to a site.
    boost::asio::awaitable<Result<auth::ModeratorCaller>> configuring_caller(
        const http::Request& request
    );

    /// The webhook that the path names, of a site that the caller works for.
    boost::asio::awaitable<Result<WebhookEndpoint>> endpoint_of(
        const http::Request& request, const auth::ModeratorCaller& caller
    );

    /// A refusal of site_caller(), with the RateLimit fields when it was one request too many.
    http::Response refused_site(const Error& error, const http::Request& request) const;

    http::Handler handler(Reply (NativeApi::*handle)(http::Request));

    intake::Intake& intake_;
    review::Review& review_;
    review::Campaigns& campaigns_;
    review::Authors& authors_;
    review::Desk& desk_;
    review::Feed& feed_;
    auth::Authenticator& authenticator_;
    Callers callers_;
    IdempotencyGate idempotency_;
    store::WebhookStore& webhooks_;
    webhook::Endpoints& endpoints_;
    learning::Learning& learning_;
    store::AccountStore& accounts_;
    const runtime::Clock& clock_;
    ApiOptions options_;
};

/// For http::Options::map_exception: the store is down, 503. nullopt for any other exception.
std::optional<http::Response> map_store_failure(
    std::exception_ptr failure, std::string_view request_id
);

}  // namespace chaffinch::api
