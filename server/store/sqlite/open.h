// Opens the embedded store: one SQLite file in a data directory that one process owns.

#pragma once

#include "engine/types/result.h"
#include "server/store/store.h"

#include <filesystem>
#include <memory>

namespace chaffinch::store::sqlite {

struct Options {
    std::filesystem::path directory{};  ///< made with mode 0700 when missing
    std::size_t group_commit_max = 64;  ///< write requests in one transaction
    bool quick_check = true;
};

/// Takes the directory's lock, migrates, checks, starts the writer thread.
/// Errors: locked (another process holds the directory; the detail names the file and the pid),
/// malformed (damaged file), unsupported (written by a newer version).
Result<std::unique_ptr<Store>> open(const Options& options);

}  // namespace chaffinch::store::sqlite
