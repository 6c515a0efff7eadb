// Who vouches for whom: given, replaced, ended, and kept as an audit.

#include "server/store/ledger.h"
#include "tests/server/store/sqlite/store_fixture.h"

namespace chaffinch::store::sqlite::test {
namespace {

class Vouchers : public StoreFixture {
  protected:
    Result<Voucher> vouch(const std::string& moderator, std::int64_t when, std::string note = "") {
        NewVoucher voucher;
        voucher.site.value = "news";
        voucher.moderator.value = moderator;
        voucher.by_login = "ann";
        voucher.note = std::move(note);
        voucher.at = at(when);
        return await(store_->vouch(std::move(voucher)));
    }

    Result<void> end(const std::string& moderator, std::int64_t when) {
        VoucherEnd end;
        end.site.value = "news";
        end.moderator.value = moderator;
        end.by_login = "root";
        end.at = at(when);
        return await(store_->end_voucher(std::move(end)));
    }

    std::vector<Voucher> all(std::vector<SiteId> sites = {}) {
        return await(store_->vouchers(std::move(sites)));
    }
};

TEST_F(Vouchers, AreGivenEndedAndKept) {
    EXPECT_EQ(end("mod_1", 10).error().code, Errc::not_found);
    const auto given = vouch("mod_1", 20, "I looked");
    ASSERT_TRUE(given);
    EXPECT_EQ(given->through, 0) << "nothing was taught yet";
    ASSERT_EQ(all().size(), 1U);
    EXPECT_EQ(all().front().by_login, "ann");
    EXPECT_EQ(all().front().note, "I looked");
    EXPECT_EQ(all().front().at, at(20));
    EXPECT_FALSE(all().front().ended_at);
    ASSERT_TRUE(end("mod_1", 30));
    ASSERT_EQ(all().size(), 1U) << "it stays as an audit";
    EXPECT_EQ(all().front().ended_at, at(30));
    EXPECT_EQ(all().front().ended_by_login, "root");
    EXPECT_EQ(end("mod_1", 40).error().code, Errc::not_found) << "once";
}

TEST_F(Vouchers, ANewOneTakesThePlaceOfTheOneInForce) {
    ASSERT_TRUE(vouch("mod_1", 20, "first"));
    ASSERT_TRUE(vouch("mod_2", 21, "other"));
    ASSERT_TRUE(vouch("mod_1", 22, "second"));
    const auto found = all();
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].note, "second") << "those in force first, newest first";
    EXPECT_EQ(found[1].note, "other");
    EXPECT_EQ(found[2].note, "first");
    EXPECT_EQ(found[2].ended_at, at(22));
}

TEST_F(Vouchers, BelongToTheirSite) {
    ASSERT_TRUE(vouch("mod_1", 20));
    EXPECT_EQ(all({SiteId{"news"}}).size(), 1U);
    EXPECT_TRUE(all({SiteId{"nowhere"}}).empty());
    NewVoucher elsewhere;
    elsewhere.site.value = "nowhere";
    EXPECT_EQ(await(store_->vouch(std::move(elsewhere))).error().code, Errc::not_found);
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
