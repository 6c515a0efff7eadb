// The classes of SQLite's result codes. https://www.sqlite.org/rescode.html

#include "server/store/sqlite/failures.h"

#include <sqlite3.h>

namespace chaffinch::store::sqlite {

bool is_failed_sync(const SqliteError& error) {
    return error.code == SQLITE_IOERR_FSYNC || error.code == SQLITE_IOERR_DIR_FSYNC;
}

bool is_storage_fault(const SqliteError& error) {
    switch (error.code & 0xff) {
        case SQLITE_FULL:
        case SQLITE_IOERR:
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
            return true;
        default:
            return false;
    }
}

std::exception_ptr as_seen_by_caller(const SqliteError& error) {
    const std::string what = "the store failed: " + std::string(error.what());
    switch (error.code & 0xff) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return std::make_exception_ptr(StoreUnavailable(what, false));
        case SQLITE_FULL:
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_NOMEM:
        case SQLITE_INTERRUPT:
        case SQLITE_PROTOCOL:
            return std::make_exception_ptr(StoreUnavailable(what, true));
        default:
            return std::make_exception_ptr(std::logic_error(what));
    }
}

Error as_error(const SqliteError& error, const std::filesystem::path& file) {
    const std::string where = file.string() + ": ";
    switch (error.code & 0xff) {
        case SQLITE_ERROR:  // the schema is not the one that its number says
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {
                Errc::malformed,
                where + "the file is damaged (" + error.what() + "); restore a backup"
            };
        default:
            return {Errc::storage_unavailable, where + error.what()};
    }
}

}  // namespace chaffinch::store::sqlite
