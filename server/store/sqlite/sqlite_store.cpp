// Life and death of the store; the roles stand in sqlite_submissions.cpp, sqlite_lifecycle.cpp,
// sqlite_reviews.cpp, sqlite_accounts.cpp, sqlite_imports.cpp and sqlite_webhooks.cpp.

#include "server/store/sqlite/sqlite_store.h"

#include <utility>

namespace chaffinch::store::sqlite {

namespace {

/// Long questions (queue pages, histories) are few; two of them at once keep two cores busy.
constexpr std::size_t reader_threads = 2;

/// Before the connection is the writer's own.
std::unique_ptr<Connection> recalled(StandingMemory& standings, std::unique_ptr<Connection> db) {
    standings.load(*db);
    return db;
}

Writer::Settings following(StandingMemory& standings, Writer::Settings settings) {
    settings.on_standings = [&standings](const std::vector<NotedStanding>& noted) {
        standings.apply(noted);
    };
    return settings;
}

}  // namespace

SqliteStore::SqliteStore(
    DataDirectory directory,
    SoundMark mark,
    std::unique_ptr<Connection> writing,
    Writer::Settings settings,
    const std::string& vfs
)
    : directory_(std::move(directory)),
      mark_(std::move(mark)),
      writer_(recalled(standings_, std::move(writing)), following(standings_, std::move(settings))),
      connections_(directory_.database(), vfs),
      readers_(connections_, reader_threads),
      facts_(connections_, standings_) {}

SqliteStore::~SqliteStore() {
    close();
}

void SqliteStore::close() {
    if (std::exchange(closed_, true)) return;
    // Readers first, so that the writer's last checkpoint finds nobody in its way.
    readers_.close();
    connections_.close();
    writer_.close();
    if (writer_.health().writable) mark_.leave();
}

}  // namespace chaffinch::store::sqlite
