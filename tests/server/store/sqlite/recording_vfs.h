// A disk that remembers: an SQLite VFS that passes every call on to the default one and writes
// down, in order, what was written, cut and synced, so that a test can build every disk that a
// power cut might have left. The idea is SQLite's own (test6.c, "How SQLite Is Tested", 3.3).

#pragma once

#include "tests/support/seeded_random.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace chaffinch::store::sqlite::test {

struct DiskOperation {
    enum class Kind : std::uint8_t { write, truncate, sync, note };

    Kind kind = Kind::note;
    std::string file{};      ///< name without folder, "chaffinch.db-wal"
    std::int64_t place = 0;  ///< offset of a write, size after a truncation
    std::string bytes{};     ///< of a write; the text of a note
};

/// What lies on a disk: content by name of file.
using DiskImage = std::map<std::string, std::string>;

/// Registers itself under name() for as long as it lives; one at a time. Thread-safe.
class RecordingVfs {
  public:
    RecordingVfs();
    ~RecordingVfs();
    RecordingVfs(const RecordingVfs&) = delete;
    RecordingVfs& operator=(const RecordingVfs&) = delete;

    [[nodiscard]] static std::string name() { return "chaffinch-recording"; }

    void record(DiskOperation operation);

    /// Enters a text between the operations, such as what was just acknowledged.
    void note(std::string text);

    [[nodiscard]] std::vector<DiskOperation> operations() const;

  private:
    mutable std::mutex mutex_;
    std::vector<DiskOperation> operations_;
};

/// A disk as a power cut after the first `until` operations may have left it, when it held `before`
/// at their beginning: what a sync of its file covered is there; of what came after, each write
/// may be missing, whole, or torn at 512 bytes, in any order.
DiskImage disk_after_power_cut(
    const DiskImage& before,
    const std::vector<DiskOperation>& operations,
    std::size_t until,
    chaffinch::test::SeededRandom& random
);

/// Regular files of the folder, without its sub-folders.
DiskImage read_image(const std::filesystem::path& folder);
void write_image(const DiskImage& image, const std::filesystem::path& folder);

}  // namespace chaffinch::store::sqlite::test
