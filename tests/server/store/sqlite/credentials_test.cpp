// Personal tokens, second factors, and changes of moderators.

#include "server/store/credentials.h"

#include "tests/server/store/sqlite/store_fixture.h"

namespace chaffinch::store::sqlite::test {
namespace {

SecretHash hash(std::uint8_t value) {
    SecretHash made{};
    made.fill(value);
    return made;
}

class Credentials : public StoreFixture {
  protected:
    void add(const std::string& login, Role role = Role::moderator) {
        Moderator made;
        made.id.value = "mod_" + login;
        made.login = login;
        made.role = role;
        made.password_hash = "$argon2id$1";
        made.created_at = at(5);
        ASSERT_TRUE(await(store_->add_moderator(made)));
    }

    Session log_in(const std::string& login, std::uint8_t id) {
        Session session{
            .id_hash = hash(id),
            .moderator = ModeratorId{"mod_" + login},
            .created_at = at(10),
            .last_seen_at = at(10)
        };
        await(store_->add_session(session));
        return session;
    }

    bool is_logged_in(const Session& session) {
        return await(store_->find_session(session.id_hash)).has_value();
    }

    static PersonalToken token(const std::string& id, const std::string& login = "ann") {
        return {
            .id = id,
            .moderator = ModeratorId{"mod_" + login},
            .name = "report",
            .scope = TokenScope::decide,
            .secret_hash = hash(7),
            .created_at = at(100)
        };
    }

    const ModeratorId ann_{"mod_ann"};
};

TEST_F(Credentials, TokensAreFoundWithTheirOwnerAndEndOnce) {
    add("ann");
    add("ben");
    PersonalToken made = token("first");
    made.expires_at = at(500);
    ASSERT_TRUE(await(store_->add_token(made)));
    const auto found = await(store_->find_token("first"));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->first.scope, TokenScope::decide);
    EXPECT_EQ(found->first.secret_hash, hash(7));
    EXPECT_EQ(found->first.expires_at, at(500));
    EXPECT_EQ(found->second.login, "ann");
    EXPECT_FALSE(await(store_->find_token("second")));

    const auto foreign = await(store_->revoke_token(ModeratorId{"mod_ben"}, "first", at(200)));
    ASSERT_FALSE(foreign);
    EXPECT_EQ(foreign.error().code, Errc::not_found);
    ASSERT_TRUE(await(store_->revoke_token(ann_, "first", at(200))));
    ASSERT_TRUE(await(store_->revoke_token(ann_, "first", at(300))));
    EXPECT_EQ(await(store_->find_token("first"))->first.revoked_at, at(200)) << "the first time";
}

TEST_F(Credentials, TwentyTokensInForceAreTheMost) {
    add("ann");
    for (std::size_t i = 0; i < most_tokens; ++i) {
        ASSERT_TRUE(await(store_->add_token(token("t" + std::to_string(i)))));
    }
    const auto one_more = await(store_->add_token(token("more")));
    ASSERT_FALSE(one_more);
    EXPECT_EQ(one_more.error().code, Errc::conflict);
    ASSERT_TRUE(await(store_->revoke_token(ann_, "t3", at(200))));
    EXPECT_TRUE(await(store_->add_token(token("more"))));
    EXPECT_EQ(await(store_->tokens_of(ann_)).size(), most_tokens + 1);
}

TEST_F(Credentials, UseOfATokenIsNotedOnceAMinute) {
    add("ann");
    ASSERT_TRUE(await(store_->add_token(token("first"))));
    const auto use = [&](std::int64_t when) {
        await(store_->touch_token(await(store_->find_token("first"))->first, at(when)));
        return await(store_->find_token("first"))->first.last_used_at;
    };
    EXPECT_EQ(use(1'000), at(1'000));
    EXPECT_EQ(use(50'000), at(1'000));
    EXPECT_EQ(use(61'000), at(61'000));
}

TEST_F(Credentials, ASecondFactorIsProposedThenInForceAndItsStepsGoForwardOnly) {
    add("ann");
    SealedTotpSecret secret{};
    secret.fill(3);
    EXPECT_FALSE(await(store_->second_factor(ann_)));
    EXPECT_FALSE(await(store_->activate_second_factor(ann_, 7, {})));
    ASSERT_TRUE(await(store_->propose_second_factor(ann_, secret)));
    EXPECT_FALSE(await(store_->find_moderator("ann"))->has_second_factor);
    EXPECT_FALSE(await(store_->spend_step(ann_, 8))) << "not in force";
    secret.fill(4);
    ASSERT_TRUE(await(store_->propose_second_factor(ann_, secret))) << "in place of the first";
    ASSERT_TRUE(await(store_->activate_second_factor(ann_, 7, {hash(1), hash(2)})));
    EXPECT_TRUE(await(store_->find_moderator("ann"))->has_second_factor);
    EXPECT_EQ(await(store_->second_factor(ann_))->secret, secret);
    const auto another = await(store_->propose_second_factor(ann_, secret));
    ASSERT_FALSE(another);
    EXPECT_EQ(another.error().code, Errc::conflict);

    EXPECT_FALSE(await(store_->spend_step(ann_, 7)));
    EXPECT_TRUE(await(store_->spend_step(ann_, 9)));
    EXPECT_FALSE(await(store_->spend_step(ann_, 9)));
    EXPECT_FALSE(await(store_->spend_step(ann_, 8)));

    EXPECT_TRUE(await(store_->spend_recovery_code(ann_, hash(1), at(300))));
    EXPECT_FALSE(await(store_->spend_recovery_code(ann_, hash(1), at(300))));
    EXPECT_FALSE(await(store_->spend_recovery_code(ann_, hash(9), at(300))));

    await(store_->remove_second_factor(ann_));
    EXPECT_FALSE(await(store_->second_factor(ann_)));
    EXPECT_FALSE(await(store_->spend_recovery_code(ann_, hash(2), at(300))));
}

TEST_F(Credentials, OnesOwnNewPasswordKeepsOneSession) {
    add("ann");
    const Session here = log_in("ann", 1);
    const Session elsewhere = log_in("ann", 2);
    ASSERT_TRUE(await(store_->replace_own_password(ann_, "$argon2id$2", here.id_hash)));
    EXPECT_TRUE(is_logged_in(here));
    EXPECT_FALSE(is_logged_in(elsewhere));
    EXPECT_EQ(await(store_->find_moderator("ann"))->password_hash, "$argon2id$2");
}

TEST_F(Credentials, AChangeOfAModeratorLeavesTheRest) {
    add("ann");
    const Session session = log_in("ann", 1);
    ModeratorChange change;
    change.role = Role::viewer;
    change.sites = std::vector<SiteId>{SiteId{"news"}};
    const auto changed = await(store_->change_moderator(ann_, change));
    ASSERT_TRUE(changed);
    EXPECT_EQ(changed->role, Role::viewer);
    EXPECT_EQ(changed->sites, std::vector<SiteId>{SiteId{"news"}});
    EXPECT_EQ(changed->password_hash, "$argon2id$1");
    EXPECT_TRUE(is_logged_in(session));

    ModeratorChange nowhere;
    nowhere.role = Role::admin;
    nowhere.sites = std::vector<SiteId>{SiteId{"nowhere"}};
    const auto refused = await(store_->change_moderator(ann_, nowhere));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::not_found);
    EXPECT_EQ(await(store_->find_moderator("ann"))->role, Role::viewer) << "nothing of it";

    ModeratorChange off;
    off.disabled = true;
    ASSERT_TRUE(await(store_->change_moderator(ann_, off)));
    EXPECT_FALSE(is_logged_in(session));
    EXPECT_FALSE(await(store_->change_moderator(ModeratorId{"mod_nobody"}, off)));
}

TEST_F(Credentials, TheLastOperatorWhoCanLogInStays) {
    add("opal", Role::op);
    add("otto", Role::op);
    ModeratorChange off;
    off.disabled = true;
    ASSERT_TRUE(await(store_->change_moderator(ModeratorId{"mod_otto"}, off)));
    ModeratorChange down;
    down.role = Role::admin;
    for (const ModeratorChange& change : {off, down}) {
        const auto last = await(store_->change_moderator(ModeratorId{"mod_opal"}, change));
        ASSERT_FALSE(last);
        EXPECT_EQ(last.error().code, Errc::conflict);
    }
    ModeratorChange password;
    password.password_hash = "$argon2id$2";
    EXPECT_TRUE(await(store_->change_moderator(ModeratorId{"mod_opal"}, password)));
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
