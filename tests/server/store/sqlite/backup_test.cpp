// Copies of the store: whole, private, checked, made while it is written, and put back.

#include "server/store/sqlite/backup.h"

#include "server/store/sqlite/data_directory.h"
#include "tests/server/store/sqlite/store_fixture.h"

#include <sys/stat.h>

#include <fstream>

namespace chaffinch::store::sqlite::test {
namespace {

class Backup : public StoreFixture {
  protected:
    [[nodiscard]] std::filesystem::path file() const { return directory_.path() / "copy.db"; }

    [[nodiscard]] std::filesystem::path elsewhere() const { return directory_.path() / "other"; }

    Result<void> back_up() { return sqlite::back_up(options_.directory, file(), {}); }

    Result<void> put_back() { return sqlite::restore(file(), elsewhere(), {}); }

    void expect_no_leftovers() {
        for (const auto& entry : std::filesystem::directory_iterator(directory_.path())) {
            EXPECT_FALSE(entry.path().string().ends_with(".part")) << entry.path();
        }
    }
};

TEST_F(Backup, OfAStoreThatIsBeingWrittenHoldsAllFromBeforeItsBeginning) {
    for (int i = 0; i < 50; ++i) submit({.id = "cmt_" + std::to_string(i)});
    std::int64_t last_done = 0;
    std::int64_t pages = 0;
    const auto done =
        sqlite::back_up(options_.directory, file(), [&](std::int64_t now, std::int64_t all) {
            // A submission in the middle is not in the copy, nor does it start it anew.
            if (last_done == 0) submit({.id = "cmt_late"});
            last_done = now;
            pages = all;
        });
    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(last_done, pages);
    EXPECT_GT(pages, 10);
    expect_no_leftovers();

    ASSERT_TRUE(put_back());
    options_.directory = elsewhere();
    auto opened = open(options_);
    ASSERT_TRUE(opened) << opened.error().detail;
    store_ = *std::move(opened);
    EXPECT_EQ(page().total, 50);
    comment("cmt_49");
    EXPECT_FALSE(await(store_->find_comment(SiteId{"news"}, CommentId{"cmt_late"})));
}

TEST_F(Backup, IsOneFileForItsOwnerAlone) {
    submit({});
    ASSERT_TRUE(back_up());
    struct stat found{};
    ASSERT_EQ(::stat(file().c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777, 0600u);
    EXPECT_FALSE(std::filesystem::exists(file().string() + "-wal"));
    Connection db(file(), Access::read_only);
    Statement mode = db.query("PRAGMA journal_mode");
    ASSERT_TRUE(mode.step());
    EXPECT_EQ(mode.text(), "delete");
}

TEST_F(Backup, ReplacesAnOlderOneOnlyWhenItIsWhole) {
    std::ofstream(file()) << "yesterday's";
    store_.reset();
    const std::filesystem::path database = options_.directory / DataDirectory::database_name;
    const std::string sound = chaffinch::test::read_file(database);
    std::string damaged = sound;
    for (std::size_t at = 4'096; at + 100 < damaged.size(); at += 4'096) {
        damaged.replace(at, 100, 100, '\x7f');
    }
    std::ofstream(database, std::ios::binary | std::ios::trunc) << damaged;
    const auto refused = back_up();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::malformed) << refused.error().detail;
    EXPECT_EQ(chaffinch::test::read_file(file()), "yesterday's");
    expect_no_leftovers();
    std::ofstream(database, std::ios::binary | std::ios::trunc) << sound;
    EXPECT_TRUE(back_up());
    EXPECT_GT(std::filesystem::file_size(file()), 4'096u);
}

TEST_F(Backup, OfNothingIsRefused) {
    const auto refused = sqlite::back_up(elsewhere(), file(), {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::not_found);
    EXPECT_FALSE(std::filesystem::exists(elsewhere())) << "asking made a data directory";
}

TEST_F(Backup, IsNotPutOverAStoreNorUnderARunningServer) {
    ASSERT_TRUE(back_up());
    const auto running = sqlite::restore(file(), options_.directory, {});
    ASSERT_FALSE(running);
    EXPECT_EQ(running.error().code, Errc::conflict);
    const auto held = DataDirectory::claim(elsewhere());
    ASSERT_TRUE(held);
    const auto locked = put_back();
    ASSERT_FALSE(locked);
    EXPECT_EQ(locked.error().code, Errc::locked);
}

TEST_F(Backup, ThatIsDamagedForeignOrNewerIsNotPutBack) {
    ASSERT_TRUE(back_up());
    const std::string sound = chaffinch::test::read_file(file());

    const struct {
        const char* name;
        std::function<void()> spoil;
        Errc expected;
    } cases[] = {
        {"damaged",
         [&] {
             std::ofstream(file(), std::ios::binary | std::ios::trunc)
                 << sound.substr(0, sound.size() / 2);
         },
         Errc::malformed},
        {"no database", [&] { std::ofstream(file(), std::ios::trunc) << "hello"; }, Errc::malformed
        },
        {"newer",
         [&] { Connection(file(), Access::whole_copy).execute("PRAGMA user_version = 9999"); },
         Errc::unsupported},
        {"foreign",
         [&] { Connection(file(), Access::whole_copy).execute("PRAGMA application_id = 1"); },
         Errc::malformed},
    };

    for (const auto& [name, spoil, expected] : cases) {
        SCOPED_TRACE(name);
        std::ofstream(file(), std::ios::binary | std::ios::trunc) << sound;
        spoil();
        const auto refused = put_back();
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, expected) << refused.error().detail;
        EXPECT_NE(refused.error().detail.find(file().string()), std::string::npos);
        EXPECT_FALSE(std::filesystem::exists(elsewhere() / DataDirectory::database_name));
    }
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
