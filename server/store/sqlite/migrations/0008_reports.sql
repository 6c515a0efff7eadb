-- Reports of readers and appeals of authors.

ALTER TABLE sites ADD COLUMN hold_after_reports INTEGER NOT NULL DEFAULT 3
    CHECK (hold_after_reports BETWEEN 0 AND 1000);
ALTER TABLE articles ADD COLUMN hold_after_reports INTEGER
    CHECK (hold_after_reports BETWEEN 0 AND 1000);

-- key: the site's own id of a reader. How often moderators agreed with the reports that they closed.
CREATE TABLE reporters (
    pk INTEGER PRIMARY KEY,
    site INTEGER NOT NULL REFERENCES sites (pk),
    key TEXT NOT NULL,
    agreed INTEGER NOT NULL CHECK (agreed >= 0),
    disagreed INTEGER NOT NULL CHECK (disagreed >= 0),
    UNIQUE (site, key)
) STRICT;

-- Open until a decision closes it. A reader may report a comment again once it is closed and the
-- comment has another text.
CREATE TABLE reports (
    comment INTEGER NOT NULL REFERENCES comments (pk),
    reporter INTEGER NOT NULL REFERENCES reporters (pk),
    revision INTEGER NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('spam', 'abuse', 'hate', 'threat', 'safety', 'privacy',
        'misinformation', 'off_topic', 'other')),
    note TEXT NOT NULL,
    at INTEGER NOT NULL,
    closed_by INTEGER REFERENCES decisions (pk),
    agreed INTEGER CHECK (agreed IN (0, 1)),
    PRIMARY KEY (comment, reporter, revision),
    CHECK ((closed_by IS NULL) = (agreed IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX reports_by_reporter ON reports (reporter);
CREATE INDEX reports_by_decision ON reports (closed_by) WHERE closed_by IS NOT NULL;

-- against: the decision that rejected the comment. closed_by: the one that answered the appeal.
CREATE TABLE appeals (
    comment INTEGER NOT NULL REFERENCES comments (pk),
    against INTEGER NOT NULL REFERENCES decisions (pk),
    text TEXT NOT NULL,
    at INTEGER NOT NULL,
    closed_by INTEGER REFERENCES decisions (pk),
    granted INTEGER CHECK (granted IN (0, 1)),
    PRIMARY KEY (comment, against),
    CHECK ((closed_by IS NULL) = (granted IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX appeals_by_against ON appeals (against);
CREATE INDEX appeals_by_decision ON appeals (closed_by) WHERE closed_by IS NOT NULL;
