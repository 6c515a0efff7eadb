// The pool of read-only connections and the reader threads.

#include "server/store/sqlite/readers.h"

#include "server/store/sqlite/failures.h"

#include <utility>

namespace chaffinch::store::sqlite {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t most_waiting_questions = 1'024;
/// A read transaction holds back the WAL: none is longer.
constexpr auto longest_read = 2s;
constexpr auto look_up_patience = 1s;

}  // namespace

ReadConnections::ReadConnections(std::filesystem::path database, std::string vfs)
    : database_(std::move(database)), vfs_(std::move(vfs)) {}

std::unique_ptr<Connection> ReadConnections::take() {
    {
        const std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
    }
    auto connection = std::make_unique<Connection>(database_, Access::read_only, vfs_);
    connection->limit_time(longest_read);
    return connection;
}

void ReadConnections::give_back(std::unique_ptr<Connection> connection) {
    const std::lock_guard lock(mutex_);
    if (!closed_) idle_.push_back(std::move(connection));
}

void ReadConnections::close() {
    std::vector<std::unique_ptr<Connection>> to_close;
    const std::lock_guard lock(mutex_);
    closed_ = true;
    to_close.swap(idle_);
}

ReaderThreads::ReaderThreads(ReadConnections& connections, std::size_t threads)
    : connections_(connections), queue_(most_waiting_questions) {
    for (std::size_t i = 0; i < threads; ++i) {
        threads_.emplace_back([this] { loop(); });
    }
}

ReaderThreads::~ReaderThreads() {
    close();
}

void ReaderThreads::close() {
    queue_.close();
    for (std::thread& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
}

void ReaderThreads::loop() {
    while (true) {
        auto taken = queue_.take(1, look_up_patience);
        if (taken.empty() && queue_.closed()) return;
        for (const auto& question : taken) question->complete(answer(*question));
    }
}

std::exception_ptr ReaderThreads::answer(PendingWork& question) {
    try {
        BorrowedConnection borrowed(connections_);
        Connection& db = *borrowed;
        db.run("BEGIN");
        try {
            question.work(db);
            db.run("COMMIT");
        } catch (...) {
            db.rollback();
            throw;
        }
        return nullptr;
    } catch (const SqliteError& error) {
        return as_seen_by_caller(error);
    } catch (...) {
        return std::current_exception();
    }
}

}  // namespace chaffinch::store::sqlite
