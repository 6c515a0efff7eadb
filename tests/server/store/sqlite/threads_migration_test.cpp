// Comments from before threads were kept get their places.

#include "server/store/sqlite/migrate.h"
#include "tests/server/store/sqlite/store_fixture.h"

#include <algorithm>
#include <string_view>

namespace chaffinch::store::sqlite::test {
namespace {

void insert_old(
    Connection& db, const char* id, std::optional<std::string> parent, const char* external_id
) {
    db.run(
        "INSERT INTO comments (id, site, external_id, article, parent, text, format, author_name,"
        " author_email, author_url, author_ip, author_user_agent, author_verified, form_honeypot,"
        " language, revision, status, escalated, version, verdict, created_at, updated_at)"
        " VALUES (?, 1, ?, 1, ?, '', 'plain', '', '', '', '', '', 0, '', '', 1, 'published', 0, 1,"
        " '{}', 1, 1)",
        id,
        external_id,
        parent
    );
}

TEST(ThreadsMigration, FindsEveryOldCommentsPlace) {
    const chaffinch::test::TemporaryDirectory directory;
    Connection db(directory.path() / "old.db", Access::read_write);
    const auto all = migrations();
    const auto threads = std::ranges::find_if(all, [](const Migration& migration) {
        return std::string_view(migration.name).find("threads") != std::string_view::npos;
    });
    ASSERT_NE(threads, all.end());
    ASSERT_TRUE(migrate(db, {all.begin(), threads}));
    db.run("INSERT INTO sites (id, name, signals_for_site, created_at) VALUES ('s', '', 0, 1)");
    db.run(
        "INSERT INTO articles (site, id, announced, url, title, text, section, language, comments,"
        " sensitivity, updated_at) VALUES (1, 'a', 0, '', '', '', '', '', 'post', 'none', 1)"
    );
    insert_old(db, "cmt_A", std::nullopt, "x-1");
    insert_old(db, "cmt_B", "cmt_A", "x-2");
    insert_old(db, "cmt_C", "x-2", "x-3");
    insert_old(db, "cmt_D", "cmt_gone", "x-4");
    insert_old(db, "cmt_E", std::nullopt, "x-5");

    ASSERT_TRUE(migrate(db));
    Statement row = db.query("SELECT thread FROM comments ORDER BY thread");
    std::vector<std::string> found;
    while (row.step()) found.push_back(row.text());
    EXPECT_EQ(found, (std::vector<std::string>{"A", "A.B", "A.B.C", "D", "E"}));
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
