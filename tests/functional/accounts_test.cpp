// Accounts as a person meets them: passwords, a second factor, tokens for scripts, colleagues and
// keys. The clock is the test's own where time matters.

#include "server/app/accounts.h"

#include "server/auth/totp.h"
#include "tests/functional/test_server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include <sodium.h>

namespace chaffinch::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr const char* password = "a password for tests";
const json::object confirm{{"password", password}};

template <class T>
T on_server(TestServer& server, boost::asio::awaitable<T> work) {
    auto& io = server.application().io();
    return boost::asio::co_spawn(io, std::move(work), boost::asio::use_future).get();
}

/// A person with a browser: logs in, keeps the cookie and sends the CSRF token.
class Person {
  public:
    explicit Person(TestServer& server, std::string login)
        : server_(server), login_(std::move(login)) {}

    Answer log_in(const std::string& with = password, const std::string& code = "") {
        json::object body{{"login", login_}, {"password", with}};
        if (!code.empty()) body["code"] = code;
        const Answer answer = server_.send(
            "POST", "/v1/session", {{"Content-Type", "application/json"}}, json::serialize(body)
        );
        if (answer.status == 200) {
            const std::string set = answer.header("set-cookie");
            headers_ = {
                {"Cookie", set.substr(0, set.find(';'))},
                {"X-CSRF-Token", answer.text("/csrf_token")},
                {"Content-Type", "application/json"},
            };
        }
        return answer;
    }

    Answer send(const std::string& method, const std::string& target, const json::object& body) {
        return server_.send(method, target, headers_, json::serialize(body));
    }

    Answer get(const std::string& target) { return server_.send("GET", target, headers_); }

    Answer remove(const std::string& target) { return server_.send("DELETE", target, headers_); }

    [[nodiscard]] bool is_logged_in() { return get("/v1/session").status == 200; }

  private:
    TestServer& server_;
    std::string login_;
    Headers headers_{};
};

void add(TestServer& server, const std::string& login, Role role, std::vector<SiteId> sites = {}) {
    const auth::HashCost cost{
        .operations = crypto_pwhash_OPSLIMIT_MIN, .memory_bytes = crypto_pwhash_MEMLIMIT_MIN
    };
    Moderator made{
        .login = login,
        .role = role,
        .sites = std::move(sites),
        .created_at = runtime::SystemClock().now()
    };
    auto& store = server.application().store();
    ASSERT_TRUE(on_server(server, app::make_moderator(store, std::move(made), password, cost)));
}

std::string id_of(Person& admin, const std::string& login) {
    const json::value items = admin.get("/v1/moderators").at("/items");
    for (const json::value& item : items.as_array()) {
        if (item.at("login").as_string() == login) return item.at("id").as_string().c_str();
    }
    return {};
}

TEST(Accounts, APasswordIsChangedByItsOwnerAndEndsHisOtherSessions) {
    TestServer server;
    Person here(server, "ann");
    Person elsewhere(server, "ann");
    ASSERT_EQ(here.log_in().status, 200U);
    ASSERT_EQ(elsewhere.log_in().status, 200U);

    const std::string next = "an entirely new sentence";
    const auto change = [&](const std::string& proof, const std::string& to) {
        const json::object body{{"password", to}, {"confirm", {{"password", proof}}}};
        return here.send("PUT", "/v1/session/password", body);
    };
    const Answer wrong = change("not my password", next);
    EXPECT_EQ(wrong.status, 403U);
    EXPECT_EQ(wrong.text("/errors/0/pointer"), "/confirm/password");
    EXPECT_EQ(change(password, "too short").status, 422U);
    EXPECT_TRUE(elsewhere.is_logged_in());

    ASSERT_EQ(change(password, next).status, 204U);
    EXPECT_TRUE(here.is_logged_in());
    EXPECT_FALSE(elsewhere.is_logged_in());
    EXPECT_EQ(elsewhere.log_in().status, 401U);
    EXPECT_EQ(elsewhere.log_in(next).status, 200U);
}

TEST(Accounts, AStolenSessionCannotGuessThePassword) {
    TestServer server;
    Person thief(server, "ann");
    ASSERT_EQ(thief.log_in().status, 200U);
    int looked_at = 0;
    for (int i = 0; i < 100; ++i) {
        const json::object body{
            {"password", "the thief's own password"},
            {"confirm", {{"password", "guess number " + std::to_string(i)}}}
        };
        looked_at += thief.send("PUT", "/v1/session/password", body).status == 403 ? 1 : 0;
    }
    EXPECT_EQ(looked_at, 5);
}

/// A7, on one account and on many.
TEST(Accounts, StrangersGetFewGuesses) {
    TestServer server;
    int looked_at = 0;
    for (int i = 0; i < 200; ++i) {
        const unsigned status = Person(server, "ann").log_in("guess " + std::to_string(i)).status;
        EXPECT_TRUE(status == 401 || status == 429) << status;
        looked_at += status == 401 ? 1 : 0;
    }
    EXPECT_EQ(looked_at, 5);
    looked_at = 0;
    for (int i = 0; i < 200; ++i) {
        Person person(server, "login" + std::to_string(i));
        looked_at += person.log_in("the same for all").status == 401 ? 1 : 0;
    }
    EXPECT_EQ(looked_at, 15) << "twenty a network, five of them spent above";
}

class SecondFactor : public ::testing::Test {
  protected:
    SecondFactor() : clock_(runtime::SystemClock().now()) {
        options_.clock = &clock_;
        server_ = std::make_unique<TestServer>(options_);
        ann_ = std::make_unique<Person>(*server_, "ann");
        EXPECT_EQ(ann_->log_in().status, 200U);
    }

    /// What an authenticator app shows, so many steps from now.
    std::string code(std::int64_t away = 0) {
        return auth::totp_code(secret_, auth::totp_step(clock_.now()) + away);
    }

    void enrol() {
        const Answer begun = ann_->send("POST", "/v1/session/totp", {{"confirm", confirm}});
        ASSERT_EQ(begun.status, 200U) << begun.body;
        secret_ = from_base32(begun.text("/secret"));
        EXPECT_NE(begun.text("/uri").find("secret=" + begun.text("/secret")), std::string::npos);
        const Answer done = ann_->send("PUT", "/v1/session/totp", {{"code", code()}});
        ASSERT_EQ(done.status, 200U) << done.body;
        recovery_ = done.text("/recovery_codes/0");
        clock_.advance(1min);
    }

    static auth::TotpSecret from_base32(const std::string& text) {
        constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        auth::TotpSecret secret{};
        std::uint32_t kept = 0;
        unsigned bits = 0;
        std::size_t at = 0;
        for (const char c : text) {
            kept = kept << 5U | static_cast<std::uint32_t>(digits.find(c));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                secret.at(at++) = static_cast<std::uint8_t>(kept >> bits);
            }
        }
        return secret;
    }

    runtime::ManualClock clock_;
    ServerOptions options_{};
    std::unique_ptr<TestServer> server_{};
    std::unique_ptr<Person> ann_{};
    auth::TotpSecret secret_{};
    std::string recovery_{};
};

TEST_F(SecondFactor, IsInForceOnceACodeOfItWasSeen) {
    EXPECT_EQ(ann_->send("PUT", "/v1/session/totp", {{"code", "123456"}}).status, 409U);
    ASSERT_EQ(ann_->send("POST", "/v1/session/totp", {{"confirm", confirm}}).status, 200U);
    EXPECT_EQ(ann_->send("PUT", "/v1/session/totp", {{"code", "12345"}}).status, 422U);
    EXPECT_EQ(Person(*server_, "ann").log_in().status, 200U) << "not in force yet";
    enrol();
    EXPECT_TRUE(ann_->get("/v1/session").at("/moderator/second_factor").as_bool());
    EXPECT_EQ(ann_->send("POST", "/v1/session/totp", {{"confirm", confirm}}).status, 403U)
        << "the password alone no longer proves anything";
}

TEST_F(SecondFactor, IsAskedForAtLogInAndItsCodesFitOnce) {
    enrol();
    Person person(*server_, "ann");
    const Answer asked = person.log_in();
    EXPECT_EQ(asked.status, 401U);
    EXPECT_EQ(asked.text("/errors/0/pointer"), "/code");
    EXPECT_EQ(person.log_in("not my password", code()).status, 401U);
    EXPECT_EQ(person.log_in(password, code(-5)).status, 401U);
    EXPECT_EQ(person.log_in(password, code()).status, 200U);
    EXPECT_EQ(person.log_in(password, code()).status, 401U) << "a replay";
    EXPECT_EQ(person.log_in(password, code(1)).status, 200U);
}

TEST_F(SecondFactor, IsReplacedByARecoveryCodeOnce) {
    enrol();
    Person person(*server_, "ann");
    EXPECT_EQ(person.log_in(password, recovery_).status, 200U);
    EXPECT_EQ(person.log_in(password, recovery_).status, 401U);
}

TEST_F(SecondFactor, CannotBeGuessedByWhoKnowsThePassword) {
    enrol();
    int looked_at = 0;
    for (int i = 0; i < 100; ++i) {
        Person thief(*server_, "ann");
        const bool asks = i % 2 == 0;
        const unsigned status = thief.log_in(password, asks ? "" : "000000").status;
        ASSERT_TRUE(status == 401 || status == 429);
        looked_at += status == 401 ? 1 : 0;
    }
    EXPECT_EQ(looked_at, 5) << "asking for the code buys no further guesses";
}

TEST_F(SecondFactor, EndsByItsOwnerOrByAnAdmin) {
    enrol();
    EXPECT_EQ(ann_->send("POST", "/v1/session/totp/end", {{"confirm", confirm}}).status, 403U);
    const json::object with_code{{"password", password}, {"code", code()}};
    EXPECT_EQ(ann_->send("POST", "/v1/session/totp/end", {{"confirm", with_code}}).status, 204U);
    EXPECT_EQ(Person(*server_, "ann").log_in().status, 200U);

    clock_.advance(5min);
    enrol();
    add(*server_, "ada", Role::admin);
    Person ada(*server_, "ada");
    ASSERT_EQ(ada.log_in().status, 200U);
    const json::object help{{"remove_second_factor", true}, {"confirm", confirm}};
    const Answer helped = ada.send("PATCH", "/v1/moderators/" + id_of(ada, "ann"), help);
    ASSERT_EQ(helped.status, 200U) << helped.body;
    EXPECT_FALSE(helped.at("/second_factor").as_bool());
    EXPECT_EQ(Person(*server_, "ann").log_in().status, 200U);
}

TEST_F(SecondFactor, LeavesNoSecretInTheDatabase) {
    const TemporaryDirectory directory;
    ServerOptions options;
    options.data = directory.path() / "data";
    std::string raw;
    std::string recovery;
    {
        TestServer server(options);
        Person ann(server, "ann");
        ASSERT_EQ(ann.log_in().status, 200U);
        const Answer begun = ann.send("POST", "/v1/session/totp", {{"confirm", confirm}});
        secret_ = from_base32(begun.text("/secret"));
        raw.assign(reinterpret_cast<const char*>(secret_.data()), secret_.size());
        const std::string now =
            auth::totp_code(secret_, auth::totp_step(runtime::SystemClock().now()));
        recovery = ann.send("PUT", "/v1/session/totp", {{"code", now}}).text("/recovery_codes/0");
    }
    const std::string database = read_file(options.data / "chaffinch.db");
    EXPECT_NE(database.find("ann"), std::string::npos) << "looks at the right file";
    EXPECT_EQ(database.find(raw), std::string::npos);
    EXPECT_EQ(database.find(recovery), std::string::npos);
}

TEST(PersonalTokens, ReadAndDecideWithinTheirScopeUntilTheyEnd) {
    TestServer server;
    Person ann(server, "ann");
    ASSERT_EQ(ann.log_in().status, 200U);
    const auto issue = [&](const char* scope) {
        return ann.send(
            "POST",
            "/v1/session/tokens",
            {{"name", "report"}, {"scope", scope}, {"confirm", confirm}}
        );
    };
    const Answer reads = issue("read");
    const Answer decides = issue("decide");
    ASSERT_EQ(decides.status, 201U) << decides.body;
    const auto with = [](const Answer& issued) {
        return Headers{
            {"Authorization", "Bearer " + issued.text("/secret")},
            {"Content-Type", "application/json"}
        };
    };
    const std::string id = server.post_comment("holdme please").text("/id");
    EXPECT_EQ(server.send("GET", "/v1/queue", with(reads)).at("/total").as_int64(), 1);
    const json::object item{
        {"comment", id}, {"version", 1}, {"judgement", "approve"}, {"reason", "verdict.not_spam"}
    };
    const std::string decision = json::serialize(json::object{{"items", json::array{item}}});
    EXPECT_EQ(server.send("POST", "/v1/decisions", with(reads), decision).status, 403U);
    EXPECT_EQ(server.send("POST", "/v1/decisions", with(decides), decision).status, 200U)
        << "no cookie, no CSRF token";

    const json::value listed = ann.get("/v1/session/tokens").at("/items");
    ASSERT_EQ(listed.as_array().size(), 2U);
    for (const json::value& each : listed.as_array()) {
        EXPECT_TRUE(each.at("last_used_at").is_string());
        EXPECT_EQ(json::serialize(each).find("mt_"), std::string::npos);
    }
    EXPECT_EQ(ann.remove("/v1/session/tokens/" + reads.text("/token/id")).status, 204U);
    EXPECT_EQ(server.send("GET", "/v1/queue", with(reads)).status, 401U) << "at once";
    EXPECT_EQ(ann.remove("/v1/session/tokens/nothing").status, 404U);
}

TEST(PersonalTokens, EndInTimeAndWithTheirOwner) {
    runtime::ManualClock clock(runtime::SystemClock().now());
    ServerOptions options;
    options.clock = &clock;
    TestServer server(options);
    add(server, "opal", Role::op);
    Person ann(server, "ann");
    ASSERT_EQ(ann.log_in().status, 200U);
    const auto issue = [&](const json::value& days) {
        const json::object body{
            {"name", "x"}, {"scope", "read"}, {"expires_in_days", days}, {"confirm", confirm}
        };
        return Headers{
            {"Authorization",
             "Bearer " + ann.send("POST", "/v1/session/tokens", body).text("/secret")}
        };
    };
    const Headers brief = issue(1);
    const Headers lasting = issue(nullptr);
    clock.advance(25h);
    EXPECT_EQ(server.send("GET", "/v1/queue", brief).status, 401U);
    EXPECT_EQ(server.send("GET", "/v1/queue", lasting).status, 200U);
    Person opal(server, "opal");
    ASSERT_EQ(opal.log_in().status, 200U);
    const json::object off{{"disabled", true}, {"confirm", confirm}};
    ASSERT_EQ(opal.send("PATCH", "/v1/moderators/" + id_of(opal, "ann"), off).status, 200U);
    EXPECT_EQ(server.send("GET", "/v1/queue", lasting).status, 401U);
    EXPECT_EQ(ann.log_in().status, 401U);
}

TEST(Staff, AnAdminManagesThoseOfHisOwnSitesAndNobodyElseExists) {
    TestServer server;
    const SiteId demo{"demo"};
    const SiteId other{"other"};
    add(server, "opal", Role::op);
    add(server, "ada", Role::admin, {demo});
    add(server, "far", Role::moderator, {other});
    Person ada(server, "ada");
    ASSERT_EQ(ada.log_in().status, 200U);
    const auto make = [&](const std::string& login, const char* role, const json::array& sites) {
        const json::object body{
            {"login", login},
            {"password", "another long sentence"},
            {"role", role},
            {"sites", sites},
            {"confirm", confirm}
        };
        return ada.send("POST", "/v1/moderators", body).status;
    };
    EXPECT_EQ(make("new", "moderator", {"demo"}), 201U);
    EXPECT_EQ(make("new", "moderator", {"demo"}), 409U) << "the login is taken";
    EXPECT_EQ(make("new2", "operator", {"demo"}), 403U);
    EXPECT_EQ(make("new2", "moderator", {"other"}), 403U);
    EXPECT_EQ(make("new2", "moderator", {}), 403U) << "all sites";
    EXPECT_EQ(make("New Two", "moderator", {"demo"}), 422U);

    const json::value seen = ada.get("/v1/moderators").at("/items");
    std::vector<std::string> logins;
    for (const json::value& each : seen.as_array()) {
        logins.emplace_back(each.at("login").as_string().c_str());
    }
    EXPECT_EQ(logins, (std::vector<std::string>{"ada", "new"}));

    Person opal(server, "opal");
    ASSERT_EQ(opal.log_in().status, 200U);
    const json::object off{{"disabled", true}, {"confirm", confirm}};
    const auto patch = [&](const std::string& login, const json::object& change) {
        return ada.send("PATCH", "/v1/moderators/" + id_of(opal, login), change);
    };
    const Answer foreign = patch("far", off);
    const Answer missing = ada.send("PATCH", "/v1/moderators/" + id_of(opal, "far") + "x", off);
    EXPECT_EQ(foreign.status, 404U);
    EXPECT_EQ(missing.status, 404U);
    EXPECT_EQ(patch("opal", off).status, 404U);
    EXPECT_EQ(patch("ada", off).status, 403U) << "oneself";
    EXPECT_EQ(patch("new", {{"sites", json::array{"other"}}, {"confirm", confirm}}).status, 403U);
    EXPECT_EQ(patch("new", {{"role", "admin"}, {"confirm", confirm}}).text("/role"), "admin");
}

TEST(Staff, WhoIsDisabledOrResetIsOutAtOnce) {
    TestServer server;
    add(server, "opal", Role::op);
    Person opal(server, "opal");
    Person ann(server, "ann");
    ASSERT_EQ(opal.log_in().status, 200U);
    ASSERT_EQ(ann.log_in().status, 200U);
    const std::string target = "/v1/moderators/" + id_of(opal, "ann");
    const json::object reset{{"password", "given over the telephone"}, {"confirm", confirm}};
    ASSERT_EQ(opal.send("PATCH", target, reset).status, 200U);
    EXPECT_FALSE(ann.is_logged_in());
    ASSERT_EQ(ann.log_in("given over the telephone").status, 200U);
    const json::object down{{"role", "viewer"}, {"confirm", confirm}};
    ASSERT_EQ(opal.send("PATCH", target, down).status, 200U);
    EXPECT_EQ(ann.send("POST", "/v1/decisions", {}).status, 403U) << "the role is read anew";
    const json::object off{{"disabled", true}, {"confirm", confirm}};
    ASSERT_EQ(opal.send("PATCH", target, off).status, 200U);
    EXPECT_FALSE(ann.is_logged_in());
}

TEST(Staff, TheLastOperatorStays) {
    TestServer server;
    add(server, "opal", Role::op);
    add(server, "otto", Role::op);
    Person opal(server, "opal");
    Person otto(server, "otto");
    ASSERT_EQ(opal.log_in().status, 200U);
    ASSERT_EQ(otto.log_in().status, 200U);
    const std::string opals = "/v1/moderators/" + id_of(otto, "opal");
    const json::object off{{"disabled", true}, {"confirm", confirm}};
    auto& store = server.application().store();
    ASSERT_EQ(opal.send("PATCH", "/v1/moderators/" + id_of(opal, "otto"), off).status, 200U);
    ModeratorChange change{.role = Role::viewer};
    const ModeratorId id{opals.substr(opals.rfind('/') + 1)};
    const auto last = on_server(server, store.change_moderator(id, change));
    ASSERT_FALSE(last);
    EXPECT_EQ(last.error().code, Errc::conflict);
}

TEST(SiteAccounts, AreAddedByOperatorsAndTheirKeysMadeAnewWithThePassword) {
    TestServer server;
    add(server, "opal", Role::op);
    add(server, "ada", Role::admin, {SiteId{"demo"}});
    Person opal(server, "opal");
    Person ada(server, "ada");
    ASSERT_EQ(opal.log_in().status, 200U);
    ASSERT_EQ(ada.log_in().status, 200U);
    const json::object site{{"id", "third"}, {"name", "A third"}, {"confirm", confirm}};
    EXPECT_EQ(ada.send("POST", "/v1/sites", site).status, 403U);
    const Answer made = opal.send("POST", "/v1/sites", site);
    ASSERT_EQ(made.status, 201U) << made.body;
    const auto works = [&](const std::string& key) {
        const Headers headers{
            {"Authorization", "Bearer " + key}, {"Content-Type", "application/json"}
        };
        const std::string body = json::serialize(submission("a friendly remark"));
        return server.send("POST", "/v1/check", headers, body).status == 200;
    };
    EXPECT_TRUE(works(made.text("/key")));
    EXPECT_EQ(opal.send("POST", "/v1/sites", site).status, 409U);
    EXPECT_EQ(ada.get("/v1/sites").at("/items").as_array().size(), 1U);
    EXPECT_EQ(ada.send("POST", "/v1/sites/third/key", {{"confirm", confirm}}).status, 404U);

    const json::object wrong{{"confirm", {{"password", "a wrong guess"}}}};
    EXPECT_EQ(ada.send("POST", "/v1/sites/demo/key", wrong).status, 403U);
    EXPECT_TRUE(works(server.site_key()));
    const Answer fresh = ada.send("POST", "/v1/sites/demo/key", {{"confirm", confirm}});
    ASSERT_EQ(fresh.status, 200U) << fresh.body;
    EXPECT_TRUE(works(fresh.text("/key")));
    EXPECT_FALSE(works(server.site_key())) << "the older one ended at once";

    const std::string old = server.akismet_key();
    const Answer akismet = ada.send("POST", "/v1/sites/demo/akismet-key", {{"confirm", confirm}});
    ASSERT_EQ(akismet.status, 200U) << akismet.body;
    const auto verify = [&](const std::string& key) {
        return server.akismet("/1.1/verify-key", {{"key", key}, {"blog", "https://a.example"}})
            .body;
    };
    EXPECT_EQ(verify(akismet.text("/key")), "valid");
    EXPECT_EQ(verify(old), "invalid");
}

TEST(KeyRates, EndInA429WithTheTimeToWait) {
    ServerOptions options;
    options.key_rate = {.per_second = 5, .burst = 10};
    runtime::ManualClock clock(runtime::SystemClock().now());
    options.clock = &clock;
    TestServer server(options);
    Answer last;
    for (int i = 0; i < 11; ++i) last = server.site("POST", "/v1/check", submission("hello"));
    EXPECT_EQ(last.status, 429U);
    EXPECT_EQ(last.header("retry-after"), "1");
    EXPECT_EQ(last.header("ratelimit-policy"), "\"key\";q=10;w=2");
    EXPECT_EQ(last.header("ratelimit"), "\"key\";r=0;t=1");

    Answer call;
    const Headers fields{{"blog", "https://a.example"}, {"user_ip", ""}, {"comment_content", "hi"}};
    for (int i = 0; i < 11; ++i) call = server.akismet("/1.1/comment-check", fields);
    EXPECT_EQ(call.status, 429U);
    EXPECT_EQ(call.header("retry-after"), "1");
    EXPECT_NE(call.header("x-akismet-error"), "");
    EXPECT_NE(call.body, "true");
    EXPECT_NE(call.body, "false");
    EXPECT_EQ(call.header("x-akismet-pro-tip"), "");

    Headers other = fields;
    other.emplace_back("api_key", server.other_akismet_key());
    EXPECT_EQ(server.akismet("/1.1/comment-check", other).status, 200U) << "another key";
    clock.advance(2s);
    EXPECT_EQ(server.site("POST", "/v1/check", submission("hello")).status, 200U);
    EXPECT_EQ(server.akismet("/1.1/comment-check", fields).status, 200U);
}

}  // namespace
}  // namespace chaffinch::test
