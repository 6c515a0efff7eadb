// What the webhook room needs of the store: endpoints, what is due for them, and the delivery log.
// Deliveries are made in the transaction of the change that they tell of: one for each endpoint
// that is active then. Same promises as submissions.h.

#pragma once

#include "engine/types/result.h"
#include "server/records/webhook.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::store {

/// Endpoints a site may have at once.
constexpr std::size_t endpoints_of_a_site = 20;

struct DueDelivery {
    WebhookEndpoint endpoint{};
    WebhookDelivery delivery{};
};

/// What one attempt came to, and what follows from it.
struct AttemptOutcome {
    DeliveryId delivery{};
    WebhookAttempt attempt{};                        ///< its number is given by the store
    DeliveryState state = DeliveryState::delivered;  ///< delivered, dead, or due again
    std::optional<Timestamp> due_at{};               ///< with `due`
    Timestamp pause_endpoint_until{};
    std::string disable_endpoint_why{};  ///< empty: it stays active
};

class WebhookStore {
  public:
    virtual ~WebhookStore() = default;

    /// Errors: not_found (the site), conflict (the site has this URL already, or as many
    /// endpoints as it may have).
    virtual boost::asio::awaitable<Result<void>> add_endpoint(WebhookEndpoint endpoint) = 0;

    /// Those of one site (active ones first), or with an empty id all, oldest first.
    virtual boost::asio::awaitable<std::vector<WebhookEndpoint>> list_endpoints(SiteId site) = 0;

    /// Errors: not_found.
    virtual boost::asio::awaitable<Result<WebhookEndpoint>> find_endpoint(EndpointId id) = 0;

    /// The present secret becomes the previous one, valid until `previous_until`. Errors:
    /// not_found.
    virtual boost::asio::awaitable<Result<void>> rotate_endpoint_secret(
        EndpointId id, SealedSecret next, Timestamp previous_until
    ) = 0;

    /// Active again, with nothing held against it. Errors: not_found.
    virtual boost::asio::awaitable<Result<void>> enable_endpoint(EndpointId id) = 0;

    /// Nothing more is sent to it; its log goes with the next purge. Errors: not_found.
    virtual boost::asio::awaitable<Result<void>> remove_endpoint(EndpointId id) = 0;

    /// What may be sent at `now`: at most one delivery of any comment and endpoint, at most
    /// `per_endpoint` of an endpoint and those of at most `endpoints` endpoints, the ones served
    /// longest ago first. Deliveries stay due until record_attempt().
    virtual boost::asio::awaitable<std::vector<DueDelivery>> due_deliveries(
        Timestamp now, std::size_t endpoints, std::size_t per_endpoint
    ) = 0;

    /// Writes the log and what follows; a finished delivery lets the next one of its comment go.
    /// Not an error when the delivery was removed meanwhile.
    virtual boost::asio::awaitable<void> record_attempt(AttemptOutcome outcome) = 0;

    /// Newest first, at most `limit`; with `only` those in that state.
    virtual boost::asio::awaitable<std::vector<WebhookDelivery>> deliveries_of(
        EndpointId endpoint, std::optional<DeliveryState> only, std::size_t limit
    ) = 0;

    /// In order. Empty when there were none.
    virtual boost::asio::awaitable<std::vector<WebhookAttempt>> attempts_of(DeliveryId delivery
    ) = 0;

    /// Sends a finished delivery once more, with its id and a fresh schedule. Errors: not_found
    /// (also when it is not `of` that endpoint; an empty id: of any), conflict (it is not
    /// finished).
    virtual boost::asio::awaitable<Result<void>> replay_delivery(
        DeliveryId id, EndpointId of, Timestamp now
    ) = 0;

    /// Removes at most `most` deliveries finished before `before` or of removed endpoints. Gives
    /// how many there were.
    virtual boost::asio::awaitable<std::size_t> purge_deliveries(
        Timestamp before, std::size_t most
    ) = 0;
};

}  // namespace chaffinch::store
