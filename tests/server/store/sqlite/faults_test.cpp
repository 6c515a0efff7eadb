// What happens when the disk fails: nothing is half done, nothing is acknowledged that is not
// stored, reads go on, and the store works again when the disk does.

#include "tests/server/store/sqlite/fault_vfs.h"
#include "tests/server/store/sqlite/store_fixture.h"

#include <sqlite3.h>

#include <atomic>
#include <functional>
#include <thread>

namespace chaffinch::store::sqlite::test {
namespace {

/// Everything that an act may change, in one text.
std::string state_of(const std::filesystem::path& file) {
    Connection db(file, Access::read_only);
    Statement row = db.query(
        "SELECT concat FROM (SELECT"
        " (SELECT count(*) || ':' || total(version) || ':' || total(status = 'held') FROM comments)"
        " || ' q' || (SELECT count(*) || ':' || total(rank) FROM queue_lists)"
        " || ' n' || (SELECT count(*) || ':' || total(held) || ':' || total(escalated)"
        "             FROM queue_counts)"
        " || ' f' || (SELECT count(*) FROM fingerprints)"
        " || ' l' || (SELECT count(*) FROM link_hosts)"
        " || ' a' || (SELECT count(*) || ':' || total(published) || ':' || total(rejected)"
        "             FROM authors)"
        " || ' r' || (SELECT count(*) || ':' || total(announced) FROM articles)"
        " || ' d' || (SELECT count(*) || ':' || count(undone_at) FROM decisions)"
        " || ' t' || (SELECT count(*) || ':' || count(undone_at) FROM training_events)"
        " || ' e' || (SELECT count(*) FROM events)"
        " || ' i' || (SELECT count(*) FROM idempotency_keys) AS concat)"
    );
    row.step();
    return row.text();
}

class Faults : public StoreFixture {
  protected:
    void SetUp() override {
        options_.vfs = disk_.name();
        options_.on_failed_sync = [this](const std::string&) { ++failed_syncs_; };
        start();
    }

    [[nodiscard]] std::string state() const {
        return state_of(options_.directory / "chaffinch.db");
    }

    /// Makes the 1st, 2nd, 3rd ... write of `act` fail until it gets through without meeting the
    /// failure. After each failure the state must be the one before; the act then succeeds.
    /// `prepare` sets the stage for the act of that round.
    void fail_every_write(
        const std::function<void(int round)>& prepare,
        const std::function<void(int round)>& act,
        int code,
        bool for_good
    ) {
        int failures = 0;
        for (int round = 1; round < 2'000; ++round) {
            SCOPED_TRACE("write " + std::to_string(round));
            prepare(round);
            const std::string before = state();
            disk_.fail(DiskCall::write, round, code, for_good);
            bool done = true;
            try {
                act(round);
            } catch (const StoreUnavailable& unavailable) {
                EXPECT_TRUE(unavailable.transient);
                done = false;
            }
            const bool met = disk_.heal();
            if (done) {
                EXPECT_NE(state(), before);
            } else {
                ++failures;
                EXPECT_TRUE(met);
                ASSERT_EQ(state(), before);
                act(round);
                EXPECT_NE(state(), before);
            }
            EXPECT_TRUE(store_->health().writable);
            if (!met) break;
        }
        EXPECT_GT(failures, 5);
        expect_sound();
    }

    void expect_sound() {
        store_->close();
        store_.reset();
        Connection db(options_.directory / "chaffinch.db", Access::read_only);
        Statement integrity = db.query("PRAGMA integrity_check");
        ASSERT_TRUE(integrity.step());
        EXPECT_EQ(integrity.text(), "ok");
        EXPECT_FALSE(db.query("PRAGMA foreign_key_check").step());
    }

    void submit_or_throw(const Draft& draft) {
        ASSERT_TRUE(await(store_->record_submission(submission(draft))));
    }

    FaultVfs disk_;
    std::atomic<int> failed_syncs_ = 0;
};

Draft rich_draft(int round) {
    Draft draft{.id = "cmt_" + std::to_string(round)};
    draft.author_key = "u:" + std::to_string(round % 3);
    draft.hosts = {"a.example", "b.example"};
    draft.escalated = round % 2 == 0;
    Article article;
    article.id.value = "a-1";
    article.title = "Title " + std::to_string(round);
    draft.announced = article;
    draft.idempotency =
        IdempotentReply{.scope = "site:news", .key = draft.id, .status = 201, .body = "{}"};
    return draft;
}

TEST_F(Faults, ASubmissionIsStoredWhollyOrNotAtAllWhicheverWriteFails) {
    for (const bool for_good : {false, true}) {
        SCOPED_TRACE(for_good ? "for good" : "once");
        if (!store_) start();
        const int offset = for_good ? 10'000 : 0;
        fail_every_write(
            [](int) {},
            [&](int round) { submit_or_throw(rich_draft(offset + round)); },
            for_good ? SQLITE_FULL : SQLITE_IOERR_WRITE,
            for_good
        );
    }
}

TEST_F(Faults, ADecisionIsStoredWhollyOrNotAtAllWhicheverWriteFails) {
    const auto name = [](int round) { return "cmt_" + std::to_string(round); };
    fail_every_write(
        [&](int round) { submit({.id = name(round), .author_key = "u:1"}); },
        [&](int round) {
            ASSERT_TRUE(decide(
                {.id = "dec_" + name(round), .comment = name(round), .reason = Reason::spam_loan}
            ));
        },
        SQLITE_FULL,
        false
    );
}

TEST_F(Faults, AnUndoIsStoredWhollyOrNotAtAllWhicheverWriteFails) {
    const auto name = [](int round) { return "cmt_" + std::to_string(round); };
    fail_every_write(
        [&](int round) {
            submit({.id = name(round), .author_key = "u:1"});
            ASSERT_TRUE(decide(
                {.id = "dec_" + name(round), .comment = name(round), .reason = Reason::spam_loan}
            ));
        },
        [&](int round) { ASSERT_TRUE(undo("dec_" + name(round))[0]); },
        SQLITE_IOERR_WRITE,
        false
    );
}

TEST_F(Faults, AFullDiskStopsWritesButNotReadsAndHealsByItself) {
    submit({.id = "cmt_1"});
    disk_.fail(DiskCall::write, 1, SQLITE_FULL, true);
    for (int i = 0; i < 3; ++i) {
        try {
            submit({.id = "cmt_2"});
            FAIL() << "stored on a full disk";
        } catch (const StoreUnavailable& unavailable) {
            EXPECT_TRUE(unavailable.transient);
        }
        EXPECT_FALSE(store_->health().writable);
        EXPECT_EQ(comment("cmt_1").version, 1);
        EXPECT_EQ(page().total, 1);
        EXPECT_TRUE(store_->facts().thread(SiteId{"news"}, ArticleId{"a-1"}, 5).size() == 1);
    }
    disk_.heal();
    // Nobody writes, and still it finds out.
    for (int i = 0; i < 100 && !store_->health().writable; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    EXPECT_TRUE(store_->health().writable);
    submit({.id = "cmt_2"});
    EXPECT_EQ(page().total, 2);
    EXPECT_EQ(failed_syncs_, 0);
    expect_sound();
}

TEST_F(Faults, TheNextWriteAfterAFullDiskSucceedsAtOnce) {
    disk_.fail(DiskCall::write, 1, SQLITE_FULL, true);
    EXPECT_THROW(submit({.id = "cmt_1"}), StoreUnavailable);
    disk_.heal();
    submit({.id = "cmt_1"});
    EXPECT_TRUE(store_->health().writable);
}

TEST_F(Faults, ADamagedRowHurtsNobodyElse) {
    submit({.id = "cmt_1"});
    submit({.id = "cmt_2"});
    store_->close();
    store_.reset();
    Connection(options_.directory / "chaffinch.db", Access::read_write)
        .execute("UPDATE comments SET verdict = '{\"score\":7}' WHERE id = 'cmt_1'");
    start();
    try {
        decide({.comment = "cmt_1"});
        FAIL() << "decided on a row that cannot be read";
    } catch (const StoreUnavailable& unavailable) {
        EXPECT_FALSE(unavailable.transient);
    }
    EXPECT_TRUE(store_->health().writable);
    EXPECT_TRUE(decide({.id = "dec_2", .comment = "cmt_2"}));
}

TEST_F(Faults, TheWriteAheadLogIsEmptiedWhenNobodyWrites) {
    const std::filesystem::path wal = options_.directory / "chaffinch.db-wal";
    submit({.id = "cmt_1"});
    EXPECT_GT(std::filesystem::file_size(wal), 0u);
    for (int i = 0; i < 100 && std::filesystem::file_size(wal) > 0; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    EXPECT_EQ(std::filesystem::file_size(wal), 0u);
}

TEST_F(Faults, APinnedReaderNeitherStopsWritersNorFailsThem) {
    Connection pinned(options_.directory / "chaffinch.db", Access::read_only);
    pinned.execute("BEGIN; SELECT count(*) FROM sites");
    for (int i = 0; i < 20; ++i) submit({.id = "cmt_" + std::to_string(i)});
    EXPECT_TRUE(store_->health().writable);
    pinned.rollback();
    EXPECT_EQ(page().total, 20);
}

TEST(Readers, AreCutWhenTheyTakeTooLong) {
    const chaffinch::test::TemporaryDirectory directory;
    Connection db(directory.path() / "x.db", Access::read_write);
    db.limit_time(std::chrono::milliseconds(20));
    const auto endless =
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    try {
        db.execute(endless);
        FAIL() << "an endless question ended";
    } catch (const SqliteError& error) {
        EXPECT_EQ(error.code, SQLITE_INTERRUPT);
    }
}

TEST_F(Faults, AFailedSyncIsReportedAndNeverAcknowledged) {
    disk_.fail(DiskCall::sync, 1, SQLITE_IOERR_FSYNC);
    EXPECT_THROW(submit({.id = "cmt_1"}), StoreUnavailable);
    EXPECT_TRUE(disk_.heal());
    EXPECT_EQ(failed_syncs_, 1);
    EXPECT_FALSE(store_->health().writable);
}

TEST(FaultsDeathTest, AFailedSyncEndsTheProcess) {
    ::testing::FLAGS_gtest_death_test_style = "threadsafe";
    const auto fail_a_sync = [] {
        const chaffinch::test::TemporaryDirectory directory;
        FaultVfs disk;
        boost::asio::io_context context;
        Options options{.directory = directory.path() / "data"};
        options.vfs = disk.name();
        auto store = open(options);
        disk.fail(DiskCall::sync, 1, SQLITE_IOERR_FSYNC);
        Site site;
        site.id.value = "news";
        auto result = boost::asio::co_spawn(
            context, (*store)->add_site(site, SiteKey{}), boost::asio::use_future
        );
        context.run();
        result.get();
    };
    EXPECT_EXIT(fail_a_sync(), ::testing::ExitedWithCode(74), "store_sync_failed");
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
