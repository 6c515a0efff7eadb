// Idempotency-Key at the native door (draft-ietf-httpapi-idempotency-key-header-07): the same key
// and body get the stored answer, another body 422, a request still under way 409.

#pragma once

#include "server/http/message.h"
#include "server/runtime/clock.h"
#include "server/store/idempotency.h"

#include <boost/asio/awaitable.hpp>

#include <mutex>
#include <optional>
#include <set>
#include <string>

namespace chaffinch::api {

/// Keys that are being worked on in this process. Thread-safe.
class KeysInFlight {
  public:
    /// Holds a key until destroyed.
    class Hold {
      public:
        Hold() = default;

        Hold(KeysInFlight* keys, std::string key) : keys_(keys), key_(std::move(key)) {}

        Hold(Hold&& other) noexcept : keys_(other.keys_), key_(std::move(other.key_)) {
            other.keys_ = nullptr;
        }

        Hold& operator=(Hold&&) = delete;
        ~Hold();

      private:
        KeysInFlight* keys_ = nullptr;
        std::string key_{};
    };

    /// nullopt when the key is held by another request.
    std::optional<Hold> take(std::string scoped_key);

  private:
    std::mutex mutex_{};
    std::set<std::string, std::less<>> keys_{};
};

/// What became of the request's key. Exactly one of: an answer to send at once (`answer`), a key to
/// store the answer under (`fresh`), or neither, when the request carries no key.
struct KeyCheck {
    std::optional<http::Response> answer{};
    std::optional<store::IdempotentReply> fresh{};
    KeysInFlight::Hold hold{};
};

class IdempotencyGate {
  public:
    IdempotencyGate(store::IdempotencyStore& store, const runtime::Clock& clock)
        : store_(store), clock_(clock) {}

    /// `scope`: who is calling, "site:<id>" or "moderator:<id>". Errors: invalid (not 1 to 128
    /// visible ASCII characters), key_reused, in_flight.
    boost::asio::awaitable<Result<KeyCheck>> check(const http::Request& request, std::string scope);

    /// Keeps the answer of a request whose change is repeatable by itself (decisions carry a
    /// version).
    boost::asio::awaitable<void> keep(store::IdempotentReply reply, const http::Response& response);

  private:
    store::IdempotencyStore& store_;
    const runtime::Clock& clock_;
    KeysInFlight in_flight_{};
};

}  // namespace chaffinch::api
