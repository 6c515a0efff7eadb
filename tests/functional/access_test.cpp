// Who may call what: one row a route, one column a kind of caller. A route without a row fails, so
// that nobody adds one without saying who may use it.
//
// A caller who may not is told so before anything else of the request is looked at: 401 without
// known credentials, 403 with those of somebody else. Whatever other status comes has passed.

#include "server/app/accounts.h"
#include "tests/functional/test_server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include <sodium.h>

#include <array>
#include <map>
#include <set>

namespace chaffinch::test {
namespace {

namespace json = boost::json;

enum class Caller {
    nobody,
    site_key,
    ended_site_key,
    viewer,
    moderator,
    admin,
    op,
    disabled,
    read_token,
    decide_token,
    ended_token,
};

constexpr std::array all_callers{
    std::pair{Caller::nobody, "nobody"},
    std::pair{Caller::site_key, "a site key"},
    std::pair{Caller::ended_site_key, "a site key that was replaced"},
    std::pair{Caller::viewer, "a viewer"},
    std::pair{Caller::moderator, "a moderator"},
    std::pair{Caller::admin, "an admin"},
    std::pair{Caller::op, "an operator"},
    std::pair{Caller::disabled, "a moderator who was disabled"},
    std::pair{Caller::read_token, "a token that reads"},
    std::pair{Caller::decide_token, "a token that decides"},
    std::pair{Caller::ended_token, "a token that was revoked"},
};

using Allowed = std::set<Caller>;

const Allowed anybody{
    Caller::nobody,
    Caller::site_key,
    Caller::ended_site_key,
    Caller::viewer,
    Caller::moderator,
    Caller::admin,
    Caller::op,
    Caller::disabled,
    Caller::read_token,
    Caller::decide_token,
    Caller::ended_token,
};
const Allowed sites{Caller::site_key};
const Allowed readers{
    Caller::viewer,
    Caller::moderator,
    Caller::admin,
    Caller::op,
    Caller::read_token,
    Caller::decide_token,
};
const Allowed deciders{Caller::moderator, Caller::admin, Caller::op, Caller::decide_token};
const Allowed persons{Caller::viewer, Caller::moderator, Caller::admin, Caller::op};
const Allowed admins{Caller::admin, Caller::op};

const std::map<std::string, Allowed>& table() {
    static const std::map<std::string, Allowed> rows{
        {"PUT /v1/articles/{id}", sites},
        {"GET /v1/articles/{id}/comments", sites},
        {"POST /v1/comments", sites},
        {"POST /v1/comments/batch", sites},
        {"POST /v1/check", sites},
        {"GET /v1/comments/{id}", sites},
        {"PATCH /v1/comments/{id}", sites},
        {"DELETE /v1/comments/{id}", sites},
        {"POST /v1/comments/{id}/reports", sites},
        {"POST /v1/comments/{id}/appeal", sites},
        {"GET /v1/changes", sites},
        {"GET /v1/comments/{id}/revisions", readers},
        {"GET /v1/authors/{id}", readers},
        {"PUT /v1/authors/{id}/standing", deciders},
        {"POST /v1/session", anybody},
        {"GET /v1/session", readers},
        {"DELETE /v1/session", persons},
        {"GET /v1/queue", readers},
        {"GET /v1/queue/counts", readers},
        {"POST /v1/queue/claim", deciders},
        {"DELETE /v1/queue/claims", deciders},
        {"POST /v1/queue/claims/renew", deciders},
        {"GET /v1/events", readers},
        {"GET /v1/comments/{id}/review", readers},
        {"POST /v1/comments/{id}/notes", deciders},
        {"POST /v1/comments/{id}/author/notes", deciders},
        {"POST /v1/comments/{id}/skip", deciders},
        {"PUT /v1/comments/{id}/assignment", deciders},
        {"POST /v1/decisions", deciders},
        {"POST /v1/decisions/{id}/undo", deciders},
        {"GET /v1/campaigns", readers},
        {"GET /v1/campaigns/{id}", readers},
        {"POST /v1/campaigns/{id}/decision", deciders},
        {"GET /v1/rules", readers},
        {"POST /v1/rules", admins},
        {"POST /v1/rules/check", deciders},
        {"POST /v1/rules/replay", deciders},
        {"GET /v1/rules/versions", readers},
        {"GET /v1/rules/versions/{n}", readers},
        {"POST /v1/rules/versions/{n}/restore", admins},
        {"GET /v1/articles", readers},
        {"GET /v1/articles/{id}/policy", readers},
        {"PUT /v1/articles/{id}/policy", deciders},
        {"GET /v1/insight/activity", readers},
        {"GET /v1/insight/decisions", readers},
        {"GET /v1/insight/rules", readers},
        {"GET /v1/insight/drift", readers},
        {"GET /v1/insight/scores", readers},
        {"GET /v1/insight/learning", admins},
        {"POST /v1/learning/forget", admins},
        {"POST /v1/learning/vouchers", admins},
        {"POST /v1/learning/vouchers/end", admins},
        {"GET /v1/history", readers},
        {"GET /v1/history/export", readers},
        {"GET /v1/erasures", admins},
        {"POST /v1/erasures", admins},
        {"GET /v1/webhooks", admins},
        {"POST /v1/webhooks", admins},
        {"DELETE /v1/webhooks/{id}", admins},
        {"POST /v1/webhooks/{id}/secret", admins},
        {"POST /v1/webhooks/{id}/enable", admins},
        {"GET /v1/webhooks/{id}/deliveries", admins},
        {"POST /v1/webhooks/{id}/deliveries/{delivery}/replay", admins},
        {"PUT /v1/session/password", persons},
        {"POST /v1/session/totp", persons},
        {"PUT /v1/session/totp", persons},
        {"POST /v1/session/totp/end", persons},
        {"GET /v1/session/identity", persons},
        {"POST /v1/session/identity", persons},
        {"POST /v1/session/identity/end", persons},
        {"GET /v1/session/tokens", persons},
        {"POST /v1/session/tokens", persons},
        {"DELETE /v1/session/tokens/{id}", persons},
        {"GET /v1/moderators", admins},
        {"POST /v1/moderators", admins},
        {"PATCH /v1/moderators/{id}", admins},
        {"GET /v1/moderators/{id}/identity", admins},
        {"PUT /v1/moderators/{id}/identity", admins},
        {"POST /v1/moderators/{id}/identity/end", admins},
        {"GET /v1/session/methods", anybody},
        {"GET /v1/session/oidc", anybody},
        {"GET /v1/session/oidc/callback", anybody},
        {"GET /v1/sites", readers},
        {"POST /v1/sites", admins},
        {"POST /v1/sites/{id}/key", admins},
        {"POST /v1/sites/{id}/akismet-key", admins},
    };
    return rows;
}

/// Doors with a contract of their own, where a bad key is no 401: their tests are akismet_test.cpp,
/// doors_test.cpp and tests/clients.
bool is_other_door(const http::Route& route) {
    return route.pattern.starts_with("/1.1/") || route.pattern.starts_with("/1.2/") ||
           route.pattern.starts_with("/v1alpha1/") || route.pattern.starts_with("/coral/");
}

/// Pages and their parts, the same for everybody; data comes by the routes above.
bool is_static(const http::Route& route) {
    return route.method == "GET" && !route.pattern.starts_with("/v1/");
}

/// Every kind of caller on one server, with what each sends.
class Callers {
  public:
    explicit Callers(TestServer& server) : server_(server) {
        credentials_[Caller::nobody] = {};
        credentials_[Caller::ended_site_key] = {{"Authorization", "Bearer " + server.site_key()}};
        const std::string fresh =
            on_server(app::rotate_key(store(), SiteId{"demo"}, now())).value();
        std::this_thread::sleep_for(std::chrono::milliseconds(1'100)
        );  // keys are remembered a second
        credentials_[Caller::site_key] = {{"Authorization", "Bearer " + fresh}};
        credentials_[Caller::viewer] = session_of("viewer", Role::viewer);
        credentials_[Caller::moderator] = session_of("moderator", Role::moderator);
        credentials_[Caller::admin] = session_of("admin", Role::admin);
        credentials_[Caller::op] = session_of("operator", Role::op);
        credentials_[Caller::disabled] = session_of("disabled", Role::op);
        ModeratorChange change{.disabled = true};
        const auto moderators = on_server(store().list_moderators());
        for (const Moderator& each : moderators) {
            if (each.login == "disabled") {
                EXPECT_TRUE(on_server(store().change_moderator(each.id, change)));
            }
        }
        credentials_[Caller::read_token] = token("read");
        credentials_[Caller::decide_token] = token("decide");
        credentials_[Caller::ended_token] = token("decide");
        Headers owner = credentials_[Caller::op];
        EXPECT_EQ(server.send("DELETE", "/v1/session/tokens/" + last_token_, owner).status, 204U);
    }

    [[nodiscard]] Headers credentials(Caller caller) const { return credentials_.at(caller); }

    /// After a row that ended the caller's session.
    void log_in_again(Caller caller) {
        constexpr std::array logins{
            std::pair{Caller::viewer, "viewer"},
            std::pair{Caller::moderator, "moderator"},
            std::pair{Caller::admin, "admin"},
            std::pair{Caller::op, "operator"},
        };
        for (const auto& [each, login] : logins) {
            if (each == caller) credentials_[caller] = log_in(login);
        }
    }

  private:
    static constexpr const char* password_ = "a password for tests";

    store::Store& store() { return server_.application().store(); }

    static Timestamp now() { return runtime::SystemClock().now(); }

    template <class T>
    T on_server(boost::asio::awaitable<T> work) {
        auto& io = server_.application().io();
        return boost::asio::co_spawn(io, std::move(work), boost::asio::use_future).get();
    }

    Headers session_of(const std::string& login, Role role) {
        const auth::HashCost cost{
            .operations = crypto_pwhash_OPSLIMIT_MIN, .memory_bytes = crypto_pwhash_MEMLIMIT_MIN
        };
        Moderator moderator{.login = login, .role = role, .created_at = now()};
        EXPECT_TRUE(on_server(app::make_moderator(store(), std::move(moderator), password_, cost)));
        return log_in(login);
    }

    Headers log_in(const std::string& login) {
        const json::object body{{"login", login}, {"password", password_}};
        const Answer answer = server_.send(
            "POST", "/v1/session", {{"Content-Type", "application/json"}}, json::serialize(body)
        );
        EXPECT_EQ(answer.status, 200U) << answer.body;
        const std::string set = answer.header("set-cookie");
        return {
            {"Cookie", set.substr(0, set.find(';'))}, {"X-CSRF-Token", answer.text("/csrf_token")}
        };
    }

    Headers token(const std::string& scope) {
        Headers headers = credentials_[Caller::op];
        headers.emplace_back("Content-Type", "application/json");
        const json::object body{
            {"name", "a script"}, {"scope", scope}, {"confirm", {{"password", password_}}}
        };
        const Answer made =
            server_.send("POST", "/v1/session/tokens", headers, json::serialize(body));
        EXPECT_EQ(made.status, 201U) << made.body;
        last_token_ = made.text("/token/id");
        return {{"Authorization", "Bearer " + made.text("/secret")}};
    }

    TestServer& server_;
    std::map<Caller, Headers> credentials_{};
    std::string last_token_{};
};

std::string target_of(const http::Route& route) {
    std::string target = route.pattern;
    for (std::size_t at = target.find('{'); at != std::string::npos; at = target.find('{')) {
        target.replace(at, target.find('}') - at + 1, "nothing");
    }
    // A stream has no end of its own; with a mistake in the query it does not begin.
    if (route.pattern == "/v1/events") target += "?nothing=true";
    return target;
}

bool carries_a_body(const http::Route& route) {
    return route.body_limit > 0;
}

TEST(Access, EveryRouteSaysWhoMayUseIt) {
    TestServer server;
    std::set<std::string> routes;
    for (const http::Route& route : server.application().router()->routes()) {
        if (is_other_door(route) || is_static(route)) continue;
        const std::string name = route.method + " " + route.pattern;
        EXPECT_TRUE(table().contains(name)) << "add a row for " << name;
        routes.insert(name);
    }
    for (const auto& [name, allowed] : table()) {
        EXPECT_TRUE(routes.contains(name)) << name << " is in the table and not served";
    }
}

TEST(Access, IsAsTheTableSays) {
    TestServer server;
    Callers callers(server);
    for (const http::Route& route : server.application().router()->routes()) {
        if (is_other_door(route) || is_static(route)) continue;
        const std::string name = route.method + " " + route.pattern;
        const auto row = table().find(name);
        if (row == table().end()) continue;  // the test above says so
        for (const auto& [caller, words] : all_callers) {
            SCOPED_TRACE(name + " by " + words);
            Headers headers = callers.credentials(caller);
            if (carries_a_body(route)) headers.emplace_back("Content-Type", "application/json");
            // Nothing valid: a call that passes fails in the next step, and changes nothing.
            const Answer answer = server.akismet_raw(
                target_of(route), headers, carries_a_body(route) ? "{}" : "", route.method
            );
            if (row->second.contains(caller)) {
                EXPECT_NE(answer.status, 401U) << answer.body;
                EXPECT_NE(answer.status, 403U) << answer.body;
            } else {
                const bool known = readers.contains(caller);
                EXPECT_EQ(answer.status, known && row->second != sites ? 403U : 401U)
                    << answer.body;
            }
            if (name == "DELETE /v1/session" && answer.status == 204) {
                callers.log_in_again(caller);
            }
        }
    }
}

/// A browser sends the cookie along wherever a page asks it to; the token and the origin tell whose
/// page it was.
TEST(Access, IsNotGivenToThePagesOfOthers) {
    TestServer server;
    const Callers callers(server);
    const Headers whole = callers.credentials(Caller::op);
    const Headers cookie{whole.front()};
    Headers from_elsewhere = whole;
    from_elsewhere.emplace_back("Origin", "https://evil.example");
    Headers from_nowhere = whole;
    from_nowhere.emplace_back("Origin", "null");
    Headers across = whole;
    across.emplace_back("Sec-Fetch-Site", "cross-site");
    Headers beside = whole;
    beside.emplace_back("Sec-Fetch-Site", "same-site");
    Headers forged = cookie;
    forged.emplace_back("X-CSRF-Token", callers.credentials(Caller::admin).back().second);
    for (const http::Route& route : server.application().router()->routes()) {
        const std::string name = route.method + " " + route.pattern;
        const auto row = table().find(name);
        if (row == table().end() || route.method == "GET" || row->second == sites) continue;
        std::vector<Headers> forms{from_elsewhere, from_nowhere, across, beside};
        if (row->second != anybody) {
            forms.push_back(cookie);
            forms.push_back(forged);
        }
        for (std::size_t i = 0; i < forms.size(); ++i) {
            SCOPED_TRACE(name + ", form " + std::to_string(i));
            if (carries_a_body(route)) forms[i].emplace_back("Content-Type", "application/json");
            const Answer answer = server.akismet_raw(
                target_of(route), forms[i], carries_a_body(route) ? "{}" : "", route.method
            );
            EXPECT_EQ(answer.status, 403U) << answer.body;
        }
    }
    EXPECT_EQ(server.send("GET", "/v1/session", whole).status, 200U) << "and nothing has ended";
}

}  // namespace
}  // namespace chaffinch::test
