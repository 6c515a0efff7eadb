// A floor: what SQLite alone takes to store the rows of a submission, with nothing of ours around
// it but the schema.

#pragma once

#include <cstddef>
#include <filesystem>

namespace chaffinch::bench {

/// Stores `rows` published comments, each with its fingerprint, decision and event, `group` of them
/// in a transaction (WAL, synchronous=FULL), into a new database in `directory`. Gives comments a
/// second.
double sqlite_commits_per_second(
    const std::filesystem::path& directory, std::size_t rows, std::size_t group
);

}  // namespace chaffinch::bench
