// StandingMemory: the authors of whom moderators said something, by what they said.
//
// Every comment asks for the standing of its author, and hardly any author has one. A query for it
// costs 15 us when the writer commits all the time, because each commit makes the pages that a
// reader has kept worthless; here it is one look into a table in memory. It is filled when the
// store is opened and follows every commit, before those who asked for the commit are answered.
// Some 200 bytes for each author with a standing. Thread-safe.

#pragma once

#include "engine/types/facts.h"
#include "engine/types/ids.h"
#include "server/store/sqlite/connection.h"

#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace chaffinch::store::sqlite {

class StandingMemory {
  public:
    /// Takes up what the database has. Throws SqliteError.
    void load(Connection& db);

    /// What a commit changed, in order.
    void apply(const std::vector<NotedStanding>& noted);

    /// The standing in force at `now`; normal for authors of whom nobody said anything.
    [[nodiscard]] Standing standing(const SiteId& site, std::string_view author_key, Timestamp now)
        const;

  private:
    struct Entry {
        Standing standing = Standing::normal;
        std::optional<Timestamp> until{};
    };

    static std::string key_of(const SiteId& site, std::string_view author_key);
    void put(const NotedStanding& noted);

    mutable std::shared_mutex mutex_{};
    std::unordered_map<std::string, Entry> entries_{};  ///< under mutex_
};

}  // namespace chaffinch::store::sqlite
