// Making, locking and furnishing the data directory. flock(2): the lock goes with the process,
// however it ends.

#include "server/store/sqlite/data_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace chaffinch::store::sqlite {

namespace {

constexpr mode_t owner_only_file = 0600;
constexpr mode_t owner_only_directory = 0700;

std::string reason_of(int number) {
    return std::generic_category().message(number);
}

Error unusable(const std::filesystem::path& path, int number) {
    return {Errc::invalid, "cannot use " + path.string() + ": " + reason_of(number)};
}

int open_private(const std::filesystem::path& file) {
    return ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, owner_only_file);
}

std::string read_pid(int descriptor) {
    std::array<char, 32> text{};
    const ssize_t size = ::pread(descriptor, text.data(), text.size(), 0);
    std::string pid(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    while (!pid.empty() && pid.back() == '\n') pid.pop_back();
    return pid.empty() ? "unknown" : pid;
}

void write_pid(int descriptor) {
    const std::string pid = std::to_string(::getpid()) + "\n";
    // Only a help for people; the lock is what counts.
    if (::ftruncate(descriptor, 0) == 0) {
        [[maybe_unused]] const ssize_t written = ::pwrite(descriptor, pid.data(), pid.size(), 0);
    }
}

Result<void> make_directory(const std::filesystem::path& path) {
    std::error_code failure;
    if (path.has_parent_path()) {
        std::filesystem::create_directories(path.parent_path(), failure);
        if (failure) return unusable(path.parent_path(), failure.value());
    }
    if (::mkdir(path.c_str(), owner_only_directory) != 0 && errno != EEXIST) {
        return unusable(path, errno);
    }
    if (!std::filesystem::is_directory(path, failure)) return unusable(path, ENOTDIR);
    return {};
}

/// The write-ahead log and the shared-memory file take their mode from the database file.
Result<void> make_database_file(const std::filesystem::path& file) {
    const int descriptor = open_private(file);
    if (descriptor < 0) return unusable(file, errno);
    ::fchmod(descriptor, owner_only_file);
    ::close(descriptor);
    return {};
}

/// On a disk that has no room for it the store is still of use, so failure is not an error.
void lay_ballast(const std::filesystem::path& file) {
    const int descriptor = open_private(file);
    if (descriptor < 0) return;
    struct stat found{};
    const auto wanted = static_cast<off_t>(DataDirectory::ballast_bytes);
    if (::fstat(descriptor, &found) == 0 && found.st_size < wanted &&
        ::posix_fallocate(descriptor, 0, wanted) != 0) {
        [[maybe_unused]] const int ignored = ::ftruncate(descriptor, 0);
    }
    ::close(descriptor);
}

}  // namespace

Result<DataDirectory> DataDirectory::claim(const std::filesystem::path& path) {
    if (auto made = make_directory(path); !made) return made.error();
    const std::filesystem::path lock_file = path / "lock";
    const int lock = open_private(lock_file);
    if (lock < 0) return unusable(lock_file, errno);
    DataDirectory directory(path, lock);
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        return Error{
            Errc::locked,
            lock_file.string() + " is held by process " + read_pid(lock) +
                ": another Chaffinch uses this data directory; stop it, or choose another directory"
        };
    }
    write_pid(lock);
    if (auto made = make_database_file(directory.database()); !made) return made.error();
    lay_ballast(path / "ballast");
    return directory;
}

DataDirectory::~DataDirectory() {
    if (lock_ >= 0) ::close(lock_);
}

DataDirectory::DataDirectory(DataDirectory&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

DataDirectory& DataDirectory::operator=(DataDirectory&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(lock_, other.lock_);
    return *this;
}

}  // namespace chaffinch::store::sqlite
