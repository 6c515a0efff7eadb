// Standings in memory.

#include "server/store/sqlite/standing_memory.h"

#include "server/records/standing.h"
#include "server/store/sqlite/stored_names.h"

#include <mutex>

namespace chaffinch::store::sqlite {

void StandingMemory::load(Connection& db) {
    Statement row = db.query(
        "SELECT s.id, a.key, a.standing, a.standing_until"
        " FROM authors AS a INDEXED BY authors_with_standing"
        " CROSS JOIN sites AS s ON s.pk = a.site WHERE a.standing <> 'none'"
    );
    const std::scoped_lock lock(mutex_);
    while (row.step()) {
        NotedStanding found;
        found.site.value = row.text();
        found.author_key = row.text();
        found.standing = stored_standing(row.text());
        found.until = row.optional_time();
        put(found);
    }
}

void StandingMemory::apply(const std::vector<NotedStanding>& noted) {
    const std::scoped_lock lock(mutex_);
    for (const NotedStanding& one : noted) put(one);
}

Standing StandingMemory::standing(const SiteId& site, std::string_view author_key, Timestamp now)
    const {
    if (author_key.empty()) return Standing::normal;
    const std::shared_lock lock(mutex_);
    if (entries_.empty()) return Standing::normal;
    const auto found = entries_.find(key_of(site, author_key));
    if (found == entries_.end()) return Standing::normal;
    return in_force(found->second.standing, found->second.until, now);
}

/// Ids of sites hold no line break.
std::string StandingMemory::key_of(const SiteId& site, std::string_view author_key) {
    return std::string(site.value).append("\n").append(author_key);
}

void StandingMemory::put(const NotedStanding& noted) {
    std::string key = key_of(noted.site, noted.author_key);
    if (noted.standing == Standing::normal) {
        entries_.erase(key);
    } else {
        entries_.insert_or_assign(
            std::move(key), Entry{.standing = noted.standing, .until = noted.until}
        );
    }
}

}  // namespace chaffinch::store::sqlite
