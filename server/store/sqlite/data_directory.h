// The directory that holds the data, owned by one process at a time.

#pragma once

#include "engine/types/result.h"

#include <cstddef>
#include <filesystem>

namespace chaffinch::store::sqlite {

/// Held for as long as the store is open. Two processes that write one SQLite file may damage it,
/// so the second is refused.
class DataDirectory {
  public:
    /// Makes the directory (0700) when missing, takes its lock, and makes the database file (0600)
    /// and the ballast. Errors: locked (names the file and the pid of the holder), invalid (not a
    /// directory, or not ours to write).
    static Result<DataDirectory> claim(const std::filesystem::path& path);

    ~DataDirectory();
    DataDirectory(DataDirectory&& other) noexcept;
    DataDirectory& operator=(DataDirectory&& other) noexcept;
    DataDirectory(const DataDirectory&) = delete;
    DataDirectory& operator=(const DataDirectory&) = delete;

    static constexpr const char* database_name = "chaffinch.db";

    [[nodiscard]] std::filesystem::path database() const { return path_ / database_name; }

    /// A file of this size whose only use is to be deleted by the operator when the disk is full:
    /// with no room at all even deleting rows fails.
    static constexpr std::size_t ballast_bytes = 16u * 1024u * 1024u;

  private:
    DataDirectory(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}

    std::filesystem::path path_;
    int lock_ = -1;
};

}  // namespace chaffinch::store::sqlite
