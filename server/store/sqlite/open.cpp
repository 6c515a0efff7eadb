// Opening: lock, file, migrations, check, threads; in this order.

#include "server/store/sqlite/open.h"

#include "server/store/sqlite/data_directory.h"
#include "server/store/sqlite/failures.h"
#include "server/store/sqlite/migrate.h"
#include "server/store/sqlite/sound_mark.h"
#include "server/store/sqlite/sqlite_store.h"

#include <sqlite3.h>
#include <sysexits.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace chaffinch::store::sqlite {

namespace {

[[noreturn]] void end_process(const std::string& what) {
    // Straight to the descriptor: this thread may be the last thing that works.
    std::fprintf(
        stderr,
        R"({"level":"error","event":"store_sync_failed","detail":"%s"})"
        "\n",
        what.c_str()
    );
    std::_Exit(EX_IOERR);
}

Result<void> check(Connection& db, const Options& options, const std::filesystem::path& file) {
    if (options.on_check) options.on_check(std::filesystem::file_size(file));
    const std::string finding = db.quick_check();
    if (finding == "ok") return {};
    return Error{
        Errc::malformed, file.string() + ": the file is damaged (" + finding + "); restore a backup"
    };
}

Result<void> prepare(
    Connection& db, const Options& options, SoundMark& mark, const std::filesystem::path& file
) {
    const auto now = std::chrono::system_clock::now();
    if (options.quick_check && !mark.vouches(now)) {
        if (auto sound = check(db, options, file); !sound) return sound;
        mark.checked(now);
    }
    mark.withdraw();
    return migrate(db);
}

}  // namespace

Result<std::unique_ptr<Store>> open(const Options& options) {
    auto directory = DataDirectory::claim(options.directory);
    if (!directory) return directory.error();
    const std::filesystem::path file = directory->database();
    try {
        SoundMark mark(file);
        auto writing = std::make_unique<Connection>(file, Access::read_write, options.vfs);
        if (auto ready = prepare(*writing, options, mark, file); !ready) {
            return ready.error();
        }
        Writer::Settings settings{
            .database = file,
            .group_commit_max = options.group_commit_max,
            .on_failed_sync = options.on_failed_sync ? options.on_failed_sync : end_process
        };
        std::unique_ptr<Store> store = std::make_unique<SqliteStore>(
            *std::move(directory),
            std::move(mark),
            std::move(writing),
            std::move(settings),
            options.vfs
        );
        return store;
    } catch (const SqliteError& error) {
        return as_error(error, file);
    } catch (const std::filesystem::filesystem_error& error) {
        return Error{Errc::storage_unavailable, error.what()};
    }
}

}  // namespace chaffinch::store::sqlite
