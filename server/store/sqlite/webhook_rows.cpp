// Deliveries: made with their event, sent one of a comment at a time, logged, replayed, purged.

#include "server/store/sqlite/webhook_rows.h"

#include "server/runtime/random_id.h"
#include "server/store/sqlite/endpoint_rows.h"
#include "server/store/sqlite/stored_names.h"

namespace chaffinch::store::sqlite {

namespace {

WebhookDelivery read_delivery(Statement& row) {
    WebhookDelivery delivery;
    delivery.id.value = row.text();
    delivery.endpoint.value = row.text();
    delivery.comment.value = row.text();
    delivery.kind = row.text();
    delivery.payload = row.text();
    delivery.state = delivery_state_from(row.text());
    delivery.attempts = row.small_integer();
    delivery.due_at = row.optional_time();
    delivery.created_at = row.time();
    delivery.finished_at = row.optional_time();
    return delivery;
}

struct DeliveryKey {
    std::int64_t pk = 0;
    std::int64_t endpoint = 0;
    EndpointId endpoint_id{};
    std::int64_t comment = 0;
    DeliveryState state = DeliveryState::due;
};

std::optional<DeliveryKey> find_delivery(Connection& db, const DeliveryId& id) {
    Statement row = db.query(
        "SELECT d.pk, e.pk, e.id, d.comment, d.state FROM webhook_deliveries AS d"
        " JOIN webhook_endpoints AS e ON e.pk = d.endpoint WHERE d.id = ?",
        id
    );
    if (!row.step()) return std::nullopt;
    DeliveryKey key;
    key.pk = row.integer();
    key.endpoint = row.integer();
    key.endpoint_id.value = row.text();
    key.comment = row.integer();
    key.state = delivery_state_from(row.text());
    return key;
}

/// Whether another delivery of the comment to the endpoint is unfinished.
bool has_unfinished(Connection& db, std::int64_t endpoint, std::int64_t comment) {
    return db
        .query(
            "SELECT 1 FROM webhook_deliveries"
            " WHERE comment = ? AND endpoint = ? AND finished_at IS NULL LIMIT 1",
            comment,
            endpoint
        )
        .step();
}

/// The oldest delivery that waited behind a finished one may go.
void release_next(Connection& db, const DeliveryKey& finished, Timestamp now) {
    std::optional<std::int64_t> next;
    {
        Statement row = db.query(
            "SELECT pk FROM webhook_deliveries"
            " WHERE comment = ? AND endpoint = ? AND finished_at IS NULL ORDER BY pk LIMIT 1",
            finished.comment,
            finished.endpoint
        );
        if (row.step()) next = row.integer();
    }
    if (!next) return;
    db.run(
        "UPDATE webhook_deliveries SET state = 'due', due_at = ? WHERE pk = ? AND state = "
        "'waiting'",
        now,
        *next
    );
}

void insert_attempt(Connection& db, std::int64_t delivery, const WebhookAttempt& attempt) {
    db.run(
        "INSERT INTO webhook_attempts (delivery, number, at, took_ms, status, outcome)"
        " VALUES (?1, coalesce((SELECT max(number) FROM webhook_attempts WHERE delivery = ?1), 0)"
        " + 1, ?2, ?3, ?4, ?5)",
        delivery,
        attempt.at,
        std::int64_t{attempt.took.count()},
        attempt.status,
        attempt.outcome
    );
}

void read_payloads(
    Connection& db,
    std::int64_t endpoint_pk,
    const WebhookEndpoint& endpoint,
    Timestamp now,
    std::size_t most,
    std::vector<DueDelivery>& into
) {
    Statement row = db.query(
        "SELECT d.id, e.id, c.id, v.kind, v.payload, d.state, d.attempts, d.due_at, d.created_at,"
        " d.finished_at FROM webhook_deliveries AS d"
        " JOIN webhook_endpoints AS e ON e.pk = d.endpoint JOIN comments AS c ON c.pk = d.comment"
        " JOIN events AS v ON v.sequence = d.event"
        " WHERE d.endpoint = ? AND d.state = 'due' AND d.due_at <= ? ORDER BY d.due_at LIMIT ?",
        endpoint_pk,
        now,
        static_cast<std::int64_t>(most)
    );
    while (row.step()) into.push_back({endpoint, read_delivery(row)});
}

std::vector<std::int64_t> purgeable(Connection& db, Timestamp before, std::size_t most) {
    std::vector<std::int64_t> found;
    Statement finished = db.query(
        "SELECT pk FROM webhook_deliveries WHERE finished_at IS NOT NULL AND finished_at < ?"
        " LIMIT ?",
        before,
        static_cast<std::int64_t>(most)
    );
    while (finished.step()) found.push_back(finished.integer());
    if (!found.empty()) return found;
    Statement orphaned = db.query(
        "SELECT d.pk FROM webhook_endpoints AS e JOIN webhook_deliveries AS d ON d.endpoint = e.pk"
        " WHERE e.state = 'removed' LIMIT ?",
        static_cast<std::int64_t>(most)
    );
    while (orphaned.step()) found.push_back(orphaned.integer());
    return found;
}

}  // namespace

void fan_out(
    Connection& db, std::int64_t site, std::int64_t event, std::int64_t comment, Timestamp at
) {
    std::vector<std::int64_t> endpoints;
    {
        Statement row =
            db.query("SELECT pk FROM webhook_endpoints WHERE site = ? AND state = 'active'", site);
        while (row.step()) endpoints.push_back(row.integer());
    }
    for (const std::int64_t endpoint : endpoints) {
        const bool waits = has_unfinished(db, endpoint, comment);
        db.run(
            "INSERT INTO webhook_deliveries"
            " (id, endpoint, event, comment, state, attempts, due_at, created_at)"
            " VALUES (?, ?, ?, ?, ?, 0, ?, ?)",
            runtime::random_id("msg_", at),
            endpoint,
            event,
            comment,
            name(waits ? DeliveryState::waiting : DeliveryState::due),
            waits ? std::nullopt : std::optional(at),
            at
        );
    }
}

std::vector<DueDelivery> due(
    Connection& db, Timestamp now, std::size_t endpoints, std::size_t per_endpoint
) {
    std::vector<DueDelivery> found;
    for (const auto& [pk, endpoint] : endpoints_with_work(db, now, endpoints)) {
        read_payloads(db, pk, endpoint, now, per_endpoint, found);
    }
    return found;
}

void note_attempt(Connection& db, const AttemptOutcome& outcome) {
    const auto delivery = find_delivery(db, outcome.delivery);
    if (!delivery) return;
    const bool finished = outcome.state != DeliveryState::due;
    insert_attempt(db, delivery->pk, outcome.attempt);
    db.run(
        "UPDATE webhook_deliveries SET state = ?, attempts = attempts + 1, due_at = ?,"
        " finished_at = ? WHERE pk = ?",
        name(outcome.state),
        finished ? std::nullopt : outcome.due_at,
        finished ? std::optional(outcome.attempt.at) : std::nullopt,
        delivery->pk
    );
    if (finished) release_next(db, *delivery, outcome.attempt.at);
    note_endpoint(db, delivery->endpoint, outcome);
}

std::vector<WebhookDelivery> delivery_log(
    Connection& db, const EndpointId& endpoint, std::optional<DeliveryState> only, std::size_t limit
) {
    std::vector<WebhookDelivery> found;
    const auto read_all = [&found](Statement row) {
        while (row.step()) found.push_back(read_delivery(row));
    };
    if (only) {
        read_all(db.query(
            "SELECT d.id, e.id, c.id, v.kind, v.payload, d.state, d.attempts, d.due_at,"
            " d.created_at, d.finished_at FROM webhook_endpoints AS e"
            " CROSS JOIN webhook_deliveries AS d JOIN comments AS c ON c.pk = d.comment"
            " JOIN events AS v ON v.sequence = d.event"
            " WHERE e.id = ? AND d.endpoint = e.pk AND d.state = ? ORDER BY d.pk DESC LIMIT ?",
            endpoint,
            name(*only),
            static_cast<std::int64_t>(limit)
        ));
    } else {
        read_all(db.query(
            "SELECT d.id, e.id, c.id, v.kind, v.payload, d.state, d.attempts, d.due_at,"
            " d.created_at, d.finished_at FROM webhook_endpoints AS e"
            " CROSS JOIN webhook_deliveries AS d JOIN comments AS c ON c.pk = d.comment"
            " JOIN events AS v ON v.sequence = d.event"
            " WHERE e.id = ? AND d.endpoint = e.pk ORDER BY d.pk DESC LIMIT ?",
            endpoint,
            static_cast<std::int64_t>(limit)
        ));
    }
    return found;
}

std::vector<WebhookAttempt> attempt_log(Connection& db, const DeliveryId& delivery) {
    Statement row = db.query(
        "SELECT a.number, a.at, a.took_ms, a.status, a.outcome FROM webhook_deliveries AS d"
        " JOIN webhook_attempts AS a ON a.delivery = d.pk WHERE d.id = ? ORDER BY a.number",
        delivery
    );
    std::vector<WebhookAttempt> attempts;
    while (row.step()) {
        WebhookAttempt& attempt = attempts.emplace_back();
        attempt.number = row.small_integer();
        attempt.at = row.time();
        attempt.took = std::chrono::milliseconds(row.integer());
        attempt.status = row.small_integer();
        attempt.outcome = row.text();
    }
    return attempts;
}

Result<void> replay(Connection& db, const DeliveryId& id, const EndpointId& of, Timestamp now) {
    const auto delivery = find_delivery(db, id);
    const bool found = delivery && (of.empty() || of == delivery->endpoint_id);
    if (!found) return Error{Errc::not_found, "there is no such delivery"};
    if (delivery->state == DeliveryState::due || delivery->state == DeliveryState::waiting) {
        return Error{Errc::conflict, "this delivery is still being tried"};
    }
    const bool waits = has_unfinished(db, delivery->endpoint, delivery->comment);
    db.run(
        "UPDATE webhook_deliveries SET state = ?, attempts = 0, due_at = ?, finished_at = NULL"
        " WHERE pk = ?",
        name(waits ? DeliveryState::waiting : DeliveryState::due),
        waits ? std::nullopt : std::optional(now),
        delivery->pk
    );
    return {};
}

std::size_t purge(Connection& db, Timestamp before, std::size_t most) {
    const std::vector<std::int64_t> deliveries = purgeable(db, before, most);
    for (const std::int64_t delivery : deliveries) {
        db.run("DELETE FROM webhook_attempts WHERE delivery = ?", delivery);
        db.run("DELETE FROM webhook_deliveries WHERE pk = ?", delivery);
    }
    if (deliveries.empty()) db.run("DELETE FROM webhook_endpoints WHERE state = 'removed'");
    return deliveries.size();
}

}  // namespace chaffinch::store::sqlite
