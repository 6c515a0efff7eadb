// Campaigns in the database.

#include "server/store/sqlite/campaign_rows.h"

#include "server/store/sqlite/queue_cursor.h"
#include "server/store/sqlite/stored_names.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

namespace chaffinch::store::sqlite {

namespace {

/// Cursors of campaigns are those of the queue's order by youth: a time and a row.
constexpr QueueSort by_youth = QueueSort::newest;

Error no_such_campaign(const CampaignId& id) {
    return {Errc::not_found, "there is no campaign '" + id.value + "'"};
}

Error foreign_cursor() {
    return {
        Errc::invalid,
        "the cursor is not one of this list; ask again without it",
        {{"?cursor", "must be the next_cursor of a page of this list"}}
    };
}

std::optional<QueueKey> start_of(std::string_view cursor) {
    return cursor.empty() ? before_all(by_youth) : decode_cursor(by_youth, cursor);
}

struct CampaignRow {
    std::int64_t pk = 0;
    Campaign campaign{};
};

/// Reads pk, id, site id, times, counts and decision, in that order.
CampaignRow read_campaign(Statement& row) {
    CampaignRow found;
    Campaign& campaign = found.campaign;
    found.pk = row.integer();
    campaign.id.value = row.text();
    campaign.site.value = row.text();
    campaign.first_seen_at = row.time();
    campaign.last_seen_at = row.time();
    campaign.members = row.integer();
    campaign.open = row.integer();
    campaign.published = row.integer();
    campaign.articles = row.integer();
    campaign.authors = row.integer();
    const auto decision = row.optional_text();
    CampaignDecision decided;
    if (decision) {
        decided.id.value = *decision;
        decided.judgement = judgement_from(row.text());
        decided.reason = reason_from(row.text());
        decided.moderator_login = row.text();
        decided.at = row.time();
        campaign.decision = std::move(decided);
    }
    return found;
}

void add_sample(Connection& db, CampaignRow& row) {
    Statement sample = db.query(
        "SELECT c.id, c.text, c.author_name FROM campaign_members AS m"
        " JOIN comments AS c ON c.pk = m.comment WHERE m.campaign = ? ORDER BY m.comment LIMIT 1",
        row.pk
    );
    if (!sample.step()) return;
    row.campaign.sample.value = sample.text();
    row.campaign.sample_text = sample.text();
    row.campaign.sample_author = sample.text();
}

std::optional<CampaignRow> find_campaign(
    Connection& db, const CampaignId& id, const std::vector<SiteId>& sites
) {
    Statement row = db.query(
        "SELECT p.pk, p.id, s.id, p.first_seen_at, p.last_seen_at, p.members, p.open, p.published,"
        " p.articles, p.authors, p.decision, p.judgement, p.reason, p.moderator_login, p.decided_at"
        " FROM campaigns AS p JOIN sites AS s ON s.pk = p.site WHERE p.id = ? AND p.members > 0",
        id
    );
    if (!row.step()) return std::nullopt;
    CampaignRow found = read_campaign(row);
    if (!sites.empty() && std::ranges::find(sites, found.campaign.site) == sites.end()) {
        return std::nullopt;
    }
    add_sample(db, found);
    return found;
}

std::vector<std::int64_t> rows_of_sites(Connection& db, const std::vector<SiteId>& ids) {
    std::vector<std::int64_t> sites;
    for (const SiteId& id : ids) {
        if (const auto site = find_site(db, id)) sites.push_back(*site);
    }
    if (ids.empty()) {
        Statement row = db.query("SELECT pk FROM sites WHERE pk > 0 ORDER BY pk");
        while (row.step()) sites.push_back(row.integer());
    }
    std::ranges::sort(sites);
    sites.erase(std::ranges::unique(sites).begin(), sites.end());
    return sites;
}

/// One literal a state, so that each walks its own index.
Statement walk(
    Connection& db,
    CampaignState state,
    std::int64_t site,
    const QueueKey& start,
    std::int64_t limit
) {
    const auto begin = [&](Sql sql) {
        return db.query(sql, site, start.created_at, start.comment, limit);
    };
    switch (state) {
        case CampaignState::waiting:
            return begin(
                "SELECT p.pk, p.id, s.id, p.first_seen_at, p.last_seen_at, p.members, p.open,"
                " p.published, p.articles, p.authors, p.decision, p.judgement, p.reason,"
                " p.moderator_login, p.decided_at"
                " FROM campaigns AS p INDEXED BY campaigns_waiting"
                " CROSS JOIN sites AS s ON s.pk = p.site"
                " WHERE p.open > 0 AND p.site = ? AND (p.last_seen_at, p.pk) < (?, ?)"
                " ORDER BY p.last_seen_at DESC, p.pk DESC LIMIT ?"
            );
        case CampaignState::decided:
            return begin(
                "SELECT p.pk, p.id, s.id, p.first_seen_at, p.last_seen_at, p.members, p.open,"
                " p.published, p.articles, p.authors, p.decision, p.judgement, p.reason,"
                " p.moderator_login, p.decided_at"
                " FROM campaigns AS p INDEXED BY campaigns_decided"
                " CROSS JOIN sites AS s ON s.pk = p.site"
                " WHERE p.decision IS NOT NULL AND p.site = ? AND (p.last_seen_at, p.pk) < (?, ?)"
                " AND p.members > 0 ORDER BY p.last_seen_at DESC, p.pk DESC LIMIT ?"
            );
        case CampaignState::all:
            break;
    }
    return begin(
        "SELECT p.pk, p.id, s.id, p.first_seen_at, p.last_seen_at, p.members, p.open, p.published,"
        " p.articles, p.authors, p.decision, p.judgement, p.reason, p.moderator_login, p.decided_at"
        " FROM campaigns AS p INDEXED BY campaigns_by_age CROSS JOIN sites AS s ON s.pk = p.site"
        " WHERE p.site = ? AND (p.last_seen_at, p.pk) < (?, ?) AND p.members > 0"
        " ORDER BY p.last_seen_at DESC, p.pk DESC LIMIT ?"
    );
}

std::string cursor_at(std::int64_t time, std::int64_t row) {
    QueueKey key;
    key.created_at = time;
    key.comment = row;
    return encode_cursor(by_youth, key);
}

/// Author's key, else network, else nothing, as the fingerprint has them.
std::string print_of(Connection& db, std::int64_t comment) {
    Statement row =
        db.query("SELECT author_key, network FROM fingerprints WHERE comment = ?", comment);
    if (!row.step()) return {};
    std::string author = row.text();
    return author.empty() ? row.text() : author;
}

void add_member(Connection& db, std::int64_t campaign, const CommentRow& row, JoinedBy by) {
    const std::string author = print_of(db, row.pk);
    {
        Statement known = db.query("SELECT 1 FROM campaign_members WHERE comment = ?", row.pk);
        if (known.step()) return;
    }
    db.run(
        "UPDATE campaigns SET"
        " articles = articles + NOT EXISTS"
        "  (SELECT 1 FROM campaign_members WHERE campaign = ?1 AND article = ?2),"
        " authors = authors + NOT EXISTS"
        "  (SELECT 1 FROM campaign_members WHERE campaign = ?1 AND author = ?3),"
        " first_seen_at = min(first_seen_at, ?4), last_seen_at = max(last_seen_at, ?4)"
        " WHERE pk = ?1",
        campaign,
        row.article,
        author,
        row.record.created_at
    );
    db.run(
        "INSERT INTO campaign_members (campaign, comment, joined_by, status, article, author)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        campaign,
        row.pk,
        name(by),
        name(row.record.status),
        row.article,
        author
    );
}

std::optional<std::int64_t> campaign_row(Connection& db, std::int64_t site, const CampaignId& id) {
    Statement row = db.query("SELECT pk FROM campaigns WHERE id = ? AND site = ?", id, site);
    if (!row.step()) return std::nullopt;
    return row.integer();
}

CampaignMember read_member(Statement& row) {
    CampaignMember member;
    member.comment.value = row.text();
    member.version = row.integer();
    member.status = status_from(row.text());
    member.escalated = row.boolean();
    member.text = row.text();
    member.author_name = row.text();
    member.article.value = row.text();
    member.article_title = row.text();
    member.article_url = row.text();
    const std::string by = row.text();
    for (const JoinedBy known : {JoinedBy::text, JoinedBy::host, JoinedBy::author}) {
        if (name(known) == by) member.joined_by = known;
    }
    member.created_at = row.time();
    return member;
}

}  // namespace

void join_campaign(Connection& db, const CommentRow& row, const JoinedCampaign& joined) {
    auto campaign = campaign_row(db, row.site, joined.id);
    if (!campaign) {
        db.run(
            "INSERT INTO campaigns (id, site, first_seen_at, last_seen_at, members, open,"
            " published, articles, authors) VALUES (?1, ?2, ?3, ?3, 0, 0, 0, 0, 0)",
            joined.id,
            row.site,
            row.record.created_at
        );
        campaign = db.last_insert_rowid();
        for (const Founder& founder : joined.founders) {
            const auto earlier = find_comment_row(db, founder.comment);
            if (earlier && earlier->site == row.site) {
                add_member(db, *campaign, *earlier, founder.by);
            }
        }
    }
    add_member(db, *campaign, row, joined.by);
}

Result<CampaignPage> campaign_page(Connection& db, const CampaignQuery& query) {
    const auto start = start_of(query.cursor);
    if (!start) return foreign_cursor();
    std::vector<CampaignRow> rows;
    for (const std::int64_t site : rows_of_sites(db, query.sites)) {
        // One more than asked for tells whether there is a next page.
        Statement row =
            walk(db, query.state, site, *start, static_cast<std::int64_t>(query.limit) + 1);
        while (row.step()) rows.push_back(read_campaign(row));
    }
    const auto place = [](const CampaignRow& row) {
        return std::pair(row.campaign.last_seen_at, row.pk);
    };
    std::ranges::sort(rows, std::ranges::greater{}, place);
    CampaignPage page;
    if (rows.size() > query.limit) {
        rows.resize(query.limit);
        const auto [time, pk] = place(rows.back());
        page.next_cursor = cursor_at(time.time_since_epoch().count(), pk);
    }
    for (CampaignRow& row : rows) {
        add_sample(db, row);
        page.items.push_back(std::move(row.campaign));
    }
    return page;
}

Result<CampaignMembers> members_page(
    Connection& db,
    const CampaignId& id,
    const std::vector<SiteId>& sites,
    std::size_t limit,
    std::string_view cursor
) {
    const auto start = start_of(cursor);
    if (!start) return foreign_cursor();
    auto campaign = find_campaign(db, id, sites);
    if (!campaign) return no_such_campaign(id);
    CampaignMembers page;
    page.campaign = std::move(campaign->campaign);
    Statement row = db.query(
        "SELECT m.comment, c.id, c.version, c.status, c.escalated, c.text, c.author_name, a.id,"
        " a.title, a.url, m.joined_by, c.created_at FROM campaign_members AS m"
        " CROSS JOIN comments AS c ON c.pk = m.comment"
        " CROSS JOIN articles AS a ON a.pk = c.article"
        " WHERE m.campaign = ? AND m.comment < ? ORDER BY m.comment DESC LIMIT ?",
        campaign->pk,
        start->comment,
        static_cast<std::int64_t>(limit) + 1
    );
    std::int64_t last = 0;
    while (row.step()) {
        if (page.items.size() == limit) {
            page.next_cursor = cursor_at(0, last);
            break;
        }
        last = row.integer();
        page.items.push_back(read_member(row));
    }
    return page;
}

std::optional<Campaign> campaign_of_comment(
    Connection& db, const CommentId& comment, const std::vector<SiteId>& sites
) {
    CampaignId id;
    {
        Statement row = db.query(
            "SELECT id FROM campaigns WHERE pk = (SELECT campaign FROM campaign_members"
            " WHERE comment = (SELECT pk FROM comments WHERE id = ?))",
            comment
        );
        if (!row.step()) return std::nullopt;
        id.value = row.text();
    }
    auto found = find_campaign(db, id, sites);
    if (!found) return std::nullopt;
    return std::move(found->campaign);
}

std::vector<MemberStanding> members_after(
    Connection& db, const CampaignId& id, Take take, std::int64_t position, std::size_t limit
) {
    std::vector<MemberStanding> members;
    const auto add = [&](const char* status) {
        Statement row = db.query(
            "SELECT m.comment, c.id, c.version FROM campaign_members AS m"
            " CROSS JOIN comments AS c ON c.pk = m.comment"
            " WHERE m.campaign = (SELECT pk FROM campaigns WHERE id = ?) AND m.status = ?"
            " AND m.comment > ? ORDER BY m.comment LIMIT ?",
            id,
            status,
            position,
            static_cast<std::int64_t>(limit)
        );
        while (row.step()) {
            MemberStanding member;
            member.position = row.integer();
            member.comment.value = row.text();
            member.version = row.integer();
            members.push_back(std::move(member));
        }
    };
    if (take != Take::published) add("held");
    if (take != Take::open) add("published");
    std::ranges::sort(members, {}, &MemberStanding::position);
    if (members.size() > limit) members.resize(limit);
    return members;
}

Result<void> decide_campaign(
    Connection& db,
    const CampaignId& id,
    const std::vector<SiteId>& sites,
    const CampaignDecision& decision
) {
    const auto campaign = find_campaign(db, id, sites);
    if (!campaign) return no_such_campaign(id);
    db.run(
        "UPDATE campaigns SET judgement = ?, decision = ?, reason = ?, moderator_login = ?,"
        " decided_at = ? WHERE pk = ?",
        name(decision.judgement),
        decision.id,
        code(decision.reason),
        decision.moderator_login,
        decision.at,
        campaign->pk
    );
    return {};
}

void forget_campaign_decision(Connection& db, const DecisionId& decision) {
    db.run(
        "UPDATE campaigns SET judgement = NULL, decision = NULL, reason = NULL,"
        " moderator_login = NULL, decided_at = NULL WHERE decision = ?",
        decision
    );
}

bool is_rejected_campaign(Connection& db, const SiteId& site, const CampaignId& id) {
    Statement row = db.query(
        "SELECT 1 FROM campaigns WHERE id = ? AND judgement = 'reject'"
        " AND site = (SELECT pk FROM sites WHERE id = ?)",
        id,
        site
    );
    return row.step();
}

}  // namespace chaffinch::store::sqlite
