// What a clean close says of the database file, so that the next start need not read all of it.
//
// A check reads every page: some 10 s a GiB, which an operator who restarts a large store, or adds
// a moderator to it, would wait for each time. A store that was closed cleanly notes which file it
// left (inode, size, time of the last change) and when that was last checked. The note goes before
// the next write, so after a crash, after a power cut, and for a file that anybody changed, copied
// or put back, there is none that fits, and all is checked.

#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

namespace chaffinch::store::sqlite {

/// Damage that leaves no trace in the time of the last change (a disk that forgets) is looked for
/// once in so long.
constexpr std::chrono::days longest_unchecked{7};

/// The note beside a database file. Not for several threads.
class SoundMark {
  public:
    explicit SoundMark(std::filesystem::path database);

    /// Whether the file is the one that was closed cleanly, checked no longer than
    /// `longest_unchecked` ago. A note that cannot be read vouches for nothing.
    [[nodiscard]] bool vouches(std::chrono::system_clock::time_point now) const;

    /// The file was found sound at `now`.
    void checked(std::chrono::system_clock::time_point now);

    /// Call before the file is written: what is noted no longer holds. Throws
    /// std::filesystem::filesystem_error when the note cannot be taken away.
    void withdraw() const;

    /// Call after the last connection closed. Notes nothing when the write-ahead log is still
    /// there or the file was never checked; failing to write the note only costs a check.
    void leave() const;

  private:
    struct File {
        std::uintmax_t inode = 0;
        std::uintmax_t bytes = 0;
        std::int64_t changed = 0;  ///< nanoseconds of Unix time

        bool operator==(const File&) const = default;
    };

    [[nodiscard]] std::optional<File> file_now() const;

    std::filesystem::path database_;
    std::filesystem::path note_;
    std::optional<File> noted_{};
    std::optional<std::int64_t> checked_at_{};  ///< seconds of Unix time
};

}  // namespace chaffinch::store::sqlite
