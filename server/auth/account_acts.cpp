// Sites and moderators.

#include "server/auth/account_acts.h"

#include "server/auth/secrets.h"
#include "server/runtime/random_id.h"

#include <algorithm>

namespace chaffinch::auth {

namespace {

bool is_short_name(const std::string& text) {
    const auto inner = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    };
    return !text.empty() && text.size() <= 63 && text.front() != '-' && text.front() != '.' &&
           std::ranges::all_of(text, inner);
}

SiteKey key_row(const IssuedKey& issued, SiteId site, Timestamp now) {
    return {
        .key_id = issued.key_id,
        .site = std::move(site),
        .secret_hash = issued.secret_hash,
        .created_at = now
    };
}

}  // namespace

boost::asio::awaitable<Result<std::string>> make_site(
    store::AccountStore& accounts, SiteId id, std::string name, Timestamp now
) {
    if (!is_short_name(id.value)) {
        co_return Error{
            Errc::invalid, "a site id is 1 to 63 of a-z, 0-9, '-', '_', '.', such as: daily-news"
        };
    }
    const IssuedKey issued = issue_site_key();
    Site site{.id = id, .name = name.empty() ? id.value : std::move(name), .created_at = now};
    SiteKey key = key_row(issued, id, now);
    const auto added = co_await accounts.add_site(std::move(site), std::move(key));
    if (!added) co_return added.error();
    co_return issued.text;
}

boost::asio::awaitable<Result<std::string>> rotate_key(
    store::AccountStore& accounts, SiteId id, Timestamp now
) {
    const IssuedKey issued = issue_site_key();
    SiteKey key = key_row(issued, std::move(id), now);
    const auto rotated = co_await accounts.rotate_site_key(std::move(key));
    if (!rotated) co_return rotated.error();
    co_return issued.text;
}

boost::asio::awaitable<Result<std::string>> make_akismet_key(
    store::AccountStore& accounts, std::string secret, SiteId id, Timestamp now
) {
    const auto newest = co_await accounts.newest_akismet_key(id);
    const int generation = newest ? newest->generation + 1 : 1;
    std::string text = akismet_key_text(secret, id, generation);
    AkismetKey key{
        .site = std::move(id), .generation = generation, .hash = sha256(text), .created_at = now
    };
    const auto added = co_await accounts.replace_akismet_key(std::move(key));
    if (!added) co_return added.error();
    co_return text;
}

Result<void> acceptable_login(const std::string& login) {
    if (is_short_name(login)) return {};
    return Error{Errc::invalid, "a login is 1 to 63 of a-z, 0-9, '-', '_', '.', such as: ann"};
}

boost::asio::awaitable<Result<void>> make_moderator(
    store::AccountStore& accounts, Moderator moderator, std::string password, HashCost cost
) {
    if (const auto good = acceptable_login(moderator.login); !good) co_return good.error();
    if (const auto good = acceptable_password(password); !good) co_return good.error();
    moderator.id = ModeratorId{runtime::random_id("mod_", moderator.created_at)};
    moderator.password_hash = PasswordHasher(cost).hash_now(password);
    co_return co_await accounts.add_moderator(std::move(moderator));
}

boost::asio::awaitable<Result<void>> change_password(
    store::AccountStore& accounts, std::string login, std::string password
) {
    if (const auto good = acceptable_password(password); !good) co_return good.error();
    std::string hash = PasswordHasher().hash_now(password);
    co_return co_await accounts.set_password(std::move(login), std::move(hash));
}

}  // namespace chaffinch::auth
