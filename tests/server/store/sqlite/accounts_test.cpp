// Sites, keys, moderators and sessions.

#include "tests/server/store/sqlite/store_fixture.h"

namespace chaffinch::store::sqlite::test {
namespace {

using Accounts = StoreFixture;

SecretHash hash(std::uint8_t value) {
    SecretHash made{};
    made.fill(value);
    return made;
}

SiteKey key(const std::string& id, std::int64_t when) {
    SiteKey made;
    made.key_id = id;
    made.site.value = "news";
    made.secret_hash = hash(9);
    made.created_at = at(when);
    return made;
}

Moderator moderator(const std::string& login, std::vector<SiteId> sites = {}) {
    Moderator made;
    made.id.value = "mod_" + login;
    made.login = login;
    made.role = Role::op;
    made.sites = std::move(sites);
    made.password_hash = "$argon2id$1";
    made.created_at = at(5);
    return made;
}

TEST_F(Accounts, SitesAreAddedOnceAndListed) {
    Site site;
    site.id.value = "news";
    const auto taken = await(store_->add_site(site, key("other", 1)));
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().code, Errc::conflict);
    EXPECT_FALSE(await(store_->find_site_key("other")));
    site.id.value = "blog";
    site.name = "The blog";
    site.created_at = at(3);
    site.signals_for_site = true;
    ASSERT_TRUE(await(store_->add_site(site, key("blog_key", 1))));
    const auto sites = await(store_->list_sites());
    ASSERT_EQ(sites.size(), 2u);
    EXPECT_EQ(sites[0].id.value, "blog");
    EXPECT_EQ(sites[0].name, "The blog");
    EXPECT_EQ(sites[0].created_at, at(3));
    EXPECT_TRUE(sites[0].signals_for_site);
    EXPECT_EQ(await(store_->find_site_key("blog_key"))->second.id.value, "blog");
}

TEST_F(Accounts, RotatingAKeyRevokesTheOlderOnes) {
    ASSERT_TRUE(await(store_->rotate_site_key(key("second", 50))));
    const auto old = await(store_->find_site_key("key_news"));
    ASSERT_TRUE(old);
    EXPECT_EQ(old->first.revoked_at, at(50));
    const auto fresh = await(store_->find_site_key("second"));
    ASSERT_TRUE(fresh);
    EXPECT_EQ(fresh->first.revoked_at, std::nullopt);
    EXPECT_EQ(fresh->first.secret_hash, hash(9));
    EXPECT_EQ(fresh->second.id.value, "news");
    EXPECT_FALSE(await(store_->find_site_key("none")));
    SiteKey lost = key("third", 60);
    lost.site.value = "nowhere";
    EXPECT_EQ(await(store_->rotate_site_key(lost)).error().code, Errc::not_found);
}

TEST_F(Accounts, ModeratorsAreFoundByLogin) {
    ASSERT_TRUE(await(store_->add_moderator(moderator("eva", {SiteId{"news"}}))));
    EXPECT_EQ(await(store_->add_moderator(moderator("eva"))).error().code, Errc::conflict);
    EXPECT_EQ(
        await(store_->add_moderator(moderator("max", {SiteId{"nowhere"}}))).error().code,
        Errc::not_found
    );
    ASSERT_TRUE(await(store_->add_moderator(moderator("ada"))));
    const auto found = await(store_->find_moderator("eva"));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id.value, "mod_eva");
    EXPECT_EQ(found->role, Role::op);
    EXPECT_EQ(found->sites, std::vector<SiteId>{SiteId{"news"}});
    EXPECT_EQ(found->password_hash, "$argon2id$1");
    EXPECT_FALSE(found->disabled);
    EXPECT_FALSE(await(store_->find_moderator("max")));
    const auto all = await(store_->list_moderators());
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].login, "ada");
    EXPECT_TRUE(all[0].sites.empty());
}

TEST_F(Accounts, ANewPasswordEndsAllSessions) {
    ASSERT_TRUE(await(store_->add_moderator(moderator("eva"))));
    ASSERT_TRUE(await(store_->add_moderator(moderator("ada"))));
    await(store_->add_session({hash(1), ModeratorId{"mod_eva"}, at(10), at(10)}));
    await(store_->add_session({hash(2), ModeratorId{"mod_ada"}, at(10), at(10)}));
    ASSERT_TRUE(await(store_->set_password("eva", "$argon2id$2")));
    EXPECT_FALSE(await(store_->find_session(hash(1))));
    EXPECT_TRUE(await(store_->find_session(hash(2))));
    EXPECT_EQ(await(store_->find_moderator("eva"))->password_hash, "$argon2id$2");
    EXPECT_EQ(await(store_->set_password("max", "x")).error().code, Errc::not_found);
}

TEST_F(Accounts, SessionsAreTouchedAtMostOnceAMinute) {
    ASSERT_TRUE(await(store_->add_moderator(moderator("eva"))));
    await(store_->add_session({hash(1), ModeratorId{"mod_eva"}, at(10), at(10)}));
    const auto seen = [this] { return await(store_->find_session(hash(1)))->first.last_seen_at; };
    const std::uint64_t commits = store_->health().commits;
    await(store_->touch_session(hash(1), at(10 + 59'999)));
    EXPECT_EQ(seen(), at(10));
    EXPECT_EQ(store_->health().commits, commits);
    await(store_->touch_session(hash(1), at(10 + 60'000)));
    EXPECT_EQ(seen(), at(10 + 60'000));
    await(store_->touch_session(hash(7), at(10)));  // unknown: nothing happens
}

TEST_F(Accounts, RemovingASessionTwiceIsNoError) {
    ASSERT_TRUE(await(store_->add_moderator(moderator("eva"))));
    await(store_->add_session({hash(1), ModeratorId{"mod_eva"}, at(10), at(10)}));
    const auto found = await(store_->find_session(hash(1)));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->second.login, "eva");
    EXPECT_EQ(found->first.created_at, at(10));
    await(store_->remove_session(hash(1)));
    await(store_->remove_session(hash(1)));
    EXPECT_FALSE(await(store_->find_session(hash(1))));
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
