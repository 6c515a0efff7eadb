// `chaffinch backup FILE|FOLDER` beside a running server, `chaffinch restore FILE`.

#include "server/app/backup_commands.h"

#include "server/app/command_group.h"
#include "server/runtime/clock.h"
#include "server/store/sqlite/backup.h"

#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <system_error>

namespace chaffinch::app {

namespace {

constexpr const char* key_name = "installation.key";

struct BackupOptions {
    std::string data = "chaffinch-data";
    std::string file{};
    std::string key{};
};

/// On a terminal only, in place.
store::sqlite::CopyProgress progress_on_terminal() {
    if (isatty(STDERR_FILENO) != 1) return {};
    return [](std::int64_t done, std::int64_t all) {
        std::cerr << "\rcopied " << (all > 0 ? done * 100 / all : 100) << " %"
                  << (done == all ? ", checking\n" : "") << std::flush;
    };
}

/// In a folder: named for the moment, "chaffinch-2026-07-22T101112Z.db".
std::filesystem::path target_of(const BackupOptions& options) {
    const std::filesystem::path given = options.file;
    if (!std::filesystem::is_directory(given)) return given;
    std::string moment = to_rfc3339(runtime::SystemClock().now()).substr(0, 19);
    std::erase(moment, ':');
    return given / ("chaffinch-" + moment + "Z.db");
}

int back_up(const BackupOptions& options) {
    // A server that serves beside it comes first.
    [[maybe_unused]] const int ignored = ::nice(10);
    const std::filesystem::path file = target_of(options);
    const auto done = store::sqlite::back_up(options.data, file, progress_on_terminal());
    if (!done) return refused(done.error());
    std::cout << "Backed up to " << file.string() << " and checked.\n"
              << "Keep " << (std::filesystem::path(options.data) / key_name).string()
              << " apart from it, once: without that key the secrets of webhooks\n"
                 "cannot be read after a restore, and keys of the Akismet door end.\n";
    return 0;
}

/// The installation's secret beside the restored store.
Result<void> restore_key(const BackupOptions& options) {
    const std::filesystem::path to = std::filesystem::path(options.data) / key_name;
    std::error_code failed;
    std::filesystem::copy_file(options.key, to, failed);
    if (!failed) {
        using std::filesystem::perms;
        std::filesystem::permissions(to, perms::owner_read | perms::owner_write, failed);
    }
    if (failed) return Error{Errc::invalid, options.key + ": " + failed.message()};
    return {};
}

int restore(const BackupOptions& options) {
    const auto done = store::sqlite::restore(options.file, options.data, progress_on_terminal());
    if (!done) return refused(done.error());
    if (!options.key.empty()) {
        if (auto kept = restore_key(options); !kept) return refused(kept.error());
    }
    std::cout << "Restored into " << options.data << ".\n";
    if (options.key.empty()) {
        std::cout
            << "The next start makes a new " << key_name
            << ". To keep webhooks' secrets and Akismet keys,\nput the old one there first.\n";
    }
    return 0;
}

}  // namespace

void add_backup_commands(CLI::App& app, int& exit_code) {
    auto options = std::make_shared<BackupOptions>();
    CLI::App* backing_up =
        app.add_subcommand("backup", "Copy the store, also while the server runs, and check it");
    backing_up->add_option("FILE", options->file, "The copy, or a folder for it")->required();
    backing_up->add_option("--data", options->data, "Data directory")->capture_default_str();
    backing_up->callback([options, &exit_code] { exit_code = back_up(*options); });

    CLI::App* restoring =
        app.add_subcommand("restore", "Put a backup into a data directory that holds no store");
    restoring->add_option("FILE", options->file, "The backup")->required();
    restoring->add_option("--data", options->data, "Data directory")->capture_default_str();
    restoring->add_option("--key", options->key, "The installation.key that was kept with it")
        ->check(CLI::ExistingFile);
    restoring->callback([options, &exit_code] { exit_code = restore(*options); });
}

}  // namespace chaffinch::app
