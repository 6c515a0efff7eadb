// A floor: durable commits of SQLite by the size of the group. Figures depend on the disk's sync
// more than on anything else: compare only with figures of the same disk.

#include "bench/floors/sqlite_commit.h"
#include "tests/support/shared_data.h"

#include <benchmark/benchmark.h>

namespace {

void commit_rows(benchmark::State& state) {
    constexpr std::size_t rows = 2'000;
    double rows_per_second = 0;
    for (auto _ : state) {
        const chaffinch::test::TemporaryDirectory directory;
        rows_per_second = chaffinch::bench::sqlite_commits_per_second(
            directory.path(), rows, static_cast<std::size_t>(state.range(0))
        );
    }
    state.counters["rows/s"] = rows_per_second;
}

BENCHMARK(commit_rows)->ArgName("group")->Arg(1)->Arg(8)->Arg(64)->Iterations(1)->UseRealTime();

}  // namespace
