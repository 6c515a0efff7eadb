-- Edits and withdrawals: the texts that comments had before, and rows of the log that are no decision.

ALTER TABLE decisions ADD COLUMN act TEXT NOT NULL DEFAULT 'decision'
    CHECK (act IN ('decision', 'edit', 'withdrawal', 'report', 'appeal'));

DROP VIEW decision_records;
CREATE VIEW decision_records AS
SELECT
    d.pk, d.comment, d.id, s.id AS site_id, c.id AS comment_id, d.actor, d.moderator,
    d.moderator_login, d.judgement, d.reason, d.note, d.status_before, d.status_after,
    d.escalated_before, d.escalated_after, d.version_before, d.version_after, d.at, d.undone_at,
    d.act
FROM decisions AS d JOIN sites AS s ON s.pk = d.site JOIN comments AS c ON c.pk = d.comment;

-- What an edit replaced; the text in force stands in comments. last_version: the version that the
-- comment had when it was replaced.
CREATE TABLE revisions (
    comment INTEGER NOT NULL REFERENCES comments (pk),
    revision INTEGER NOT NULL,
    text TEXT NOT NULL,
    format TEXT NOT NULL CHECK (format IN ('plain', 'markdown', 'html')),
    author_name TEXT NOT NULL,
    author_url TEXT NOT NULL,
    verdict TEXT NOT NULL,
    last_version INTEGER NOT NULL,
    replaced_at INTEGER NOT NULL,
    PRIMARY KEY (comment, revision)
) STRICT, WITHOUT ROWID;
