-- Facets in the order of the queue, so that a page of those with one of them is a short walk along an
-- index however many there are: each with what its row in the list of all that wait says.
ALTER TABLE queue_facets ADD COLUMN rank INTEGER NOT NULL DEFAULT 0;
ALTER TABLE queue_facets ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE queue_facets ADD COLUMN score REAL NOT NULL DEFAULT 0;
ALTER TABLE queue_facets ADD COLUMN escalated INTEGER NOT NULL DEFAULT 0 CHECK (escalated IN (0, 1));

UPDATE queue_facets
SET rank = q.rank, created_at = q.created_at, score = q.score, escalated = q.escalated
FROM queue_lists AS q WHERE q.comment = queue_facets.comment AND q.list = '';

DROP INDEX queue_by_facet;
CREATE INDEX queue_by_facet ON queue_facets
    (site, facet, rank, created_at, comment, score, escalated);
