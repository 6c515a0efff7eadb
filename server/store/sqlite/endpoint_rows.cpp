// Endpoints in the database.

#include "server/store/sqlite/endpoint_rows.h"

#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/webhook_rows.h"

namespace chaffinch::store::sqlite {

namespace {

Error no_such_endpoint(const EndpointId& id) {
    return {Errc::not_found, "there is no webhook '" + id.value + "'"};
}

/// Columns: id, site, url, format, state, disabled_why, secret, created_at, paused_until, failures,
/// previous_until, previous_secret.
WebhookEndpoint read_endpoint(Statement& row) {
    WebhookEndpoint endpoint;
    endpoint.id.value = row.text();
    endpoint.site.value = row.text();
    endpoint.url = row.text();
    endpoint.format = row.text();
    endpoint.disabled = row.text() != "active";
    endpoint.disabled_why = row.text();
    row.blob(endpoint.secret);
    endpoint.created_at = row.time();
    endpoint.paused_until = row.time();
    endpoint.failures = row.small_integer();
    endpoint.previous_until = row.optional_time();
    if (endpoint.previous_until) row.blob(endpoint.previous_secret.emplace());
    return endpoint;
}

std::optional<std::int64_t> endpoint_pk(Connection& db, const EndpointId& id) {
    Statement row =
        db.query("SELECT pk FROM webhook_endpoints WHERE id = ? AND state <> 'removed'", id);
    if (!row.step()) return std::nullopt;
    return row.integer();
}

}  // namespace

Result<void> insert_endpoint(Connection& db, const WebhookEndpoint& endpoint) {
    const auto site = find_site(db, endpoint.site);
    if (!site) return Error{Errc::not_found, "there is no site '" + endpoint.site.value + "'"};
    const std::vector<WebhookEndpoint> present = endpoints_of(db, endpoint.site);
    for (const WebhookEndpoint& other : present) {
        if (other.url == endpoint.url && other.format == endpoint.format) {
            return Error{Errc::conflict, "the site is told at this address already"};
        }
    }
    if (present.size() >= endpoints_of_a_site) {
        return Error{Errc::conflict, "a site may have 20 webhooks; remove one first"};
    }
    db.run(
        "INSERT INTO webhook_endpoints (id, site, url, format, state, disabled_why, secret,"
        " created_at, paused_until, failures) VALUES (?, ?, ?, ?, 'active', '', ?, ?, 0, 0)",
        endpoint.id,
        *site,
        endpoint.url,
        endpoint.format,
        Bytes(endpoint.secret),
        endpoint.created_at
    );
    return {};
}

std::vector<WebhookEndpoint> endpoints_of(Connection& db, const SiteId& site) {
    std::vector<WebhookEndpoint> endpoints;
    const auto read_all = [&endpoints](Statement row) {
        while (row.step()) endpoints.push_back(read_endpoint(row));
    };
    if (!site.empty()) {
        read_all(db.query(
            "SELECT e.id, s.id, e.url, e.format, e.state, e.disabled_why, e.secret, e.created_at,"
            " e.paused_until, e.failures, e.previous_until, e.previous_secret"
            " FROM sites AS s JOIN webhook_endpoints AS e ON e.site = s.pk"
            " WHERE s.id = ? AND e.state IN ('active', 'disabled')",
            site
        ));
    } else {
        // A list for an operator: every endpoint there is.
        read_all(db.query(
            "SELECT e.id, s.id, e.url, e.format, e.state, e.disabled_why, e.secret, e.created_at,"
            " e.paused_until, e.failures, e.previous_until, e.previous_secret"
            " FROM webhook_endpoints AS e JOIN sites AS s ON e.site = s.pk"
            " WHERE e.state IN ('active', 'disabled') ORDER BY e.pk"
        ));
    }
    return endpoints;
}

Result<WebhookEndpoint> find_endpoint_row(Connection& db, const EndpointId& id) {
    Statement row = db.query(
        "SELECT e.id, s.id, e.url, e.format, e.state, e.disabled_why, e.secret, e.created_at,"
        " e.paused_until, e.failures, e.previous_until, e.previous_secret"
        " FROM webhook_endpoints AS e JOIN sites AS s ON s.pk = e.site"
        " WHERE e.id = ? AND e.state <> 'removed'",
        id
    );
    if (!row.step()) return no_such_endpoint(id);
    return read_endpoint(row);
}

Result<void> rotate_secret(
    Connection& db, const EndpointId& id, const SealedSecret& next, Timestamp previous_until
) {
    const auto endpoint = endpoint_pk(db, id);
    if (!endpoint) return no_such_endpoint(id);
    db.run(
        "UPDATE webhook_endpoints SET previous_secret = secret, previous_until = ?, secret = ?"
        " WHERE pk = ?",
        previous_until,
        Bytes(next),
        *endpoint
    );
    return {};
}

Result<void> enable(Connection& db, const EndpointId& id) {
    const auto endpoint = endpoint_pk(db, id);
    if (!endpoint) return no_such_endpoint(id);
    db.run(
        "UPDATE webhook_endpoints SET state = 'active', disabled_why = '', paused_until = 0,"
        " failures = 0 WHERE pk = ?",
        *endpoint
    );
    return {};
}

Result<void> remove(Connection& db, const EndpointId& id) {
    const auto endpoint = endpoint_pk(db, id);
    if (!endpoint) return no_such_endpoint(id);
    // The row stays until its deliveries are purged, but nothing of the secret does.
    db.run(
        "UPDATE webhook_endpoints SET state = 'removed', secret = zeroblob(72),"
        " previous_secret = NULL, previous_until = NULL WHERE pk = ?",
        *endpoint
    );
    return {};
}

std::vector<std::pair<std::int64_t, WebhookEndpoint>> endpoints_with_work(
    Connection& db, Timestamp now, std::size_t most
) {
    Statement row = db.query(
        "SELECT e.pk, e.id, s.id, e.url, e.format, e.state, e.disabled_why, e.secret, e.created_at,"
        " e.paused_until, e.failures, e.previous_until, e.previous_secret"
        " FROM webhook_endpoints AS e JOIN sites AS s ON s.pk = e.site"
        " WHERE e.state = 'active' AND e.paused_until <= ?1 AND EXISTS ("
        "SELECT 1 FROM webhook_deliveries AS d"
        " WHERE d.endpoint = e.pk AND d.state = 'due' AND d.due_at <= ?1)"
        " ORDER BY e.paused_until LIMIT ?2",
        now,
        static_cast<std::int64_t>(most)
    );
    std::vector<std::pair<std::int64_t, WebhookEndpoint>> found;
    while (row.step()) {
        const std::int64_t pk = row.integer();
        found.emplace_back(pk, read_endpoint(row));
    }
    return found;
}

void note_endpoint(Connection& db, std::int64_t endpoint, const AttemptOutcome& outcome) {
    const bool delivered = outcome.state == DeliveryState::delivered;
    db.run(
        "UPDATE webhook_endpoints SET paused_until = max(paused_until, ?),"
        " failures = CASE WHEN ? THEN 0 ELSE failures + 1 END WHERE pk = ?",
        outcome.pause_endpoint_until,
        delivered,
        endpoint
    );
    if (outcome.disable_endpoint_why.empty()) return;
    db.run(
        "UPDATE webhook_endpoints SET state = 'disabled', disabled_why = ?"
        " WHERE pk = ? AND state = 'active'",
        outcome.disable_endpoint_why,
        endpoint
    );
}

}  // namespace chaffinch::store::sqlite
