-- What moderators say of authors. The standing in force is kept with the author, because every comment
-- asks for it; it ends by itself at standing_until.

ALTER TABLE authors ADD COLUMN standing TEXT NOT NULL DEFAULT 'none'
    CHECK (standing IN ('none', 'trusted', 'hold', 'shadow_hold', 'ban'));
ALTER TABLE authors ADD COLUMN standing_until INTEGER;

-- id: a decision's; the comments that were taken along stand under it in decisions.
CREATE TABLE standings (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    author INTEGER NOT NULL REFERENCES authors (pk),
    standing TEXT NOT NULL CHECK (standing IN ('none', 'trusted', 'hold', 'shadow_hold', 'ban')),
    until INTEGER,
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    moderator TEXT NOT NULL,
    moderator_login TEXT NOT NULL,
    at INTEGER NOT NULL,
    undone_at INTEGER,
    undone_by TEXT,
    undone_by_login TEXT
) STRICT;
CREATE INDEX standings_by_author ON standings (author, pk);
