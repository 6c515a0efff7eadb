// Idempotency keys: the answer to a request is stored in the transaction of what it changed, so
// that a repeated request gets the same answer, also after a crash. Kept 72 hours.
// draft-ietf-httpapi-idempotency-key-header-07.

#pragma once

#include "engine/types/ids.h"
#include "engine/types/result.h"
#include "engine/types/timestamp.h"
#include "server/records/site.h"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>

namespace chaffinch::store {

struct IdempotentReply {
    std::string scope{};  ///< who used the key: "site:<id>" or "moderator:<id>"
    std::string key{};
    SecretHash request_hash{};  ///< SHA-256 of method, target and body
    unsigned status = 0;
    std::string body{};
    Timestamp at{};
};

class IdempotencyStore {
  public:
    virtual ~IdempotencyStore() = default;

    /// The stored answer, or nullopt when the key is new or older than 72 hours at `now`.
    virtual boost::asio::awaitable<std::optional<IdempotentReply>> find_reply(
        std::string scope, std::string key, Timestamp now
    ) = 0;

    /// Keeps an answer by itself, for requests whose change is safe to repeat. A key that is kept
    /// already stays as it is.
    virtual boost::asio::awaitable<void> save_reply(IdempotentReply reply) = 0;
};

}  // namespace chaffinch::store
