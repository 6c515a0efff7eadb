// Opening: the lock, the modes of the files, damaged and foreign files, migrations and the schema.

#include "server/store/sqlite/open.h"

#include "server/store/sqlite/connection.h"
#include "server/store/sqlite/data_directory.h"
#include "server/store/sqlite/migrate.h"
#include "server/store/sqlite/sound_mark.h"
#include "tests/support/seeded_random.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>

namespace chaffinch::store::sqlite {
namespace {

class Open : public ::testing::Test {
  protected:
    [[nodiscard]] std::filesystem::path data() const { return directory_.path() / "data"; }

    [[nodiscard]] std::filesystem::path file() const { return data() / "chaffinch.db"; }

    [[nodiscard]] Result<std::unique_ptr<Store>> open_store() const {
        return open({.directory = data()});
    }

    void make() const { ASSERT_TRUE(open_store()); }

    static mode_t mode_of(const std::filesystem::path& path) {
        struct stat found{};
        EXPECT_EQ(::stat(path.c_str(), &found), 0) << path;
        return found.st_mode & 0777;
    }

    test::TemporaryDirectory directory_;
};

TEST_F(Open, KeepsEverythingFromOtherUsers) {
    auto store = open_store();
    ASSERT_TRUE(store);
    EXPECT_EQ(mode_of(data()), 0700u);
    for (const auto& entry : std::filesystem::directory_iterator(data())) {
        EXPECT_EQ(mode_of(entry.path()), 0600u) << entry.path();
    }
    EXPECT_EQ(std::filesystem::file_size(data() / "ballast"), DataDirectory::ballast_bytes);
}

TEST_F(Open, RefusesADirectoryThatIsInUseAndNamesTheHolder) {
    auto first = open_store();
    ASSERT_TRUE(first);
    const auto second = open_store();
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::locked);
    EXPECT_NE(second.error().detail.find((data() / "lock").string()), std::string::npos);
    EXPECT_NE(
        second.error().detail.find("process " + std::to_string(::getpid())), std::string::npos
    );
    first->reset();
    EXPECT_TRUE(open_store());
}

TEST_F(Open, SaysWhyADirectoryCannotBeUsed) {
    std::ofstream(data()) << "not a directory";
    const auto refused = open_store();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::invalid);
    EXPECT_NE(refused.error().detail.find(data().string()), std::string::npos);
}

TEST_F(Open, RefusesAFileOfANewerVersion) {
    make();
    Connection(file(), Access::read_write).execute("PRAGMA user_version = 9999");
    const auto refused = open_store();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::unsupported);
    EXPECT_NE(refused.error().detail.find("9999"), std::string::npos);
}

TEST_F(Open, RefusesTheDatabaseOfAnotherProgram) {
    std::filesystem::create_directories(data());
    Connection(file(), Access::read_write).execute("CREATE TABLE theirs (a)");
    const auto refused = open_store();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::malformed);
}

TEST_F(Open, RefusesWhatIsNoDatabase) {
    make();
    std::ofstream(file(), std::ios::trunc) << std::string(10'000, 'x');
    const auto refused = open_store();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::malformed);
    EXPECT_NE(refused.error().detail.find(file().string()), std::string::npos);
}

TEST_F(Open, NeverCrashesOnADamagedFile) {
    make();
    const std::string sound = test::read_file(file());
    test::SeededRandom random;
    int refused = 0;
    for (int round = 0; round < 60; ++round) {
        std::string damaged = sound;
        if (round % 2 == 0) {
            const auto last = static_cast<std::int64_t>(sound.size()) - 1;
            for (int i = 0; i < 64; ++i) {
                damaged[static_cast<std::size_t>(random.between(0, last))] ^= char{0x10};
            }
        } else {
            damaged.resize(sound.size() * static_cast<std::size_t>(round) / 60);
        }
        std::filesystem::remove(data() / "chaffinch.db-wal");
        std::filesystem::remove(data() / "chaffinch.db-shm");
        std::ofstream(file(), std::ios::trunc | std::ios::binary) << damaged;
        const auto opened = open_store();
        if (!opened) {
            ++refused;
            EXPECT_EQ(opened.error().code, Errc::malformed) << opened.error().detail;
        }
    }
    EXPECT_GT(refused, 50);
}

TEST_F(Open, ReadsOnlyWhatNoCleanCloseVouchesFor) {
    const std::filesystem::path note = data() / "sound";
    int checks = 0;
    const auto open_counting = [&] {
        return open({.directory = data(), .on_check = [&](std::uintmax_t) { ++checks; }});
    };
    const auto checks_of_an_opening = [&] {
        checks = 0;
        EXPECT_TRUE(open_counting());
        return checks;
    };
    EXPECT_EQ(checks_of_an_opening(), 1) << "never checked";
    EXPECT_EQ(checks_of_an_opening(), 0) << "closed cleanly";

    const auto after = [&](const std::function<void()>& event) {
        event();
        const int found = checks_of_an_opening();
        EXPECT_EQ(checks_of_an_opening(), 0) << "was checked, and closed cleanly";
        return found;
    };
    EXPECT_EQ(
        after([&] {
            Connection(file(), Access::read_write).execute("CREATE TABLE a (b); DROP TABLE a");
        }),
        1
    );
    EXPECT_EQ(after([&] { std::filesystem::remove(note); }), 1);
    EXPECT_EQ(after([&] { std::ofstream(note) << "sound, believe me"; }), 1);
    EXPECT_EQ(
        after([&] {
            std::filesystem::copy_file(file(), data() / "copy");
            std::filesystem::last_write_time(
                data() / "copy", std::filesystem::last_write_time(file())
            );
            std::filesystem::rename(data() / "copy", file());
        }),
        1
    ) << "another file of the same size and time";
    const auto age_note = [&](std::chrono::hours by) {
        std::uintmax_t inode = 0, bytes = 0;
        std::int64_t changed = 0, checked_at = 0;
        std::ifstream(note) >> inode >> bytes >> changed >> checked_at;
        std::ofstream(note) << inode << ' ' << bytes << ' ' << changed << ' '
                            << checked_at - std::chrono::seconds(by).count();
    };
    EXPECT_EQ(after([&] { age_note(longest_unchecked + std::chrono::hours(1)); }), 1);
    EXPECT_EQ(after([&] { age_note(-std::chrono::hours(48)); }), 1) << "the clock was set back";
    EXPECT_EQ(after([&] { age_note(std::chrono::hours(48)); }), 0);
}

TEST_F(Open, ReadsTheFileAgainAfterACrash) {
    make();
    auto serving = open_store();
    ASSERT_TRUE(serving);
    EXPECT_FALSE(std::filesystem::exists(data() / "sound")) << "a crash would leave it";
}

TEST_F(Open, HasTheSchemaThatIsWrittenDown) {
    make();
    std::string schema;
    Connection db(file(), Access::read_only);
    Statement row = db.query(
        "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
        " ORDER BY tbl_name, type DESC, name"
    );
    while (row.step()) schema += row.text() + ";\n";
    const std::filesystem::path golden = test::source_dir() / "tests/golden/schema.sql";
    if (std::getenv("CHAFFINCH_UPDATE_GOLDEN") != nullptr) std::ofstream(golden) << schema;
    EXPECT_EQ(schema, test::read_file(golden))
        << "the schema changed: CHAFFINCH_UPDATE_GOLDEN=1 rewrites tests/golden/schema.sql";
}

TEST_F(Open, HardensEveryConnection) {
    make();

    const struct {
        Sql pragma;
        std::int64_t writer, reader;
    } cases[] = {
        {"PRAGMA synchronous", 2, 2},
        {"PRAGMA foreign_keys", 1, 1},
        {"PRAGMA trusted_schema", 0, 0},
        {"PRAGMA cell_size_check", 1, 1},
        {"PRAGMA query_only", 0, 1},
        {"PRAGMA wal_autocheckpoint", 1'000, 0},
        {"PRAGMA busy_timeout", 5'000, 5'000},
    };

    Connection writer(file(), Access::read_write);
    Connection reader(file(), Access::read_only);
    for (const auto& [pragma, for_writer, for_reader] : cases) {
        SCOPED_TRACE(pragma.text);
        Statement of_writer = writer.query(pragma);
        ASSERT_TRUE(of_writer.step());
        EXPECT_EQ(of_writer.integer(), for_writer);
        Statement of_reader = reader.query(pragma);
        ASSERT_TRUE(of_reader.step());
        EXPECT_EQ(of_reader.integer(), for_reader);
    }
    Statement mode = writer.query("PRAGMA journal_mode");
    ASSERT_TRUE(mode.step());
    EXPECT_EQ(mode.text(), "wal");
    EXPECT_THROW(reader.execute("DELETE FROM sites"), SqliteError);
    EXPECT_THROW(writer.execute("ATTACH ':memory:' AS other"), SqliteError);
    EXPECT_THROW(
        writer.execute("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema"), SqliteError
    );
    EXPECT_THROW(writer.execute("INSERT INTO write_probe VALUES ('text', 'x')"), SqliteError);
}

TEST_F(Open, AppliesOnlyWhatIsMissing) {
    const Migration steps[] = {
        {1, "one", "CREATE TABLE a (x)"},
        {2, "two", "CREATE TABLE b (x); INSERT INTO a VALUES (2)"},
    };
    Connection db(directory_.path() / "m.db", Access::read_write);
    ASSERT_TRUE(migrate(db, std::span(steps).first(1)));
    ASSERT_TRUE(migrate(db, steps));
    ASSERT_TRUE(migrate(db, steps));
    Statement row = db.query("SELECT count(*) FROM a");
    ASSERT_TRUE(row.step());
    EXPECT_EQ(row.integer(), 1);
}

TEST_F(Open, LeavesTheOldSchemaWhenAMigrationFails) {
    const Migration steps[] = {
        {1, "one", "CREATE TABLE a (x)"},
        {2, "two", "CREATE TABLE b (x); INSERT INTO nowhere VALUES (2)"},
    };
    Connection db(directory_.path() / "m.db", Access::read_write);
    EXPECT_THROW(static_cast<void>(migrate(db, steps)), SqliteError);
    Statement version = db.query("PRAGMA user_version");
    ASSERT_TRUE(version.step());
    EXPECT_EQ(version.integer(), 1);
    EXPECT_THROW(db.run("SELECT * FROM b"), SqliteError);
}

TEST(Migrations, AreNumberedWithoutGaps) {
    int expected = 1;
    for (const Migration& migration : migrations()) EXPECT_EQ(migration.number, expected++);
    EXPECT_GT(expected, 1);
}

}  // namespace
}  // namespace chaffinch::store::sqlite
