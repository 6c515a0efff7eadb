// A floor: what SQLite alone takes to store the rows of comments, with nothing of ours around it
// but the schema.
//
// The rows are those that a store of ours really wrote: they are read out of its database once, and
// then written again by plain INSERTs with all columns, indexes, constraints and triggers that the
// schema demands. What our store reads before it writes, and what it counts up (authors, lengths of
// lists), is its own affair and not in the floor.

#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>

namespace chaffinch::bench {

class StoredRows {
  public:
    /// Reads the database of a store that is closed. Throws std::runtime_error.
    explicit StoredRows(const std::filesystem::path& database);
    ~StoredRows();
    StoredRows(const StoredRows&) = delete;
    StoredRows& operator=(const StoredRows&) = delete;

    [[nodiscard]] std::size_t comments() const;

    /// Stores them all into a new database in `directory`, `group` comments in a transaction (WAL,
    /// synchronous=FULL). Gives comments a second.
    [[nodiscard]] double commits_per_second(
        const std::filesystem::path& directory, std::size_t group
    ) const;

  private:
    struct Table;
    struct Content;
    std::unique_ptr<Content> content_;
};

}  // namespace chaffinch::bench
