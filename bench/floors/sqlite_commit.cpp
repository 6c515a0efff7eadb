// The C API of SQLite, prepared statements, one loop.

#include "bench/floors/sqlite_commit.h"

#include "server/store/sqlite/connection.h"
#include "server/store/sqlite/migrate.h"

#include <sqlite3.h>

#include <array>
#include <chrono>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace chaffinch::bench {

namespace {

using store::sqlite::Access;
using store::sqlite::Connection;

void check(int code) {
    if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errstr(code));
}

struct FreeValue {
    void operator()(sqlite3_value* value) const noexcept { sqlite3_value_free(value); }
};

using Value = std::unique_ptr<sqlite3_value, FreeValue>;
using Row = std::vector<Value>;

class Raw {
  public:
    Raw(sqlite3* db, const std::string& sql) : db_(db) {
        check(
            sqlite3_prepare_v3(db, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr)
        );
    }

    ~Raw() { sqlite3_finalize(statement_); }

    Raw(Raw&& other) noexcept
        : db_(other.db_), statement_(std::exchange(other.statement_, nullptr)) {}

    Raw(const Raw&) = delete;
    Raw& operator=(const Raw&) = delete;
    Raw& operator=(Raw&&) = delete;

    void run(const Row& row = {}) {
        int parameter = 0;
        for (const Value& value : row)
            check(sqlite3_bind_value(statement_, ++parameter, value.get()));
        if (sqlite3_step(statement_) != SQLITE_DONE) check(sqlite3_errcode(db_));
        check(sqlite3_reset(statement_));
    }

    /// The next row; false at the end.
    bool next(Row& row) {
        const int code = sqlite3_step(statement_);
        if (code != SQLITE_ROW && code != SQLITE_DONE) check(code);
        row.clear();
        if (code == SQLITE_DONE) return false;
        for (int column = 0; column < sqlite3_column_count(statement_); ++column) {
            row.emplace_back(sqlite3_value_dup(sqlite3_column_value(statement_, column)));
        }
        return true;
    }

  private:
    sqlite3* db_;
    sqlite3_stmt* statement_ = nullptr;
};

/// Tables, and the column that names the comment; with "" what is there before the first comment.
struct Source {
    const char* table;
    const char* comment;
};

constexpr std::array<Source, 11> sources{{
    {"sites", ""},
    {"articles", ""},
    {"authors", ""},
    {"queue_counts", ""},
    {"comments", "pk"},
    {"fingerprints", "comment"},
    {"link_hosts", "comment"},
    {"queue_lists", "comment"},
    {"queue_facets", "comment"},
    {"decisions", "comment"},
    {"events", "comment"},
}};

std::string insert_into(const std::string& table, std::size_t columns) {
    std::string sql = "INSERT INTO " + table + " VALUES (?";
    for (std::size_t i = 1; i < columns; ++i) sql += ", ?";
    return sql + ")";
}

}  // namespace

struct StoredRows::Table {
    std::string name{};
    std::size_t columns = 0;
    std::vector<Row> before{};
    std::map<std::int64_t, std::vector<Row>> of_comment{};
};

struct StoredRows::Content {
    std::vector<Table> tables{};
};

StoredRows::StoredRows(const std::filesystem::path& database)
    : content_(std::make_unique<Content>()) {
    Connection db(database, Access::read_only);
    for (const Source& source : sources) {
        Table table{.name = source.table};
        const std::string key = source.comment;
        const std::string first = key.empty() ? "0" : key;
        Raw select(db.handle(), "SELECT " + first + ", * FROM " + table.name);
        Row row;
        while (select.next(row)) {
            const std::int64_t comment = sqlite3_value_int64(row.front().get());
            row.erase(row.begin());
            table.columns = row.size();
            if (key.empty()) {
                table.before.push_back(std::move(row));
            } else {
                table.of_comment[comment].push_back(std::move(row));
            }
        }
        if (table.columns > 0) content_->tables.push_back(std::move(table));
    }
}

StoredRows::~StoredRows() = default;

std::size_t StoredRows::comments() const {
    for (const Table& table : content_->tables) {
        if (table.name == "comments") return table.of_comment.size();
    }
    return 0;
}

double StoredRows::commits_per_second(const std::filesystem::path& directory, std::size_t group)
    const {
    std::filesystem::create_directories(directory);
    Connection db(directory / "floor.db", Access::read_write);
    if (!store::sqlite::migrate(db)) throw std::runtime_error("no schema");
    sqlite3* handle = db.handle();
    db.execute("DELETE FROM sites");
    Raw begin(handle, "BEGIN IMMEDIATE");
    Raw commit(handle, "COMMIT");
    std::vector<std::pair<Raw, const Table*>> inserts;
    begin.run();
    for (const Table& table : content_->tables) {
        Raw insert(handle, insert_into(table.name, table.columns));
        for (const Row& row : table.before) insert.run(row);
        if (table.before.empty()) inserts.emplace_back(std::move(insert), &table);
    }
    commit.run();
    const auto begun = std::chrono::steady_clock::now();
    std::size_t done = 0;
    for (const auto& [comment, rows] : inserts.front().second->of_comment) {
        if (done % group == 0) begin.run();
        for (auto& [insert, table] : inserts) {
            const auto found = table->of_comment.find(comment);
            if (found == table->of_comment.end()) continue;
            for (const Row& row : found->second) insert.run(row);
        }
        if (++done % group == 0) commit.run();
    }
    if (done % group != 0) commit.run();
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
    return static_cast<double>(done) / taken.count();
}

}  // namespace chaffinch::bench
