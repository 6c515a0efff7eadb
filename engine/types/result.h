// Result<T>: how an expected failure travels. A value or an Error; never thrown.
//
// The kinds are few and name what the caller can do about it; the server maps each kind to one
// HTTP status in one table. A broken world (disk gone, store gone) is an exception instead.

#pragma once

#include <boost/system/result.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace chaffinch {

enum class Errc : std::uint8_t {
    malformed,            ///< the bytes are not what they claim to be (JSON, UTF-8, a model file)
    invalid,              ///< well-formed, but a field is missing, unknown or out of range
    unauthenticated,      ///< no credentials, or unknown ones
    forbidden,            ///< known caller without this right
    not_found,            ///< no such thing, or not this caller's
    conflict,             ///< the thing changed since the caller saw it
    in_flight,            ///< the same idempotency key is being worked on now
    key_reused,           ///< the same idempotency key came with another body
    too_large,            ///< over a stated limit
    rate_limited,         ///< this caller asks too often
    overloaded,           ///< we have too much to do; ask again later
    storage_unavailable,  ///< the store cannot write (disk full, I/O error); nothing was stored
    locked,               ///< another process holds the data directory
    unsupported,          ///< another version than this program understands
};

/// One wrong member of an input: an RFC 6901 pointer and a sentence that says what to do.
struct FieldError {
    std::string pointer;
    std::string message;

    friend bool operator==(const FieldError&, const FieldError&) = default;
};

struct Error {
    Errc code;
    std::string detail;                ///< one sentence for a person; holds no personal data
    std::vector<FieldError> fields{};  ///< with Errc::invalid, and where one credential is missing
};

/// boost::system::result asks for this; `.value()` on an error is our own bug.
[[noreturn]] void throw_exception_from_error(
    const Error& error, const boost::source_location& where
);

template <class T>
using Result = boost::system::result<T, Error>;

}  // namespace chaffinch
