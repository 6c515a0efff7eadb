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
CREATE INDEX akismet_checks_by_client ON akismet_checks (site, at);
CREATE INDEX akismet_checks_by_content ON akismet_checks (site, content, comment);
CREATE TABLE akismet_keys (
    hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
    site INTEGER NOT NULL REFERENCES sites (pk),
    generation INTEGER NOT NULL CHECK (generation >= 1),
    created_at INTEGER NOT NULL,
    revoked_at INTEGER,
    UNIQUE (site, generation)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE articles (
    pk INTEGER PRIMARY KEY,
    site INTEGER NOT NULL REFERENCES sites (pk),
    id TEXT NOT NULL,
    announced INTEGER NOT NULL CHECK (announced IN (0, 1)),
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    section TEXT NOT NULL,
    language TEXT NOT NULL,
    published_at INTEGER,
    comments TEXT NOT NULL CHECK (comments IN ('post', 'pre', 'closed')),
    close_after_days INTEGER,
    links_allowed INTEGER,
    sensitivity TEXT NOT NULL CHECK (sensitivity IN ('none', 'medical', 'minors', 'politics')),
    hold_at REAL,
    reject_at REAL,
    updated_at INTEGER NOT NULL, hold_after_reports INTEGER
    CHECK (hold_after_reports BETWEEN 0 AND 1000),
    UNIQUE (site, id)
) STRICT;
CREATE INDEX articles_of_site ON articles (site);
CREATE TABLE assignments (
    comment INTEGER PRIMARY KEY REFERENCES comments (pk) ON DELETE CASCADE,
    moderator_login TEXT NOT NULL,
    assigned_by TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE TABLE authors (
    pk INTEGER PRIMARY KEY,
    site INTEGER NOT NULL REFERENCES sites (pk),
    key TEXT NOT NULL,
    published INTEGER NOT NULL CHECK (published >= 0),
    rejected INTEGER NOT NULL CHECK (rejected >= 0),
    first_seen_at INTEGER NOT NULL, standing TEXT NOT NULL DEFAULT 'none'
    CHECK (standing IN ('none', 'trusted', 'hold', 'shadow_hold', 'ban')), standing_until INTEGER,
    UNIQUE (site, key)
) STRICT;
CREATE INDEX authors_with_standing ON authors (site) WHERE standing <> 'none';
CREATE TRIGGER campaign_member_changes AFTER UPDATE OF status ON campaign_members BEGIN
    UPDATE campaigns SET open = open + (NEW.status = 'held') - (OLD.status = 'held'),
        published = published + (NEW.status = 'published') - (OLD.status = 'published')
        WHERE pk = NEW.campaign;
END;
CREATE TRIGGER campaign_member_goes AFTER DELETE ON campaign_members BEGIN
    UPDATE campaigns SET members = members - 1, open = open - (OLD.status = 'held'),
        published = published - (OLD.status = 'published') WHERE pk = OLD.campaign;
END;
CREATE TRIGGER campaign_member_joins AFTER INSERT ON campaign_members BEGIN
    UPDATE campaigns SET members = members + 1, open = open + (NEW.status = 'held'),
        published = published + (NEW.status = 'published') WHERE pk = NEW.campaign;
END;
CREATE TABLE campaign_members (
    campaign INTEGER NOT NULL REFERENCES campaigns (pk),
    comment INTEGER NOT NULL REFERENCES comments (pk) ON DELETE CASCADE,
    joined_by TEXT NOT NULL CHECK (joined_by IN ('text', 'host', 'author')),
    status TEXT NOT NULL,
    article INTEGER NOT NULL,
    author TEXT NOT NULL,
    PRIMARY KEY (campaign, comment)
) STRICT, WITHOUT ROWID;
CREATE INDEX campaign_members_by_article ON campaign_members (campaign, article);
CREATE INDEX campaign_members_by_author ON campaign_members (campaign, author);
CREATE UNIQUE INDEX campaign_members_by_comment ON campaign_members (comment);
CREATE INDEX campaign_members_by_status ON campaign_members (campaign, status, comment);
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
CREATE INDEX campaigns_by_decision ON campaigns (decision) WHERE decision IS NOT NULL;
CREATE INDEX campaigns_decided ON campaigns (site, last_seen_at, pk) WHERE decision IS NOT NULL;
CREATE INDEX campaigns_waiting ON campaigns (site, last_seen_at, pk) WHERE open > 0;
CREATE TABLE claims (
    comment INTEGER PRIMARY KEY REFERENCES comments (pk) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    moderator TEXT NOT NULL,
    moderator_login TEXT NOT NULL,
    until INTEGER NOT NULL
) STRICT;
CREATE INDEX claims_by_moderator ON claims (moderator, until);
CREATE VIEW comment_records AS
SELECT
    c.pk, c.site, c.article, c.author, s.id AS site_id, c.id, c.external_id, a.id AS article_id,
    c.parent, c.text, c.format, c.author_id, c.author_name, c.author_email, c.author_url,
    c.author_ip, c.author_user_agent, c.author_verified, c.author_registered_at, c.form_elapsed_ms,
    c.form_honeypot, c.submitted_at, c.language, c.revision, c.status, c.escalated, c.version,
    c.verdict, c.created_at, c.updated_at
FROM comments AS c JOIN sites AS s ON s.pk = c.site JOIN articles AS a ON a.pk = c.article;
CREATE TRIGGER campaign_follows_comment AFTER UPDATE OF status ON comments
WHEN NEW.status <> OLD.status BEGIN
    UPDATE campaign_members SET status = NEW.status WHERE comment = NEW.pk;
END;
CREATE TABLE comments (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    site INTEGER NOT NULL REFERENCES sites (pk),
    external_id TEXT,
    article INTEGER NOT NULL REFERENCES articles (pk),
    author INTEGER REFERENCES authors (pk),
    parent TEXT,
    text TEXT NOT NULL,
    format TEXT NOT NULL CHECK (format IN ('plain', 'markdown', 'html')),
    author_id TEXT,
    author_name TEXT NOT NULL,
    author_email TEXT NOT NULL,
    author_url TEXT NOT NULL,
    author_ip TEXT NOT NULL,
    author_user_agent TEXT NOT NULL,
    author_verified INTEGER NOT NULL CHECK (author_verified IN (0, 1)),
    author_registered_at INTEGER,
    form_elapsed_ms INTEGER,
    form_honeypot TEXT NOT NULL,
    submitted_at INTEGER,
    language TEXT NOT NULL,
    revision INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('published', 'held', 'rejected', 'withdrawn')),
    escalated INTEGER NOT NULL CHECK (escalated IN (0, 1)),
    version INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL, thread TEXT NOT NULL DEFAULT '',
    UNIQUE (site, external_id)
) STRICT;
CREATE INDEX comments_by_author ON comments (author, created_at) WHERE author IS NOT NULL;
CREATE INDEX comments_by_parent ON comments (site, parent, created_at) WHERE parent IS NOT NULL;
CREATE INDEX comments_published ON comments (article, thread) WHERE status = 'published';
CREATE INDEX comments_to_forget ON comments (site, status, updated_at)
    WHERE text <> '' AND status <> 'held';
CREATE TABLE decided_parts (
    site INTEGER NOT NULL REFERENCES sites (pk),
    part BLOB NOT NULL,
    comment INTEGER NOT NULL REFERENCES comments (pk) ON DELETE CASCADE,
    PRIMARY KEY (site, part, comment)
) STRICT, WITHOUT ROWID;
CREATE INDEX decided_parts_by_comment ON decided_parts (comment);
CREATE VIEW decision_records AS
SELECT
    d.pk, d.comment, d.id, s.id AS site_id, c.id AS comment_id, d.actor, d.moderator,
    d.moderator_login, d.judgement, d.reason, d.note, d.status_before, d.status_after,
    d.escalated_before, d.escalated_after, d.version_before, d.version_after, d.at, d.undone_at,
    d.act
FROM decisions AS d JOIN sites AS s ON s.pk = d.site JOIN comments AS c ON c.pk = d.comment;
CREATE TRIGGER counted_decision_undone AFTER UPDATE OF undone_at ON decisions
WHEN OLD.undone_at IS NULL AND NEW.undone_at IS NOT NULL AND NEW.actor = 'moderator'
    AND NEW.pk <= (SELECT decision FROM tally_progress WHERE only = 1) BEGIN
    INSERT OR IGNORE INTO tally_undone (decision) VALUES (NEW.pk);
END;
CREATE TABLE decisions (
    pk INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    site INTEGER NOT NULL REFERENCES sites (pk),
    comment INTEGER NOT NULL REFERENCES comments (pk),
    actor TEXT NOT NULL CHECK (actor IN ('engine', 'moderator', 'author', 'system')),
    moderator TEXT NOT NULL,
    moderator_login TEXT NOT NULL,
    judgement TEXT NOT NULL CHECK (judgement IN ('approve', 'reject', 'escalate')),
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    status_before TEXT NOT NULL,
    status_after TEXT NOT NULL,
    escalated_before INTEGER NOT NULL CHECK (escalated_before IN (0, 1)),
    escalated_after INTEGER NOT NULL CHECK (escalated_after IN (0, 1)),
    version_before INTEGER NOT NULL,
    version_after INTEGER NOT NULL,
    at INTEGER NOT NULL,
    undone_at INTEGER,
    undone_by TEXT,
    undone_by_login TEXT, act TEXT NOT NULL DEFAULT 'decision'
    CHECK (act IN ('decision', 'edit', 'withdrawal', 'report', 'appeal')),
    UNIQUE (id, comment)
) STRICT;
CREATE INDEX decisions_by_comment ON decisions (comment, pk);
CREATE INDEX decisions_by_moderator ON decisions (site, moderator_login, at)
    WHERE moderator_login <> '';
CREATE INDEX decisions_by_time ON decisions (site, at);
CREATE INDEX decisions_of_people ON decisions (site, pk)
    WHERE actor IN ('moderator', 'system') AND act = 'decision' AND judgement <> 'escalate'
    AND undone_at IS NULL;
CREATE TABLE erasures (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    site INTEGER NOT NULL REFERENCES sites (pk),
    author TEXT NOT NULL,
    person_id TEXT NOT NULL,
    email TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    finished_at INTEGER,
    comments INTEGER NOT NULL,
    lessons INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    CHECK (finished_at IS NULL OR (author = '' AND person_id = '' AND email = ''))
) STRICT;
CREATE INDEX erasures_unfinished ON erasures (pk) WHERE finished_at IS NULL;
CREATE TABLE events (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    site INTEGER NOT NULL REFERENCES sites (pk),
    comment INTEGER NOT NULL REFERENCES comments (pk),
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX events_by_site ON events (site, sequence);
CREATE INDEX events_of_authors ON events (comment) WHERE kind = 'author.standing_changed';
CREATE TABLE fingerprints (
    comment INTEGER PRIMARY KEY REFERENCES comments (pk),
    site INTEGER NOT NULL REFERENCES sites (pk),
    article INTEGER NOT NULL REFERENCES articles (pk),
    author_key TEXT NOT NULL,
    network TEXT NOT NULL,
    exact INTEGER NOT NULL,
    minhash BLOB NOT NULL CHECK (length(minhash) = 64),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX fingerprints_by_article ON fingerprints (article, comment);
CREATE INDEX fingerprints_by_text ON fingerprints (site, exact, created_at) WHERE exact <> 0;
CREATE TABLE idempotency_keys (
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    request_hash BLOB NOT NULL CHECK (length(request_hash) = 32),
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (at);
CREATE TABLE link_hosts (
    site INTEGER NOT NULL REFERENCES sites (pk),
    host TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    comment INTEGER NOT NULL REFERENCES comments (pk),
    article INTEGER NOT NULL REFERENCES articles (pk),
    PRIMARY KEY (site, host, created_at, comment)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_hosts_by_comment ON link_hosts (comment);
CREATE TABLE moderator_identities (
    moderator INTEGER PRIMARY KEY REFERENCES moderators (pk),
    issuer TEXT NOT NULL,
    subject TEXT,
    email TEXT,
    linked_at INTEGER NOT NULL,
    last_used_at INTEGER,
    CHECK (subject IS NOT NULL OR email IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX moderator_identities_by_email ON moderator_identities (issuer, email)
    WHERE subject IS NULL;
CREATE UNIQUE INDEX moderator_identities_by_subject ON moderator_identities (issuer, subject)
    WHERE subject IS NOT NULL;
CREATE TABLE moderator_sites (
    moderator INTEGER NOT NULL REFERENCES moderators (pk),
    site INTEGER NOT NULL REFERENCES sites (pk),
    PRIMARY KEY (moderator, site)
) STRICT, WITHOUT ROWID;
CREATE INDEX moderator_sites_by_site ON moderator_sites (site);
CREATE TABLE moderators (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    login TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('viewer', 'moderator', 'admin', 'operator')),
    password_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    disabled INTEGER NOT NULL CHECK (disabled IN (0, 1))
) STRICT;
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
CREATE INDEX notes_by_author ON notes (author, pk) WHERE author IS NOT NULL;
CREATE INDEX notes_by_comment ON notes (comment, pk) WHERE comment IS NOT NULL;
CREATE TABLE personal_tokens (
    id TEXT PRIMARY KEY,
    moderator INTEGER NOT NULL REFERENCES moderators (pk),
    name TEXT NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('read', 'decide')),
    secret_hash BLOB NOT NULL CHECK (length(secret_hash) = 32),
    created_at INTEGER NOT NULL,
    last_used_at INTEGER,
    expires_at INTEGER,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX personal_tokens_by_moderator ON personal_tokens (moderator, created_at);
CREATE TABLE queue_counts (
    site INTEGER NOT NULL REFERENCES sites (pk),
    list TEXT NOT NULL,
    held INTEGER NOT NULL CHECK (held >= 0),
    escalated INTEGER NOT NULL CHECK (escalated >= 0),
    PRIMARY KEY (site, list)
) STRICT, WITHOUT ROWID;
CREATE INDEX queue_counts_by_list ON queue_counts (list, site, held, escalated);
CREATE TABLE queue_facets (
    comment INTEGER NOT NULL REFERENCES comments (pk) ON DELETE CASCADE,
    facet TEXT NOT NULL,
    site INTEGER NOT NULL REFERENCES sites (pk), rank INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL DEFAULT 0, score REAL NOT NULL DEFAULT 0, escalated INTEGER NOT NULL DEFAULT 0 CHECK (escalated IN (0, 1)),
    PRIMARY KEY (comment, facet)
) STRICT, WITHOUT ROWID;
CREATE INDEX queue_by_facet ON queue_facets
    (site, facet, rank, created_at, comment, score, escalated);
CREATE TRIGGER queue_score_enters AFTER INSERT ON queue_lists WHEN NEW.list = '' BEGIN
    INSERT INTO queue_scores (site, bucket, waiting)
        VALUES (NEW.site, max(-20, min(40, CAST(floor(NEW.score * 2) AS INTEGER))), 1)
        ON CONFLICT (site, bucket) DO UPDATE SET waiting = waiting + 1;
END;
CREATE TRIGGER queue_score_leaves AFTER DELETE ON queue_lists WHEN OLD.list = '' BEGIN
    UPDATE queue_scores SET waiting = waiting - 1 WHERE site = OLD.site
        AND bucket = max(-20, min(40, CAST(floor(OLD.score * 2) AS INTEGER)));
END;
CREATE TABLE queue_lists (
    comment INTEGER NOT NULL REFERENCES comments (pk),
    list TEXT NOT NULL,
    site INTEGER NOT NULL REFERENCES sites (pk),
    rank INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    score REAL NOT NULL,
    escalated INTEGER NOT NULL CHECK (escalated IN (0, 1)), traits INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (comment, list)
) STRICT, WITHOUT ROWID;
CREATE INDEX queue_by_age ON queue_lists (site, list, created_at, comment, score, escalated, traits);
CREATE INDEX queue_by_rank
    ON queue_lists (site, list, rank, created_at, comment, score, escalated, traits);
CREATE INDEX queue_by_score ON queue_lists (site, list, score, comment, escalated, traits);
CREATE TABLE queue_scores (
    site INTEGER NOT NULL REFERENCES sites (pk),
    bucket INTEGER NOT NULL,
    waiting INTEGER NOT NULL CHECK (waiting >= 0),
    PRIMARY KEY (site, bucket)
) STRICT, WITHOUT ROWID;
CREATE TABLE recovery_codes (
    moderator INTEGER NOT NULL REFERENCES moderators (pk),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    used_at INTEGER,
    PRIMARY KEY (moderator, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE reporters (
    pk INTEGER PRIMARY KEY,
    site INTEGER NOT NULL REFERENCES sites (pk),
    key TEXT NOT NULL,
    agreed INTEGER NOT NULL CHECK (agreed >= 0),
    disagreed INTEGER NOT NULL CHECK (disagreed >= 0),
    UNIQUE (site, key)
) STRICT;
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
CREATE INDEX reports_by_decision ON reports (closed_by) WHERE closed_by IS NOT NULL;
CREATE INDEX reports_by_reporter ON reports (reporter);
CREATE TABLE retention_marks (
    sites TEXT NOT NULL,
    trace TEXT NOT NULL,
    comment INTEGER NOT NULL,
    PRIMARY KEY (sites, trace)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE rule_tallies (
    site INTEGER NOT NULL REFERENCES sites (pk),
    rule TEXT NOT NULL,
    hits INTEGER NOT NULL,
    shadow_hits INTEGER NOT NULL,
    upheld INTEGER NOT NULL,
    overturned INTEGER NOT NULL,
    last_hit INTEGER,
    PRIMARY KEY (site, rule)
) STRICT, WITHOUT ROWID;
CREATE TABLE rule_versions (
    site INTEGER NOT NULL REFERENCES sites (pk),
    version INTEGER NOT NULL CHECK (version >= 1),
    text TEXT NOT NULL,
    note TEXT NOT NULL,
    restored_from INTEGER,
    moderator TEXT NOT NULL,
    moderator_login TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (site, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE second_factors (
    moderator INTEGER PRIMARY KEY REFERENCES moderators (pk),
    secret BLOB NOT NULL CHECK (length(secret) = 60),
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    last_step INTEGER NOT NULL
) STRICT;
CREATE TABLE sessions (
    id_hash BLOB PRIMARY KEY CHECK (length(id_hash) = 32),
    moderator INTEGER NOT NULL REFERENCES moderators (pk),
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_age ON sessions (created_at);
CREATE INDEX sessions_by_moderator ON sessions (moderator);
CREATE TABLE site_keys (
    key_id TEXT PRIMARY KEY,
    site INTEGER NOT NULL REFERENCES sites (pk),
    secret_hash BLOB NOT NULL CHECK (length(secret_hash) = 32),
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX site_keys_by_site ON site_keys (site);
CREATE TABLE sites (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    signals_for_site INTEGER NOT NULL CHECK (signals_for_site IN (0, 1)),
    created_at INTEGER NOT NULL
, akismet_hold TEXT NOT NULL DEFAULT 'spam'
    CHECK (akismet_hold IN ('spam', 'ham', 'score')), akismet_feedback_decides INTEGER NOT NULL DEFAULT 1
    CHECK (akismet_feedback_decides IN (0, 1)), hold_after_reports INTEGER NOT NULL DEFAULT 3
    CHECK (hold_after_reports BETWEEN 0 AND 1000)) STRICT;
CREATE TABLE skips (
    comment INTEGER NOT NULL REFERENCES comments (pk) ON DELETE CASCADE,
    moderator TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (comment, moderator)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE tallies (
    site INTEGER NOT NULL REFERENCES sites (pk),
    measure TEXT NOT NULL,
    slot INTEGER NOT NULL,
    name TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (site, measure, slot, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE tally_progress (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    comment INTEGER NOT NULL,
    decision INTEGER NOT NULL
) STRICT;
CREATE TABLE tally_undone (
    decision INTEGER PRIMARY KEY
) STRICT;
CREATE TABLE training_events (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    site INTEGER NOT NULL REFERENCES sites (pk),
    comment INTEGER NOT NULL REFERENCES comments (pk),
    revision INTEGER NOT NULL,
    label TEXT NOT NULL CHECK (label IN ('spam', 'abuse')),
    positive INTEGER NOT NULL CHECK (positive IN (0, 1)),
    moderator TEXT NOT NULL,
    decision INTEGER NOT NULL REFERENCES decisions (pk),
    at INTEGER NOT NULL,
    undone_at INTEGER,
    superseded_by INTEGER REFERENCES decisions (pk)
) STRICT;
CREATE INDEX training_events_by_comment ON training_events (comment);
CREATE INDEX training_events_by_decision ON training_events (decision);
CREATE UNIQUE INDEX training_events_in_force ON training_events (comment, label) WHERE undone_at IS NULL;
CREATE INDEX training_events_in_order ON training_events (sequence) WHERE undone_at IS NULL;
CREATE INDEX training_events_superseded ON training_events (superseded_by)
    WHERE superseded_by IS NOT NULL;
CREATE VIEW training_records AS
SELECT
    t.sequence, s.id AS site_id, c.id AS comment_id, t.revision, t.label, t.positive, t.moderator,
    d.id AS decision_id, t.at, t.undone_at, t.decision, t.comment, t.superseded_by
FROM training_events AS t JOIN sites AS s ON s.pk = t.site
    JOIN comments AS c ON c.pk = t.comment JOIN decisions AS d ON d.pk = t.decision;
CREATE TABLE vouchers (
    pk INTEGER PRIMARY KEY,
    site INTEGER NOT NULL REFERENCES sites (pk),
    moderator TEXT NOT NULL,
    through INTEGER NOT NULL,
    by_login TEXT NOT NULL,
    note TEXT NOT NULL,
    at INTEGER NOT NULL,
    ended_at INTEGER,
    ended_by_login TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX vouchers_ended ON vouchers (pk) WHERE ended_at IS NOT NULL;
CREATE UNIQUE INDEX vouchers_in_force ON vouchers (site, moderator) WHERE ended_at IS NULL;
CREATE TABLE webhook_attempts (
    delivery INTEGER NOT NULL REFERENCES webhook_deliveries (pk),
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    took_ms INTEGER NOT NULL,
    status INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (delivery, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE webhook_deliveries (
    pk INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    endpoint INTEGER NOT NULL REFERENCES webhook_endpoints (pk),
    event INTEGER NOT NULL REFERENCES events (sequence),
    comment INTEGER NOT NULL REFERENCES comments (pk),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'due', 'delivered', 'dead')),
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    due_at INTEGER,
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    CHECK ((state = 'due') = (due_at IS NOT NULL)),
    CHECK ((state IN ('delivered', 'dead')) = (finished_at IS NOT NULL))
) STRICT;
CREATE INDEX webhook_deliveries_by_comment ON webhook_deliveries (comment);
CREATE INDEX webhook_deliveries_by_endpoint ON webhook_deliveries (endpoint, pk);
CREATE INDEX webhook_deliveries_by_event ON webhook_deliveries (event);
CREATE INDEX webhook_deliveries_by_state ON webhook_deliveries (endpoint, state, pk);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (endpoint, due_at) WHERE state = 'due';
CREATE INDEX webhook_deliveries_finished ON webhook_deliveries (finished_at)
    WHERE finished_at IS NOT NULL;
CREATE INDEX webhook_deliveries_unfinished ON webhook_deliveries (comment, endpoint, pk)
    WHERE finished_at IS NULL;
CREATE TABLE webhook_endpoints (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    site INTEGER NOT NULL REFERENCES sites (pk),
    url TEXT NOT NULL,
    format TEXT NOT NULL CHECK (format <> ''),
    state TEXT NOT NULL CHECK (state IN ('active', 'disabled', 'removed')),
    disabled_why TEXT NOT NULL,
    secret BLOB NOT NULL CHECK (length(secret) = 72),
    previous_secret BLOB CHECK (length(previous_secret) = 72),
    previous_until INTEGER,
    created_at INTEGER NOT NULL,
    paused_until INTEGER NOT NULL,
    failures INTEGER NOT NULL CHECK (failures >= 0),
    CHECK ((previous_secret IS NULL) = (previous_until IS NULL))
) STRICT;
CREATE INDEX webhook_endpoints_by_site ON webhook_endpoints (site, state);
CREATE INDEX webhook_endpoints_by_turn ON webhook_endpoints (state, paused_until);
CREATE TABLE write_probe (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    attempts INTEGER NOT NULL
) STRICT;
