// Power cuts at any moment of a loaded store: every disk that may be left holds all that was
// acknowledged, whole and sound. CHAFFINCH_POWER_CUTS sets how many disks are tried (200).

#include "server/store/sqlite/acts.h"
#include "tests/server/store/sqlite/recording_vfs.h"
#include "tests/server/store/sqlite/store_fixture.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <set>

namespace chaffinch::store::sqlite::test {
namespace {

using Kind = DiskOperation::Kind;

/// More than four automatic checkpoints at some ten pages a comment.
constexpr int comments_of_a_run = 400;

int disks_to_try() {
    const char* set = std::getenv("CHAFFINCH_POWER_CUTS");
    return set != nullptr ? std::atoi(set) : 200;
}

Draft draft_of(int number) {
    Draft draft{.id = "cmt_" + std::to_string(number)};
    draft.author_key = "u:" + std::to_string(number % 7);
    draft.hosts = {"a.example", "b" + std::to_string(number % 50) + ".example"};
    draft.outcome = number % 3 == 0 ? Outcome::approve : Outcome::hold;
    draft.created = 1'000 + number;
    draft.idempotency =
        IdempotentReply{.scope = "site:news", .key = draft.id, .status = 201, .body = "{}"};
    return draft;
}

struct Findings {
    int disks = 0;
    int acknowledged = 0;  ///< comments that had to be there, over all disks
    int lost = 0;          ///< of them
    int unsound = 0;       ///< disks with a damaged file or dangling references
};

std::vector<std::string> ids_in(Connection& db) {
    std::vector<std::string> ids;
    Statement row = db.query("SELECT id FROM comments ORDER BY id");
    while (row.step()) ids.push_back(row.text());
    return ids;
}

bool is_sound(Connection& db) {
    Statement integrity = db.query("PRAGMA integrity_check");
    if (!integrity.step() || integrity.text() != "ok") return false;
    Statement dangling = db.query("PRAGMA foreign_key_check");
    return !dangling.step();
}

void look_at(const std::filesystem::path& folder, std::set<std::string> wanted, Findings& found) {
    ++found.disks;
    found.acknowledged += static_cast<int>(wanted.size());
    try {
        Connection db(folder / "chaffinch.db", Access::read_write);
        db.execute("PRAGMA synchronous = OFF");  // of the check itself
        if (!is_sound(db)) ++found.unsound;
        for (const std::string& id : ids_in(db)) wanted.erase(id);
        found.lost += static_cast<int>(wanted.size());
    } catch (const SqliteError&) {
        ++found.unsound;
        found.lost += static_cast<int>(wanted.size());
    }
}

/// Tries disks of cuts at random moments, half of them right behind an acknowledgement.
Findings cut_power(
    const DiskImage& before, const std::vector<DiskOperation>& operations, int disks
) {
    chaffinch::test::SeededRandom random;
    const chaffinch::test::TemporaryDirectory folder;
    std::vector<std::size_t> notes;
    for (std::size_t i = 0; i < operations.size(); ++i) {
        if (operations[i].kind == Kind::note) notes.push_back(i + 1);
    }
    Findings found;
    for (int disk = 0; disk < disks; ++disk) {
        const std::size_t until =
            disk % 2 == 0 ? random.pick(notes)
                          : static_cast<std::size_t>(
                                random.between(1, static_cast<std::int64_t>(operations.size()))
                            );
        std::set<std::string> acknowledged;
        for (std::size_t i = 0; i < until; ++i) {
            if (operations[i].kind == Kind::note) acknowledged.insert(operations[i].bytes);
        }
        write_image(disk_after_power_cut(before, operations, until, random), folder.path());
        look_at(folder.path(), std::move(acknowledged), found);
    }
    return found;
}

class PowerCut : public StoreFixture {
  protected:
    /// The data directory with its site, as a clean stop leaves it.
    void SetUp() override {
        start();
        store_->close();
        store_.reset();
        before_ = read_image(options_.directory);
        before_.erase("ballast");
    }

    boost::asio::awaitable<void> submit_and_note(int from, int step) {
        for (int number = from; number < comments_of_a_run; number += step) {
            const Draft draft = draft_of(number);
            const auto receipt = co_await store_->record_submission(submission(draft));
            if (receipt) disk_.note(draft.id);
        }
    }

    RecordingVfs disk_;
    DiskImage before_;
};

TEST_F(PowerCut, LosesNothingThatWasAcknowledged) {
    options_.vfs = RecordingVfs::name();
    start();
    constexpr int writers = 8;
    context_.restart();
    for (int writer = 0; writer < writers; ++writer) {
        boost::asio::co_spawn(context_, submit_and_note(writer, writers), boost::asio::use_future);
    }
    context_.run();
    const std::vector<DiskOperation> operations = disk_.operations();
    const Findings found = cut_power(before_, operations, disks_to_try());
    std::cout << found.disks << " disks, " << found.acknowledged << " acknowledged comments, "
              << found.lost << " lost, " << found.unsound << " disks unsound\n";
    EXPECT_GT(found.acknowledged, found.disks * 50);
    EXPECT_EQ(found.lost, 0);
    EXPECT_EQ(found.unsound, 0);
    const auto of_database = std::ranges::count_if(operations, [](const DiskOperation& operation) {
        return operation.kind == Kind::sync && operation.file == "chaffinch.db";
    });
    EXPECT_GT(of_database, 0) << "no checkpoint was under way at any cut";
}

/// The same rows over the same disk, with commits that are not synced: the trial must notice.
TEST_F(PowerCut, IsNoticedWhenCommitsAreNotSynced) {
    Connection db(options_.directory / "chaffinch.db", Access::read_write, RecordingVfs::name());
    db.execute("PRAGMA synchronous = NORMAL");
    for (int number = 0; number < comments_of_a_run; ++number) {
        const Draft draft = draft_of(number);
        db.run("BEGIN IMMEDIATE");
        ASSERT_TRUE(sqlite::submit(db, submission(draft)));
        db.run("COMMIT");
        disk_.note(draft.id);
    }
    const Findings found = cut_power(before_, disk_.operations(), 50);
    EXPECT_GT(found.lost, 50);
    EXPECT_EQ(found.unsound, 0) << "NORMAL loses commits, never consistency";
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
