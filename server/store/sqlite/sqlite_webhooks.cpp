// The store's webhooks.

#include "server/store/sqlite/sqlite_store.h"
#include "server/store/sqlite/webhook_rows.h"

#include <utility>

namespace chaffinch::store::sqlite {

using boost::asio::awaitable;

awaitable<Result<void>> SqliteStore::add_endpoint(WebhookEndpoint endpoint) {
    return ask(writer_.queue(), [endpoint = std::move(endpoint)](Connection& db) {
        return insert_endpoint(db, endpoint);
    });
}

awaitable<std::vector<WebhookEndpoint>> SqliteStore::list_endpoints(SiteId site) {
    return ask(readers_.queue(), [site = std::move(site)](Connection& db) {
        return endpoints_of(db, site);
    });
}

awaitable<Result<WebhookEndpoint>> SqliteStore::find_endpoint(EndpointId id) {
    return ask(readers_.queue(), [id = std::move(id)](Connection& db) {
        return find_endpoint_row(db, id);
    });
}

awaitable<Result<void>> SqliteStore::rotate_endpoint_secret(
    EndpointId id, SealedSecret next, Timestamp previous_until
) {
    return ask(writer_.queue(), [id = std::move(id), next, previous_until](Connection& db) {
        return rotate_secret(db, id, next, previous_until);
    });
}

awaitable<Result<void>> SqliteStore::enable_endpoint(EndpointId id) {
    return ask(writer_.queue(), [id = std::move(id)](Connection& db) { return enable(db, id); });
}

awaitable<Result<void>> SqliteStore::remove_endpoint(EndpointId id) {
    return ask(writer_.queue(), [id = std::move(id)](Connection& db) { return remove(db, id); });
}

awaitable<std::vector<DueDelivery>> SqliteStore::due_deliveries(
    Timestamp now, std::size_t endpoints, std::size_t per_endpoint
) {
    return ask(readers_.queue(), [now, endpoints, per_endpoint](Connection& db) {
        return due(db, now, endpoints, per_endpoint);
    });
}

awaitable<void> SqliteStore::record_attempt(AttemptOutcome outcome) {
    return ask(writer_.queue(), [outcome = std::move(outcome)](Connection& db) {
        note_attempt(db, outcome);
    });
}

awaitable<std::vector<WebhookDelivery>> SqliteStore::deliveries_of(
    EndpointId endpoint, std::optional<DeliveryState> only, std::size_t limit
) {
    return ask(readers_.queue(), [endpoint = std::move(endpoint), only, limit](Connection& db) {
        return delivery_log(db, endpoint, only, limit);
    });
}

awaitable<std::vector<WebhookAttempt>> SqliteStore::attempts_of(DeliveryId delivery) {
    return ask(readers_.queue(), [delivery = std::move(delivery)](Connection& db) {
        return attempt_log(db, delivery);
    });
}

awaitable<Result<void>> SqliteStore::replay_delivery(DeliveryId id, EndpointId of, Timestamp now) {
    return ask(writer_.queue(), [id = std::move(id), of = std::move(of), now](Connection& db) {
        return replay(db, id, of, now);
    });
}

awaitable<std::size_t> SqliteStore::purge_deliveries(Timestamp before, std::size_t most) {
    return ask(writer_.queue(), [before, most](Connection& db) { return purge(db, before, most); });
}

}  // namespace chaffinch::store::sqlite
