-- The rules that sites wrote for themselves. Editions are added and never changed; the newest is in
-- force.

CREATE TABLE rule_versions (
    site INTEGER NOT NULL REFERENCES sites (pk),
    version INTEGER NOT NULL CHECK (version >= 1),
    text TEXT NOT NULL,
    note TEXT NOT NULL,
    restored_from INTEGER,
    moderator TEXT NOT NULL,
    moderator_login TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (site, version)
) STRICT, WITHOUT ROWID;

-- What people said of comments, to try rules on.
CREATE INDEX decisions_of_people ON decisions (site, pk)
    WHERE actor IN ('moderator', 'system') AND act = 'decision' AND judgement <> 'escalate'
    AND undone_at IS NULL;
