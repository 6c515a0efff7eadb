// Site keys and moderators' sessions.

#include "server/auth/authenticator.h"

#include "server/auth/secrets.h"

#include <algorithm>

namespace chaffinch::auth {

namespace {

constexpr auto key_memory = std::chrono::seconds{1};
constexpr std::size_t most_remembered_keys = 10'000;
constexpr auto session_idle = std::chrono::minutes{30};
constexpr auto session_lifetime = std::chrono::hours{12};
constexpr auto touch_interval = std::chrono::minutes{1};
constexpr std::size_t longest_secret = 1'024;

Error unknown_key() {
    return {
        Errc::unauthenticated,
        "send the site key as \"Authorization: Bearer ck_...\"; this one is missing, unknown or "
        "revoked"
    };
}

Error no_session() {
    return {Errc::unauthenticated, "log in first: there is no session, or it has ended"};
}

Error wrong_login() {
    return {Errc::unauthenticated, "login or password is wrong"};
}

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

bool is_bearer(std::string_view authorization) {
    return authorization.size() > 7 && lower(std::string(authorization.substr(0, 7))) == "bearer ";
}

}  // namespace

Authenticator::Authenticator(
    store::AccountStore& accounts, const runtime::Clock& clock, HashCost cost
)
    : accounts_(accounts), clock_(clock), passwords_(cost), csrf_key_(random_secret()) {}

boost::asio::awaitable<std::optional<std::pair<SiteKey, Site>>> Authenticator::find_key(
    std::string key_id
) {
    const auto now = clock_.steady_now();
    {
        const std::scoped_lock lock(mutex_);
        const auto found = remembered_.find(key_id);
        if (found != remembered_.end() && now < found->second.until) co_return found->second.row;
    }
    auto row = co_await accounts_.find_site_key(key_id);
    if (row) {
        const std::scoped_lock lock(mutex_);
        if (remembered_.size() >= most_remembered_keys) remembered_.clear();
        remembered_[key_id] = {*row, now + key_memory};
    }
    co_return row;
}

void Authenticator::forget_keys() {
    const std::scoped_lock lock(mutex_);
    remembered_.clear();
    remembered_akismet_.clear();
}

boost::asio::awaitable<Result<SiteCaller>> Authenticator::site(
    std::optional<std::string> authorization
) {
    if (!authorization || !is_bearer(*authorization)) co_return unknown_key();
    const auto presented = parse_site_key(std::string_view(*authorization).substr(7));
    if (!presented) co_return unknown_key();
    const auto row = co_await find_key(presented->key_id);
    // A known and an unknown id cost the same comparison.
    const SecretHash expected = row ? row->first.secret_hash : SecretHash{};
    const bool same = equal_hashes(presented->secret_hash, expected);
    if (!row || !same || row->first.revoked_at) co_return unknown_key();
    co_return SiteCaller{.site = row->second.id, .sees_signals = row->second.signals_for_site};
}

boost::asio::awaitable<std::optional<AkismetCaller>> Authenticator::akismet(std::string key) {
    if (!is_akismet_key(key)) co_return std::nullopt;
    const SecretHash hash = sha256(key);
    const auto now = clock_.steady_now();
    {
        const std::scoped_lock lock(mutex_);
        const auto found = remembered_akismet_.find(hash);
        if (found != remembered_akismet_.end() && now < found->second.until) {
            co_return found->second.caller;
        }
    }
    const auto row = co_await accounts_.find_akismet_key(hash);
    if (!row) co_return std::nullopt;
    const AkismetCaller caller{
        .site = row->second.id,
        .settings = row->second.akismet,
        .revoked = row->first.revoked_at.has_value(),
    };
    const std::scoped_lock lock(mutex_);
    if (remembered_akismet_.size() >= most_remembered_keys) remembered_akismet_.clear();
    remembered_akismet_[hash] = {caller, now + key_memory};
    co_return caller;
}

boost::asio::awaitable<Result<LoggedIn>> Authenticator::log_in(
    std::string login, std::string password, std::string address
) {
    login = lower(std::move(login));
    if (login.size() > longest_secret || password.size() > longest_secret) co_return wrong_login();
    if (!limits_.allowed(login, address, clock_.steady_now())) {
        co_return Error{
            Errc::rate_limited, "too many failed log-ins; try again in a quarter of an hour"
        };
    }
    const auto moderator = co_await accounts_.find_moderator(login);
    const bool usable = moderator && !moderator->disabled;
    auto verified = co_await passwords_.verify(
        std::move(password), usable ? moderator->password_hash : std::string{}
    );
    if (!verified) co_return verified.error();
    if (!*verified) {
        limits_.failed(login, address, clock_.steady_now());
        co_return wrong_login();
    }
    limits_.succeeded(login);
    LoggedIn out;
    out.session_id = random_secret();
    out.caller = {
        .id = moderator->id,
        .login = moderator->login,
        .role = moderator->role,
        .sites = moderator->sites,
        .csrf_token = keyed_token(csrf_key_, out.session_id),
    };
    const Timestamp now = clock_.now();
    Session session{
        .id_hash = sha256(out.session_id),
        .moderator = moderator->id,
        .created_at = now,
        .last_seen_at = now
    };
    co_await accounts_.add_session(std::move(session));
    co_return out;
}

boost::asio::awaitable<Result<ModeratorCaller>> Authenticator::moderator(
    std::optional<std::string> session_id
) {
    if (!session_id || session_id->empty() || session_id->size() > longest_secret)
        co_return no_session();
    const SecretHash hash = sha256(*session_id);
    const auto row = co_await accounts_.find_session(hash);
    if (!row || row->second.disabled) co_return no_session();
    const Timestamp now = clock_.now();
    // A clock set back must not lengthen a session: an age below zero counts as over.
    const auto idle = now - row->first.last_seen_at;
    const auto age = now - row->first.created_at;
    if (idle > session_idle || age > session_lifetime || age < -touch_interval) {
        co_await accounts_.remove_session(hash);
        co_return no_session();
    }
    if (idle > touch_interval) co_await accounts_.touch_session(hash, now);
    const Moderator& moderator = row->second;
    co_return ModeratorCaller{
        .id = moderator.id,
        .login = moderator.login,
        .role = moderator.role,
        .sites = moderator.sites,
        .csrf_token = keyed_token(csrf_key_, *session_id),
    };
}

Result<void> Authenticator::check_csrf(
    const ModeratorCaller& caller, std::optional<std::string_view> token
) {
    if (token && equal_texts(*token, caller.csrf_token)) return {};
    return Error{Errc::forbidden, "send the session's csrf_token in the X-CSRF-Token header"};
}

boost::asio::awaitable<void> Authenticator::log_out(std::string session_id) {
    co_await accounts_.remove_session(sha256(session_id));
}

}  // namespace chaffinch::auth
