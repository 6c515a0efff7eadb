// Links between accounts and identities at a provider.

#include "server/store/identities.h"

#include "tests/server/store/sqlite/store_fixture.h"

namespace chaffinch::store::sqlite::test {
namespace {

class Identities : public StoreFixture {
  protected:
    static Moderator moderator(const std::string& login) {
        Moderator made;
        made.id.value = "mod_" + login;
        made.login = login;
        made.password_hash = "$argon2id$1";
        made.created_at = at(5);
        return made;
    }

    void add(const std::string& login) {
        ASSERT_TRUE(await(store_->add_moderator(moderator(login))));
    }

    static LinkedIdentity by_subject(const std::string& subject, const std::string& issuer = "i") {
        return {.issuer = issuer, .subject = subject, .linked_at = at(10)};
    }

    static LinkedIdentity by_email(const std::string& email, const std::string& issuer = "i") {
        return {.issuer = issuer, .email = email, .linked_at = at(10)};
    }

    std::string owner(
        const std::string& subject,
        std::optional<std::string> email = std::nullopt,
        const std::string& issuer = "i"
    ) {
        ProvenIdentity identity{
            .issuer = issuer, .subject = subject, .verified_email = std::move(email)
        };
        const auto found = await(store_->settle_identity(identity, at(50)));
        return found ? found->login : "";
    }

    const ModeratorId ann_{"mod_ann"};
    const ModeratorId ben_{"mod_ben"};
};

TEST_F(Identities, AreFoundByIssuerAndSubject) {
    add("ann");
    ASSERT_TRUE(await(store_->link_identity(ann_, by_subject("1"))));
    EXPECT_EQ(owner("1"), "ann");
    EXPECT_EQ(owner("1", std::nullopt, "another issuer"), "");
    EXPECT_EQ(owner("2"), "");
    EXPECT_EQ(await(store_->identity_of(ann_))->last_used_at, at(50));
}

TEST_F(Identities, AnEmailIsGoodForTheFirstSubjectAlone) {
    add("ann");
    ASSERT_TRUE(await(store_->link_identity(ann_, by_email("a@b"))));
    EXPECT_EQ(owner("1"), "") << "no e-mail";
    EXPECT_EQ(owner("1", "c@d"), "");
    EXPECT_EQ(owner("1", "a@b", "another issuer"), "");
    EXPECT_EQ(owner("1", "a@b"), "ann");
    EXPECT_EQ(owner("1", "changed@since"), "ann");
    EXPECT_EQ(owner("2", "a@b"), "") << "who has the address now is another person";
    EXPECT_EQ(await(store_->identity_of(ann_))->subject, "1");
}

TEST_F(Identities, ASubjectGoesBeforeAnEmail) {
    add("ann");
    add("ben");
    ASSERT_TRUE(await(store_->link_identity(ann_, by_subject("1"))));
    ASSERT_TRUE(await(store_->link_identity(ben_, by_email("a@b"))));
    EXPECT_EQ(owner("1", "a@b"), "ann");
    EXPECT_EQ(owner("2", "a@b"), "ben");
}

TEST_F(Identities, OpenOneAccountEach) {
    add("ann");
    add("ben");
    ASSERT_TRUE(await(store_->link_identity(ann_, by_subject("1"))));
    EXPECT_EQ(await(store_->link_identity(ben_, by_subject("1"))).error().code, Errc::conflict);
    ASSERT_TRUE(await(store_->link_identity(ann_, by_subject("2")))) << "in place of the first";
    EXPECT_EQ(owner("1"), "");
    EXPECT_TRUE(await(store_->link_identity(ben_, by_subject("1"))));
    ASSERT_TRUE(await(store_->link_identity(ann_, by_email("a@b"))));
    EXPECT_EQ(await(store_->link_identity(ben_, by_email("a@b"))).error().code, Errc::conflict);
    EXPECT_EQ(owner("1"), "ben") << "a refused link changes nothing";
    EXPECT_EQ(
        await(store_->link_identity(ModeratorId{"mod_x"}, by_subject("9"))).error().code,
        Errc::not_found
    );
}

TEST_F(Identities, LinkingAndUnlinkingEndTheSessions) {
    add("ann");
    SecretHash id{};
    const auto log_in = [&](std::uint8_t value) {
        id.fill(value);
        Session session{
            .id_hash = id, .moderator = ann_, .created_at = at(10), .last_seen_at = at(10)
        };
        await(store_->add_session(session));
    };
    log_in(1);
    ASSERT_TRUE(await(store_->link_identity(ann_, by_subject("1"))));
    EXPECT_FALSE(await(store_->find_session(id)));
    log_in(2);
    ASSERT_TRUE(await(store_->unlink_identity(ann_)));
    EXPECT_FALSE(await(store_->find_session(id)));
    EXPECT_FALSE(await(store_->identity_of(ann_)));
    EXPECT_EQ(owner("1"), "");
    EXPECT_EQ(await(store_->unlink_identity(ann_)).error().code, Errc::not_found);
}

TEST_F(Identities, NewcomersAreKeptUpToALimit) {
    const auto newcomer = [this](std::size_t number) {
        Moderator made = moderator("new-" + std::to_string(number));
        made.password_hash.clear();
        made.disabled = true;
        return await(store_->add_newcomer(made, by_subject(std::to_string(number))));
    };
    for (std::size_t i = 0; i < most_newcomers; ++i) ASSERT_TRUE(newcomer(i)) << i;
    EXPECT_EQ(newcomer(most_newcomers).error().code, Errc::overloaded);
    EXPECT_EQ(owner("7"), "new-7");
    ModeratorChange change{.disabled = false};
    ASSERT_TRUE(await(store_->change_moderator(ModeratorId{"mod_new-7"}, change)));
    EXPECT_EQ(newcomer(7).error().code, Errc::conflict) << "known already";
    EXPECT_TRUE(newcomer(most_newcomers)) << "an admin has looked at one";
}

TEST_F(Identities, AreLinkedByASessionThatIsThere) {
    add("ann");
    add("ben");
    const SecretHash open{1};
    await(store_->add_session(
        {.id_hash = open, .moderator = ann_, .created_at = at(20), .last_seen_at = at(20)}
    ));
    EXPECT_EQ(
        await(store_->link_own_identity(SecretHash{2}, by_subject("1"))).error().code,
        Errc::unauthenticated
    );
    ASSERT_TRUE(await(store_->link_identity(ben_, by_subject("2"))));
    EXPECT_EQ(await(store_->link_own_identity(open, by_subject("2"))).error().code, Errc::conflict);
    ASSERT_TRUE(await(store_->link_own_identity(open, by_subject("1"))));
    EXPECT_EQ(owner("1"), "ann");
    EXPECT_TRUE(await(store_->find_session(open))) << "it is her own doing";
    ModeratorChange disable;
    disable.disabled = true;
    ASSERT_TRUE(await(store_->change_moderator(ann_, disable)));
    EXPECT_EQ(
        await(store_->link_own_identity(open, by_subject("3"))).error().code, Errc::unauthenticated
    );
}

TEST_F(Identities, AnOwnLinkEndsUnlessItIsTheOnlyWayIn) {
    add("ann");
    Moderator newcomer = moderator("cleo");
    newcomer.password_hash.clear();
    ASSERT_TRUE(await(store_->add_moderator(newcomer)));
    const SecretHash kept{1};
    const SecretHash other{2};
    for (const SecretHash& hash : {kept, other}) {
        await(store_->add_session(
            {.id_hash = hash, .moderator = ann_, .created_at = at(20), .last_seen_at = at(20)}
        ));
    }
    EXPECT_EQ(await(store_->unlink_own_identity(ann_, kept)).error().code, Errc::not_found);
    ASSERT_TRUE(await(store_->link_own_identity(kept, by_subject("1"))));
    ASSERT_TRUE(await(store_->unlink_own_identity(ann_, kept)));
    EXPECT_EQ(owner("1"), "");
    EXPECT_TRUE(await(store_->find_session(kept)));
    EXPECT_FALSE(await(store_->find_session(other)));
    ASSERT_TRUE(await(store_->link_identity(newcomer.id, by_subject("2"))));
    EXPECT_EQ(await(store_->unlink_own_identity(newcomer.id, kept)).error().code, Errc::conflict);
    EXPECT_EQ(owner("2"), "cleo");
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
