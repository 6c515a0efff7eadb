// Authenticator: who is calling, and what may they do.

#pragma once

#include "engine/types/result.h"
#include "server/auth/login_limits.h"
#include "server/auth/passwords.h"
#include "server/records/site.h"
#include "server/runtime/clock.h"
#include "server/store/accounts.h"

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

struct SiteCaller {
    SiteId site{};
    bool sees_signals = false;
};

/// A caller of the Akismet door.
struct AkismetCaller {
    SiteId site{};
    AkismetSettings settings{};
    bool revoked = false;  ///< the key was right once: a newer one took its place
};

struct ModeratorCaller {
    ModeratorId id{};
    std::string login{};
    Role role = Role::viewer;
    std::vector<SiteId> sites{};  ///< empty: all sites
    std::string csrf_token{};

    [[nodiscard]] bool may_decide() const { return role != Role::viewer; }

    /// Webhooks and whatever else belongs to a site rather than to its comments.
    [[nodiscard]] bool may_configure() const { return role == Role::admin || role == Role::op; }
};

struct LoggedIn {
    ModeratorCaller caller{};
    std::string session_id{};  ///< goes into the cookie and nowhere else
};

class Authenticator {
  public:
    Authenticator(store::AccountStore& accounts, const runtime::Clock& clock, HashCost cost = {});

    /// `authorization`: the header's value, "Bearer ck_...". Errors: unauthenticated, with the same
    /// words for an unknown, a wrong and a revoked key.
    boost::asio::awaitable<Result<SiteCaller>> site(std::optional<std::string> authorization);

    /// nullopt for a key that never was. A look-up by hash, so time tells nothing of the key.
    boost::asio::awaitable<std::optional<AkismetCaller>> akismet(std::string key);

    /// Errors: unauthenticated (same words for an unknown login and a wrong password),
    /// rate_limited, overloaded.
    boost::asio::awaitable<Result<LoggedIn>> log_in(
        std::string login, std::string password, std::string address
    );

    /// `session_id`: the cookie's value. Role and sites are read anew for every request. Errors:
    /// unauthenticated (no, unknown, idle over 30 minutes or older than 12 hours).
    boost::asio::awaitable<Result<ModeratorCaller>> moderator(std::optional<std::string> session_id
    );

    /// Whether `token` is the caller's CSRF token. Errors: forbidden.
    static Result<void> check_csrf(
        const ModeratorCaller& caller, std::optional<std::string_view> token
    );

    boost::asio::awaitable<void> log_out(std::string session_id);

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

    store::AccountStore& accounts_;
    const runtime::Clock& clock_;
    PasswordHasher passwords_;
    LoginLimits limits_{};
    std::string csrf_key_;
    std::mutex mutex_{};
    std::unordered_map<std::string, RememberedKey> remembered_{};
    std::map<SecretHash, RememberedCaller> remembered_akismet_{};
};

}  // namespace chaffinch::auth
