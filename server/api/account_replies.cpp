// Accounts, tokens and sites as JSON.

#include "server/api/account_replies.h"

#include "server/api/json_values.h"
#include "server/records/account_words.h"

#include <boost/json.hpp>

#include <utility>

namespace chaffinch::api {

namespace json = boost::json;

json::object moderator_reply(const auth::ModeratorCaller& caller) {
    json::array sites;
    for (const SiteId& site : caller.sites) sites.push_back(json::value(site.value));
    return {
        {"moderator",
         {
             {"id", caller.id.value},
             {"login", caller.login},
             {"role", view(name(caller.role))},
             {"sites", std::move(sites)},
             {"may_decide", caller.may_decide()},
             {"second_factor", caller.has_second_factor},
         }},
        {"csrf_token", caller.csrf_token},
    };
}

json::object account_reply(const Moderator& moderator) {
    json::array sites;
    for (const SiteId& site : moderator.sites) sites.push_back(json::value(site.value));
    return {
        {"id", moderator.id.value},
        {"login", moderator.login},
        {"role", view(name(moderator.role))},
        {"sites", std::move(sites)},
        {"disabled", moderator.disabled},
        {"second_factor", moderator.has_second_factor},
        {"created_at", to_rfc3339(moderator.created_at)},
    };
}

json::object token_reply(const PersonalToken& token) {
    return {
        {"id", token.id},
        {"name", token.name},
        {"scope", token.scope == TokenScope::decide ? "decide" : "read"},
        {"created_at", to_rfc3339(token.created_at)},
        {"last_used_at", or_null(token.last_used_at)},
        {"expires_at", or_null(token.expires_at)},
        {"revoked_at", or_null(token.revoked_at)},
    };
}

json::object site_reply(const Site& site) {
    return {
        {"id", site.id.value},
        {"name", site.name},
        {"created_at", to_rfc3339(site.created_at)},
    };
}

}  // namespace chaffinch::api
