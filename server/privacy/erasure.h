// Erasing one person, and giving out what is held of him.

#pragma once

#include "engine/types/result.h"
#include "server/store/privacy.h"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace chaffinch::privacy {

struct PersonCount {
    std::size_t comments = 0;
    bool whole = true;  ///< false: the time was over before all comments were looked at
};

/// How many comments there are of the person. Errors: not_found (the site, an author "aut_..."),
/// invalid (nothing names the person).
boost::asio::awaitable<Result<PersonCount>> count_comments(
    store::PrivacyStore& store, store::Person person, std::chrono::milliseconds time
);

/// Databases up to this size are written anew while the server runs, after an erasure; writing
/// waits some seconds then. In larger ones bytes of the erased may stay in unused parts of pages
/// until they are reused, or until `chaffinch erase` is run on the stopped server.
constexpr std::uint64_t rewritten_while_serving = std::uint64_t{256} * 1024 * 1024;

/// How much is done in one go.
struct ErasureLimits {
    std::chrono::milliseconds time = std::chrono::hours(24);  ///< then it is left unfinished
    std::uint64_t rewrite_up_to = rewritten_while_serving;    ///< bytes of the database
};

/// Writes down that the person is to be erased. From then on it happens, whatever becomes of the
/// process: carry_out() is called again after the next start. Errors as of count_comments().
boost::asio::awaitable<Result<store::ErasureRecord>> begin_erasure(
    store::PrivacyStore& store, store::Person person, std::string asked_by, Timestamp now
);

/// Erases in batches, each its own commit, then asks for the files to be rewritten and for the log
/// to be emptied. Gives the record as it stands; without `finished_at` the time was over and the
/// rest is to be carried out later. Two at once do no harm. `relearn` is awaited when lessons were
/// taken back. Errors: not_found (the erasure).
boost::asio::awaitable<Result<store::ErasureRecord>> carry_out(
    store::PrivacyStore& store,
    store::ErasureRecord erasure,
    const std::function<boost::asio::awaitable<void>(SiteId)>& relearn,
    Timestamp now,
    ErasureLimits limits
);

/// Hands every line of JSON that is held of the person to `sink`. Gives the number of comments.
/// Errors as of count_comments().
boost::asio::awaitable<Result<std::size_t>> give_out(
    store::PrivacyStore& store, store::Person person, std::function<void(const std::string&)> sink
);

}  // namespace chaffinch::privacy
