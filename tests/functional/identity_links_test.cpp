// Links between accounts and identities at a provider: those that an admin makes, and one's own,
// which is proven at the provider from within a session.

#include "tests/functional/oidc_fixture.h"

#include <map>
#include <utility>
#include <vector>

namespace chaffinch::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

/// The password of every Colleague.
const json::object own{{"password", "another password for tests"}};

/// Somebody links his own account.
class OwnIdentityTest : public OidcTest {
  protected:
    Visit begin_link(Colleague& who) {
        const Answer answer = who.call("POST", "/v1/session/identity", {{"confirm", own}});
        EXPECT_EQ(answer.status, 200u) << answer.body;
        Visit visit{
            .location = answer.text("/location"), .cookie = cookie_in(answer, "__Host-oidc")
        };
        visit.state = form_fields(visit.location.substr(visit.location.find('?') + 1))["state"];
        return visit;
    }

    static void expect_outcome(const Answer& answer, const std::string& outcome) {
        EXPECT_EQ(answer.status, 302u) << answer.body;
        EXPECT_EQ(answer.header("location"), "/console/settings/account?link=" + outcome);
        EXPECT_EQ(cookie_in(answer, "__Host-sid"), "") << "linking is no log-in";
    }

    void provider_says(const std::string& subject) {
        provider_.change([subject](auto& behaviour) { behaviour.subject = subject; });
    }
};

TEST_F(OwnIdentityTest, IsLinkedByALogInAtTheProviderAndOpensTheAccount) {
    start_and_wait();
    Colleague dan(*server_, "dan");
    EXPECT_TRUE(dan.call("GET", "/v1/session/identity").at("/linked").is_null());
    expect_refused(come_back(begin()), "no_account");
    expect_outcome(come_back(begin_link(dan)), "done");
    const Answer shown = dan.call("GET", "/v1/session/identity");
    EXPECT_EQ(shown.text("/linked/subject"), "248289761001");
    EXPECT_TRUE(shown.at("/password").as_bool());
    const std::string cookie = cookie_in(come_back(begin()), "__Host-sid");
    const Answer session = server_->send("GET", "/v1/session", {{"Cookie", cookie}});
    EXPECT_EQ(session.text("/moderator/login"), "dan");
    provider_says("another of dan's");
    expect_outcome(come_back(begin_link(dan)), "done");
    EXPECT_EQ(dan.call("GET", "/v1/session/identity").text("/linked/subject"), "another of dan's")
        << "in place of the first";
}

TEST_F(OwnIdentityTest, AsksForThePasswordAndForASession) {
    start_and_wait();
    Colleague dan(*server_, "dan");
    const json::object wrong{{"confirm", json::object{{"password", "not the password"}}}};
    const Answer refused = dan.call("POST", "/v1/session/identity", wrong);
    EXPECT_EQ(refused.status, 403u);
    EXPECT_EQ(cookie_in(refused, "__Host-oidc"), "");
    EXPECT_EQ(dan.call("POST", "/v1/session/identity", json::object{}).status, 422u);
    EXPECT_EQ(dan.call("POST", "/v1/session/identity/end", wrong).status, 403u);
    EXPECT_EQ(dan.call("POST", "/v1/session/identity/end", {{"confirm", own}}).status, 404u);
}

TEST_F(OwnIdentityTest, OfAnotherAccountIsNotTaken) {
    start_and_wait();
    ASSERT_EQ(link({{"subject", "248289761001"}}).status, 200u);
    Colleague dan(*server_, "dan");
    expect_outcome(come_back(begin_link(dan)), "taken");
    EXPECT_TRUE(dan.call("GET", "/v1/session/identity").at("/linked").is_null());
    expect_let_in(come_back(begin()));
}

TEST_F(OwnIdentityTest, EndsWithTheSessionThatBeganIt) {
    start_and_wait();
    const std::vector<std::pair<const char*, json::object>> ends{
        {"an admin sets another password", {{"password", "quite another password"}}},
        {"the account is disabled", {{"disabled", true}}},
    };
    for (const auto& [name, change] : ends) {
        SCOPED_TRACE(name);
        const std::string login = change.contains("disabled") ? "eve" : "dan";
        Colleague thief(*server_, login);
        const Visit visit = begin_link(thief);
        std::string id;
        for (const json::value& each : accounts()) {
            if (each.at("login").as_string() == login) id = each.at("id").as_string().c_str();
        }
        json::object body = change;
        body["confirm"] = confirm;
        ASSERT_EQ(server_->moderator("PATCH", "/v1/moderators/" + id, body).status, 200u);
        expect_outcome(come_back(visit), "stale");
        EXPECT_EQ(server_->moderator("GET", "/v1/moderators/" + id + "/identity").status, 404u);
    }
}

TEST_F(OwnIdentityTest, ATicketForOneWayIsWorthNothingOnTheOther) {
    start_and_wait();
    Colleague dan(*server_, "dan");
    const Visit linking = begin_link(dan);
    const Visit entering = begin();
    const std::string note = linking.cookie.substr(linking.cookie.rfind('.'));
    // The browser's own state, with the note of the other way put behind its ticket, or cut off.
    Visit forged = entering;
    forged.cookie += note;
    expect_outcome(come_back(forged), "stale");
    forged = linking;
    forged.cookie.resize(forged.cookie.size() - note.size());
    expect_refused(come_back(forged), "stale");
    EXPECT_TRUE(dan.call("GET", "/v1/session/identity").at("/linked").is_null());
    const Visit denied = begin_link(dan);
    expect_outcome(
        come_back(denied, {{"error", "access_denied"}, {"state", denied.state}}), "denied"
    );
    const Visit slow = begin_link(dan);
    clock_.advance(10min);
    expect_outcome(come_back(slow), "stale");
}

TEST_F(OwnIdentityTest, EndsByItsOwnersHandAndOtherSessionsWithIt) {
    start_and_wait();
    Colleague dan(*server_, "dan");
    expect_outcome(come_back(begin_link(dan)), "done");
    const std::string other = cookie_in(come_back(begin()), "__Host-sid");
    EXPECT_EQ(dan.call("POST", "/v1/session/identity/end", {{"confirm", own}}).status, 204u);
    EXPECT_EQ(dan.call("GET", "/v1/session").status, 200u) << "this session stays";
    EXPECT_EQ(server_->send("GET", "/v1/session", {{"Cookie", other}}).status, 401u);
    EXPECT_TRUE(dan.call("GET", "/v1/session/identity").at("/linked").is_null());
    expect_refused(come_back(begin()), "no_account");
}

TEST_F(OwnIdentityTest, WithoutAPasswordTheOnlyWayInStays) {
    provider_.change([](auto& behaviour) {
        behaviour.subject = "new";
        behaviour.claims = [](json::object& claims) {
            claims["email"] = "dora@news.example";
            claims["email_verified"] = true;
        };
    });
    start_and_wait([](app::OidcConfig& config) { config.allow_new = true; });
    expect_refused(come_back(begin()), "disabled");
    std::string id;
    for (const json::value& each : accounts()) {
        if (each.at("login").as_string() == "dora") id = each.at("id").as_string().c_str();
    }
    const json::object change{
        {"disabled", false}, {"sites", json::array{"demo"}}, {"confirm", confirm}
    };
    ASSERT_EQ(server_->moderator("PATCH", "/v1/moderators/" + id, change).status, 200u);
    const std::string cookie = cookie_in(come_back(begin()), "__Host-sid");
    const Answer session = server_->send("GET", "/v1/session", {{"Cookie", cookie}});
    const Answer shown = server_->send("GET", "/v1/session/identity", {{"Cookie", cookie}});
    EXPECT_FALSE(shown.at("/password").as_bool());
    const Headers whole{
        {"Cookie", cookie},
        {"X-CSRF-Token", session.text("/csrf_token")},
        {"Content-Type", "application/json"}
    };
    const std::string body = json::serialize(json::object{{"confirm", confirm}});
    const Answer kept = server_->send("POST", "/v1/session/identity/end", whole, body);
    EXPECT_EQ(kept.status, 409u) << kept.body;
    EXPECT_EQ(server_->send("GET", "/v1/session", {{"Cookie", cookie}}).status, 200u);
    EXPECT_EQ(
        server_->moderator(
                   "POST", "/v1/moderators/" + id + "/identity/end", {{"confirm", confirm}}
        ).status,
        204u
    ) << "an admin may";
}

TEST(OwnIdentity, WithoutAProviderThereIsNothingToLinkTo) {
    TestServer server;
    EXPECT_TRUE(server.moderator("GET", "/v1/session/identity").at("/linked").is_null());
    const json::object body{{"confirm", confirm}};
    EXPECT_EQ(server.moderator("POST", "/v1/session/identity", body).status, 409u);
}

TEST_F(OidcTest, WhoIsDisabledOrNotLinkedAnyMoreStaysOutside) {
    start_and_wait();
    ASSERT_EQ(link({{"subject", "248289761001"}}).status, 200u);
    const std::string cookie = cookie_in(come_back(begin()), "__Host-sid");
    const std::string account = "/v1/moderators/" + bea_;
    json::object change{{"disabled", true}, {"confirm", confirm}};
    ASSERT_EQ(server_->moderator("PATCH", account, change).status, 200u);
    EXPECT_EQ(server_->send("GET", "/v1/session", {{"Cookie", cookie}}).status, 401u);
    expect_refused(come_back(begin()), "disabled");
    change["disabled"] = false;
    ASSERT_EQ(server_->moderator("PATCH", account, change).status, 200u);
    const std::string again = cookie_in(come_back(begin()), "__Host-sid");
    EXPECT_EQ(server_->send("GET", "/v1/session", {{"Cookie", again}}).status, 200u);
    const json::object end{{"confirm", confirm}};
    EXPECT_EQ(server_->moderator("POST", account + "/identity/end", end).status, 204u);
    EXPECT_EQ(server_->send("GET", "/v1/session", {{"Cookie", again}}).status, 401u);
    expect_refused(come_back(begin()), "no_account");
    EXPECT_EQ(server_->moderator("POST", account + "/identity/end", end).status, 404u);
    EXPECT_EQ(server_->moderator("GET", account + "/identity").status, 404u);
}

TEST_F(OidcTest, AnIdentityOpensOneAccountAndNobodyLinksHisOwnUnproven) {
    start_and_wait();
    ASSERT_EQ(link({{"subject", "248289761001"}}).status, 200u);
    Colleague carl(*server_, "carl", Role::admin);
    std::map<std::string, std::string> ids;
    for (const json::value& each : accounts()) {
        ids[each.at("login").as_string().c_str()] = each.at("id").as_string().c_str();
    }
    const json::object body{{"subject", "248289761001"}, {"confirm", confirm}};
    const auto target = [&](const char* login) {
        return "/v1/moderators/" + ids[login] + "/identity";
    };
    EXPECT_EQ(server_->moderator("PUT", target("carl"), body).status, 409u);
    EXPECT_EQ(server_->moderator("PUT", target("ann"), body).status, 403u) << "one's own, unproven";
    EXPECT_EQ(carl.call("PUT", target("ann"), body).status, 404u) << "an operator's, by an admin";
    EXPECT_EQ(link({{"subject", "a"}, {"email", "b@c"}}).status, 422u);
    EXPECT_EQ(link({}).status, 422u);
    EXPECT_EQ(link({{"email", "nobody"}}).status, 422u);
    json::object wrong = body;
    wrong["confirm"] = json::object{{"password", "not the password"}};
    EXPECT_EQ(server_->moderator("PUT", target("bea"), wrong).status, 403u);
}

TEST_F(OidcTest, ANewcomerWaitsForAnAdminWhereThatIsAllowed) {
    provider_.change([](auto& behaviour) {
        behaviour.subject = "new";
        behaviour.claims = [](json::object& claims) {
            claims["email"] = "dora@news.example";
            claims["email_verified"] = true;
        };
    });
    start_and_wait([](app::OidcConfig& config) { config.allow_new = true; });
    for (int i = 0; i < 2; ++i) expect_refused(come_back(begin()), "disabled");
    std::string id;
    for (const json::value& each : accounts()) {
        if (each.at("login").as_string() != "dora") continue;
        EXPECT_TRUE(id.empty()) << "once";
        id = each.at("id").as_string().c_str();
        EXPECT_EQ(each.at("role").as_string(), "viewer");
        EXPECT_TRUE(each.at("disabled").as_bool());
    }
    const json::object change{
        {"disabled", false}, {"sites", json::array{"demo"}}, {"confirm", confirm}
    };
    ASSERT_EQ(server_->moderator("PATCH", "/v1/moderators/" + id, change).status, 200u);
    const std::string cookie = cookie_in(come_back(begin()), "__Host-sid");
    const Answer session = server_->send("GET", "/v1/session", {{"Cookie", cookie}});
    EXPECT_EQ(session.text("/moderator/login"), "dora");
    const json::object log_in{{"login", "dora"}, {"password", ""}};
    EXPECT_NE(
        server_
            ->send(
                "POST",
                "/v1/session",
                {{"Content-Type", "application/json"}},
                json::serialize(log_in)
            )
            .status,
        200u
    ) << "an account without a password has no empty one";
}

}  // namespace
}  // namespace chaffinch::test
