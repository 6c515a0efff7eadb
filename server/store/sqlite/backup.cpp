// Copying under another name, checking, syncing, renaming; in this order, so that a file with its
// proper name is always a whole one.

#include "server/store/sqlite/backup.h"

#include "server/store/sqlite/connection.h"
#include "server/store/sqlite/data_directory.h"
#include "server/store/sqlite/failures.h"
#include "server/store/sqlite/migrate.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>
#include <system_error>

namespace chaffinch::store::sqlite {

namespace {

Error unusable(const std::filesystem::path& path, int number) {
    const std::string why = std::generic_category().message(number);
    return {Errc::invalid, "cannot use " + path.string() + ": " + why};
}

/// Makes the file with mode 0600, or empties it.
Result<void> make_private(const std::filesystem::path& file) {
    const int descriptor =
        ::open(file.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) return unusable(file, errno);
    ::close(descriptor);
    return {};
}

/// Of a file, or of a folder's entries.
Result<void> sync(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return unusable(path, errno);
    const bool synced = ::fsync(descriptor) == 0;
    const int number = errno;
    ::close(descriptor);
    if (!synced) return Error{Errc::storage_unavailable, unusable(path, number).detail};
    return {};
}

/// "", or what is wrong with the file as a store of ours.
Result<void> check(Connection& db, const std::filesystem::path& file) {
    if (auto ours = check_owner(db); !ours) {
        return Error{ours.error().code, file.string() + ": " + ours.error().detail};
    }
    const std::string finding = db.quick_check();
    if (finding == "ok") return {};
    return Error{Errc::malformed, file.string() + ": the file is damaged (" + finding + ")"};
}

/// From one file into another that nobody else knows yet.
Result<void> copy_whole(
    const std::filesystem::path& from, const std::filesystem::path& to, const CopyProgress& progress
) {
    if (auto made = make_private(to); !made) return made;
    {
        Connection source(from, Access::read_only);
        Connection target(to, Access::whole_copy);
        source.execute("BEGIN");
        source.copy_to(target, progress);
        source.rollback();
    }
    // Opened anew: the copy's own header says which journal it has, and its check reads the file.
    {
        Connection copied(to, Access::whole_copy);
        if (auto sound = check(copied, to); !sound) return sound;
    }
    return sync(to);
}

Result<void> copy_and_rename(
    const std::filesystem::path& from, const std::filesystem::path& to, const CopyProgress& progress
) {
    std::filesystem::path part = to;
    part += ".part";
    std::error_code failed;
    const auto give_up = [&part](Error error) {
        std::error_code ignored;
        std::filesystem::remove(part, ignored);
        return error;
    };
    try {
        if (auto copied = copy_whole(from, part, progress); !copied) return give_up(copied.error());
    } catch (const SqliteError& error) {
        return give_up(as_error(error, from));
    }
    std::filesystem::rename(part, to, failed);
    if (failed) return give_up(unusable(to, failed.value()));
    return sync(std::filesystem::absolute(to).parent_path());
}

bool is_there(const std::filesystem::path& file) {
    std::error_code failed;
    const auto size = std::filesystem::file_size(file, failed);
    return !failed && size > 0;
}

}  // namespace

Result<void> back_up(
    const std::filesystem::path& directory,
    const std::filesystem::path& file,
    const CopyProgress& progress
) {
    const std::filesystem::path database = directory / DataDirectory::database_name;
    if (!is_there(database)) {
        return Error{Errc::not_found, database.string() + " is not there: nothing to back up"};
    }
    // Held, or not to be had because a server holds it: either way nobody else starts meanwhile.
    const auto held = DataDirectory::claim(directory);
    if (!held && held.error().code != Errc::locked) return held.error();
    return copy_and_rename(database, file, progress);
}

Result<void> restore(
    const std::filesystem::path& file,
    const std::filesystem::path& directory,
    const CopyProgress& progress
) {
    if (!is_there(file)) return Error{Errc::not_found, file.string() + " is not there"};
    if (is_there(directory / DataDirectory::database_name)) {
        return Error{
            Errc::conflict,
            directory.string() +
                " holds a store already; restore into another directory, or move that store away"
        };
    }
    try {
        Connection source(file, Access::read_only);
        if (auto sound = check(source, file); !sound) return sound;
    } catch (const SqliteError& error) {
        return as_error(error, file);
    }
    const auto held = DataDirectory::claim(directory);
    if (!held) return held.error();
    return copy_and_rename(file, held->database(), progress);
}

}  // namespace chaffinch::store::sqlite
