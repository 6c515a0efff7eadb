-- The Akismet door: its keys, a site's settings for it, and how a comment came in there.

ALTER TABLE sites ADD COLUMN akismet_hold TEXT NOT NULL DEFAULT 'spam'
    CHECK (akismet_hold IN ('spam', 'ham', 'score'));
ALTER TABLE sites ADD COLUMN akismet_feedback_decides INTEGER NOT NULL DEFAULT 1
    CHECK (akismet_feedback_decides IN (0, 1));

-- A key's text follows from the installation's secret, the site and the generation.
CREATE TABLE akismet_keys (
    hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
    site INTEGER NOT NULL REFERENCES sites (pk),
    generation INTEGER NOT NULL CHECK (generation >= 1),
    created_at INTEGER NOT NULL,
    revoked_at INTEGER,
    UNIQUE (site, generation)
) STRICT, WITHOUT ROWID;

-- content: SHA-256 of article, author, e-mail and text, by which feedback finds its comment.
-- answered_spam is null when the client never asked, feedback_spam when it never said.
CREATE TABLE akismet_checks (
    comment INTEGER PRIMARY KEY REFERENCES comments (pk) ON DELETE CASCADE,
    site INTEGER NOT NULL REFERENCES sites (pk),
    content BLOB NOT NULL CHECK (length(content) = 32),
    blog TEXT NOT NULL,
    callback TEXT NOT NULL,
    post_id TEXT NOT NULL,
    answered_spam INTEGER CHECK (answered_spam IN (0, 1)),
    feedback_spam INTEGER CHECK (feedback_spam IN (0, 1)),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX akismet_checks_by_content ON akismet_checks (site, content, comment);
CREATE INDEX akismet_checks_by_client ON akismet_checks (site, at);
