-- The moderator's desk: claims, skips, assignments, notes; what else the queue is filtered by; and how
-- decisions on similar comments are found.

-- A claim counts until its time is over or the comment's version moves on; nothing sweeps. The row of
-- one that is over is replaced by the next claim, and goes when the comment leaves the queue.
CREATE TABLE claims (
    comment INTEGER PRIMARY KEY REFERENCES comments (pk) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    moderator TEXT NOT NULL,
    moderator_login TEXT NOT NULL,
    until INTEGER NOT NULL
) STRICT;
CREATE INDEX claims_by_moderator ON claims (moderator, until);

CREATE TABLE skips (
    comment INTEGER NOT NULL REFERENCES comments (pk) ON DELETE CASCADE,
    moderator TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (comment, moderator)
) STRICT, WITHOUT ROWID;

CREATE TABLE assignments (
    comment INTEGER PRIMARY KEY REFERENCES comments (pk) ON DELETE CASCADE,
    moderator_login TEXT NOT NULL,
    assigned_by TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

-- Of a moderator for moderators, on a comment or on its author.
CREATE TABLE notes (
    pk INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    comment INTEGER REFERENCES comments (pk) ON DELETE CASCADE,
    author INTEGER REFERENCES authors (pk) ON DELETE CASCADE,
    moderator TEXT NOT NULL,
    moderator_login TEXT NOT NULL,
    text TEXT NOT NULL,
    at INTEGER NOT NULL,
    CHECK ((comment IS NULL) <> (author IS NULL))
) STRICT;
CREATE INDEX notes_by_comment ON notes (comment, pk) WHERE comment IS NOT NULL;
CREATE INDEX notes_by_author ON notes (author, pk) WHERE author IS NOT NULL;

-- Properties of queued comments that are too many to keep a list in order for each: 'author:ann',
-- 'rule:CONTACT_SOLICIT', 'language:de', 'assigned:eva', 'skipped'.
CREATE TABLE queue_facets (
    comment INTEGER NOT NULL REFERENCES comments (pk) ON DELETE CASCADE,
    facet TEXT NOT NULL,
    site INTEGER NOT NULL REFERENCES sites (pk),
    PRIMARY KEY (comment, facet)
) STRICT, WITHOUT ROWID;
CREATE INDEX queue_by_facet ON queue_facets (site, facet, comment);

INSERT INTO queue_facets (comment, facet, site)
SELECT DISTINCT c.pk, 'rule:' || json_extract(s.value, '$.name'), c.site
FROM queue_lists AS q JOIN comments AS c ON c.pk = q.comment, json_each(c.verdict, '$.signals') AS s
WHERE q.list = '';
INSERT INTO queue_facets (comment, facet, site)
SELECT c.pk, 'language:' || lower(c.language), c.site
FROM queue_lists AS q JOIN comments AS c ON c.pk = q.comment WHERE q.list = '' AND c.language <> '';
INSERT INTO queue_facets (comment, facet, site)
SELECT c.pk, 'author:' || lower(c.author_name), c.site
FROM queue_lists AS q JOIN comments AS c ON c.pk = q.comment WHERE q.list = '' AND c.author_name <> '';
INSERT OR IGNORE INTO queue_facets (comment, facet, site)
SELECT c.pk, 'author:' || lower(a.key), c.site
FROM queue_lists AS q JOIN comments AS c ON c.pk = q.comment JOIN authors AS a ON a.pk = c.author
WHERE q.list = '';
INSERT OR IGNORE INTO queue_facets (comment, facet, site)
SELECT c.pk, 'author:' || lower(c.author_id), c.site
FROM queue_lists AS q JOIN comments AS c ON c.pk = q.comment WHERE q.list = '' AND c.author_id <> '';

-- Comments that a moderator approved or rejected, by parts of their fingerprint: the hash of the whole
-- text ('x' and the number), and five parts of three of its sixteen minimum hashes (12 bytes and the
-- digit of the part). Texts whose hashes agree at 80 % share a part with 97 % probability, at 50 % with
-- 49 % (Leskovec, Rajaraman, Ullman: Mining of Massive Datasets, 3.4).
CREATE TABLE decided_parts (
    site INTEGER NOT NULL REFERENCES sites (pk),
    part BLOB NOT NULL,
    comment INTEGER NOT NULL REFERENCES comments (pk) ON DELETE CASCADE,
    PRIMARY KEY (site, part, comment)
) STRICT, WITHOUT ROWID;
CREATE INDEX decided_parts_by_comment ON decided_parts (comment);

INSERT OR IGNORE INTO decided_parts (site, part, comment)
SELECT f.site, CAST('x' || f.exact AS BLOB), f.comment
FROM decisions AS d JOIN fingerprints AS f ON f.comment = d.comment
WHERE d.actor = 'moderator' AND d.undone_at IS NULL AND d.judgement <> 'escalate' AND f.exact <> 0;
INSERT OR IGNORE INTO decided_parts (site, part, comment)
SELECT f.site, CAST(substr(f.minhash, 1 + 12 * n.value, 12) || n.value AS BLOB), f.comment
FROM decisions AS d JOIN fingerprints AS f ON f.comment = d.comment,
    json_each('[0,1,2,3,4]') AS n
WHERE d.actor = 'moderator' AND d.undone_at IS NULL AND d.judgement <> 'escalate'
    AND f.minhash <> zeroblob(64);

-- The answers to a comment.
CREATE INDEX comments_by_parent ON comments (site, parent, created_at) WHERE parent IS NOT NULL;
