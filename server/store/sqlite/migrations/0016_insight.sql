-- Counts by hour and day, so that nobody has to read the comments to know how things stand. They are
-- kept up behind the comments and the decisions by a task of their own; tally_progress says how far
-- it has come, in the transaction that counts.

CREATE TABLE tally_progress (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    comment INTEGER NOT NULL,
    decision INTEGER NOT NULL
) STRICT;
INSERT INTO tally_progress VALUES (1, 0, 0);

-- Decisions that were taken back after they had been counted.
CREATE TABLE tally_undone (
    decision INTEGER PRIMARY KEY
) STRICT;
CREATE TRIGGER counted_decision_undone AFTER UPDATE OF undone_at ON decisions
WHEN OLD.undone_at IS NULL AND NEW.undone_at IS NOT NULL AND NEW.actor = 'moderator'
    AND NEW.pk <= (SELECT decision FROM tally_progress WHERE only = 1) BEGIN
    INSERT OR IGNORE INTO tally_undone (decision) VALUES (NEW.pk);
END;

-- slot: the begin of an hour or of a day, UTC, in milliseconds.
CREATE TABLE tallies (
    site INTEGER NOT NULL REFERENCES sites (pk),
    measure TEXT NOT NULL,
    slot INTEGER NOT NULL,
    name TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (site, measure, slot, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE rule_tallies (
    site INTEGER NOT NULL REFERENCES sites (pk),
    rule TEXT NOT NULL,
    hits INTEGER NOT NULL,
    shadow_hits INTEGER NOT NULL,
    upheld INTEGER NOT NULL,
    overturned INTEGER NOT NULL,
    last_hit INTEGER,
    PRIMARY KEY (site, rule)
) STRICT, WITHOUT ROWID;

-- How many wait at which score, in steps of half a point from -10 to 20 (server/store/insight.h).
-- Only the list of everything ('') is counted.
CREATE TABLE queue_scores (
    site INTEGER NOT NULL REFERENCES sites (pk),
    bucket INTEGER NOT NULL,
    waiting INTEGER NOT NULL CHECK (waiting >= 0),
    PRIMARY KEY (site, bucket)
) STRICT, WITHOUT ROWID;
INSERT INTO queue_scores (site, bucket, waiting)
    SELECT site, max(-20, min(40, CAST(floor(score * 2) AS INTEGER))) AS at, count(*)
    FROM queue_lists WHERE list = '' GROUP BY site, at;
CREATE TRIGGER queue_score_enters AFTER INSERT ON queue_lists WHEN NEW.list = '' BEGIN
    INSERT INTO queue_scores (site, bucket, waiting)
        VALUES (NEW.site, max(-20, min(40, CAST(floor(NEW.score * 2) AS INTEGER))), 1)
        ON CONFLICT (site, bucket) DO UPDATE SET waiting = waiting + 1;
END;
CREATE TRIGGER queue_score_leaves AFTER DELETE ON queue_lists WHEN OLD.list = '' BEGIN
    UPDATE queue_scores SET waiting = waiting - 1 WHERE site = OLD.site
        AND bucket = max(-20, min(40, CAST(floor(OLD.score * 2) AS INTEGER)));
END;
