-- Published comments in the order in which a thread is read: each after what it answers.
--
-- thread: the ids of the comments above and its own, without "cmt_", joined by dots. Ids sort by time,
-- so sorting by this text reads a thread from the top. At most 32 levels; deeper answers stand
-- side by side on the last one.
ALTER TABLE comments ADD COLUMN thread TEXT NOT NULL DEFAULT '';

CREATE INDEX comments_by_parent ON comments (site, parent) WHERE parent IS NOT NULL;
WITH RECURSIVE found (pk, thread, levels) AS (
    SELECT pk, substr(id, 5), 1 FROM comments WHERE parent IS NULL
    UNION ALL
    SELECT c.pk, found.thread || '.' || substr(c.id, 5), levels + 1
    FROM found JOIN comments AS p ON p.pk = found.pk
        JOIN comments AS c ON c.site = p.site AND c.parent IN (p.id, p.external_id)
    WHERE c.article = p.article AND levels < 32
)
UPDATE comments SET thread = found.thread FROM found WHERE comments.pk = found.pk;
UPDATE comments SET thread = substr(id, 5) WHERE thread = '';
DROP INDEX comments_by_parent;

DROP INDEX comments_published;
CREATE INDEX comments_published ON comments (article, thread) WHERE status = 'published';
