#include "server/store/sqlite/sound_mark.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <utility>

namespace chaffinch::store::sqlite {

namespace {

std::int64_t seconds_of(std::chrono::system_clock::time_point time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

}  // namespace

SoundMark::SoundMark(std::filesystem::path database)
    : database_(std::move(database)), note_(database_.parent_path() / "sound") {
    File noted;
    std::int64_t checked_at = 0;
    if (std::ifstream(note_) >> noted.inode >> noted.bytes >> noted.changed >> checked_at) {
        noted_ = noted;
        checked_at_ = checked_at;
    }
}

bool SoundMark::vouches(std::chrono::system_clock::time_point now) const {
    if (!noted_ || !checked_at_ || noted_ != file_now()) return false;
    const std::int64_t age = seconds_of(now) - *checked_at_;
    // A clock that was set back makes nobody young again.
    return age >= 0 && age < std::chrono::seconds(longest_unchecked).count();
}

void SoundMark::checked(std::chrono::system_clock::time_point now) {
    checked_at_ = seconds_of(now);
}

void SoundMark::withdraw() const {
    std::filesystem::remove(note_);
}

void SoundMark::leave() const {
    const auto file = file_now();
    if (!file || !checked_at_) return;
    const int descriptor =
        ::open(note_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) return;
    const std::string text = std::to_string(file->inode) + ' ' + std::to_string(file->bytes) + ' ' +
                             std::to_string(file->changed) + ' ' + std::to_string(*checked_at_) +
                             '\n';
    const bool written =
        ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    ::close(descriptor);
    if (!written) ::unlink(note_.c_str());
}

std::optional<SoundMark::File> SoundMark::file_now() const {
    struct stat found{};
    std::error_code ignored;
    const std::filesystem::path log = database_.string() + "-wal";
    const auto logged = std::filesystem::file_size(log, ignored);
    if (!ignored && logged > 0) return std::nullopt;
    if (::stat(database_.c_str(), &found) != 0) return std::nullopt;
    return File{
        .inode = static_cast<std::uintmax_t>(found.st_ino),
        .bytes = static_cast<std::uintmax_t>(found.st_size),
        .changed = std::int64_t{found.st_mtim.tv_sec} * 1'000'000'000 + found.st_mtim.tv_nsec,
    };
}

}  // namespace chaffinch::store::sqlite
