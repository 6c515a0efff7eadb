// Copies of the whole store: made beside a running server, and put back into an empty directory.
//
// A copy is one consistent state, the one at its beginning: a read-only connection reads it inside
// one transaction, so the server goes on writing and stays the only one that does. Until the end of
// it the log cannot be emptied and grows by what is written meanwhile.

#pragma once

#include "engine/types/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>

namespace chaffinch::store::sqlite {

/// Pages of the database, and how many of them are copied.
using CopyProgress = std::function<void(std::int64_t done, std::int64_t all)>;

/// Copies the store of the data directory to `file` (mode 0600), checks the copy, and only then
/// gives it its name; an older file of that name stays until then. Works while a server runs; holds
/// the directory's lock while none does. `progress` may be empty.
/// Errors: not_found (no store there), malformed (the copy does not pass its check: the store is
/// damaged), invalid (the file cannot be made), storage_unavailable (the disk is full or does not
/// work). The secret in installation.key is no part of it.
Result<void> back_up(
    const std::filesystem::path& directory,
    const std::filesystem::path& file,
    const CopyProgress& progress
);

/// Puts a copy into a data directory that holds no store yet (made when missing). The copy is
/// checked before and the store after. Errors: locked (a server runs there), conflict (there is a
/// store already), not_found (no such file), malformed (the file is damaged or not ours),
/// unsupported (made by a newer version), invalid (the directory cannot be used),
/// storage_unavailable.
Result<void> restore(
    const std::filesystem::path& file,
    const std::filesystem::path& directory,
    const CopyProgress& progress
);

}  // namespace chaffinch::store::sqlite
