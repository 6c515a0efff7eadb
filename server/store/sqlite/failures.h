// What a failed call into SQLite means for the callers of the store and for the process.

#pragma once

#include "engine/types/result.h"
#include "server/store/sqlite/connection.h"
#include "server/store/store.h"

#include <exception>
#include <filesystem>

namespace chaffinch::store::sqlite {

/// True when a sync failed: the kernel may have dropped the pages, a second sync would lie, and the
/// transaction may come back after a crash. The process must stop.
bool is_failed_sync(const SqliteError& error);

/// True when the disk or the file is at fault (full, I/O error, damaged), so that writing as such
/// is in question, not this one request.
bool is_storage_fault(const SqliteError& error);

/// What the caller of the store gets to see: StoreUnavailable for a fault of the world,
/// std::logic_error for one of ours (a constraint, wrong SQL).
std::exception_ptr as_seen_by_caller(const SqliteError& error);

/// What whoever opens a file gets to read: malformed when the file is damaged, or not a database,
/// else storage_unavailable.
Error as_error(const SqliteError& error, const std::filesystem::path& file);

}  // namespace chaffinch::store::sqlite
