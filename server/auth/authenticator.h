// Authenticator: who is calling, and what may they do.

#pragma once

#include "engine/types/result.h"
#include "server/auth/callers.h"
#include "server/auth/login_limits.h"
#include "server/auth/passwords.h"
#include "server/auth/rate_limits.h"
#include "server/runtime/clock.h"
#include "server/store/accounts.h"
#include "server/store/credentials.h"

#include <boost/asio/awaitable.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace chaffinch::auth {

struct LoggedIn {
    ModeratorCaller caller{};
    std::string session_id{};  ///< goes into the cookie and nowhere else
};

struct AuthOptions {
    HashCost cost{};
    RateLimit rate{};      ///< of each key and token
    std::string secret{};  ///< of the installation: seals second factors
};

/// Whether a call keeps its session from being idle; what a page does by itself must not.
enum class Activity { counts, does_not_count };

class Authenticator {
  public:
    Authenticator(
        store::AccountStore& accounts,
        store::CredentialStore& credentials,
        const runtime::Clock& clock,
        AuthOptions options
    );

    /// `authorization`: the header's value, "Bearer ck_...". Errors: unauthenticated, with the same
    /// words for an unknown, a wrong and a revoked key; rate_limited.
    boost::asio::awaitable<Result<SiteCaller>> site(std::optional<std::string> authorization);

    /// nullopt for a key that never was. A look-up by hash, so time tells nothing of the key.
    boost::asio::awaitable<std::optional<AkismetCaller>> akismet(std::string key);

    /// Errors: unauthenticated (same words for an unknown login and a wrong password; with a field
    /// "/code" when only the second factor is missing or wrong), rate_limited, overloaded.
    boost::asio::awaitable<Result<LoggedIn>> log_in(
        std::string login, Proof proof, std::string address
    );

    /// A session of somebody who has proven himself in another way, and may come in.
    boost::asio::awaitable<LoggedIn> open_session(Moderator moderator);

    /// For acts that a stolen session must not be enough for: the caller proves himself again.
    /// Errors: as log_in(), but forbidden instead of unauthenticated, since the session goes on.
    boost::asio::awaitable<Result<void>> confirm(
        ModeratorCaller caller, Proof proof, std::string address
    );

    /// `session_id`: the cookie's value. Role and sites are read anew for every request. Errors:
    /// unauthenticated (no, unknown, idle over 30 minutes or older than 12 hours).
    boost::asio::awaitable<Result<ModeratorCaller>> moderator(
        std::optional<std::string> session_id, Activity activity = Activity::counts
    );

    /// `authorization`: "Bearer mt_...". Errors: unauthenticated, with the same words for an
    /// unknown, a wrong, an ended token and a disabled owner; rate_limited.
    boost::asio::awaitable<Result<ModeratorCaller>> token(std::string authorization);

    /// Whether a header is meant for token().
    static bool is_personal_token(std::optional<std::string_view> authorization);

    /// Whether `token` is the caller's CSRF token. A personal token needs none: no browser sends it
    /// by itself. Errors: forbidden.
    static Result<void> check_csrf(
        const ModeratorCaller& caller, std::optional<std::string_view> token
    );

    boost::asio::awaitable<void> log_out(std::string session_id);

    /// On threads of its own. Errors: invalid (the password breaks a rule), overloaded.
    boost::asio::awaitable<Result<std::string>> hash(std::string password);

    [[nodiscard]] const std::string& secret() const { return options_.secret; }

    /// Keys are remembered for a second at most; a rotation forgets at once.
    void forget_keys();

  private:
    struct RememberedKey {
        std::pair<SiteKey, Site> row{};
        std::chrono::steady_clock::time_point until{};
    };

    struct RememberedCaller {
        AkismetCaller caller{};
        std::chrono::steady_clock::time_point until{};
    };

    boost::asio::awaitable<std::optional<std::pair<SiteKey, Site>>> find_key(std::string key_id);

    boost::asio::awaitable<Result<void>> prove(
        std::optional<Moderator> moderator, std::string login, Proof proof, std::string address
    );
    boost::asio::awaitable<bool> is_second_factor(Moderator moderator, std::string code);

    store::AccountStore& accounts_;
    store::CredentialStore& credentials_;
    const runtime::Clock& clock_;
    AuthOptions options_;
    PasswordHasher passwords_;
    LoginLimits limits_{};
    RateLimits rates_;
    std::string csrf_key_;
    std::mutex mutex_{};
    std::unordered_map<std::string, RememberedKey> remembered_{};
    std::map<SecretHash, RememberedCaller> remembered_akismet_{};
};

}  // namespace chaffinch::auth
