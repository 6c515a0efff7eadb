// Comments that waited before the queue had facets get theirs, with their places in its order.

#include "server/store/sqlite/migrate.h"
#include "tests/server/store/sqlite/store_fixture.h"

#include <algorithm>
#include <string_view>

namespace chaffinch::store::sqlite::test {
namespace {

TEST(FacetsMigration, FindsWhatWaitingCommentsAreKnownBy) {
    const chaffinch::test::TemporaryDirectory directory;
    Connection db(directory.path() / "old.db", Access::read_write);
    const auto all = migrations();
    const auto queue = std::ranges::find_if(all, [](const Migration& migration) {
        return std::string_view(migration.name).find("queue") != std::string_view::npos;
    });
    ASSERT_NE(queue, all.end());
    ASSERT_TRUE(migrate(db, {all.begin(), queue}));
    db.run("INSERT INTO sites (id, name, signals_for_site, created_at) VALUES ('s', '', 0, 1)");
    db.run(
        "INSERT INTO articles (site, id, announced, url, title, text, section, language, comments,"
        " sensitivity, updated_at) VALUES (1, 'a', 0, '', '', '', '', '', 'post', 'none', 1)"
    );
    for (const char* id : {"cmt_waits", "cmt_published"}) {
        db.run(
            "INSERT INTO comments (id, site, article, text, format, author_name, author_email,"
            " author_url, author_ip, author_user_agent, author_verified, form_honeypot, language,"
            " revision, status, escalated, version, verdict, created_at, updated_at)"
            " VALUES (?, 1, 1, '', 'plain', 'Ann', '', '', '', '', 0, '', 'DE', 1, 'held', 0, 1,"
            " '{\"signals\":[{\"name\":\"ONE\"},{\"name\":\"TWO\"},{\"name\":\"ONE\"}]}', 7, 7)",
            id
        );
    }
    db.run(
        "INSERT INTO queue_lists (comment, list, site, rank, created_at, score, escalated)"
        " VALUES (1, '', 1, -30, 7, 2.5, 1), (1, 'escalated', 1, -30, 7, 2.5, 1)"
    );

    ASSERT_TRUE(migrate(db));
    Statement row = db.query(
        "SELECT comment, facet, site, rank, created_at, score, escalated FROM queue_facets"
        " ORDER BY facet"
    );
    std::vector<std::string> found;
    while (row.step()) {
        EXPECT_EQ(row.integer(), 1);
        found.push_back(row.text());
        EXPECT_EQ(row.integer(), 1);
        EXPECT_EQ(row.integer(), -30);
        EXPECT_EQ(row.integer(), 7);
        EXPECT_EQ(row.real(), 2.5);
        EXPECT_TRUE(row.boolean());
    }
    const std::vector<std::string> expected{"author:ann", "language:de", "rule:ONE", "rule:TWO"};
    EXPECT_EQ(found, expected);
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
