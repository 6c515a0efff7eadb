// Opens the embedded store: one SQLite file in a data directory that one process owns.

#pragma once

#include "engine/types/result.h"
#include "server/store/store.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace chaffinch::store::sqlite {

struct Options {
    std::filesystem::path directory{};  ///< made with mode 0700 when missing
    std::size_t group_commit_max = 64;  ///< write requests in one transaction
    /// Reads the whole file for damage unless a clean close vouches for it (sound_mark.h). Without
    /// it nothing is checked.
    bool quick_check = true;
    /// Called before a check, with the bytes to be read: some 10 s a GiB. Empty: nobody is told.
    std::function<void(std::uintmax_t bytes)> on_check{};
    /// Called on the writer thread when a sync has failed: what was written may or may not be on
    /// the disk, and another sync would lie. Must not return. Empty: one line on stderr, then the
    /// process ends with status 74 (EX_IOERR of sysexits.h).
    std::function<void(const std::string& what)> on_failed_sync{};
    /// Name of the SQLite VFS, empty: the default one. Tests inject faults here.
    std::string vfs{};
};

/// Takes the directory's lock, migrates, checks, starts the writer thread.
/// Errors: locked (another process holds the directory; the detail names the file and the pid),
/// malformed (damaged file), unsupported (written by a newer version), invalid (the directory
/// cannot be used), storage_unavailable (the disk is full or does not work).
///
/// close() the store before the executors of its callers go.
Result<std::unique_ptr<Store>> open(const Options& options);

}  // namespace chaffinch::store::sqlite
