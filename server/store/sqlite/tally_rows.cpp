// Writing and reading of counts; what is to be counted stands in tally_sum.cpp.

#include "server/store/sqlite/tally_rows.h"

#include <algorithm>

namespace chaffinch::store::sqlite {

namespace {

TallyProgress progress(Connection& db) {
    Statement row = db.query("SELECT comment, decision FROM tally_progress WHERE only = 1");
    row.step();
    TallyProgress found;
    found.comment = row.integer();
    found.decision = row.integer();
    return found;
}

/// Whether nobody has counted since the sum was made.
bool is_current(Connection& db, const TallySum& sum) {
    if (progress(db) != sum.from) return false;
    return std::ranges::all_of(sum.undone, [&db](std::int64_t decision) {
        return db.query("SELECT 1 FROM tally_undone WHERE decision = ?", decision).step();
    });
}

void read_scores(Statement row, std::map<int, std::int64_t>& into) {
    while (row.step()) {
        const int bucket = row.small_integer();
        into[bucket] += row.integer();
    }
}

}  // namespace

void add_tallies(Connection& db, const TallySum& sum) {
    if (!is_current(db, sum)) return;
    for (const auto& [key, count] : sum.counts) {
        const auto& [site, measure, slot, what] = key;
        db.run(
            "INSERT INTO tallies (site, measure, slot, name, count) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (site, measure, slot, name) DO UPDATE SET count = count + excluded.count",
            site,
            name(measure),
            slot,
            what,
            count
        );
    }
    for (const auto& [key, rule] : sum.rules) {
        db.run(
            "INSERT INTO rule_tallies (site, rule, hits, shadow_hits, upheld, overturned, last_hit)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (site, rule) DO UPDATE SET"
            " hits = hits + excluded.hits, shadow_hits = shadow_hits + excluded.shadow_hits,"
            " upheld = upheld + excluded.upheld, overturned = overturned + excluded.overturned,"
            " last_hit = coalesce(max(last_hit, excluded.last_hit), last_hit, excluded.last_hit)",
            key.first,
            key.second,
            rule.hits,
            rule.shadow_hits,
            rule.upheld,
            rule.overturned,
            rule.last_hit
        );
    }
    for (const std::int64_t decision : sum.undone) {
        db.run("DELETE FROM tally_undone WHERE decision = ?", decision);
    }
    db.run(
        "UPDATE tally_progress SET comment = ?, decision = ? WHERE only = 1",
        sum.to.comment,
        sum.to.decision
    );
}

std::vector<Tally> tallies_of(
    Connection& db, const SiteId& site, Measure measure, Timestamp from, Timestamp to
) {
    Statement row = db.query(
        "SELECT slot, name, count FROM tallies WHERE site = (SELECT pk FROM sites WHERE id = ?)"
        " AND measure = ? AND slot >= ? AND slot < ? ORDER BY slot, name",
        site,
        name(measure),
        from,
        to
    );
    std::vector<Tally> found;
    while (row.step()) {
        Tally tally;
        tally.slot = row.time();
        tally.name = row.text();
        tally.count = row.integer();
        found.push_back(std::move(tally));
    }
    return found;
}

std::vector<RuleTally> rule_tallies_of(Connection& db, const SiteId& site) {
    Statement row = db.query(
        "SELECT rule, hits, shadow_hits, upheld, overturned, last_hit FROM rule_tallies"
        " WHERE site = (SELECT pk FROM sites WHERE id = ?) ORDER BY rule",
        site
    );
    std::vector<RuleTally> found;
    while (row.step()) {
        RuleTally tally;
        tally.rule = row.text();
        tally.hits = row.integer();
        tally.shadow_hits = row.integer();
        tally.upheld = row.integer();
        tally.overturned = row.integer();
        tally.last_hit = row.optional_time();
        found.push_back(std::move(tally));
    }
    return found;
}

std::vector<ScoreCount> queue_scores_of(Connection& db, const std::vector<SiteId>& sites) {
    std::map<int, std::int64_t> sums;
    for (const SiteId& site : sites) {
        read_scores(
            db.query(
                "SELECT bucket, waiting FROM queue_scores WHERE waiting > 0"
                " AND site = (SELECT pk FROM sites WHERE id = ?)",
                site
            ),
            sums
        );
    }
    std::vector<ScoreCount> found;
    for (const auto& [bucket, waiting] : sums) found.push_back({bucket, waiting});
    return found;
}

}  // namespace chaffinch::store::sqlite
