// A page is walked along an index in the order of time: of one site after the other, then merged.
// What no index knows (reason, judgement, actor) is looked for on the way, within a bound; the page
// ends there and its cursor goes on from there.

#include "server/store/sqlite/history_rows.h"

#include "server/store/sqlite/decision_rows.h"
#include "server/store/sqlite/person_rows.h"
#include "server/store/sqlite/stored_names.h"
#include "server/store/sqlite/verdict_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <limits>
#include <tuple>

namespace chaffinch::store::sqlite {

namespace {

constexpr std::int64_t newest_comments_of_author = 500;

/// Where a row stands: rows are in falling order of this.
struct Place {
    std::int64_t at = 0;
    std::int64_t pk = 0;

    friend auto operator<=>(const Place&, const Place&) = default;
};

constexpr Place before_all{
    std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::max()
};

/// What a walk reads of each row to decide whether it counts.
struct Seen {
    Place place{};
    std::string actor{};
    std::string judgement{};
    std::string reason{};
    std::string moderator_login{};
};

/// Rows of one site that count, and how far they are known to be all.
struct Walk {
    std::vector<Place> found{};
    Place known_down_to{std::numeric_limits<std::int64_t>::min(), 0};
};

std::string encode(const Place& place) {
    return std::to_string(place.at) + "." + std::to_string(place.pk);
}

std::optional<Place> decode(const std::string& cursor) {
    const char* end = cursor.data() + cursor.size();
    Place place;
    const auto at = std::from_chars(cursor.data(), end, place.at);
    if (at.ec != std::errc{} || at.ptr == end || *at.ptr != '.') return std::nullopt;
    const auto pk = std::from_chars(at.ptr + 1, end, place.pk);
    if (pk.ec != std::errc{} || pk.ptr != end) return std::nullopt;
    return place;
}

bool counts(const Seen& row, const HistoryQuery& query) {
    if (query.actor && row.actor != name(*query.actor)) return false;
    if (query.moderator && row.moderator_login != *query.moderator) return false;
    if (query.judgement && row.judgement != name(*query.judgement)) return false;
    return !query.reason || row.reason == code(*query.reason);
}

Seen read_seen(Statement& row) {
    Seen seen;
    seen.place.at = row.integer();
    seen.place.pk = row.integer();
    seen.actor = row.text();
    seen.judgement = row.text();
    seen.reason = row.text();
    seen.moderator_login = row.text();
    return seen;
}

Statement rows_of_site(
    Connection& db, std::int64_t site, Place from, std::int64_t oldest, const HistoryQuery& query
) {
    if (query.moderator) {
        return db.query(
            "SELECT at, pk, actor, judgement, reason, moderator_login FROM decisions"
            " WHERE site = ? AND moderator_login = ? AND moderator_login <> '' AND at >= ?"
            " AND (at, pk) < (?, ?) ORDER BY at DESC, pk DESC",
            site,
            *query.moderator,
            oldest,
            from.at,
            from.pk
        );
    }
    return db.query(
        "SELECT at, pk, actor, judgement, reason, moderator_login FROM decisions"
        " WHERE site = ? AND at >= ? AND (at, pk) < (?, ?) ORDER BY at DESC, pk DESC",
        site,
        oldest,
        from.at,
        from.pk
    );
}

Walk walk_site(
    Connection& db, std::int64_t site, Place from, const HistoryQuery& query, std::size_t look_at
) {
    const std::int64_t oldest = query.from ? query.from->time_since_epoch().count()
                                           : std::numeric_limits<std::int64_t>::min();
    Walk walk;
    std::size_t looked = 0;
    Statement row = rows_of_site(db, site, from, oldest, query);
    while (row.step()) {
        const Seen seen = read_seen(row);
        if (counts(seen, query)) walk.found.push_back(seen.place);
        if (++looked == look_at || walk.found.size() > query.limit) {
            walk.known_down_to = seen.place;
            break;
        }
    }
    return walk;
}

std::vector<std::int64_t> comments_of(
    Connection& db, const std::vector<std::int64_t>& sites, const HistoryQuery& query
) {
    std::vector<std::int64_t> comments;
    if (query.comment) {
        Statement row = db.query("SELECT pk FROM comments WHERE id = ?", *query.comment);
        if (row.step()) comments.push_back(row.integer());
        return comments;
    }
    std::vector<std::int64_t> authors;
    for (const std::int64_t site : sites) {
        if (const auto author = find_author(db, site, *query.author)) authors.push_back(*author);
    }
    for (const std::int64_t author : authors) {
        Statement row = db.query(
            "SELECT pk FROM comments WHERE author = ? ORDER BY created_at DESC LIMIT ?",
            author,
            newest_comments_of_author
        );
        while (row.step()) comments.push_back(row.integer());
    }
    return comments;
}

/// A comment has few decisions, so these are read whole.
Walk walk_comments(
    Connection& db, const std::vector<std::int64_t>& sites, Place from, const HistoryQuery& query
) {
    Walk walk;
    for (const std::int64_t comment : comments_of(db, sites, query)) {
        Statement row = db.query(
            "SELECT at, pk, actor, judgement, reason, moderator_login, site FROM decisions"
            " WHERE comment = ?",
            comment
        );
        while (row.step()) {
            const Seen seen = read_seen(row);
            const bool in_time =
                !query.from || seen.place.at >= query.from->time_since_epoch().count();
            const bool permitted = std::ranges::find(sites, row.integer()) != sites.end();
            if (permitted && in_time && seen.place < from && counts(seen, query)) {
                walk.found.push_back(seen.place);
            }
        }
    }
    return walk;
}

std::vector<std::int64_t> sites_of(Connection& db, const HistoryQuery& query) {
    std::vector<std::int64_t> sites;
    if (query.sites.empty()) {
        Statement row = db.query("SELECT pk FROM sites");
        while (row.step()) sites.push_back(row.integer());
    }
    for (const SiteId& id : query.sites) {
        if (const auto site = find_site(db, id)) sites.push_back(*site);
    }
    return sites;
}

HistoryEntry read_entry(Connection& db, std::int64_t pk) {
    Statement row = db.query(
        "SELECT d.*, e.undone_by_login, a.id, c.external_id, c.language, c.created_at, c.verdict"
        " FROM decision_records AS d JOIN decisions AS e ON e.pk = d.pk"
        " JOIN comments AS c ON c.pk = d.comment JOIN articles AS a ON a.pk = c.article"
        " WHERE d.pk = ?",
        pk
    );
    HistoryEntry entry;
    if (!row.step()) return entry;
    entry.decision = read_decision(row).record;
    entry.undone_by_login = row.text();
    entry.article.value = row.text();
    entry.external_id = row.text();
    entry.language = row.text();
    entry.content_at = row.time();
    // A verdict that cannot be read is no reason to hide the decision.
    if (auto verdict = decode_verdict(row.text())) entry.verdict = *std::move(verdict);
    return entry;
}

}  // namespace

Result<HistoryPage> history_page(Connection& db, const HistoryQuery& query, std::size_t look_at) {
    Place from = before_all;
    if (query.until) from = {query.until->time_since_epoch().count(), 0};
    if (!query.cursor.empty()) {
        const auto place = decode(query.cursor);
        if (!place) return Error{Errc::invalid, "this cursor is not one of this list"};
        from = std::min(from, *place);
    }
    const std::vector<std::int64_t> sites = sites_of(db, query);
    std::vector<Place> found;
    Place known_down_to{std::numeric_limits<std::int64_t>::min(), 0};
    const auto take = [&](Walk walk) {
        std::ranges::copy(walk.found, std::back_inserter(found));
        known_down_to = std::max(known_down_to, walk.known_down_to);
    };
    if (query.comment || query.author) {
        take(walk_comments(db, sites, from, query));
    } else {
        for (const std::int64_t site : sites) take(walk_site(db, site, from, query, look_at));
    }
    std::ranges::sort(found, std::greater<>());
    // Below this some site may have rows that were not looked at.
    std::erase_if(found, [&](const Place& place) { return place < known_down_to; });
    HistoryPage page;
    if (found.size() > query.limit) {
        found.resize(query.limit);
        page.next_cursor = encode(found.back());
    } else if (known_down_to.at != std::numeric_limits<std::int64_t>::min()) {
        page.next_cursor = encode(known_down_to);
    }
    for (const Place& place : found) page.items.push_back(read_entry(db, place.pk));
    return page;
}

}  // namespace chaffinch::store::sqlite
