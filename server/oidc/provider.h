// Provider: the one whom an operator trusts to say who somebody is.
//
// What it says about itself and its keys is fetched beside the requests: at the start, every hour,
// and when a token names a key that we do not know, once a minute at most. While it cannot be
// reached, what was fetched last stays in force; log-ins by password never wait for it.

#pragma once

#include "server/oidc/id_token.h"
#include "server/oidc/metadata.h"
#include "server/oidc/tickets.h"
#include "server/outgoing/client.h"
#include "server/runtime/clock.h"

#include <boost/asio/awaitable.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace chaffinch::oidc {

/// For each question to the provider. A log-in asks two at most, and ends within the five seconds
/// that a request may take.
inline constexpr outgoing::ClientLimits question_limits{
    .connect = std::chrono::milliseconds{1'000}, .total = std::chrono::milliseconds{2'000}
};

/// Why nobody was let in.
enum class Refusal {
    denied,       ///< at the provider: by the person, or for want of a right there
    stale,        ///< not begun in this browser, more than ten minutes ago, or used already
    unavailable,  ///< the provider cannot be reached, or answers what we cannot use
    untrusted,    ///< what it answered is not what it should be
};

struct Begun {
    std::string location{};  ///< where the browser goes
    std::string cookie{};
};

/// What the browser brings back.
struct Callback {
    std::optional<std::string> cookie{};
    std::optional<std::string> state{};
    std::optional<std::string> code{};
    std::optional<std::string> error{};
    std::optional<std::string> issuer{};
};

struct Finished {
    std::optional<ProvenIdentity> identity{};
    Refusal refusal = Refusal::untrusted;  ///< without an identity
    std::string detail{};                  ///< for the log; holds nothing of what came in
    /// As given to begin(); without an identity nobody vouches for it.
    std::string note{};
};

class Provider {
  public:
    /// All must outlive it.
    Provider(Settings settings, outgoing::Client& client, const runtime::Clock& clock);

    /// Keeps what we know up to date, until cancelled.
    boost::asio::awaitable<void> run();

    /// Whether a log-in can begin now. Any thread, as all of these.
    [[nodiscard]] bool available() const;

    [[nodiscard]] const Settings& settings() const { return settings_; }

    /// `note`: given back by finish(), see Tickets::issue(). nullopt when the provider has not been
    /// reached yet.
    [[nodiscard]] std::optional<Begun> begin(std::string_view note = {}) const;

    /// Trades the code for an id token and checks it.
    boost::asio::awaitable<Finished> finish(Callback callback);

  private:
    boost::asio::awaitable<Finished> proven(Callback callback);

    /// Never changed once made.
    struct Known {
        Metadata metadata{};
        KeySet keys{};
    };

    [[nodiscard]] std::shared_ptr<const Known> known() const;
    boost::asio::awaitable<Result<void>> refresh();
    boost::asio::awaitable<Result<std::string>> fetch(outgoing::Target target);
    boost::asio::awaitable<Result<std::string>> id_token_for(
        Metadata metadata, std::string code, std::string verifier
    );
    boost::asio::awaitable<Result<ProvenIdentity>> checked(std::string token, Expected expected);
    bool may_refetch();

    Settings settings_;
    outgoing::Client& client_;
    const runtime::Clock& clock_;
    Tickets tickets_{};
    std::atomic<int> asking_{0};
    mutable std::mutex mutex_{};
    std::shared_ptr<const Known> known_{};
    std::chrono::steady_clock::time_point next_refetch_{};
};

}  // namespace chaffinch::oidc
