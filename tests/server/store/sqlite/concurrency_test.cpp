// Many callers at once: groups, one winner a conflict, and nobody's failure is another's.

#include "server/store/sqlite/writer.h"
#include "tests/server/store/sqlite/store_fixture.h"

#include <future>
#include <latch>
#include <thread>

namespace chaffinch::store::sqlite::test {
namespace {

namespace asio = boost::asio;

class Concurrency : public StoreFixture {
  protected:
    /// Runs all coroutines on several threads of one io_context; gives their values in order.
    template <class T>
    std::vector<T> await_all(std::vector<asio::awaitable<T>> work) {
        context_.restart();
        std::vector<std::future<T>> futures;
        for (auto& one : work) {
            futures.push_back(asio::co_spawn(context_, std::move(one), asio::use_future));
        }
        std::vector<std::thread> threads;
        for (int i = 0; i < 3; ++i) threads.emplace_back([this] { context_.run(); });
        for (std::thread& thread : threads) thread.join();
        std::vector<T> values;
        for (auto& future : futures) values.push_back(future.get());
        return values;
    }
};

TEST_F(Concurrency, CommitsManyRequestsInFewTransactions) {
    const StoreHealth before = store_->health();
    std::vector<asio::awaitable<Result<SubmissionReceipt>>> work;
    for (int i = 0; i < 400; ++i) {
        work.push_back(store_->record_submission(submission({.id = "cmt_" + std::to_string(i)})));
    }
    for (const auto& receipt : await_all(std::move(work))) EXPECT_TRUE(receipt);
    const StoreHealth after = store_->health();
    EXPECT_EQ(after.rows_committed - before.rows_committed, 400u);
    EXPECT_LT(after.commits - before.commits, 200u);
    EXPECT_GE(after.commits - before.commits, 400u / options_.group_commit_max);
    EXPECT_EQ(after.pending_writes, 0u);
    EXPECT_EQ(page().total, 400);
}

TEST_F(Concurrency, StoresOneOfManyWithTheSameExternalId) {
    std::vector<asio::awaitable<Result<SubmissionReceipt>>> work;
    for (int i = 0; i < 50; ++i) {
        Draft draft{.id = "cmt_" + std::to_string(i), .external_id = "c-1"};
        work.push_back(store_->record_submission(submission(draft)));
    }
    int stored = 0;
    std::string winner;
    for (const auto& receipt : await_all(std::move(work))) {
        ASSERT_TRUE(receipt);
        if (!receipt->duplicate) ++stored;
        if (winner.empty()) winner = receipt->record.comment.id.value;
        EXPECT_EQ(receipt->record.comment.id.value, winner);
    }
    EXPECT_EQ(stored, 1);
}

TEST_F(Concurrency, LetsOneOfTwoOppositeDecisionsWin) {
    constexpr int pairs = 1'000;
    submit_many(pairs);
    std::vector<asio::awaitable<std::vector<DecisionAttempt>>> work;
    for (int i = 0; i < pairs; ++i) {
        const std::string id = std::to_string(i);
        Ruling eva{.id = "dec_eva" + id, .comment = "cmt_" + id};
        eva.reason = Reason::spam_pharma;
        Ruling max{.id = "dec_max" + id, .comment = "cmt_" + id};
        max.judgement = Judgement::approve;
        max.reason = Reason::not_spam;
        max.login = "max";
        if (i % 2 == 0) std::swap(eva, max);
        work.push_back(store_->record_decisions({decision(eva)}));
        work.push_back(store_->record_decisions({decision(max)}));
    }
    const auto results = await_all(std::move(work));
    for (std::size_t i = 0; i < results.size(); i += 2) {
        const DecisionAttempt& one = results[i].at(0);
        const DecisionAttempt& other = results[i + 1].at(0);
        ASSERT_NE(one.has_value(), other.has_value());
        const DecisionFailure& lost = one ? other.error() : one.error();
        const DecisionResult& won = one ? *one : *other;
        EXPECT_EQ(lost.error.code, Errc::conflict);
        ASSERT_TRUE(lost.standing);
        EXPECT_EQ(lost.standing->id, won.decision.id);
        EXPECT_EQ(lost.current_version, 2);
    }
    EXPECT_EQ(ask_database("SELECT count(*) FROM decisions WHERE actor = 'moderator'"), pairs);
    EXPECT_EQ(ask_database("SELECT count(*) FROM training_events"), pairs);
    EXPECT_EQ(ask_database("SELECT count(*) FROM events"), 2 * pairs);
}

TEST_F(Concurrency, ReadsGoOnWhileOthersWrite) {
    std::atomic<bool> stop = false;
    std::atomic<int> reads = 0;
    std::thread reader([&] {
        while (!stop) {
            store_->facts().thread(SiteId{"news"}, ArticleId{"a-1"}, 5);
            store_->facts().author(SiteId{"news"}, "u:1", at(5));
            ++reads;
        }
    });
    std::vector<asio::awaitable<Result<SubmissionReceipt>>> work;
    for (int i = 0; i < 100; ++i) {
        Draft draft{.id = "cmt_" + std::to_string(i), .author_key = "u:1"};
        work.push_back(store_->record_submission(submission(draft)));
    }
    await_all(std::move(work));
    stop = true;
    reader.join();
    EXPECT_GT(reads, 0);
    EXPECT_EQ(store_->facts().thread(SiteId{"news"}, ArticleId{"a-1"}, 1'000).size(), 100u);
}

TEST_F(Concurrency, AnswersOnTheCallersExecutor) {
    context_.restart();
    std::thread::id resumed_on;
    const auto note_thread = [](Store& store, std::thread::id& thread) -> asio::awaitable<void> {
        co_await store.list_sites();
        thread = std::this_thread::get_id();
    };
    auto done = asio::co_spawn(context_, note_thread(*store_, resumed_on), asio::use_future);
    context_.run();
    done.get();
    EXPECT_EQ(resumed_on, std::this_thread::get_id());
}

TEST_F(Concurrency, RefusesNewWorkAfterClosingButFinishesTheOld) {
    context_.restart();
    auto last =
        asio::co_spawn(context_, store_->record_submission(submission({})), asio::use_future);
    context_.poll();  // the request is in the queue now
    store_->close();
    context_.restart();
    context_.run();
    EXPECT_TRUE(last.get());
    EXPECT_THROW(await(store_->list_sites()), StoreUnavailable);
    EXPECT_THROW(submit({.id = "cmt_2"}), StoreUnavailable);
    EXPECT_FALSE(std::filesystem::exists(options_.directory / "chaffinch.db-wal"));
    store_.reset();
    start();
    EXPECT_EQ(page().total, 1);
}

class GroupCommit : public ::testing::Test {
  protected:
    void SetUp() override {
        const std::filesystem::path file = directory_.path() / "w.db";
        auto db = std::make_unique<Connection>(file, Access::read_write);
        db->execute("CREATE TABLE t (a INTEGER UNIQUE) STRICT");
        writer_ = std::make_unique<Writer>(std::move(db), Writer::Settings{.database = file});
    }

    std::future<void> ask_writer(Work work) {
        return asio::co_spawn(context_, writer_->queue().run(std::move(work)), asio::use_future);
    }

    chaffinch::test::TemporaryDirectory directory_;
    asio::io_context context_;
    std::unique_ptr<Writer> writer_;
};

TEST_F(GroupCommit, RollsBackOnlyTheRequestThatFailed) {
    std::latch writer_is_busy(1);
    std::latch all_asked(1);
    auto first = ask_writer([&](Connection&) {
        writer_is_busy.count_down();
        all_asked.wait();
    });
    context_.poll();
    writer_is_busy.wait();
    std::vector<std::future<void>> group;
    for (int i = 0; i < 10; ++i) {
        group.push_back(ask_writer([i](Connection& db) {
            db.run("INSERT INTO t VALUES (?)", i);
            if (i == 4) throw std::runtime_error("changed my mind");
            if (i == 7) db.run("INSERT INTO t VALUES (?)", 1);  // breaks the UNIQUE
        }));
    }
    context_.poll();
    all_asked.count_down();
    context_.run();
    first.get();
    for (int i = 0; i < 10; ++i) {
        SCOPED_TRACE(i);
        auto& answer = group[static_cast<std::size_t>(i)];
        if (i == 4) {
            EXPECT_THROW(answer.get(), std::runtime_error);
        } else if (i == 7) {
            EXPECT_THROW(answer.get(), std::logic_error);
        } else {
            EXPECT_NO_THROW(answer.get());
        }
    }
    EXPECT_EQ(writer_->health().commits, 2u);
    EXPECT_EQ(writer_->health().rows_committed, 9u);
    writer_->close();
    Connection db(directory_.path() / "w.db", Access::read_only);
    Statement row = db.query("SELECT count(*), sum(a) FROM t");
    ASSERT_TRUE(row.step());
    EXPECT_EQ(row.integer(), 8);
    EXPECT_EQ(row.integer(), 45 - 4 - 7);
}

TEST(WorkQueue, RefusesBeyondItsLength) {
    asio::io_context context;
    WorkQueue queue(1);
    auto waits = asio::co_spawn(context, queue.run([](Connection&) {}), asio::use_future);
    auto refused = asio::co_spawn(context, queue.run([](Connection&) {}), asio::use_future);
    context.poll();
    EXPECT_THROW(refused.get(), StoreUnavailable);
    auto taken = queue.take(5, std::chrono::milliseconds(0));
    ASSERT_EQ(taken.size(), 1u);
    taken[0]->complete(nullptr);
    context.run();
    EXPECT_NO_THROW(waits.get());
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
