// A second factor as a person meets it: set up, asked for, guessed at, lost. The clock is the
// test's own.

#include "server/auth/totp.h"
#include "tests/functional/person.h"

#include <gtest/gtest.h>

namespace chaffinch::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

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

}  // namespace
}  // namespace chaffinch::test
