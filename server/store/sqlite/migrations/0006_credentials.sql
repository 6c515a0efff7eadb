-- What moderators prove themselves with beside a password: personal tokens, and a second factor.

-- last_used_at is kept to the minute.
CREATE TABLE personal_tokens (
    id TEXT PRIMARY KEY,
    moderator INTEGER NOT NULL REFERENCES moderators (pk),
    name TEXT NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('read', 'decide')),
    secret_hash BLOB NOT NULL CHECK (length(secret_hash) = 32),
    created_at INTEGER NOT NULL,
    last_used_at INTEGER,
    expires_at INTEGER,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX personal_tokens_by_moderator ON personal_tokens (moderator, created_at);

-- The secret is sealed under the installation's key. active = 0: shown, but not yet confirmed by a
-- code. last_step: of the newest code that was accepted; none up to it is accepted again.
CREATE TABLE second_factors (
    moderator INTEGER PRIMARY KEY REFERENCES moderators (pk),
    secret BLOB NOT NULL CHECK (length(secret) = 60),
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    last_step INTEGER NOT NULL
) STRICT;

-- Each takes the place of one code, once.
CREATE TABLE recovery_codes (
    moderator INTEGER NOT NULL REFERENCES moderators (pk),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    used_at INTEGER,
    PRIMARY KEY (moderator, hash)
) STRICT, WITHOUT ROWID;
