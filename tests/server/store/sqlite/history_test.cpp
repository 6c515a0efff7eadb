// The decision log, searched: in the order of time over several sites, in pages, within bounds.

#include "server/store/sqlite/history_rows.h"
#include "tests/server/store/sqlite/store_fixture.h"

namespace chaffinch::store::sqlite::test {
namespace {

class SearchHistory : public StoreFixture {
  protected:
    std::vector<std::string> search(HistoryQuery query) {
        std::vector<std::string> comments;
        for (int pages = 0; pages < 100; ++pages) {
            const auto page = await(store_->search_history(query));
            EXPECT_TRUE(page);
            if (!page) break;
            EXPECT_LE(page->items.size(), query.limit);
            for (const HistoryEntry& entry : page->items) {
                comments.push_back(entry.decision.comment.value);
            }
            query.cursor = page->next_cursor;
            if (query.cursor.empty()) break;
        }
        return comments;
    }
};

TEST_F(SearchHistory, RunsBackwardsInTimeOverAllSitesInPagesOfAnySize) {
    add_site("other");
    std::vector<std::string> expected;
    for (int i = 0; i < 20; ++i) {
        const std::string id = "cmt_" + std::to_string(i);
        // Pairs share a moment, and sites take turns.
        submit({.id = id, .site = i % 3 == 0 ? "other" : "news", .created = 1'000 + i / 2});
        expected.insert(expected.begin(), id);
    }
    for (const std::size_t limit : {1u, 3u, 7u, 20u, 50u}) {
        SCOPED_TRACE(limit);
        EXPECT_EQ(search({.limit = limit}), expected);
    }
    EXPECT_EQ(search({.sites = {SiteId{"other"}}}).size(), 7u);
    EXPECT_TRUE(search({.sites = {SiteId{"nowhere"}}}).empty());
    EXPECT_EQ(search({.from = at(1'002), .until = at(1'005)}).size(), 6u);
}

TEST_F(SearchHistory, GoesOnWhereItStoppedLookingForRareRows) {
    for (int i = 0; i < 50; ++i) {
        submit({.id = "cmt_" + std::to_string(i), .created = 1'000 + i});
    }
    decide({.comment = "cmt_3", .reason = Reason::legal_defamation, .at = 1'004});
    Connection db(options_.directory / "chaffinch.db", Access::read_only);
    HistoryQuery query{.reason = Reason::legal_defamation};
    std::size_t found = 0;
    int pages = 0;
    do {
        const auto page = history_page(db, query, 10);
        ASSERT_TRUE(page);
        found += page->items.size();
        query.cursor = page->next_cursor;
        ++pages;
    } while (!query.cursor.empty());
    EXPECT_EQ(found, 1u);
    EXPECT_GE(pages, 5);
    EXPECT_LE(pages, 7);
}

TEST_F(SearchHistory, RefusesACursorThatIsNotOneOfThisList) {
    for (const char* cursor : {"x", "1", "1.", ".1", "1.2.3", "1.2x", "99999999999999999999.1"}) {
        const auto refused = await(store_->search_history({.cursor = cursor}));
        ASSERT_FALSE(refused) << cursor;
        EXPECT_EQ(refused.error().code, Errc::invalid);
    }
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
