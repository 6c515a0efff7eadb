-- Identities of an OpenID Connect provider that log in to moderators' accounts, at most one an account.

-- Without a subject the link waits for the first log-in with this verified e-mail.
CREATE TABLE moderator_identities (
    moderator INTEGER PRIMARY KEY REFERENCES moderators (pk),
    issuer TEXT NOT NULL,
    subject TEXT,
    email TEXT,
    linked_at INTEGER NOT NULL,
    last_used_at INTEGER,
    CHECK (subject IS NOT NULL OR email IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX moderator_identities_by_subject ON moderator_identities (issuer, subject)
    WHERE subject IS NOT NULL;
CREATE UNIQUE INDEX moderator_identities_by_email ON moderator_identities (issuer, email)
    WHERE subject IS NULL;
