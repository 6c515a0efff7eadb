// argon2id in its own threads.

#include "server/auth/passwords.h"

#include "engine/types/utf8.h"
#include "server/auth/secrets.h"
#include "server/runtime/offload.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <new>
#include <stdexcept>
#include <string_view>

namespace chaffinch::auth {

namespace {

constexpr std::size_t shortest_password = 15;
constexpr std::size_t longest_password = 128;
constexpr int most_waiting = 16;

/// Long enough to pass the length rule and still everybody's first guess.
constexpr std::array<std::string_view, 6> guessed_first{
    "passwordpassword",
    "123456789012345",
    "1234567890123456",
    "qwertyuiopasdfgh",
    "chaffinchchaffinch",
    "correcthorsebatterystaple",
};

bool matches(const std::string& password, const std::string& stored) {
    return crypto_pwhash_str_verify(stored.c_str(), password.data(), password.size()) == 0;
}

Error too_many() {
    return {Errc::overloaded, "too many log-ins at once; try again in a moment"};
}

}  // namespace

Result<void> acceptable_password(const std::string& password) {
    const std::size_t length = count_code_points(password);
    if (length < shortest_password || length > longest_password) {
        return Error{
            Errc::invalid, "a password has 15 to 128 characters; a short sentence is a good one"
        };
    }
    if (std::ranges::find(guessed_first, password) != guessed_first.end()) {
        return Error{Errc::invalid, "this password is one of the first that anybody tries"};
    }
    return {};
}

PasswordHasher::PasswordHasher(HashCost cost) : cost_(cost) {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot initialise");
    dummy_ = hash_now(random_secret());
}

PasswordHasher::~PasswordHasher() {
    threads_.join();
}

std::string PasswordHasher::hash_now(const std::string& password) const {
    std::array<char, crypto_pwhash_STRBYTES> out{};
    if (crypto_pwhash_str(
            out.data(), password.data(), password.size(), cost_.operations, cost_.memory_bytes
        ) != 0) {
        throw std::bad_alloc();
    }
    return out.data();
}

/// One of the sixteen places.
class PasswordHasher::Place {
  public:
    explicit Place(std::atomic<int>& waiting) : waiting_(waiting) {
        taken_ = waiting_.fetch_add(1) < most_waiting;
    }

    ~Place() { waiting_.fetch_sub(1); }

    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    [[nodiscard]] bool taken() const { return taken_; }

  private:
    std::atomic<int>& waiting_;
    bool taken_ = false;
};

boost::asio::awaitable<Result<std::string>> PasswordHasher::hash(std::string password) {
    const Place place(waiting_);
    if (!place.taken()) co_return too_many();
    auto work = [this, &password] { return hash_now(password); };
    co_return co_await runtime::offload(threads_, work);
}

boost::asio::awaitable<Result<bool>> PasswordHasher::verify(
    std::string password, std::string stored
) {
    const Place place(waiting_);
    if (!place.taken()) co_return too_many();
    const bool known = !stored.empty();
    const std::string against = known ? std::move(stored) : dummy_;
    auto work = [&password, &against] { return matches(password, against); };
    const bool same = co_await runtime::offload(threads_, work);
    co_return known&& same;
}

}  // namespace chaffinch::auth
