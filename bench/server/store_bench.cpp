// What our store adds to SQLite: submissions a second through the whole path (coroutine, queue,
// writer thread, group commit, back to the caller), beside the floor of the same rows; and what one
// page of the queue costs, short or long.
//
// `of_floor` is our rate divided by that of SQLite alone with groups of the same size, measured in
// the same run on the same disk.

#include "bench/floors/sqlite_commit.h"
#include "server/store/sqlite/open.h"
#include "tests/support/shared_data.h"

#include <benchmark/benchmark.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

namespace asio = boost::asio;
using namespace chaffinch;
using namespace chaffinch::store;

class OpenStore {
  public:
    OpenStore() {
        store_ = *sqlite::open({.directory = directory_.path() / "data"});
        Site site;
        site.id.value = "news";
        await(store_->add_site(site, SiteKey{}));
    }

    Store& operator*() { return *store_; }

    template <class T>
    T await(asio::awaitable<T> work) {
        context_.restart();
        auto result = asio::co_spawn(context_, std::move(work), asio::use_future);
        context_.run();
        return result.get();
    }

    /// Outlives the store, as the executors of callers must.
    asio::io_context& context() { return context_; }

  private:
    asio::io_context context_;
    test::TemporaryDirectory directory_;
    std::unique_ptr<Store> store_;
};

NewSubmission submission(std::size_t number, Status status) {
    NewSubmission made;
    CommentRecord& record = made.record;
    record.site.value = "news";
    record.comment.id.value = "cmt_" + std::to_string(number);
    record.comment.article.value = "a-" + std::to_string(status == Status::held ? number % 50 : 1);
    record.comment.text =
        "a comment of some eighty characters, as most comments on articles of newspapers are";
    record.comment.author.name = "Ann";
    record.comment.language = "en";
    record.status = status;
    record.verdict.score = static_cast<double>(number % 300) / 100 + 2;
    if (status == Status::held) record.verdict.reasons.push_back({Reason::spam_promotion, 2});
    record.created_at = Timestamp(std::chrono::milliseconds(number));
    record.updated_at = record.created_at;
    made.fingerprint.exact = number * 7919;
    return made;
}

asio::awaitable<void> submit_some(Store& store, std::size_t from, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        NewSubmission next = submission(from + i, Status::published);
        const auto receipt = co_await store.record_submission(std::move(next));
        if (!receipt) throw std::runtime_error(receipt.error().detail);
    }
}

void submit(benchmark::State& state) {
    constexpr std::size_t rows = 2'048;
    const auto in_flight = static_cast<std::size_t>(state.range(0));
    double ours = 0;
    double floor = 0;
    for (auto _ : state) {
        OpenStore store;
        store.context().restart();
        for (std::size_t i = 0; i < in_flight; ++i) {
            const std::size_t each = rows / in_flight;
            asio::co_spawn(store.context(), submit_some(*store, i * each, each), asio::detached);
        }
        const auto begun = std::chrono::steady_clock::now();
        store.context().run();
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
        ours = static_cast<double>(rows) / taken.count();
        const test::TemporaryDirectory directory;
        floor = bench::sqlite_commits_per_second(
            directory.path(), rows, std::min<std::size_t>(in_flight, 64)
        );
    }
    state.counters["rows/s"] = ours;
    state.counters["floor"] = floor;
    state.counters["of_floor"] = ours / floor;
}

BENCHMARK(submit)->ArgName("in_flight")->Arg(1)->Arg(8)->Arg(64)->Iterations(1)->UseRealTime();

/// A store with that many held comments, made once a run.
OpenStore& store_with_queue(std::size_t held) {
    static std::map<std::size_t, std::unique_ptr<OpenStore>> stores;
    std::unique_ptr<OpenStore>& store = stores[held];
    if (store) return *store;
    store = std::make_unique<OpenStore>();
    constexpr std::size_t batch_size = 500;
    for (std::size_t from = 0; from < held; from += batch_size) {
        std::vector<NewSubmission> batch;
        for (std::size_t i = 0; i < batch_size; ++i) {
            batch.push_back(submission(from + i, Status::held));
        }
        store->await((**store).record_submissions(std::move(batch), std::nullopt)).value();
    }
    return *store;
}

void queue_page(benchmark::State& state) {
    OpenStore& store = store_with_queue(static_cast<std::size_t>(state.range(0)));
    QueueQuery query;
    query.reason = Reason::spam_promotion;
    query.sort = static_cast<QueueSort>(state.range(1));
    for (auto _ : state) {
        const auto page = store.await((*store).list_queue(query));
        benchmark::DoNotOptimize(page->total);
    }
}

BENCHMARK(queue_page)
    ->ArgNames({"held", "sort"})
    ->ArgsProduct({{1'000, 30'000}, {0, 1, 3}})
    ->UseRealTime();

void facts_of_thread(benchmark::State& state) {
    OpenStore& store = store_with_queue(30'000);
    for (auto _ : state) {
        const auto thread = (*store).facts().thread(SiteId{"news"}, ArticleId{"a-1"}, 50);
        benchmark::DoNotOptimize(thread.size());
    }
}

BENCHMARK(facts_of_thread);

}  // namespace
