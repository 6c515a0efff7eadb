// What the queue's acts cost in a store of ten thousand comments and in one of ten million.
//
//   large_store [--rows 10000000] [--queued 1000000] [--rounds 2000] [--directory DIR]
//   [--store DATA] [--only-large]
//
// Makes both stores in DIR (the system's place for temporary files when it is not given), measures
// every act in process, prints p50 and p99 of each and how the p99 grew, and removes the stores.
// With --store the large one is what generate_store made; it is changed and stays. A page that is
// fuller in the large store is compared with a full page of the small one. Ends with 1 when a
// demand is missed: p99 under 5 ms, and within 1.5 times that of the small store (figures under
// 0.2 ms are those of the machine's noise, so these are not compared), and with 2 on errors.

#include "bench/server/generated_store.h"
#include "bench/server/queue_acts.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <random>
#include <string>

namespace {

using namespace chaffinch::bench;

struct Wanted {
    StoreSize size{};
    int rounds = 2'000;
    std::filesystem::path directory = std::filesystem::temp_directory_path();
    std::filesystem::path store{};  ///< made already; empty when it is to be made
    bool only_large = false;
};

/// A folder's name of its own, whose folder goes away.
class Scratch {
  public:
    explicit Scratch(const std::filesystem::path& parent)
        : path_(parent / ("chaffinch-large-" + std::to_string(std::random_device{}()))) {}

    ~Scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

AllFigures measured_there(const Wanted& wanted, const std::filesystem::path& data) {
    GeneratedStore store(data);
    std::fprintf(
        stderr,
        "a store of %lld comments, %lld queued\n",
        static_cast<long long>(store.size().rows),
        static_cast<long long>(store.size().queued)
    );
    return measure_queue_acts(store, wanted.rounds, data);
}

AllFigures measured_anew(const Wanted& wanted, const StoreSize& size) {
    const Scratch data(wanted.directory);
    generate_store(data.path(), size);
    return measured_there(wanted, data.path());
}

/// True when all demands are met.
bool report(const AllFigures& small, const AllFigures& large) {
    constexpr double most = 5;
    constexpr double most_growth = 1.5;
    constexpr double noise = 0.2;
    bool met = true;
    std::printf(
        "%-20s %10s %10s %12s %10s %8s\n",
        "",
        "p50 small",
        "p99 small",
        "p50 large",
        "p99 large",
        "growth"
    );
    for (const auto& [name, figure] : large) {
        const auto found = small.find(name);
        Figures before = found == small.end() ? Figures{} : found->second;
        // What finds fifty here and one there is compared with a full page.
        if (figure.page && small.contains("first page")) {
            before.p99 = std::max(before.p99, small.at("first page").p99);
        }
        const double growth = before.p99 > 0 ? figure.p99 / before.p99 : 0;
        const bool demanded = name != "one sync";
        const bool missed =
            demanded && (figure.p99 > most || (growth > most_growth && figure.p99 > noise));
        met = met && !missed;
        std::printf(
            "%-20s %7.3f ms %7.3f ms %9.3f ms %7.3f ms %7.2fx%s\n",
            name.c_str(),
            before.p50,
            before.p99,
            figure.p50,
            figure.p99,
            growth,
            missed ? "  MISSED" : ""
        );
    }
    return met;
}

bool run(const Wanted& wanted) {
    AllFigures small;
    if (!wanted.only_large) small = measured_anew(wanted, {.rows = 10'000, .queued = 1'000});
    return report(
        small,
        wanted.store.empty() ? measured_anew(wanted, wanted.size)
                             : measured_there(wanted, wanted.store)
    );
}

}  // namespace

int main(int count, char** values) {
    CLI::App app("What the queue's acts cost in a small store and in a large one");
    Wanted wanted;
    app.add_option("--rows", wanted.size.rows, "comments of the large store")
        ->check(CLI::Range(1'000L, 100'000'000L));
    app.add_option("--queued", wanted.size.queued, "of them, waiting for a person")
        ->check(CLI::Range(100L, 50'000'000L));
    app.add_option("--rounds", wanted.rounds, "of each act")->check(CLI::Range(1, 1'000'000));
    app.add_option("--directory", wanted.directory, "where the stores are made");
    app.add_option("--store", wanted.store, "a large store that generate_store made");
    app.add_flag("--only-large", wanted.only_large, "leave the small store out");
    CLI11_PARSE(app, count, values);
    try {
        return run(wanted) ? 0 : 1;
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "large_store: %s\n", failure.what());
        return 2;
    }
}
