// What the store gives back of the comments that came lately, for what is kept in memory of them.

#include "tests/server/store/sqlite/store_fixture.h"

namespace chaffinch::store::sqlite::test {
namespace {

using Arrivals = StoreFixture;

TEST_F(Arrivals, ComeNewestFirstWithAllThatIsRemembered) {
    add_site("blog");
    NewSubmission made = submission(
        {.id = "cmt_1", .article = "a-1", .author_key = "u:1", .created = 70, .hosts = {"b.example"}
        }
    );
    made.record.comment.author.ip = "203.0.113.9";
    made.fingerprint.exact = 0xfedcba9876543210;
    ASSERT_TRUE(await(store_->record_submission(made)));
    submit({.id = "cmt_2", .site = "blog", .article = "a-2", .created = 60});

    const ArrivalPage page = store_->facts().arrivals(0, 10);
    ASSERT_EQ(page.arrivals.size(), 2u);
    EXPECT_EQ(page.next, 0);
    EXPECT_EQ(page.arrivals[0].site.value, "blog");
    EXPECT_EQ(page.arrivals[0].article.value, "a-2");
    EXPECT_TRUE(page.arrivals[0].link_hosts.empty());
    const Arrival& first = page.arrivals[1];
    EXPECT_EQ(first.site.value, "news");
    EXPECT_EQ(first.comment.value, "cmt_1");
    EXPECT_EQ(first.author_key, "u:1");
    EXPECT_EQ(first.network, "203.0.113.0/24");
    EXPECT_EQ(first.link_hosts, std::vector<std::string>{"b.example"});
    EXPECT_EQ(first.fingerprint, made.fingerprint);
    EXPECT_EQ(first.at, at(70));
}

TEST_F(Arrivals, ComeInPagesWithoutGapOrRepetition) {
    std::vector<std::string> expected;
    for (int i = 9; i >= 1; --i) expected.push_back("cmt_" + std::to_string(i));
    for (int i = 1; i <= 9; ++i) submit({.id = "cmt_" + std::to_string(i)});
    std::vector<std::string> found;
    ArrivalPage page;
    do {
        page = store_->facts().arrivals(page.next, 3);
        for (const Arrival& arrival : page.arrivals) found.push_back(arrival.comment.value);
    } while (page.next != 0);
    EXPECT_EQ(found, expected);
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
