-- Standings are read once, when the store is opened: only authors who have one are looked at. And what
-- may be forgotten is said without a list of words: SQLite builds a table of a list of three or more for
-- each row that it writes.

CREATE INDEX authors_with_standing ON authors (site) WHERE standing <> 'none';

DROP INDEX comments_to_forget;
CREATE INDEX comments_to_forget ON comments (site, status, updated_at)
    WHERE text <> '' AND status <> 'held';
