// Texts are found by an index of what is decided or withdrawn; addresses and user agents by a mark
// that walks along the table, which costs a submission nothing. What waits for a person is passed
// over: he must read what he decides on.

#include "server/store/sqlite/retention.h"

#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/erasure.h"
#include "server/store/sqlite/stored_names.h"

#include <algorithm>
#include <string>

namespace chaffinch::store::sqlite {

namespace {

constexpr std::int64_t most_sessions = 500;

const char* column_of(Trace trace) {
    return trace == Trace::address ? "author_ip" : "author_user_agent";
}

/// The name under which a mark is kept. Another selection begins from the start, so that nothing is
/// passed over when sites get terms of their own.
std::string name_of(SiteSelection sites) {
    std::ranges::sort(sites.sites);
    std::string name = sites.all_but ? "all but" : "only";
    for (const SiteId& site : sites.sites) name += " " + site.value;
    return name;
}

std::vector<std::int64_t> rows_of(Connection& db, const SiteSelection& sites) {
    std::vector<std::int64_t> rows;
    for (const SiteId& site : sites.sites) {
        if (const auto row = find_site(db, site)) rows.push_back(*row);
    }
    return rows;
}

std::int64_t mark_of(Connection& db, const SiteSelection& sites, Trace trace) {
    Statement row = db.query(
        "SELECT comment FROM retention_marks WHERE sites = ? AND trace = ?",
        name_of(sites),
        column_of(trace)
    );
    return row.step() ? row.integer() : 0;
}

/// Whether the comment is one of the term and nobody is to read it.
bool is_past_term(Connection& db, const TextTerm& term, std::int64_t comment) {
    Statement row = db.query(
        "SELECT 1 FROM comments AS c WHERE pk = ?1 AND status = ?2 AND updated_at < ?3"
        " AND text <> '' AND NOT EXISTS (SELECT 1 FROM queue_lists AS q WHERE q.comment = c.pk)"
        " AND (updated_at < ?4 OR NOT EXISTS (SELECT 1 FROM training_events AS t"
        "  WHERE t.comment = c.pk AND t.undone_at IS NULL))",
        comment,
        name(term.status),
        term.before,
        term.taught_before
    );
    return row.step();
}

}  // namespace

TextsPastTerm texts_past_term(
    Connection& db, const TextTerm& term, const TextsPastTerm& after, std::size_t most
) {
    TextsPastTerm found;
    found.changed = after.changed;
    found.comment = after.comment;
    const auto site = find_site(db, term.site);
    if (!site) return found;
    Statement row = db.query(
        "SELECT pk, updated_at FROM comments WHERE site = ?1 AND status = ?2 AND text <> ''"
        " AND status <> 'held' AND updated_at < ?3"
        " AND updated_at >= ?4 AND (updated_at > ?4 OR pk > ?5) ORDER BY updated_at, pk LIMIT ?6",
        *site,
        name(term.status),
        term.before,
        after.comment == 0 ? Timestamp::min() : after.changed,
        after.comment,
        most_rows_past_term
    );
    std::int64_t looked = 0;
    while (row.step()) {
        found.comment = row.integer();
        found.changed = row.time();
        if (is_past_term(db, term, found.comment)) found.comments.push_back(found.comment);
        found.more = ++looked == most_rows_past_term || found.comments.size() == most;
        if (found.more) break;
    }
    return found;
}

Forgotten forget_texts(
    Connection& db, const TextTerm& term, const std::vector<std::int64_t>& comments, Timestamp at
) {
    Forgotten done;
    for (const std::int64_t comment : comments) {
        if (!is_past_term(db, term, comment)) continue;
        done.lessons += forget_texts_of(db, comment, at);
        ++done.rows;
    }
    return done;
}

TracesPastTerm traces_past_term(
    Connection& db,
    const SiteSelection& sites,
    Trace trace,
    Timestamp before,
    std::optional<std::int64_t> after,
    std::size_t most
) {
    TracesPastTerm found;
    found.mark = after ? *after : mark_of(db, sites, trace);
    const std::vector<std::int64_t> named = rows_of(db, sites);
    Statement row = db.query(
        "SELECT pk, site, created_at, author_ip, author_user_agent FROM comments WHERE pk > ?"
        " ORDER BY pk LIMIT ?",
        found.mark,
        most_rows_past_term
    );
    std::int64_t looked = 0;
    while (row.step()) {
        const std::int64_t comment = row.integer();
        const bool is_named = std::ranges::find(named, row.integer()) != named.end();
        if (is_named != sites.all_but) {
            if (row.time() >= before) break;
            std::string address = row.text();
            std::string value = trace == Trace::address ? std::move(address) : row.text();
            if (!value.empty()) found.rows.push_back({comment, std::move(value)});
        }
        found.mark = comment;
        found.more = ++looked == most_rows_past_term || found.rows.size() == most;
        if (found.more) break;
    }
    return found;
}

Forgotten replace_traces(
    Connection& db,
    const SiteSelection& sites,
    Trace trace,
    const std::vector<TraceRow>& rows,
    std::int64_t mark
) {
    Forgotten done;
    for (const TraceRow& row : rows) {
        if (trace == Trace::address) {
            db.run("UPDATE comments SET author_ip = ? WHERE pk = ?", row.value, row.comment);
            db.run("UPDATE fingerprints SET network = '' WHERE comment = ?", row.comment);
        } else {
            db.run(
                "UPDATE comments SET author_user_agent = ? WHERE pk = ?", row.value, row.comment
            );
        }
        ++done.rows;
    }
    db.run(
        "INSERT INTO retention_marks (sites, trace, comment) VALUES (?1, ?2, ?3)"
        " ON CONFLICT (sites, trace) DO UPDATE SET comment = ?3",
        name_of(sites),
        column_of(trace),
        mark
    );
    return done;
}

Forgotten forget_sessions(Connection& db, Timestamp before) {
    db.run(
        "DELETE FROM sessions WHERE id_hash IN (SELECT id_hash FROM sessions INDEXED BY"
        " sessions_by_age WHERE created_at < ? LIMIT ?)",
        before,
        most_sessions
    );
    return {.rows = static_cast<std::size_t>(db.changed_rows())};
}

}  // namespace chaffinch::store::sqlite
