// What our store adds to SQLite: submissions a second through the whole path (coroutine, queue,
// writer thread, group commit, back to the caller), beside the floor of the same rows; and what one
// page of the queue costs, short or long.
//
// `of_floor` is our rate divided by that of SQLite alone, which writes the very same rows in groups
// of as many as are in flight, measured in the same run on the same disk.

#include "bench/floors/sqlite_commit.h"
#include "server/store/sqlite/data_directory.h"
#include "server/store/sqlite/open.h"
#include "tests/support/shared_data.h"

#include <benchmark/benchmark.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <algorithm>
#include <filesystem>
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

    /// Gives the database, which nobody has open any more.
    std::filesystem::path close() {
        store_.reset();
        return directory_.path() / "data" / sqlite::DataDirectory::database_name;
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

/// As a site sends them: with an id of its own, by one of 500 known addresses, under one of 50
/// articles; every fifth is held.
NewSubmission as_sent(std::size_t number) {
    NewSubmission made = submission(number, number % 5 == 0 ? Status::held : Status::published);
    Comment& comment = made.record.comment;
    comment.id.value = "cmt_0123456789abcdef" + std::to_string(100'000'000 + number);
    comment.external_id = "site-" + std::to_string(number);
    comment.article.value = "a-" + std::to_string(number % 50);
    comment.author.email = "ann" + std::to_string(number * 7919 % 500) + "@example.org";
    made.author_key = "mail:" + comment.author.email;
    made.fingerprint.exact = number * 0x9E3779B97F4A7C15;
    for (std::uint32_t& minimum : made.fingerprint.minhash) {
        minimum = static_cast<std::uint32_t>(made.fingerprint.exact >> 20U) + minimum;
    }
    return made;
}

asio::awaitable<void> submit_some(Store& store, std::size_t from, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        NewSubmission next = as_sent(from + i);
        const auto receipt = co_await store.record_submission(std::move(next));
        if (!receipt) throw std::runtime_error(receipt.error().detail);
    }
}

/// One after the other they wait for a sync each.
std::size_t rows_with(std::size_t in_flight) {
    return in_flight == 1 ? 512 : 4'096;
}

double submitted_per_second(OpenStore& store, std::size_t in_flight) {
    const std::size_t rows = rows_with(in_flight);
    store.context().restart();
    for (std::size_t i = 0; i < in_flight; ++i) {
        const std::size_t each = rows / in_flight;
        asio::co_spawn(store.context(), submit_some(*store, i * each, each), asio::detached);
    }
    const auto begun = std::chrono::steady_clock::now();
    store.context().run();
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
    return static_cast<double>(rows) / taken.count();
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values.at(values.size() / 2);
}

/// Five rounds of each in turn, the same rows in both; the medians.
void submit(benchmark::State& state) {
    constexpr int rounds = 5;
    const auto in_flight = static_cast<std::size_t>(state.range(0));
    std::vector<double> ours;
    std::vector<double> floor;
    for (auto _ : state) {
        for (int round = 0; round < rounds; ++round) {
            OpenStore store;
            ours.push_back(submitted_per_second(store, in_flight));
            const bench::StoredRows stored(store.close());
            const test::TemporaryDirectory directory;
            floor.push_back(stored.commits_per_second(directory.path(), in_flight));
        }
    }
    state.counters["rows/s"] = median(ours);
    state.counters["floor"] = median(floor);
    state.counters["of_floor"] = median(ours) / median(floor);
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
