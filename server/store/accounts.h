// What auth needs of the store: sites, their keys, moderators, sessions. Same promises as
// submissions.h.

#pragma once

#include "engine/types/result.h"
#include "server/records/site.h"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace chaffinch::store {

class AccountStore {
  public:
    virtual ~AccountStore() = default;

    /// Errors: conflict when the id is taken.
    virtual boost::asio::awaitable<Result<void>> add_site(Site site, SiteKey key) = 0;
    virtual boost::asio::awaitable<std::vector<Site>> list_sites() = 0;

    /// Adds a key and revokes all others of the site. Errors: not_found.
    virtual boost::asio::awaitable<Result<void>> rotate_site_key(SiteKey key) = 0;

    /// Key and site, also of a revoked key; nullopt when unknown.
    virtual boost::asio::awaitable<std::optional<std::pair<SiteKey, Site>>> find_site_key(
        std::string key_id
    ) = 0;

    /// Adds a key of the Akismet door and revokes the site's others. Errors: not_found.
    virtual boost::asio::awaitable<Result<void>> replace_akismet_key(AkismetKey key) = 0;

    /// Key and site, also of a revoked key; nullopt when unknown.
    virtual boost::asio::awaitable<std::optional<std::pair<AkismetKey, Site>>> find_akismet_key(
        SecretHash hash
    ) = 0;

    /// The site's key of the highest generation; nullopt when it never had one.
    virtual boost::asio::awaitable<std::optional<AkismetKey>> newest_akismet_key(SiteId site) = 0;

    /// Errors: not_found.
    virtual boost::asio::awaitable<Result<void>> set_akismet_settings(
        SiteId site, AkismetSettings settings
    ) = 0;

    /// Errors: conflict when the login is taken.
    virtual boost::asio::awaitable<Result<void>> add_moderator(Moderator moderator) = 0;
    virtual boost::asio::awaitable<std::vector<Moderator>> list_moderators() = 0;
    virtual boost::asio::awaitable<std::optional<Moderator>> find_moderator(std::string login) = 0;

    /// Sets the hash and ends all sessions of the moderator. Errors: not_found.
    virtual boost::asio::awaitable<Result<void>> set_password(
        std::string login, std::string password_hash
    ) = 0;

    virtual boost::asio::awaitable<void> add_session(Session session) = 0;
    virtual boost::asio::awaitable<std::optional<std::pair<Session, Moderator>>> find_session(
        SecretHash id_hash
    ) = 0;

    /// Notes activity; at most one write a minute and session.
    virtual boost::asio::awaitable<void> touch_session(SecretHash id_hash, Timestamp now) = 0;

    /// Not an error when there is none.
    virtual boost::asio::awaitable<void> remove_session(SecretHash id_hash) = 0;
};

}  // namespace chaffinch::store
