-- Campaigns: near-duplicate comments of a site, grouped for people.
--
-- The counts of a campaign follow its members by triggers, so that whatever changes a comment's
-- status or deletes a comment need not know of campaigns. `articles` and `authors` only grow.

CREATE TABLE campaigns (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    site INTEGER NOT NULL REFERENCES sites (pk),
    first_seen_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    members INTEGER NOT NULL CHECK (members >= 0),
    open INTEGER NOT NULL CHECK (open >= 0),
    published INTEGER NOT NULL CHECK (published >= 0),
    articles INTEGER NOT NULL,
    authors INTEGER NOT NULL,
    judgement TEXT CHECK (judgement IN ('approve', 'reject')),
    decision TEXT,
    reason TEXT,
    moderator_login TEXT,
    decided_at INTEGER
) STRICT;
CREATE INDEX campaigns_by_age ON campaigns (site, last_seen_at, pk);
CREATE INDEX campaigns_waiting ON campaigns (site, last_seen_at, pk) WHERE open > 0;
CREATE INDEX campaigns_decided ON campaigns (site, last_seen_at, pk) WHERE decision IS NOT NULL;
CREATE INDEX campaigns_by_decision ON campaigns (decision) WHERE decision IS NOT NULL;

-- author: the author's key, else his network, else ''.
CREATE TABLE campaign_members (
    campaign INTEGER NOT NULL REFERENCES campaigns (pk),
    comment INTEGER NOT NULL REFERENCES comments (pk) ON DELETE CASCADE,
    joined_by TEXT NOT NULL CHECK (joined_by IN ('text', 'host', 'author')),
    status TEXT NOT NULL,
    article INTEGER NOT NULL,
    author TEXT NOT NULL,
    PRIMARY KEY (campaign, comment)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX campaign_members_by_comment ON campaign_members (comment);
CREATE INDEX campaign_members_by_status ON campaign_members (campaign, status, comment);
CREATE INDEX campaign_members_by_article ON campaign_members (campaign, article);
CREATE INDEX campaign_members_by_author ON campaign_members (campaign, author);

CREATE TRIGGER campaign_member_joins AFTER INSERT ON campaign_members BEGIN
    UPDATE campaigns SET members = members + 1, open = open + (NEW.status = 'held'),
        published = published + (NEW.status = 'published') WHERE pk = NEW.campaign;
END;
CREATE TRIGGER campaign_member_changes AFTER UPDATE OF status ON campaign_members BEGIN
    UPDATE campaigns SET open = open + (NEW.status = 'held') - (OLD.status = 'held'),
        published = published + (NEW.status = 'published') - (OLD.status = 'published')
        WHERE pk = NEW.campaign;
END;
CREATE TRIGGER campaign_member_goes AFTER DELETE ON campaign_members BEGIN
    UPDATE campaigns SET members = members - 1, open = open - (OLD.status = 'held'),
        published = published - (OLD.status = 'published') WHERE pk = OLD.campaign;
END;
CREATE TRIGGER campaign_follows_comment AFTER UPDATE OF status ON comments
WHEN NEW.status <> OLD.status BEGIN
    UPDATE campaign_members SET status = NEW.status WHERE comment = NEW.pk;
END;
