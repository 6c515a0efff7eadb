// What each act of the queue takes in a generated store: pages, counts, claims, decisions, undo,
// the log, and the batches of retention and erasure.
#pragma once

#include "bench/server/generated_store.h"

#include <filesystem>
#include <map>
#include <string>

namespace chaffinch::bench {

struct Figures {
    double p50 = 0;  ///< milliseconds
    double p99 = 0;
    bool page = false;  ///< of the queue: in a small store often not a full one
};

using AllFigures = std::map<std::string, Figures>;

/// Measures `rounds` calls of each act. `directory`: on the store's disk, where "one sync" is
/// measured: what a write of 4 KiB with its fdatasync takes beside the store, for claims, decisions
/// and undo wait for one. Of each act the quietest of five passes counts. Shows how long retention
/// and erasure hold the writer on the standard error output. Changes the store. Throws
/// std::runtime_error when a call fails.
AllFigures measure_queue_acts(
    GeneratedStore& store, int rounds, const std::filesystem::path& directory
);

}  // namespace chaffinch::bench
