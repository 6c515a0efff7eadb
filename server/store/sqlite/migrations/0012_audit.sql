-- The log is searched in the order of time, of a site and of a moderator. What is decided or
-- withdrawn is found when the term of its text is over; marks say how far addresses were made
-- pseudonyms. An erasure is written down before it begins, so that a crash cannot leave half of it.

CREATE INDEX decisions_by_time ON decisions (site, at);
CREATE INDEX decisions_by_moderator ON decisions (site, moderator_login, at)
    WHERE moderator_login <> '';
CREATE INDEX training_events_by_decision ON training_events (decision);
CREATE INDEX training_events_by_comment ON training_events (comment);

CREATE INDEX comments_to_forget ON comments (site, status, updated_at)
    WHERE text <> '' AND status IN ('published', 'rejected', 'withdrawn');
CREATE INDEX sessions_by_age ON sessions (created_at);

-- Tells of a change of standing name the author.
CREATE INDEX events_of_authors ON events (comment) WHERE kind = 'author.standing_changed';

CREATE TABLE retention_marks (
    sites TEXT NOT NULL,
    trace TEXT NOT NULL,
    comment INTEGER NOT NULL,
    PRIMARY KEY (sites, trace)
) STRICT, WITHOUT ROWID;

CREATE TABLE erasures (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    site INTEGER NOT NULL REFERENCES sites (pk),
    author TEXT NOT NULL,
    person_id TEXT NOT NULL,
    email TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    finished_at INTEGER,
    comments INTEGER NOT NULL,
    lessons INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    CHECK (finished_at IS NULL OR (author = '' AND person_id = '' AND email = ''))
) STRICT;
CREATE INDEX erasures_unfinished ON erasures (pk) WHERE finished_at IS NULL;
