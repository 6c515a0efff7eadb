-- What moderators set for an article. It stands before what the site announces, whatever the site
-- sends later, until a moderator takes it away.

CREATE TABLE article_policies (
    article INTEGER PRIMARY KEY REFERENCES articles (pk) ON DELETE CASCADE,
    comments TEXT NOT NULL CHECK (comments IN ('post', 'pre', 'closed')),
    close_after_days INTEGER,
    links_allowed INTEGER,
    sensitivity TEXT NOT NULL CHECK (sensitivity IN ('none', 'medical', 'minors', 'politics')),
    hold_at REAL,
    reject_at REAL,
    hold_after_reports INTEGER CHECK (hold_after_reports BETWEEN 0 AND 1000),
    moderator TEXT NOT NULL,
    moderator_login TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

-- Articles of a site, the one heard of last first.
CREATE INDEX articles_of_site ON articles (site);
