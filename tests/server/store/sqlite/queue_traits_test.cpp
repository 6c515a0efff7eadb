// Each row of the queue's lists says in which others its comment stands: old rows too.

#include "server/store/sqlite/queue_traits.h"

#include "engine/types/reason.h"
#include "server/store/sqlite/migrate.h"
#include "server/store/sqlite/queue_lists.h"
#include "tests/server/store/sqlite/store_fixture.h"

#include <algorithm>
#include <bit>
#include <set>
#include <string>
#include <string_view>

namespace chaffinch::store::sqlite::test {
namespace {

TEST(QueueTraits, AreABitForEveryReasonAndEveryStandingOfAComment) {
    std::set<std::int64_t> seen;
    std::vector<std::string> lists{escalated_list(), reported_list(), appealed_list()};
    for (const ReasonInfo& reason : reason_table()) {
        if (reason.reason != Reason::none) lists.push_back(list_of_reason(reason.reason));
    }
    for (const std::string& list : lists) {
        const std::int64_t trait = trait_of(list);
        EXPECT_EQ(std::popcount(static_cast<std::uint64_t>(trait)), 1)
            << list << ": add it at the end of the table in queue_traits.cpp";
        EXPECT_TRUE(seen.insert(trait).second) << list;
    }
    EXPECT_EQ(trait_of(everything_held()), 0);
    EXPECT_EQ(trait_of(list_of_article(7)), 0);
}

TEST(QueueTraits, KeepTheirNumbers) {
    EXPECT_EQ(trait_of("escalated"), 1);
    EXPECT_EQ(trait_of("appealed"), 4);
    EXPECT_EQ(trait_of("spam.link_drop"), 8);
    EXPECT_EQ(trait_of("privacy.doxxing"), std::int64_t{1} << 31);
    EXPECT_EQ(trait_of("verdict.other"), std::int64_t{1} << 46);
}

TEST(QueueTraits, AreGivenToCommentsThatWaitedBefore) {
    const chaffinch::test::TemporaryDirectory directory;
    Connection db(directory.path() / "old.db", Access::read_write);
    const auto all = migrations();
    const auto traits = std::ranges::find_if(all, [](const Migration& migration) {
        return std::string_view(migration.name).find("traits") != std::string_view::npos;
    });
    ASSERT_NE(traits, all.end());
    ASSERT_TRUE(migrate(db, {all.begin(), traits}));
    db.execute("PRAGMA foreign_keys = OFF");
    const auto stands_in = [&db](std::int64_t comment, std::string_view list) {
        db.run(
            "INSERT INTO queue_lists (comment, list, site, rank, created_at, score, escalated)"
            " VALUES (?, ?, 1, 1, 1, 1, 0)",
            comment,
            list
        );
    };
    std::int64_t comment = 0;
    for (const std::string_view list : lists_with_traits()) {
        stands_in(++comment, "");
        stands_in(comment, "article:1");
        stands_in(comment, list);
        if (list != "reported") stands_in(comment, "reported");
    }
    stands_in(++comment, "");

    ASSERT_TRUE(migrate(db));
    Statement row = db.query("SELECT comment, list, traits FROM queue_lists");
    while (row.step()) {
        const std::int64_t number = row.integer();
        const std::string list = row.text();
        const std::int64_t expected =
            number == comment
                ? 0
                : trait_of("reported") |
                      trait_of(lists_with_traits()[static_cast<std::size_t>(number - 1)]);
        EXPECT_EQ(row.integer(), expected) << number << " " << list;
    }
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
