// The failing disk itself, and that it is a disk when nothing is armed.

#include "tests/server/store/sqlite/fault_vfs.h"

#include "server/store/sqlite/connection.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

#include <sqlite3.h>

#include <cstddef>
#include <new>

namespace chaffinch::store::sqlite::test {

namespace {

FaultVfs* active = nullptr;

sqlite3_vfs* real_vfs() {
    static sqlite3_vfs* const vfs = sqlite3_vfs_find("unix");
    return vfs;
}

/// SQLite allocates szOsFile bytes: ours, then those of the real file.
struct FaultFile {
    sqlite3_file base;
    sqlite3_file* real;
};

sqlite3_file* real_of(sqlite3_file* file) {
    return reinterpret_cast<FaultFile*>(file)->real;
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
    const int code = active->answer(DiskCall::write);
    return code != SQLITE_OK ? code
                             : real_of(file)->pMethods->xWrite(real_of(file), bytes, size, offset);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
    const int code = active->answer(DiskCall::write);
    return code != SQLITE_OK ? code : real_of(file)->pMethods->xTruncate(real_of(file), size);
}

int sync(sqlite3_file* file, int flags) {
    const int code = active->answer(DiskCall::sync);
    return code != SQLITE_OK ? code : real_of(file)->pMethods->xSync(real_of(file), flags);
}

/// The memory shared between connections is no disk; all other calls go through as they are.
const sqlite3_io_methods passing_methods = {
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
    auto* made = new (file) FaultFile{};
    made->real = reinterpret_cast<sqlite3_file*>(made + 1);
    made->real->pMethods = nullptr;
    const int code = real_vfs()->xOpen(real_vfs(), name, made->real, flags, out_flags);
    made->base.pMethods = made->real->pMethods != nullptr ? &passing_methods : nullptr;
    return code;
}

sqlite3_vfs& fault_vfs() {
    static sqlite3_vfs vfs = [] {
        sqlite3_vfs copy = *real_vfs();
        copy.pNext = nullptr;
        copy.zName = "chaffinch-fault";
        copy.szOsFile += static_cast<int>(sizeof(FaultFile));
        copy.xOpen = open_file;
        return copy;
    }();
    return vfs;
}

}  // namespace

FaultVfs::FaultVfs() {
    active = this;
    sqlite3_vfs_register(&fault_vfs(), 0);
}

FaultVfs::~FaultVfs() {
    sqlite3_vfs_unregister(&fault_vfs());
    active = nullptr;
}

void FaultVfs::fail(DiskCall kind, std::int64_t nth, int code, bool for_good) {
    kind_ = kind;
    code_ = code;
    for_good_ = for_good;
    failed_ = false;
    calls_left_ = nth;
}

bool FaultVfs::heal() {
    calls_left_ = 0;
    return failed_;
}

int FaultVfs::answer(DiskCall kind) {
    if (kind != kind_ || calls_left_ == 0) return SQLITE_OK;
    if (calls_left_ > 1) {
        --calls_left_;
        return SQLITE_OK;
    }
    failed_ = true;
    if (!for_good_) calls_left_ = 0;
    return code_;
}

namespace {

TEST(FaultVfs, FailsTheNthWriteAndOnlyThat) {
    const chaffinch::test::TemporaryDirectory directory;
    FaultVfs disk;
    Connection db(directory.path() / "x.db", Access::read_write, disk.name());
    db.execute("CREATE TABLE t (a)");
    disk.fail(DiskCall::write, 1, SQLITE_FULL);
    EXPECT_THROW(db.execute("INSERT INTO t VALUES (1)"), SqliteError);
    EXPECT_TRUE(disk.heal());
    db.execute("INSERT INTO t VALUES (2)");
    Statement row = db.query("SELECT sum(a) FROM t");
    ASSERT_TRUE(row.step());
    EXPECT_EQ(row.integer(), 2);
}

TEST(FaultVfs, KeepsTheKindOfTheFailure) {
    const chaffinch::test::TemporaryDirectory directory;
    FaultVfs disk;
    Connection db(directory.path() / "x.db", Access::read_write, disk.name());
    db.execute("CREATE TABLE t (a)");
    disk.fail(DiskCall::sync, 1, SQLITE_IOERR_FSYNC);
    try {
        db.run("INSERT INTO t VALUES (1)");
        FAIL() << "a commit succeeded without a sync";
    } catch (const SqliteError& error) {
        EXPECT_EQ(error.code, SQLITE_IOERR_FSYNC);
    }
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
