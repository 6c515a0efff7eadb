// Making and rotating what an endpoint needs.

#include "server/webhook/endpoints.h"

#include "server/runtime/random_id.h"

#include <chrono>
#include <utility>

namespace chaffinch::webhook {

namespace {

constexpr std::chrono::hours rotation_overlap{24};

}  // namespace

Endpoints::Endpoints(
    store::WebhookStore& store, const SecretBox& secrets, outgoing::TargetPolicy policy
)
    : store_(store), secrets_(secrets), policy_(policy) {}

boost::asio::awaitable<Result<NewEndpoint>> Endpoints::add(
    SiteId site, std::string url, std::string format, Timestamp now
) {
    const auto target = outgoing::parse_target(url, policy_);
    if (!target) co_return target.error();
    const Secret secret = make_secret();
    NewEndpoint made;
    made.endpoint.id.value = runtime::random_id("whe_", now);
    made.endpoint.site = std::move(site);
    made.endpoint.url = std::move(url);
    made.endpoint.format = std::move(format);
    made.endpoint.created_at = now;
    made.endpoint.secret = secrets_.seal(secret, made.endpoint.id);
    made.secret = to_text(secret);
    const auto added = co_await store_.add_endpoint(made.endpoint);
    if (!added) co_return added.error();
    co_return made;
}

boost::asio::awaitable<Result<std::string>> Endpoints::rotate(EndpointId id, Timestamp now) {
    const Secret secret = make_secret();
    const SealedSecret sealed = secrets_.seal(secret, id);
    const auto rotated =
        co_await store_.rotate_endpoint_secret(std::move(id), sealed, now + rotation_overlap);
    if (!rotated) co_return rotated.error();
    co_return to_text(secret);
}

}  // namespace chaffinch::webhook
