// Makes a store of any size, for large_store, for the console's bench, or to be served and looked
// at.
//
//   generate_store [--rows 10000000] [--queued 1000000] DATA
//
// DATA is the data folder that is made; `chaffinch serve` takes it as `data`. Equal options make
// equal stores.

#include "bench/server/generated_store.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>

int main(int count, char** values) {
    CLI::App app("Makes a store of any size");
    chaffinch::bench::StoreSize size;
    std::filesystem::path data;
    app.add_option("--rows", size.rows, "comments")->check(CLI::Range(1'000L, 100'000'000L));
    app.add_option("--queued", size.queued, "of them, waiting for a person")
        ->check(CLI::Range(100L, 50'000'000L));
    app.add_option("DATA", data, "the data folder to make")->required();
    CLI11_PARSE(app, count, values);
    try {
        chaffinch::bench::generate_store(data, size);
        return 0;
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "generate_store: %s\n", failure.what());
        return 2;
    }
}
