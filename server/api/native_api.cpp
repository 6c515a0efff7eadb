// The table of routes, and who may call them.

#include "server/api/native_api.h"

#include "server/api/account_replies.h"
#include "server/api/account_requests.h"
#include "server/api/replies.h"
#include "server/api/requests.h"
#include "server/store/store.h"
#include "server/telemetry/log.h"

#include <boost/json.hpp>

#include <cmath>

namespace chaffinch::api {

namespace {

constexpr std::size_t kib = 1024;

/// A comment of 20,000 four-byte characters with an inline article of moderate length fits.
constexpr std::size_t comment_body = 256 * kib;
constexpr std::size_t article_body = 1024 * kib;
constexpr std::size_t batch_body = 4096 * kib;
constexpr std::size_t review_body = 256 * kib;
constexpr std::size_t complaint_body = 16 * kib;
constexpr std::size_t session_body = 4 * kib;
constexpr std::size_t note_body = 16 * kib;
constexpr std::size_t claim_body = 64 * kib;  // 200 ids of 128 bytes
constexpr std::size_t webhook_body = 16 * kib;
constexpr std::size_t forgetting_body = 4 * kib;

std::optional<std::string> to_string(std::optional<std::string_view> text) {
    return text ? std::optional<std::string>(*text) : std::nullopt;
}

}  // namespace

NativeApi::NativeApi(
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
)
    : intake_(intake),
      review_(review),
      campaigns_(campaigns),
      authors_(authors),
      desk_(desk),
      feed_(feed),
      authenticator_(authenticator),
      callers_(authenticator, options.secure_cookies),
      idempotency_(idempotency, clock),
      webhooks_(webhooks),
      endpoints_(endpoints),
      learning_(learning),
      accounts_(accounts),
      clock_(clock),
      options_(options) {}

http::Response NativeApi::refused_site(const Error& error, const http::Request& request) const {
    http::Response response = http::problem(error, request.request_id);
    if (error.code != Errc::rate_limited) return response;
    // draft-ietf-httpapi-ratelimit-headers: the policy of a key, and that nothing is left of it.
    const auto whole = [](double number) { return std::to_string(std::llround(number)); };
    const auth::RateLimit& rate = options_.rate;
    response.headers.emplace_back(
        "RateLimit-Policy",
        "\"key\";q=" + whole(rate.burst) + ";w=" + whole(std::ceil(rate.burst / rate.per_second))
    );
    response.headers.emplace_back("RateLimit", "\"key\";r=0;t=1");
    return response;
}

http::Handler NativeApi::handler(Reply (NativeApi::*handle)(http::Request)) {
    return [this, handle](http::Request request) { return (this->*handle)(std::move(request)); };
}

std::optional<http::Response> map_store_failure(
    std::exception_ptr failure, std::string_view request_id
) {
    try {
        std::rethrow_exception(std::move(failure));
    } catch (const store::StoreUnavailable& broken) {
        telemetry::log(
            telemetry::Level::error,
            "store_unavailable",
            {{"what", std::string_view(broken.what())}}
        );
    } catch (...) {
        return std::nullopt;
    }
    return http::problem(
        Error{
            Errc::storage_unavailable,
            "nothing was stored; send the request again with the same Idempotency-Key"
        },
        request_id
    );
}

std::vector<http::Route> NativeApi::routes() {
    using Self = NativeApi;
    return {
        {"PUT", "/v1/articles/{id}", article_body, handler(&Self::put_article)},
        {"GET", "/v1/articles/{id}/comments", 0, handler(&Self::list_published)},
        {"POST", "/v1/comments", comment_body, handler(&Self::post_comment)},
        {"POST", "/v1/comments/batch", batch_body, handler(&Self::post_batch)},
        {"POST", "/v1/check", comment_body, handler(&Self::post_check)},
        {"GET", "/v1/comments/{id}", 0, handler(&Self::get_comment)},
        {"PATCH", "/v1/comments/{id}", comment_body, handler(&Self::patch_comment)},
        {"DELETE", "/v1/comments/{id}", 0, handler(&Self::delete_comment)},
        {"POST", "/v1/comments/{id}/reports", complaint_body, handler(&Self::post_report)},
        {"POST", "/v1/comments/{id}/appeal", complaint_body, handler(&Self::post_appeal)},
        {"GET", "/v1/changes", 0, handler(&Self::get_changes)},
        {"GET", "/v1/authors/{id}", 0, handler(&Self::get_author)},
        {"PUT", "/v1/authors/{id}/standing", complaint_body, handler(&Self::put_standing)},
        {"GET", "/v1/comments/{id}/revisions", 0, handler(&Self::get_revisions)},
        {"POST", "/v1/session", session_body, handler(&Self::post_session)},
        {"GET", "/v1/session", 0, handler(&Self::get_session)},
        {"DELETE", "/v1/session", 0, handler(&Self::delete_session)},
        {"GET", "/v1/queue", 0, handler(&Self::get_queue)},
        {"GET", "/v1/queue/counts", 0, handler(&Self::get_queue_counts)},
        {"POST", "/v1/queue/claim", claim_body, handler(&Self::post_claim)},
        {"DELETE", "/v1/queue/claims", 0, handler(&Self::delete_claims)},
        {"POST", "/v1/queue/claims/renew", claim_body, handler(&Self::post_renew)},
        {"GET", "/v1/events", 0, handler(&Self::get_events)},
        {"GET", "/v1/comments/{id}/review", 0, handler(&Self::get_review)},
        {"POST", "/v1/comments/{id}/notes", note_body, handler(&Self::post_comment_note)},
        {"POST", "/v1/comments/{id}/author/notes", note_body, handler(&Self::post_author_note)},
        {"POST", "/v1/comments/{id}/skip", 0, handler(&Self::post_skip)},
        {"PUT", "/v1/comments/{id}/assignment", session_body, handler(&Self::put_assignment)},
        {"POST", "/v1/decisions", review_body, handler(&Self::post_decisions)},
        {"POST", "/v1/decisions/{id}/undo", review_body, handler(&Self::post_undo)},
        {"GET", "/v1/campaigns", 0, handler(&Self::get_campaigns)},
        {"GET", "/v1/campaigns/{id}", 0, handler(&Self::get_campaign)},
        {"POST", "/v1/campaigns/{id}/decision", review_body, handler(&Self::post_campaign_decision)
        },
        {"GET", "/v1/insight/learning", 0, handler(&Self::get_learning)},
        {"POST", "/v1/learning/forget", forgetting_body, handler(&Self::post_forget)},
        {"POST", "/v1/learning/vouchers", forgetting_body, handler(&Self::post_voucher)},
        {"POST", "/v1/learning/vouchers/end", forgetting_body, handler(&Self::post_voucher_end)},
        {"GET", "/v1/webhooks", 0, handler(&Self::get_webhooks)},
        {"POST", "/v1/webhooks", webhook_body, handler(&Self::post_webhook)},
        {"DELETE", "/v1/webhooks/{id}", 0, handler(&Self::delete_webhook)},
        {"POST", "/v1/webhooks/{id}/secret", 0, handler(&Self::post_webhook_secret)},
        {"POST", "/v1/webhooks/{id}/enable", 0, handler(&Self::post_webhook_enable)},
        {"GET", "/v1/webhooks/{id}/deliveries", 0, handler(&Self::get_deliveries)},
        {"POST", "/v1/webhooks/{id}/deliveries/{delivery}/replay", 0, handler(&Self::post_replay)},
    };
}

boost::asio::awaitable<Result<auth::SiteCaller>> NativeApi::site_caller(const http::Request& request
) {
    co_return co_await authenticator_.site(to_string(request.header("authorization")));
}

boost::asio::awaitable<Result<auth::ModeratorCaller>> NativeApi::moderator_caller(
    const http::Request& request
) {
    co_return co_await callers_.reading(request);
}

boost::asio::awaitable<Result<auth::ModeratorCaller>> NativeApi::watching_caller(
    const http::Request& request
) {
    co_return co_await callers_.reading(request, auth::Activity::does_not_count);
}

boost::asio::awaitable<Result<auth::ModeratorCaller>> NativeApi::deciding_caller(
    const http::Request& request
) {
    auto caller = co_await callers_.acting(request);
    if (!caller) co_return caller.error();
    if (!caller->may_decide())
        co_return Error{Errc::forbidden, "this role or token may look, not decide"};
    co_return caller;
}

NativeApi::Reply NativeApi::post_session(http::Request request) {
    if (const auto own = from_own_origin(request); !own)
        co_return http::problem(own.error(), request.request_id);
    auto wanted = decode_log_in(request.body);
    if (!wanted) co_return http::problem(wanted.error(), request.request_id);
    auto logged_in = co_await authenticator_.log_in(
        std::move(wanted->login), std::move(wanted->proof), request.client_address
    );
    if (!logged_in) co_return http::problem(logged_in.error(), request.request_id);
    http::Response response = json_response(200, moderator_reply(logged_in->caller));
    response.headers.emplace_back("Set-Cookie", callers_.session_cookie(logged_in->session_id));
    co_return response;
}

NativeApi::Reply NativeApi::get_session(http::Request request) {
    const auto caller = co_await moderator_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    co_return json_response(200, moderator_reply(*caller));
}

NativeApi::Reply NativeApi::delete_session(http::Request request) {
    const auto caller = co_await callers_.in_person(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    const auto cookie = request.cookie(callers_.cookie_name());
    co_await authenticator_.log_out(std::string(*cookie));
    http::Response response;
    response.status = 204;
    response.headers.emplace_back("Clear-Site-Data", "\"cookies\", \"storage\"");
    co_return response;
}

}  // namespace chaffinch::api
