// Asking the provider, and what becomes of its answers.

#include "server/oidc/provider.h"

#include "engine/wire/submission_json.h"
#include "server/oidc/form.h"
#include "server/runtime/with_timeout.h"
#include "server/telemetry/log.h"

#include <boost/json.hpp>

#include <algorithm>
#include <utility>

namespace chaffinch::oidc {

namespace asio = boost::asio;
namespace json = boost::json;
using namespace std::chrono_literals;

namespace {

constexpr auto between_refreshes = 1h;
constexpr std::chrono::seconds first_retry{5};
constexpr std::chrono::seconds longest_retry{300};
constexpr auto between_refetches = 1min;

/// Log-ins that wait for the provider at once.
constexpr int most_asking = 16;

/// RFC 6749 sets no limit; those of providers stay far below.
constexpr std::size_t longest_code = 4'096;

Finished refused(Refusal refusal, std::string detail) {
    Finished out;
    out.refusal = refusal;
    out.detail = std::move(detail);
    return out;
}

Error unusable(std::string detail) {
    return {Errc::invalid, std::move(detail)};
}

/// Counts those who are inside.
class Place {
  public:
    explicit Place(std::atomic<int>& taken) : taken_(taken), number_(taken.fetch_add(1)) {}

    ~Place() { taken_.fetch_sub(1); }

    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    [[nodiscard]] bool is_free() const { return number_ < most_asking; }

  private:
    std::atomic<int>& taken_;
    int number_;
};

}  // namespace

Provider::Provider(Settings settings, outgoing::Client& client, const runtime::Clock& clock)
    : settings_(std::move(settings)), client_(client), clock_(clock) {}

std::shared_ptr<const Provider::Known> Provider::known() const {
    const std::scoped_lock lock(mutex_);
    return known_;
}

bool Provider::available() const {
    return known() != nullptr;
}

asio::awaitable<void> Provider::run() {
    std::chrono::seconds retry = first_retry;
    bool reached = true;  // so that the first failure is told
    while (true) {
        const auto fetched = co_await refresh();
        if (fetched) {
            if (!reached) telemetry::log(telemetry::Level::info, "oidc_provider_reached");
            retry = first_retry;
        } else if (reached) {
            telemetry::log(
                telemetry::Level::warning,
                "oidc_provider_unusable",
                {{"detail", std::string_view(fetched.error().detail)}}
            );
        }
        reached = fetched.has_value();
        co_await runtime::sleep_for(reached ? std::chrono::seconds(between_refreshes) : retry);
        if (!reached) retry = std::min(2 * retry, longest_retry);
    }
}

asio::awaitable<Result<std::string>> Provider::fetch(outgoing::Target target) {
    outgoing::OutgoingRequest request{.target = std::move(target)};
    outgoing::Answer answer = co_await client_.get(std::move(request));
    if (answer.status == 0) co_return unusable("the provider does not answer");
    if (answer.status != 200) {
        co_return unusable("the provider answers " + std::to_string(answer.status));
    }
    co_return std::move(answer.body);
}

asio::awaitable<Result<void>> Provider::refresh() {
    auto place = outgoing::parse_target(discovery_url(settings_), target_policy(settings_));
    if (!place) co_return place.error();
    const auto document = co_await fetch(*std::move(place));
    if (!document) co_return document.error();
    auto metadata = read_metadata(*document, settings_);
    if (!metadata) co_return metadata.error();
    const auto key_document = co_await fetch(metadata->keys);
    if (!key_document) co_return key_document.error();
    auto keys = KeySet::read(*key_document);
    if (!keys) co_return keys.error();
    auto fresh = std::make_shared<Known>();
    fresh->metadata = *std::move(metadata);
    fresh->keys = *std::move(keys);
    const std::scoped_lock lock(mutex_);
    known_ = std::move(fresh);
    co_return Result<void>();
}

std::optional<Begun> Provider::begin(std::string_view note) const {
    const auto now_known = known();
    if (!now_known) return std::nullopt;
    const Ticket ticket = tickets_.issue(clock_.now(), note);
    const std::string& endpoint = now_known->metadata.authorization_endpoint;
    std::string location = endpoint + (endpoint.find('?') == std::string::npos ? "?" : "&");
    location += form({
        {"response_type", "code"},
        {"client_id", settings_.client_id},
        {"redirect_uri", settings_.redirect_url},
        {"scope", settings_.scopes},
        {"state", ticket.state},
        {"nonce", ticket.nonce},
        {"code_challenge", ticket.challenge()},
        {"code_challenge_method", "S256"},
    });
    return Begun{.location = std::move(location), .cookie = ticket.cookie};
}

asio::awaitable<Finished> Provider::finish(Callback callback) {
    std::string note(note_in(callback.cookie.value_or("")));
    Finished out = co_await proven(std::move(callback));
    out.note = std::move(note);
    co_return out;
}

asio::awaitable<Finished> Provider::proven(Callback callback) {
    // The state comes first: who did not begin here is told nothing else.
    auto ticket =
        tickets_.redeem(callback.cookie.value_or(""), callback.state.value_or(""), clock_.now());
    if (!ticket) co_return refused(Refusal::stale, "the state is not this browser's");
    const auto now_known = known();
    if (!now_known) co_return refused(Refusal::unavailable, "the provider was never reached");
    const bool silent = !callback.issuer && !now_known->metadata.names_itself;
    if (!silent && callback.issuer != settings_.issuer) {
        co_return refused(Refusal::untrusted, "the answer names another issuer");
    }
    if (callback.error) {
        const bool denied = *callback.error == "access_denied";
        co_return refused(
            denied ? Refusal::denied : Refusal::unavailable,
            denied ? "access_denied" : "the provider sent an error"
        );
    }
    if (!callback.code || callback.code->empty() || callback.code->size() > longest_code) {
        co_return refused(Refusal::untrusted, "the answer has no code");
    }
    const Place place(asking_);
    if (!place.is_free()) co_return refused(Refusal::unavailable, "too many log-ins at once");
    auto token = co_await id_token_for(
        now_known->metadata, *std::move(callback.code), std::move(ticket->verifier)
    );
    if (!token) co_return refused(Refusal::unavailable, token.error().detail);
    Expected expected{
        .issuer = settings_.issuer,
        .client_id = settings_.client_id,
        .nonce = std::move(ticket->nonce),
        .now = clock_.now(),
    };
    auto identity = co_await checked(*std::move(token), std::move(expected));
    if (!identity) co_return refused(Refusal::untrusted, identity.error().detail);
    Finished out;
    out.identity = *std::move(identity);
    co_return out;
}

asio::awaitable<Result<std::string>> Provider::id_token_for(
    Metadata metadata, std::string code, std::string verifier
) {
    outgoing::OutgoingRequest request{.target = std::move(metadata.token_endpoint)};
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    std::vector<FormField> fields{
        {"grant_type", "authorization_code"},
        {"code", std::move(code)},
        {"redirect_uri", settings_.redirect_url},
        {"code_verifier", std::move(verifier)},
    };
    if (metadata.proof == ClientProof::basic) {
        request.headers.emplace_back(
            "Authorization", basic_authorization(settings_.client_id, settings_.client_secret)
        );
    } else {
        fields.emplace_back("client_id", settings_.client_id);
    }
    if (metadata.proof == ClientProof::post) {
        fields.emplace_back("client_secret", settings_.client_secret);
    }
    request.body = form(fields);
    const outgoing::Answer answer = co_await client_.post(std::move(request));
    if (answer.status == 0) co_return unusable("the token endpoint does not answer");
    if (answer.status != 200) {
        co_return unusable("the token endpoint answers " + std::to_string(answer.status));
    }
    const auto value = wire::parse_json(answer.body);
    const json::object* object = value ? value->if_object() : nullptr;
    const json::value* token = object == nullptr ? nullptr : object->if_contains("id_token");
    if (token == nullptr || !token->is_string()) {
        co_return unusable("the token endpoint gives no id token");
    }
    co_return std::string(token->get_string());
}

bool Provider::may_refetch() {
    const auto now = clock_.steady_now();
    const std::scoped_lock lock(mutex_);
    if (now < next_refetch_) return false;
    next_refetch_ = now + between_refetches;
    return true;
}

asio::awaitable<Result<ProvenIdentity>> Provider::checked(std::string token, Expected expected) {
    auto before = known();
    auto identity = check_id_token(token, before->keys, expected);
    if (identity || identity.error().code != Errc::not_found) co_return identity;
    // Another log-in may have fetched the new keys while this one asked for its token.
    if (may_refetch()) {
        const auto document = co_await fetch(before->metadata.keys);
        auto keys = document ? KeySet::read(*document) : Result<KeySet>(document.error());
        if (!keys) co_return keys.error();
        auto fresh = std::make_shared<Known>(*before);
        fresh->keys = *std::move(keys);
        const std::scoped_lock lock(mutex_);
        known_ = std::move(fresh);
    }
    co_return check_id_token(token, known()->keys, expected);
}

}  // namespace chaffinch::oidc
