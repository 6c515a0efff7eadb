// Tickets: what binds the end of a log-in to its beginning, and both to one browser.
//
// Nothing is kept for a log-in that has begun: the browser carries a random ticket in a cookie, and
// state, nonce and the secret of PKCE follow from the ticket under a key that lives as long as this
// process. So strangers who begin log-ins by the million fill no memory. Only tickets that came
// back are remembered, until they would have ended anyway, so that each is good once.

#pragma once

#include "engine/types/timestamp.h"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace chaffinch::oidc {

inline constexpr std::chrono::minutes ticket_lifetime{10};

/// Spent ones that are remembered. The oldest goes first; the provider takes a code once as well.
inline constexpr std::size_t most_spent = 10'000;

inline constexpr std::size_t longest_note = 43;

struct Ticket {
    std::string cookie{};    ///< "<milliseconds>.<43 characters>", with a note behind another point
    std::string state{};     ///< RFC 6749, 10.12
    std::string nonce{};     ///< OIDC Core 3.1.2.1
    std::string verifier{};  ///< RFC 7636, 4.1
    std::string note{};      ///< as given to issue()

    /// RFC 7636, 4.2: S256.
    [[nodiscard]] std::string challenge() const;
};

/// The note that a cookie claims to have; nobody vouches for it before redeem(). Total on any
/// bytes.
std::string_view note_in(std::string_view cookie);

class Tickets {
  public:
    Tickets();

    /// `note`: what the end of the flow has to know; longest_note characters of base64url. Whoever
    /// has the browser can read it and cannot change it.
    [[nodiscard]] Ticket issue(Timestamp now, std::string_view note = {}) const;

    /// The ticket of this cookie, once. nullopt when the state is not this browser's, when it is
    /// over, or was spent. Any thread; total on any bytes.
    std::optional<Ticket> redeem(std::string_view cookie, std::string_view state, Timestamp now);

  private:
    [[nodiscard]] Ticket ticket_of(std::string cookie) const;
    bool spend(const std::string& cookie, Timestamp begun, Timestamp now);

    std::string key_;
    std::mutex mutex_{};
    std::unordered_map<std::string, Timestamp> spent_{};  ///< until when
};

}  // namespace chaffinch::oidc
