// The remembering disk itself, and that the disks it builds are those a power cut may leave.

#include "tests/server/store/sqlite/recording_vfs.h"

#include "server/store/sqlite/connection.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <new>
#include <numeric>
#include <utility>

namespace chaffinch::store::sqlite::test {

namespace {

using Kind = DiskOperation::Kind;

constexpr std::size_t sector = 512;

RecordingVfs* active = nullptr;

sqlite3_vfs* real_vfs() {
    static sqlite3_vfs* const vfs = sqlite3_vfs_find("unix");
    return vfs;
}

/// SQLite allocates szOsFile bytes: ours, then those of the real file.
struct RecordedFile {
    sqlite3_file base;
    sqlite3_file* real;
    const char* path;  ///< SQLite keeps it for as long as the file is open
};

RecordedFile* recorded(sqlite3_file* file) {
    return reinterpret_cast<RecordedFile*>(file);
}

sqlite3_file* real_of(sqlite3_file* file) {
    return recorded(file)->real;
}

std::string name_of(sqlite3_file* file) {
    return std::filesystem::path(recorded(file)->path).filename().string();
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
    active->record(
        {.kind = Kind::write,
         .file = name_of(file),
         .place = offset,
         .bytes = std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size))}
    );
    return real_of(file)->pMethods->xWrite(real_of(file), bytes, size, offset);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
    active->record({.kind = Kind::truncate, .file = name_of(file), .place = size});
    return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

int sync(sqlite3_file* file, int flags) {
    const int code = real_of(file)->pMethods->xSync(real_of(file), flags);
    active->record({.kind = Kind::sync, .file = name_of(file)});
    return code;
}

/// The memory shared between connections is gone after a power cut; it is not recorded.
const sqlite3_io_methods recording_methods = {
    .iVersion = 2,
    .xClose = [](sqlite3_file* f) { return real_of(f)->pMethods->xClose(real_of(f)); },
    .xRead = [](sqlite3_file* f, void* into, int size, sqlite3_int64 offset
             ) { return real_of(f)->pMethods->xRead(real_of(f), into, size, offset); },
    .xWrite = write,
    .xTruncate = truncate,
    .xSync = sync,
    .xFileSize = [](sqlite3_file* f, sqlite3_int64* size
                 ) { return real_of(f)->pMethods->xFileSize(real_of(f), size); },
    .xLock = [](sqlite3_file* f,
                int lock) { return real_of(f)->pMethods->xLock(real_of(f), lock); },
    .xUnlock = [](sqlite3_file* f,
                  int lock) { return real_of(f)->pMethods->xUnlock(real_of(f), lock); },
    .xCheckReservedLock =
        [](sqlite3_file* f, int* result) {
            return real_of(f)->pMethods->xCheckReservedLock(real_of(f), result);
        },
    .xFileControl = [](sqlite3_file* f, int op, void* argument
                    ) { return real_of(f)->pMethods->xFileControl(real_of(f), op, argument); },
    .xSectorSize = [](sqlite3_file* f) { return real_of(f)->pMethods->xSectorSize(real_of(f)); },
    .xDeviceCharacteristics =
        [](sqlite3_file* f) { return real_of(f)->pMethods->xDeviceCharacteristics(real_of(f)); },
    .xShmMap = [](sqlite3_file* f, int page, int size, int extend, volatile void** mapped
               ) { return real_of(f)->pMethods->xShmMap(real_of(f), page, size, extend, mapped); },
    .xShmLock = [](sqlite3_file* f, int offset, int count, int flags
                ) { return real_of(f)->pMethods->xShmLock(real_of(f), offset, count, flags); },
    .xShmBarrier = [](sqlite3_file* f) { real_of(f)->pMethods->xShmBarrier(real_of(f)); },
    .xShmUnmap = [](sqlite3_file* f,
                    int remove) { return real_of(f)->pMethods->xShmUnmap(real_of(f), remove); },
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open_file(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* out_flags) {
    auto* made = new (file) RecordedFile{};
    made->real = reinterpret_cast<sqlite3_file*>(made + 1);
    made->real->pMethods = nullptr;
    made->path = name != nullptr ? name : "temporary";
    const int code = real_vfs()->xOpen(real_vfs(), name, made->real, flags, out_flags);
    made->base.pMethods = made->real->pMethods != nullptr ? &recording_methods : nullptr;
    return code;
}

sqlite3_vfs& recording_vfs() {
    static sqlite3_vfs vfs = [] {
        sqlite3_vfs copy = *real_vfs();
        copy.pNext = nullptr;
        copy.zName = "chaffinch-recording";
        copy.szOsFile += static_cast<int>(sizeof(RecordedFile));
        copy.xOpen = open_file;
        return copy;
    }();
    return vfs;
}

void put(std::string& content, std::size_t place, std::string_view bytes) {
    if (content.size() < place + bytes.size()) content.resize(place + bytes.size());
    std::ranges::copy(bytes, content.begin() + static_cast<std::ptrdiff_t>(place));
}

void apply(DiskImage& disk, const DiskOperation& operation) {
    std::string& content = disk[operation.file];
    const auto place = static_cast<std::size_t>(operation.place);
    if (operation.kind == Kind::write) put(content, place, operation.bytes);
    if (operation.kind == Kind::truncate) content.resize(place);
}

/// Each piece between two borders of 512 bytes arrives or does not.
void apply_torn(
    DiskImage& disk, const DiskOperation& operation, chaffinch::test::SeededRandom& random
) {
    const std::string_view bytes = operation.bytes;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t place = static_cast<std::size_t>(operation.place) + at;
        const std::size_t size = std::min(sector - place % sector, bytes.size() - at);
        if (random.chance(0.5)) put(disk[operation.file], place, bytes.substr(at, size));
        at += size;
    }
}

void apply_by_chance(
    DiskImage& disk, const DiskOperation& operation, chaffinch::test::SeededRandom& random
) {
    const auto fate = random.between(0, 2);
    if (fate == 0) return;
    if (fate == 1 || operation.kind != Kind::write) return apply(disk, operation);
    apply_torn(disk, operation, random);
}

}  // namespace

RecordingVfs::RecordingVfs() {
    active = this;
    sqlite3_vfs_register(&recording_vfs(), 0);
}

RecordingVfs::~RecordingVfs() {
    sqlite3_vfs_unregister(&recording_vfs());
    active = nullptr;
}

void RecordingVfs::record(DiskOperation operation) {
    const std::lock_guard lock(mutex_);
    operations_.push_back(std::move(operation));
}

void RecordingVfs::note(std::string text) {
    record({.kind = Kind::note, .bytes = std::move(text)});
}

std::vector<DiskOperation> RecordingVfs::operations() const {
    const std::lock_guard lock(mutex_);
    return operations_;
}

DiskImage disk_after_power_cut(
    const DiskImage& before,
    const std::vector<DiskOperation>& operations,
    std::size_t until,
    chaffinch::test::SeededRandom& random
) {
    std::map<std::string, std::size_t> synced_until;
    for (std::size_t i = 0; i < until; ++i) {
        if (operations[i].kind == Kind::sync) synced_until[operations[i].file] = i;
    }
    DiskImage disk = before;
    std::vector<const DiskOperation*> in_doubt;
    for (std::size_t i = 0; i < until; ++i) {
        const DiskOperation& operation = operations[i];
        if (operation.kind == Kind::note || operation.kind == Kind::sync) continue;
        const auto synced = synced_until.find(operation.file);
        if (synced != synced_until.end() && i < synced->second) {
            apply(disk, operation);
        } else {
            in_doubt.push_back(&operation);
        }
    }
    // Any order: a disk writes what it holds as it likes.
    for (std::size_t left = in_doubt.size(); left > 0; --left) {
        const auto next =
            static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(left) - 1));
        std::swap(in_doubt[next], in_doubt[left - 1]);
        apply_by_chance(disk, *in_doubt[left - 1], random);
    }
    return disk;
}

DiskImage read_image(const std::filesystem::path& folder) {
    DiskImage image;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        image[entry.path().filename().string()] = chaffinch::test::read_file(entry.path());
    }
    return image;
}

void write_image(const DiskImage& image, const std::filesystem::path& folder) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::filesystem::remove_all(entry.path());
    }
    for (const auto& [name, content] : image) {
        std::ofstream(folder / name, std::ios::binary)
            .write(content.data(), static_cast<std::streamsize>(content.size()));
    }
}

namespace {

const std::vector<DiskOperation> two_writes_and_a_sync_between{
    {.kind = Kind::write, .file = "f", .place = 0, .bytes = std::string(1'024, 'a')},
    {.kind = Kind::sync, .file = "f"},
    {.kind = Kind::write, .file = "f", .place = 1'024, .bytes = std::string(1'024, 'b')},
};

TEST(RecordingVfs, BuildsDisksThatHoldWhatWasSyncedAndAnyPartOfTheRest) {
    chaffinch::test::SeededRandom random;
    bool missing = false;
    bool whole = false;
    bool torn = false;
    for (int round = 0; round < 200; ++round) {
        const DiskImage disk = disk_after_power_cut({}, two_writes_and_a_sync_between, 3, random);
        const std::string& content = disk.at("f");
        ASSERT_GE(content.size(), 1'024u);
        EXPECT_EQ(content.substr(0, 1'024), std::string(1'024, 'a'));
        const auto arrived = std::ranges::count(content, 'b');
        EXPECT_EQ(arrived % 512, 0);
        missing |= arrived == 0;
        torn |= arrived == 512;
        whole |= arrived == 1'024;
    }
    EXPECT_TRUE(missing && whole && torn);
}

TEST(RecordingVfs, RecordsWhatADatabaseWrites) {
    const chaffinch::test::TemporaryDirectory directory;
    RecordingVfs disk;
    Connection db(directory.path() / "x.db", Access::read_write, RecordingVfs::name());
    db.execute("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
    const auto operations = disk.operations();
    const auto syncs = std::ranges::count_if(operations, [](const DiskOperation& operation) {
        return operation.kind == Kind::sync && operation.file == "x.db-wal";
    });
    EXPECT_GE(syncs, 2);
    DiskImage all;
    for (const DiskOperation& operation : operations) apply(all, operation);
    EXPECT_EQ(all.at("x.db-wal"), chaffinch::test::read_file(directory.path() / "x.db-wal"));
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
