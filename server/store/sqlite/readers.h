// Read-only connections: a pool of them, and the threads that answer the longer questions.

#pragma once

#include "server/store/sqlite/connection.h"
#include "server/store/sqlite/work_queue.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace chaffinch::store::sqlite {

/// Connections that are not in use now. There are never more than callers at the same moment.
class ReadConnections {
  public:
    ReadConnections(std::filesystem::path database, std::string vfs);

    /// A connection for the caller alone; it goes back with give_back(). Throws SqliteError.
    std::unique_ptr<Connection> take();
    void give_back(std::unique_ptr<Connection> connection);

    /// Closes those that are not in use; later ones close as they come back.
    void close();

  private:
    const std::filesystem::path database_;
    const std::string vfs_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Connection>> idle_;
    bool closed_ = false;
};

/// A connection for as long as this object lives.
class BorrowedConnection {
  public:
    explicit BorrowedConnection(ReadConnections& from) : from_(from), connection_(from.take()) {}

    ~BorrowedConnection() { from_.give_back(std::move(connection_)); }

    BorrowedConnection(const BorrowedConnection&) = delete;
    BorrowedConnection& operator=(const BorrowedConnection&) = delete;

    Connection& operator*() { return *connection_; }

  private:
    ReadConnections& from_;
    std::unique_ptr<Connection> connection_;
};

/// Threads that answer queued questions, each question on one consistent state of the database.
class ReaderThreads {
  public:
    ReaderThreads(ReadConnections& connections, std::size_t threads);
    ~ReaderThreads();
    ReaderThreads(const ReaderThreads&) = delete;
    ReaderThreads& operator=(const ReaderThreads&) = delete;

    WorkQueue& queue() { return queue_; }

    /// Answers what is waiting and ends the threads. May be called again.
    void close();

  private:
    void loop();
    std::exception_ptr answer(PendingWork& question);

    ReadConnections& connections_;
    WorkQueue queue_;
    std::vector<std::thread> threads_;
};

}  // namespace chaffinch::store::sqlite
