// Site keys and moderators' sessions.

#include "server/auth/authenticator.h"

#include "server/auth/secrets.h"
#include "server/auth/totp.h"

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

Error no_second_factor(bool given) {
    return {
        Errc::unauthenticated,
        "a code of the second factor is needed",
        {{"/code", given ? "is wrong or was used already" : "is needed"}}
    };
}

Error unknown_token() {
    return {
        Errc::unauthenticated,
        "send the personal token as \"Authorization: Bearer mt_...\"; this one is unknown or ended"
    };
}

Error over_limit() {
    return {Errc::rate_limited, "this key makes too many requests; wait and send them again"};
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

ModeratorCaller caller_of(const Moderator& moderator) {
    return {
        .id = moderator.id,
        .login = moderator.login,
        .role = moderator.role,
        .sites = moderator.sites,
        .has_second_factor = moderator.has_second_factor,
    };
}

}  // namespace

Authenticator::Authenticator(
    store::AccountStore& accounts,
    store::CredentialStore& credentials,
    const runtime::Clock& clock,
    AuthOptions options
)
    : accounts_(accounts),
      credentials_(credentials),
      clock_(clock),
      options_(std::move(options)),
      passwords_(options_.cost),
      rates_(options_.rate),
      csrf_key_(random_secret()) {}

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
    if (!rates_.take(presented->key_id, clock_.steady_now())) co_return over_limit();
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
            AkismetCaller known = found->second.caller;
            known.over_limit = !rates_.take("akismet " + known.site.value, now);
            co_return known;
        }
    }
    const auto row = co_await accounts_.find_akismet_key(hash);
    if (!row) co_return std::nullopt;
    AkismetCaller caller{
        .site = row->second.id,
        .settings = row->second.akismet,
        .revoked = row->first.revoked_at.has_value(),
    };
    const std::scoped_lock lock(mutex_);
    if (remembered_akismet_.size() >= most_remembered_keys) remembered_akismet_.clear();
    remembered_akismet_[hash] = {caller, now + key_memory};
    caller.over_limit = !rates_.take("akismet " + caller.site.value, now);
    co_return caller;
}

boost::asio::awaitable<bool> Authenticator::is_second_factor(
    Moderator moderator, std::string code
) {
    const auto factor = co_await credentials_.second_factor(moderator.id);
    if (!factor || !factor->active) co_return false;
    // A secret that no longer opens (another installation key) lets nobody in but by a recovery
    // code.
    const auto secret = open(factor->secret, options_.secret, moderator.id);
    const Timestamp now = clock_.now();
    if (secret) {
        const auto step = matching_step(*secret, code, now, factor->last_step);
        if (step) co_return co_await credentials_.spend_step(moderator.id, *step);
    }
    const SecretHash hash = recovery_code_hash(options_.secret, code);
    co_return co_await credentials_.spend_recovery_code(moderator.id, hash, now);
}

boost::asio::awaitable<Result<void>> Authenticator::prove(
    std::optional<Moderator> moderator, std::string login, Proof proof, std::string address
) {
    if (login.size() > longest_secret || proof.password.size() > longest_secret ||
        proof.code.size() > longest_secret) {
        co_return wrong_login();
    }
    if (!limits_.begin(login, address, clock_.steady_now())) {
        co_return Error{
            Errc::rate_limited, "too many failed log-ins; try again in a quarter of an hour"
        };
    }
    const bool usable = moderator && !moderator->disabled;
    auto verified = co_await passwords_.verify(
        std::move(proof.password), usable ? moderator->password_hash : std::string{}
    );
    if (!verified) co_return verified.error();
    if (!*verified) co_return wrong_login();
    if (moderator->has_second_factor) {
        // The attempt stays counted: otherwise the password alone would buy any number of guesses.
        if (proof.code.empty()) co_return no_second_factor(false);
        const bool right = co_await is_second_factor(*moderator, std::move(proof.code));
        if (!right) co_return no_second_factor(true);
    }
    limits_.succeeded(login, address);
    co_return Result<void>();
}

boost::asio::awaitable<Result<void>> Authenticator::confirm(
    ModeratorCaller caller, Proof proof, std::string address
) {
    auto moderator = co_await credentials_.find_moderator_by_id(caller.id);
    auto proven = co_await prove(
        std::move(moderator), std::move(caller.login), std::move(proof), std::move(address)
    );
    if (proven || proven.error().code != Errc::unauthenticated) co_return proven;
    Error refused = proven.error();
    refused.code = Errc::forbidden;
    if (refused.fields.empty()) {
        refused.detail = "the password is wrong";
        refused.fields.push_back({"/confirm/password", "is wrong"});
    } else {
        refused.fields.front().pointer = "/confirm/code";
    }
    co_return refused;
}

boost::asio::awaitable<Result<std::string>> Authenticator::hash(std::string password) {
    if (const auto good = acceptable_password(password); !good) co_return good.error();
    co_return co_await passwords_.hash(std::move(password));
}

boost::asio::awaitable<Result<LoggedIn>> Authenticator::log_in(
    std::string login, Proof proof, std::string address
) {
    login = lower(std::move(login));
    const auto moderator = co_await accounts_.find_moderator(login);
    const auto proven =
        co_await prove(moderator, std::move(login), std::move(proof), std::move(address));
    if (!proven) co_return proven.error();
    co_return co_await open_session(*moderator);
}

boost::asio::awaitable<LoggedIn> Authenticator::open_session(Moderator moderator) {
    LoggedIn out;
    out.session_id = random_secret();
    const Timestamp now = clock_.now();
    Session session{
        .id_hash = sha256(out.session_id),
        .moderator = moderator.id,
        .created_at = now,
        .last_seen_at = now
    };
    out.caller = caller_of(moderator);
    out.caller.csrf_token = keyed_token(csrf_key_, out.session_id);
    out.caller.session = session.id_hash;
    co_await accounts_.add_session(std::move(session));
    co_return out;
}

bool Authenticator::is_personal_token(std::optional<std::string_view> authorization) {
    return authorization && is_bearer(*authorization) &&
           authorization->substr(7).starts_with("mt_");
}

boost::asio::awaitable<Result<ModeratorCaller>> Authenticator::token(std::string authorization) {
    if (!is_personal_token(authorization)) co_return unknown_token();
    const auto presented = parse_personal_token(std::string_view(authorization).substr(7));
    if (!presented) co_return unknown_token();
    const auto row = co_await credentials_.find_token(presented->key_id);
    const SecretHash expected = row ? row->first.secret_hash : SecretHash{};
    const bool same = equal_hashes(presented->secret_hash, expected);
    if (!row || !same || row->first.revoked_at || row->second.disabled) co_return unknown_token();
    const Timestamp now = clock_.now();
    if (row->first.expires_at && now >= *row->first.expires_at) co_return unknown_token();
    if (!rates_.take(presented->key_id, clock_.steady_now())) co_return over_limit();
    co_await credentials_.touch_token(row->first, now);
    ModeratorCaller caller = caller_of(row->second);
    caller.token = row->first.scope;
    co_return caller;
}

boost::asio::awaitable<Result<ModeratorCaller>> Authenticator::moderator(
    std::optional<std::string> session_id, Activity activity
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
    if (idle > touch_interval && activity == Activity::counts)
        co_await accounts_.touch_session(hash, now);
    ModeratorCaller caller = caller_of(row->second);
    caller.csrf_token = keyed_token(csrf_key_, *session_id);
    caller.session = hash;
    co_return caller;
}

Result<void> Authenticator::check_csrf(
    const ModeratorCaller& caller, std::optional<std::string_view> token
) {
    if (caller.token) return {};
    if (token && equal_texts(*token, caller.csrf_token)) return {};
    return Error{Errc::forbidden, "send the session's csrf_token in the X-CSRF-Token header"};
}

boost::asio::awaitable<void> Authenticator::log_out(std::string session_id) {
    co_await accounts_.remove_session(sha256(session_id));
}

}  // namespace chaffinch::auth
