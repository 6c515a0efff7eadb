// The table of account routes, and the calls about one's own account.

#include "server/api/account_api.h"

#include "server/api/account_replies.h"
#include "server/api/account_requests.h"
#include "server/api/replies.h"

#include <boost/json.hpp>

#include <utility>

namespace chaffinch::api {

namespace json = boost::json;

namespace {

constexpr std::size_t account_body = 16 * std::size_t{1024};

std::string parameter(const http::Request& request, std::string_view name) {
    const auto found = request.path_parameters.find(name);
    return found == request.path_parameters.end() ? std::string() : found->second;
}

http::Response no_content() {
    http::Response response;
    response.status = 204;
    return response;
}

}  // namespace

AccountApi::AccountApi(
    auth::Authenticator& authenticator,
    store::AccountStore& accounts,
    store::CredentialStore& credentials,
    const runtime::Clock& clock,
    bool secure_cookies
)
    : callers_(authenticator, secure_cookies),
      own_(authenticator, credentials, clock),
      staff_(authenticator, accounts, credentials, clock),
      sites_(authenticator, accounts, clock) {}

http::Handler AccountApi::handler(Reply (AccountApi::*handle)(http::Request)) {
    return [this, handle](http::Request request) { return (this->*handle)(std::move(request)); };
}

std::vector<http::Route> AccountApi::routes() {
    using Self = AccountApi;
    return {
        {"PUT", "/v1/session/password", account_body, handler(&Self::put_password)},
        {"POST", "/v1/session/totp", account_body, handler(&Self::post_totp)},
        {"PUT", "/v1/session/totp", account_body, handler(&Self::put_totp)},
        {"POST", "/v1/session/totp/end", account_body, handler(&Self::post_totp_end)},
        {"GET", "/v1/session/tokens", 0, handler(&Self::get_tokens)},
        {"POST", "/v1/session/tokens", account_body, handler(&Self::post_token)},
        {"DELETE", "/v1/session/tokens/{id}", 0, handler(&Self::delete_token)},
        {"GET", "/v1/moderators", 0, handler(&Self::get_moderators)},
        {"POST", "/v1/moderators", account_body, handler(&Self::post_moderator)},
        {"PATCH", "/v1/moderators/{id}", account_body, handler(&Self::patch_moderator)},
        {"GET", "/v1/sites", 0, handler(&Self::get_sites)},
        {"POST", "/v1/sites", account_body, handler(&Self::post_site)},
        {"POST", "/v1/sites/{id}/key", account_body, handler(&Self::post_site_key)},
        {"POST", "/v1/sites/{id}/akismet-key", account_body, handler(&Self::post_akismet_key)},
    };
}

AccountApi::Reply AccountApi::put_password(http::Request request) {
    const auto caller = co_await callers_.in_person(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto wanted = decode_password(request.body);
    if (!wanted) co_return http::problem(wanted.error(), request.request_id);
    const auto changed = co_await own_.change_password(
        *caller, std::move(wanted->proof), std::move(wanted->password), request.client_address
    );
    if (!changed) co_return http::problem(changed.error(), request.request_id);
    co_return no_content();
}

AccountApi::Reply AccountApi::post_totp(http::Request request) {
    const auto caller = co_await callers_.in_person(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto proof = decode_confirmation(request.body);
    if (!proof) co_return http::problem(proof.error(), request.request_id);
    const auto begun =
        co_await own_.begin_enrolment(*caller, *std::move(proof), request.client_address);
    if (!begun) co_return http::problem(begun.error(), request.request_id);
    co_return json_response(200, json::object{{"secret", begun->secret}, {"uri", begun->uri}});
}

AccountApi::Reply AccountApi::put_totp(http::Request request) {
    const auto caller = co_await callers_.in_person(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto code = decode_code(request.body);
    if (!code) co_return http::problem(code.error(), request.request_id);
    const auto codes = co_await own_.finish_enrolment(*caller, *std::move(code));
    if (!codes) co_return http::problem(codes.error(), request.request_id);
    json::array list;
    for (const std::string& each : *codes) list.push_back(json::value(each));
    co_return json_response(200, json::object{{"recovery_codes", std::move(list)}});
}

AccountApi::Reply AccountApi::post_totp_end(http::Request request) {
    const auto caller = co_await callers_.in_person(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto proof = decode_confirmation(request.body);
    if (!proof) co_return http::problem(proof.error(), request.request_id);
    const auto ended =
        co_await own_.end_second_factor(*caller, *std::move(proof), request.client_address);
    if (!ended) co_return http::problem(ended.error(), request.request_id);
    co_return no_content();
}

AccountApi::Reply AccountApi::get_tokens(http::Request request) {
    const auto caller = co_await callers_.reading(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    if (caller->token) {
        const Error error{Errc::forbidden, "a personal token does not see its siblings; log in"};
        co_return http::problem(error, request.request_id);
    }
    json::array items;
    for (const PersonalToken& token : co_await own_.tokens(*caller)) {
        items.push_back(token_reply(token));
    }
    co_return json_response(200, json::object{{"items", std::move(items)}});
}

AccountApi::Reply AccountApi::post_token(http::Request request) {
    const auto caller = co_await callers_.in_person(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto wanted = decode_token(request.body);
    if (!wanted) co_return http::problem(wanted.error(), request.request_id);
    const auto issued = co_await own_.issue_token(
        *caller, std::move(wanted->token), std::move(wanted->proof), request.client_address
    );
    if (!issued) co_return http::problem(issued.error(), request.request_id);
    json::object reply{{"token", token_reply(issued->token)}, {"secret", issued->text}};
    co_return json_response(201, std::move(reply));
}

AccountApi::Reply AccountApi::delete_token(http::Request request) {
    const auto caller = co_await callers_.in_person(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    const auto revoked = co_await own_.revoke_token(*caller, parameter(request, "id"));
    if (!revoked) co_return http::problem(revoked.error(), request.request_id);
    co_return no_content();
}

}  // namespace chaffinch::api
