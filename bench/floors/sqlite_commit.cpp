// The C API of SQLite, prepared statements, one loop.

#include "bench/floors/sqlite_commit.h"

#include "server/store/sqlite/connection.h"
#include "server/store/sqlite/migrate.h"

#include <sqlite3.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace chaffinch::bench {

namespace {

class Raw {
  public:
    Raw(sqlite3* db, const char* sql) : db_(db) {
        check(sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr));
    }

    ~Raw() { sqlite3_finalize(statement_); }

    Raw(const Raw&) = delete;
    Raw& operator=(const Raw&) = delete;

    /// Binds the number to ?1 and the name to ?2 where the statement has them.
    void run(sqlite3_int64 number, const std::string& name) {
        const int parameters = sqlite3_bind_parameter_count(statement_);
        if (parameters > 0) check(sqlite3_bind_int64(statement_, 1, number));
        if (parameters > 1) {
            check(sqlite3_bind_text(
                statement_, 2, name.c_str(), static_cast<int>(name.size()), SQLITE_STATIC
            ));
        }
        if (sqlite3_step(statement_) != SQLITE_DONE) check(sqlite3_errcode(db_));
        check(sqlite3_reset(statement_));
    }

  private:
    static void check(int code) {
        if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errstr(code));
    }

    sqlite3* db_;
    sqlite3_stmt* statement_ = nullptr;
};

}  // namespace

double sqlite_commits_per_second(
    const std::filesystem::path& directory, std::size_t rows, std::size_t group
) {
    using store::sqlite::Access;
    std::filesystem::create_directories(directory);
    store::sqlite::Connection db(directory / "floor.db", Access::read_write);
    if (!store::sqlite::migrate(db)) throw std::runtime_error("no schema");
    db.execute(
        "INSERT INTO sites (pk, id, name, signals_for_site, created_at)"
        " VALUES (1, 'news', 'News', 0, 1);"
        "INSERT INTO articles (pk, site, id, announced, url, title, text, section, language,"
        " comments, sensitivity, updated_at)"
        " VALUES (1, 1, 'a-1', 1, '', '', '', '', '', 'post', 'none', 1)"
    );
    sqlite3* handle = db.handle();
    Raw begin(handle, "BEGIN IMMEDIATE");
    Raw commit(handle, "COMMIT");
    Raw comment(
        handle,
        "INSERT INTO comments (pk, id, site, article, text, format, author_name, author_email,"
        " author_url, author_ip, author_user_agent, author_verified, form_honeypot, language,"
        " revision, status, escalated, version, verdict, created_at, updated_at) VALUES (?1, ?2, 1,"
        " 1, 'a comment of some eighty characters, as most comments on articles of newspapers are',"
        " 'plain', 'Ann', '', '', '', '', 0, '', 'en', 1, 'published', 0, 1,"
        " '{\"outcome\":\"approve\",\"escalated\":false,\"discard\":false,\"score\":\"0.5\","
        "\"reasons\":[],\"signals\":[],\"rules\":\"\",\"model\":\"\",\"policy\":\"\"}', 1, 1)"
    );
    Raw fingerprint(
        handle, "INSERT INTO fingerprints VALUES (?1, 1, 1, '', '', ?1 * 7919, zeroblob(64), 1)"
    );
    Raw decision(
        handle,
        "INSERT INTO decisions (id, site, comment, actor, moderator, moderator_login, judgement,"
        " reason, note, status_before, status_after, escalated_before, escalated_after,"
        " version_before, version_after, at) VALUES ('dec_engine_' || ?2 || '_1', 1, ?1, 'engine',"
        " '', '', 'approve', '', '', 'published', 'published', 0, 0, 0, 1, 1)"
    );
    Raw event(
        handle,
        "INSERT INTO events (site, comment, kind, payload, at) VALUES (1, ?1, 'comment.approved',"
        " '{\"type\":\"comment.approved\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"data\":{"
        "\"comment\":\"' || ?2 || '\",\"article\":\"a-1\",\"revision\":1,\"version\":1,"
        "\"status\":\"published\",\"escalated\":false,\"reasons\":[]}}', 1)"
    );
    const auto begun = std::chrono::steady_clock::now();
    for (std::size_t row = 0; row < rows; ++row) {
        const auto number = static_cast<sqlite3_int64>(row + 1);
        const std::string name = "cmt_" + std::to_string(number);
        if (row % group == 0) begin.run(number, name);
        comment.run(number, name);
        fingerprint.run(number, name);
        decision.run(number, name);
        event.run(number, name);
        if (row % group == group - 1 || row + 1 == rows) commit.run(number, name);
    }
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
    return static_cast<double>(rows) / taken.count();
}

}  // namespace chaffinch::bench
