// Group commit, the answer to storage faults, and checkpoints.

#include "server/store/sqlite/writer.h"

#include "server/store/sqlite/failures.h"

#include <system_error>
#include <utility>

namespace chaffinch::store::sqlite {

namespace {

using namespace std::chrono_literals;

/// Some hundred times what a machine of this size commits in a second would only grow the wait.
constexpr std::size_t most_waiting_writes = 4'096;
constexpr auto idle_after = 500ms;
/// A commit costs as much as some ten comments, so when several come at once it waits a little
/// until as many have come as last time: clients that wait for their answers come again together. A
/// client that is alone never waits (compare PostgreSQL's commit_delay and commit_siblings).
constexpr auto gather_for = 1ms;
constexpr std::size_t gather_from = 4;
constexpr std::uintmax_t long_wal_bytes = 16u * 1024u * 1024u;
/// A reader may keep the WAL from being emptied; writers wait no longer for it than this, and try
/// again no sooner than `checkpoint_pause`.
constexpr auto checkpoint_patience = 50ms;
constexpr auto checkpoint_pause = 1s;
constexpr auto lock_patience = 5s;

}  // namespace

Writer::Writer(std::unique_ptr<Connection> connection, Settings settings)
    : db_(std::move(connection)), settings_(std::move(settings)), queue_(most_waiting_writes) {
    thread_ = std::thread([this] { loop(); });
}

Writer::~Writer() {
    close();
}

StoreHealth Writer::health() const {
    return {
        .writable = writable_,
        .commits = commits_,
        .rows_committed = requests_committed_,
        .pending_writes = queue_.size(),
        .log_to_empty = log_to_empty_
    };
}

void Writer::close() {
    queue_.close();
    if (thread_.joinable()) thread_.join();
}

void Writer::loop() {
    std::size_t last_size = 0;
    while (true) {
        const auto gather = last_size >= gather_from ? gather_for : 0ms;
        Group group = queue_.take(settings_.group_commit_max, idle_after, gather, last_size);
        last_size = group.size();
        if (!group.empty()) {
            commit_group(group);
        } else if (queue_.closed()) {
            break;
        } else {
            when_idle();
        }
    }
    checkpoint();
    db_.reset();
}

void Writer::commit_group(Group& group) {
    std::vector<std::exception_ptr> failures;
    try {
        db_->run("BEGIN IMMEDIATE");
        if (!run_together(group)) {
            db_->rollback();
            db_->run("BEGIN IMMEDIATE");
            failures = run_in_savepoints(group);
        }
        db_->run("COMMIT");
    } catch (const SqliteError& error) {
        fail_group(group, error);
        return;
    }
    writable_ = true;
    wal_may_hold_pages_ = true;
    ++commits_;
    const auto standings = db_->take_noted_standings();
    if (!standings.empty() && settings_.on_standings) settings_.on_standings(standings);
    tell(db_->take_announced());
    failures.resize(group.size());
    for (const std::exception_ptr& failure : failures) {
        if (!failure) ++requests_committed_;
    }
    for (std::size_t i = 0; i < group.size(); ++i) group[i]->complete(std::move(failures[i]));
    if (log_to_empty_ || wal_is_long()) checkpoint();
}

/// False when one of them failed and must be kept apart from the others; what was done is then to
/// be undone. Throws SqliteError on a storage fault.
bool Writer::run_together(Group& group) {
    try {
        for (const auto& work : group) work->work(*db_);
        return true;
    } catch (const SqliteError& error) {
        if (is_storage_fault(error)) throw;
    } catch (...) {  // run again in its savepoint, it fails again and is told to its asker
    }
    return false;
}

std::vector<std::exception_ptr> Writer::run_in_savepoints(Group& group) {
    std::vector<std::exception_ptr> failures;
    failures.reserve(group.size());
    for (const auto& work : group) failures.push_back(run_one(*work));
    return failures;
}

/// The request's own failure, or null. Throws SqliteError when the whole transaction is lost: after
/// a storage fault SQLite may have rolled it back, and none of it can be trusted.
std::exception_ptr Writer::run_one(PendingWork& work) {
    db_->run("SAVEPOINT request");
    const Connection::Announced announced = db_->announced();
    std::exception_ptr failure;
    try {
        work.work(*db_);
    } catch (const SqliteError& error) {
        if (is_storage_fault(error) || !db_->in_transaction()) throw;
        failure = as_seen_by_caller(error);
    } catch (...) {
        failure = std::current_exception();
    }
    if (failure) {
        db_->run("ROLLBACK TO request");
        db_->forget_announced(announced);
    }
    db_->run("RELEASE request");
    return failure;
}

void Writer::on_commit(OnCommit listener) {
    const std::scoped_lock lock(listening_);
    listener_ = std::move(listener);
}

/// Before the askers are answered: whoever acts on an answer finds the change told already.
void Writer::tell(std::vector<Change> changes) {
    if (changes.empty()) return;
    const std::scoped_lock lock(listening_);
    if (listener_) listener_(std::move(changes));
}

void Writer::fail_group(Group& group, const SqliteError& error) {
    db_->rollback();
    note_fault(error);
    // To each his own: exceptions are not shared between threads.
    for (const auto& work : group) work->complete(as_seen_by_caller(error));
}

void Writer::note_fault(const SqliteError& error) {
    if (is_failed_sync(error)) settings_.on_failed_sync(error.what());
    if (is_storage_fault(error)) writable_ = false;
}

void Writer::when_idle() {
    if (!writable_) probe();
    if (wal_may_hold_pages_ || log_to_empty_) checkpoint();
}

/// Without traffic nobody would notice that the disk has room again.
void Writer::probe() {
    try {
        db_->run("UPDATE write_probe SET attempts = attempts + 1");
        writable_ = true;
        wal_may_hold_pages_ = true;
    } catch (const SqliteError& error) {
        db_->rollback();
        note_fault(error);
    }
}

void Writer::checkpoint() {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_checkpoint_ && !queue_.closed()) return;
    next_checkpoint_ = now + checkpoint_pause;
    try {
        rewrite_when_asked();
        db_->set_busy_timeout(checkpoint_patience);
        if (db_->checkpoint()) {
            wal_may_hold_pages_ = false;
            log_to_empty_ = false;
        }
    } catch (const SqliteError& error) {
        note_fault(error);
    }
    db_->set_busy_timeout(lock_patience);
}

void Writer::rewrite_when_asked() {
    const std::uint64_t most = rewrite_up_to_.exchange(0);
    std::error_code unknown;
    const std::uintmax_t size = std::filesystem::file_size(settings_.database, unknown);
    if (most == 0 || unknown || size > most) return;
    db_->rewrite();
    wal_may_hold_pages_ = true;
}

bool Writer::wal_is_long() const {
    std::filesystem::path wal = settings_.database;
    wal += "-wal";
    std::error_code ignored;
    const std::uintmax_t size = std::filesystem::file_size(wal, ignored);
    return !ignored && size > long_wal_bytes;
}

}  // namespace chaffinch::store::sqlite
