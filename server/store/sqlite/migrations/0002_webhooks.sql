-- Webhooks: where sites want to be told, what is to be delivered, and how it went.
--
-- A delivery is made for each active endpoint in the transaction of its event. Only the oldest
-- unfinished delivery of a comment and endpoint is 'due'; later ones are 'waiting' and have no time.

CREATE TABLE webhook_endpoints (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    site INTEGER NOT NULL REFERENCES sites (pk),
    url TEXT NOT NULL,
    format TEXT NOT NULL CHECK (format <> ''),
    state TEXT NOT NULL CHECK (state IN ('active', 'disabled', 'removed')),
    disabled_why TEXT NOT NULL,
    secret BLOB NOT NULL CHECK (length(secret) = 72),
    previous_secret BLOB CHECK (length(previous_secret) = 72),
    previous_until INTEGER,
    created_at INTEGER NOT NULL,
    paused_until INTEGER NOT NULL,
    failures INTEGER NOT NULL CHECK (failures >= 0),
    CHECK ((previous_secret IS NULL) = (previous_until IS NULL))
) STRICT;
CREATE INDEX webhook_endpoints_by_site ON webhook_endpoints (site, state);
CREATE INDEX webhook_endpoints_by_turn ON webhook_endpoints (state, paused_until);

CREATE TABLE webhook_deliveries (
    pk INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    endpoint INTEGER NOT NULL REFERENCES webhook_endpoints (pk),
    event INTEGER NOT NULL REFERENCES events (sequence),
    comment INTEGER NOT NULL REFERENCES comments (pk),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'due', 'delivered', 'dead')),
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    due_at INTEGER,
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    CHECK ((state = 'due') = (due_at IS NOT NULL)),
    CHECK ((state IN ('delivered', 'dead')) = (finished_at IS NOT NULL))
) STRICT;
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (endpoint, due_at) WHERE state = 'due';
CREATE INDEX webhook_deliveries_unfinished ON webhook_deliveries (comment, endpoint, pk)
    WHERE finished_at IS NULL;
CREATE INDEX webhook_deliveries_by_endpoint ON webhook_deliveries (endpoint, pk);
CREATE INDEX webhook_deliveries_by_state ON webhook_deliveries (endpoint, state, pk);
CREATE INDEX webhook_deliveries_by_event ON webhook_deliveries (event);
CREATE INDEX webhook_deliveries_finished ON webhook_deliveries (finished_at)
    WHERE finished_at IS NOT NULL;
CREATE INDEX webhook_deliveries_by_comment ON webhook_deliveries (comment);

CREATE TABLE webhook_attempts (
    delivery INTEGER NOT NULL REFERENCES webhook_deliveries (pk),
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    took_ms INTEGER NOT NULL,
    status INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (delivery, number)
) STRICT, WITHOUT ROWID;
