// Keys, answers kept, and requests under way.

#include "server/api/idempotency.h"

#include "server/auth/secrets.h"

#include <algorithm>

namespace chaffinch::api {

namespace {

constexpr std::size_t longest_key = 128;

bool acceptable(std::string_view key) {
    return !key.empty() && key.size() <= longest_key &&
           std::ranges::all_of(key, [](char c) { return c > 0x20 && c < 0x7F; });
}

}  // namespace

KeysInFlight::Hold::~Hold() {
    if (keys_ == nullptr) return;
    const std::scoped_lock lock(keys_->mutex_);
    keys_->keys_.erase(key_);
}

std::optional<KeysInFlight::Hold> KeysInFlight::take(std::string scoped_key) {
    const std::scoped_lock lock(mutex_);
    if (!keys_.insert(scoped_key).second) return std::nullopt;
    return std::optional<Hold>(std::in_place, this, std::move(scoped_key));
}

boost::asio::awaitable<Result<KeyCheck>> IdempotencyGate::check(
    const http::Request& request, std::string scope
) {
    const auto header = request.header("idempotency-key");
    if (!header) co_return KeyCheck{};
    if (!acceptable(*header)) {
        co_return Error{Errc::invalid, "Idempotency-Key must be 1 to 128 visible ASCII characters"};
    }
    store::IdempotentReply fresh;
    fresh.scope = std::move(scope);
    fresh.key = std::string(*header);
    fresh.request_hash = auth::sha256(request.method + " " + request.target + "\n" + request.body);
    fresh.at = clock_.now();

    auto hold = in_flight_.take(fresh.scope + "\n" + fresh.key);
    if (!hold) {
        co_return Error{
            Errc::in_flight, "a request with this Idempotency-Key is still being worked on"
        };
    }
    const auto kept = co_await store_.find_reply(fresh.scope, fresh.key, fresh.at);
    if (kept && !auth::equal_hashes(kept->request_hash, fresh.request_hash)) {
        co_return Error{
            Errc::key_reused, "this Idempotency-Key was used before with another request"
        };
    }
    KeyCheck out{.hold = *std::move(hold)};
    if (kept) {
        http::Response answer;
        answer.status = kept->status;
        answer.body = kept->body;
        answer.headers.emplace_back("Idempotency-Replayed", "true");
        out.answer = std::move(answer);
    } else {
        out.fresh = std::move(fresh);
    }
    co_return out;
}

boost::asio::awaitable<void> IdempotencyGate::keep(
    store::IdempotentReply reply, const http::Response& response
) {
    reply.status = response.status;
    reply.body = response.body;
    co_await store_.save_reply(std::move(reply));
}

}  // namespace chaffinch::api
