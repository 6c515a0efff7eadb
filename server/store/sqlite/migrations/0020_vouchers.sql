-- Administrators who vouch for what a moderator in doubt has taught. Rows are added and ended, never
-- changed otherwise.

CREATE TABLE vouchers (
    pk INTEGER PRIMARY KEY,
    site INTEGER NOT NULL REFERENCES sites (pk),
    moderator TEXT NOT NULL,
    through INTEGER NOT NULL,
    by_login TEXT NOT NULL,
    note TEXT NOT NULL,
    at INTEGER NOT NULL,
    ended_at INTEGER,
    ended_by_login TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE UNIQUE INDEX vouchers_in_force ON vouchers (site, moderator) WHERE ended_at IS NULL;
CREATE INDEX vouchers_ended ON vouchers (pk) WHERE ended_at IS NOT NULL;
