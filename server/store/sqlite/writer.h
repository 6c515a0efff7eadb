// The one thread that writes. It owns the only read-write connection, commits what is waiting in
// groups, and alone moves the WAL into the database.
//
// A group is one transaction. Should a request in it fail, the group is done again with each
// request in its own savepoint, so that the one that fails takes nothing else with it; savepoints
// from the beginning would copy every page once a request. Nobody is told of success before the
// COMMIT has returned, which with synchronous=FULL means: before it is on the disk.

#pragma once

#include "server/store/sqlite/connection.h"
#include "server/store/sqlite/work_queue.h"
#include "server/store/store.h"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace chaffinch::store::sqlite {

class Writer {
  public:
    struct Settings {
        std::filesystem::path database{};
        std::size_t group_commit_max = 64;
        /// Called when a sync has failed; must not return (tests let it).
        std::function<void(const std::string& what)> on_failed_sync{};
        /// Called on the writer's thread after a commit that changed standings of authors, before
        /// anybody is answered; may be empty.
        std::function<void(const std::vector<NotedStanding>& noted)> on_standings{};
    };

    Writer(std::unique_ptr<Connection> connection, Settings settings);
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    WorkQueue& queue() { return queue_; }

    [[nodiscard]] StoreHealth health() const;

    /// See ChangeSource. Any thread.
    void on_commit(OnCommit listener);

    /// Asks the thread to empty the WAL as soon as no reader is in the way. Any thread.
    void empty_log() { log_to_empty_ = true; }

    /// Before that, writes the database anew when it is not larger than this. Any thread.
    void rewrite_files(std::uint64_t most_bytes) {
        rewrite_up_to_ = most_bytes;
        log_to_empty_ = true;
    }

    /// Commits what is waiting, empties the WAL and ends the thread. May be called again.
    void close();

  private:
    using Group = std::vector<std::unique_ptr<PendingWork>>;

    void loop();
    void commit_group(Group& group);
    bool run_together(Group& group);
    std::vector<std::exception_ptr> run_in_savepoints(Group& group);
    std::exception_ptr run_one(PendingWork& work);
    void tell(std::vector<Change> changes);
    void fail_group(Group& group, const SqliteError& error);
    void note_fault(const SqliteError& error);
    void when_idle();
    void probe();
    void checkpoint();
    void rewrite_when_asked();
    [[nodiscard]] bool wal_is_long() const;

    std::unique_ptr<Connection> db_;
    Settings settings_;
    WorkQueue queue_;
    std::atomic<bool> writable_{true};
    std::atomic<bool> log_to_empty_{false};
    std::atomic<std::uint64_t> rewrite_up_to_{0};  ///< 0: nobody asked for it
    std::atomic<std::uint64_t> commits_{0};
    std::atomic<std::uint64_t> requests_committed_{0};
    bool wal_may_hold_pages_ = true;
    std::chrono::steady_clock::time_point next_checkpoint_{};
    std::mutex listening_{};
    OnCommit listener_{};  ///< under listening_
    std::thread thread_;
};

}  // namespace chaffinch::store::sqlite
