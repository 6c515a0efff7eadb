-- Which other lists a held comment stands in, in each of its rows: a page of two lists is a walk along one
-- of them, without a look-up for each item. A bit each, numbered in server/store/sqlite/queue_traits.cpp;
-- those of articles and of everything have none.
ALTER TABLE queue_lists ADD COLUMN traits INTEGER NOT NULL DEFAULT 0;
DROP INDEX queue_by_rank;
DROP INDEX queue_by_age;
DROP INDEX queue_by_score;

WITH numbers AS MATERIALIZED (
    SELECT value AS list, 1 << key AS trait FROM json_each('[
        "escalated", "reported", "appealed", "spam.link_drop", "spam.seo_author", "spam.promotion",
        "spam.testimonial", "spam.pharma", "spam.miracle_cure", "spam.gambling", "spam.crypto",
        "spam.loan", "spam.adult", "spam.deceptive_link", "spam.generic_praise", "spam.copy_article",
        "spam.copy_comment", "spam.obfuscation", "spam.content", "abuse.insult", "abuse.harassment",
        "abuse.hate", "abuse.threat", "abuse.sexual", "abuse.content", "safety.self_harm",
        "safety.medical_emergency", "safety.dangerous_instructions", "privacy.pii_self",
        "privacy.health_data", "privacy.pii_third_party", "privacy.doxxing", "misinfo.medical",
        "legal.defamation", "quality.off_topic", "quality.gibberish", "quality.duplicate",
        "quality.low_effort", "policy.first_comment", "policy.premod", "policy.rate", "policy.closed",
        "policy.banned", "policy.engine_fault", "verdict.not_spam", "verdict.not_abuse",
        "verdict.other"
    ]')
),
held AS MATERIALIZED (
    SELECT q.comment, sum(n.trait) AS traits
    FROM queue_lists AS q CROSS JOIN numbers AS n ON n.list = q.list GROUP BY q.comment
)
UPDATE queue_lists SET traits = held.traits FROM held WHERE held.comment = queue_lists.comment;

CREATE INDEX queue_by_rank
    ON queue_lists (site, list, rank, created_at, comment, score, escalated, traits);
CREATE INDEX queue_by_age ON queue_lists (site, list, created_at, comment, score, escalated, traits);
CREATE INDEX queue_by_score ON queue_lists (site, list, score, comment, escalated, traits);
