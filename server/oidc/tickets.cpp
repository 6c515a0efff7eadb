// Three secrets out of one.

#include "server/oidc/tickets.h"

#include "server/oidc/key_set.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <utility>

namespace chaffinch::oidc {

namespace {

constexpr std::size_t secret_bytes = 32;
/// Milliseconds, the secret and a note, with their points.
constexpr std::size_t longest_cookie = 64 + 1 + longest_note;

std::string random_bytes() {
    std::string bytes(secret_bytes, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

std::string mac(std::string_view key, std::string_view purpose, std::string_view text) {
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> out{};
    crypto_auth_hmacsha256_state state;
    const auto update = [&state](std::string_view part) {
        crypto_auth_hmacsha256_update(
            &state, reinterpret_cast<const unsigned char*>(part.data()), part.size()
        );
    };
    crypto_auth_hmacsha256_init(
        &state, reinterpret_cast<const unsigned char*>(key.data()), key.size()
    );
    update(purpose);
    update(text);
    crypto_auth_hmacsha256_final(&state, out.data());
    return to_base64url({reinterpret_cast<const char*>(out.data()), out.size()});
}

bool equal(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::optional<Timestamp> begun_at(std::string_view cookie) {
    std::int64_t milliseconds = 0;
    const char* end = cookie.data() + std::min(cookie.find('.'), cookie.size());
    const auto [stop, failed] = std::from_chars(cookie.data(), end, milliseconds);
    if (failed != std::errc{} || stop != end) return std::nullopt;
    return Timestamp(std::chrono::milliseconds(milliseconds));
}

}  // namespace

std::string Ticket::challenge() const {
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(
        hash.data(), reinterpret_cast<const unsigned char*>(verifier.data()), verifier.size()
    );
    return to_base64url({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

std::string_view note_in(std::string_view cookie) {
    const std::size_t secret = cookie.find('.');
    if (secret == std::string_view::npos) return {};
    const std::size_t note = cookie.find('.', secret + 1);
    return note == std::string_view::npos ? std::string_view() : cookie.substr(note + 1);
}

Tickets::Tickets() : key_(random_bytes()) {}

Ticket Tickets::ticket_of(std::string cookie) const {
    Ticket ticket{
        .cookie = {},
        .state = mac(key_, "state ", cookie),
        .nonce = mac(key_, "nonce ", cookie),
        .verifier = mac(key_, "verifier ", cookie),
        .note = std::string(note_in(cookie)),
    };
    ticket.cookie = std::move(cookie);
    return ticket;
}

Ticket Tickets::issue(Timestamp now, std::string_view note) const {
    assert(note.size() <= longest_note && note.find('.') == std::string_view::npos);
    std::string cookie =
        std::to_string(now.time_since_epoch().count()) + "." + to_base64url(random_bytes());
    if (!note.empty()) cookie.append(".").append(note);
    return ticket_of(std::move(cookie));
}

std::optional<Ticket> Tickets::redeem(
    std::string_view cookie, std::string_view state, Timestamp now
) {
    if (cookie.size() > longest_cookie) return std::nullopt;
    Ticket ticket = ticket_of(std::string(cookie));
    if (!equal(ticket.state, state)) return std::nullopt;
    const auto begun = begun_at(cookie);
    if (!begun || now < *begun || now >= *begun + ticket_lifetime) return std::nullopt;
    if (!spend(ticket.cookie, *begun, now)) return std::nullopt;
    return ticket;
}

bool Tickets::spend(const std::string& cookie, Timestamp begun, Timestamp now) {
    const std::scoped_lock lock(mutex_);
    if (spent_.size() >= most_spent) {
        std::erase_if(spent_, [now](const auto& each) { return each.second <= now; });
    }
    if (spent_.size() >= most_spent) {
        spent_.erase(std::ranges::min_element(spent_, {}, [](const auto& each) {
            return each.second;
        }));
    }
    return spent_.try_emplace(cookie, begun + ticket_lifetime).second;
}

}  // namespace chaffinch::oidc
