// One connection to the database file, hardened as every connection of ours is, and the prepared
// statements it keeps. The only files that call the C API of SQLite are this room's connection.cpp
// and tests.
//
// A connection is used by one thread at a time (SQLITE_OPEN_NOMUTEX).

#pragma once

#include "engine/types/facts.h"
#include "engine/types/ids.h"
#include "engine/types/timestamp.h"
#include "server/store/changes.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace chaffinch::store::sqlite {

/// A call into SQLite failed. `code` is the extended result code.
class SqliteError : public std::runtime_error {
  public:
    SqliteError(int extended_code, const std::string& what)
        : std::runtime_error(what), code(extended_code) {}

    int code;
};

/// SQL that was written by us: only a string literal converts to it, so no value can ever be joined
/// into a statement.
struct Sql {
    consteval Sql(const char* literal) : text(literal) {}  // NOLINT(google-explicit-constructor)

    const char* text;
};

using Bytes = std::span<const std::uint8_t>;

/// A column of a row, for dumps: null, a number, a text, or a blob in hexadecimal.
struct NamedValue {
    std::string name{};
    std::variant<std::nullptr_t, std::int64_t, double, std::string> value{};
};

/// A prepared statement of the connection's cache, borrowed until this object dies. Columns are
/// read from left to right, each once.
class Statement {
  public:
    explicit Statement(sqlite3_stmt* handle);
    ~Statement();
    Statement(Statement&& other) noexcept;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    Statement& operator=(Statement&&) = delete;

    /// To the next row; false when there is none. Throws SqliteError.
    bool step();

    [[nodiscard]] std::int64_t integer();
    [[nodiscard]] int small_integer();
    [[nodiscard]] bool boolean();
    [[nodiscard]] double real();
    [[nodiscard]] std::string text();
    [[nodiscard]] Timestamp time();
    [[nodiscard]] std::optional<std::int64_t> optional_integer();
    [[nodiscard]] std::optional<int> optional_small_integer();
    [[nodiscard]] std::optional<double> optional_real();
    [[nodiscard]] std::optional<std::string> optional_text();
    [[nodiscard]] std::optional<Timestamp> optional_time();

    /// All columns of the row, whatever was read of it before.
    [[nodiscard]] std::vector<NamedValue> named_values() const;

    /// Copies the blob; throws SqliteError(SQLITE_MISMATCH) when its size is another.
    void blob(std::span<std::uint8_t> into);

    /// Values are copied; parameters are bound from left to right.
    void bind(std::nullptr_t);
    void bind(std::int64_t value);
    void bind(double value);
    void bind(std::string_view value);
    void bind(Bytes value);

    void bind(int value) { bind(std::int64_t{value}); }

    void bind(bool value) { bind(std::int64_t{value ? 1 : 0}); }

    void bind(const std::string& value) { bind(std::string_view(value)); }

    void bind(const char* value) { bind(std::string_view(value)); }

    void bind(Timestamp value) { bind(std::int64_t{value.time_since_epoch().count()}); }

    template <class Tag>
    void bind(const Id<Tag>& id) {
        bind(std::string_view(id.value));
    }

    template <class T>
    void bind(const std::optional<T>& value) {
        if (value) {
            bind(*value);
        } else {
            bind(nullptr);
        }
    }

  private:
    sqlite3_stmt* handle_;
    int next_parameter_ = 1;
    int next_column_ = 0;
};

/// What a transaction says of an author's standing; normal: nothing any more.
struct NotedStanding {
    SiteId site{};
    std::string author_key{};
    Standing standing = Standing::normal;
    std::optional<Timestamp> until{};
};

enum class Access : std::uint8_t {
    read_write,  ///< the store itself
    read_only,   ///< never writes, never checkpoints
    whole_copy,  ///< a copy that nobody else knows: one file, without a log
};

/// A column of a table that refers to rows of another one.
struct Reference {
    std::string table{};
    std::string column{};
};

class Connection {
  public:
    /// Opens and hardens; throws SqliteError. Any but a read-only connection makes the file.
    /// `vfs`: name of the SQLite VFS, empty: the default one.
    Connection(const std::filesystem::path& file, Access access, const std::string& vfs = {});

    /// The statement for `sql`, prepared at its first use, with `values` bound in order.
    template <class... Values>
    Statement query(Sql sql, const Values&... values) {
        Statement statement(prepared(sql));
        (statement.bind(values), ...);
        return statement;
    }

    /// Runs a statement that gives no rows.
    template <class... Values>
    void run(Sql sql, const Values&... values) {
        query(sql, values...).step();
    }

    /// Columns that refer to rows of `table`, by the schema as it was at the first call: for what
    /// must reach every table, those of later migrations too.
    const std::vector<Reference>& references_to(const std::string& table);

    /// All rows that refer to row `pk`; all columns.
    std::vector<std::vector<NamedValue>> referring_rows(const Reference& from, std::int64_t pk);
    void delete_referring_rows(const Reference& from, std::int64_t pk);

    /// Runs a script of ours (migrations, pragmas) that is not worth keeping prepared.
    void execute(const std::string& script);

    [[nodiscard]] std::int64_t last_insert_rowid() const;
    [[nodiscard]] std::int64_t changed_rows() const;
    [[nodiscard]] bool in_transaction() const;

    /// Ends the open transaction, if any, undoing it. Never throws: SQLite has undone it by itself
    /// when it cannot.
    void rollback() noexcept;

    /// What the open transaction changes, to be told to whoever watches once it is committed; a
    /// rollback forgets it.
    void announce(Change change) { announced_.push_back(std::move(change)); }

    /// The same for standings, which are kept in memory too (standing_memory.h).
    void note_standing(NotedStanding standing) { standings_.push_back(std::move(standing)); }

    /// How much was announced and noted.
    struct Announced {
        std::size_t changes = 0;
        std::size_t standings = 0;
    };

    [[nodiscard]] Announced announced() const { return {announced_.size(), standings_.size()}; }

    /// Forgets all but the first: a savepoint was undone.
    void forget_announced(const Announced& kept) {
        announced_.resize(kept.changes);
        standings_.resize(kept.standings);
    }

    std::vector<Change> take_announced() { return std::exchange(announced_, {}); }

    std::vector<NotedStanding> take_noted_standings() { return std::exchange(standings_, {}); }

    /// Transactions, and statements outside of one, that run longer are interrupted with
    /// SQLITE_INTERRUPT: an open read transaction keeps the WAL from being emptied.
    void limit_time(std::chrono::milliseconds longest);

    /// How long to wait for other connections' locks; for checkpoints, shorter than usual.
    void set_busy_timeout(std::chrono::milliseconds longest);

    /// Moves the WAL into the database and empties it. False when a reader was in the way.
    bool checkpoint();

    /// Copies this database into `target`, whose content is replaced. Inside a transaction it is
    /// the state that the transaction sees. `progress`, which may be empty, gets the pages done and
    /// the pages there are.
    void copy_to(
        Connection& target, const std::function<void(std::int64_t, std::int64_t)>& progress
    );

    /// Writes the whole database anew (VACUUM), outside of any transaction.
    void rewrite();

    /// "ok", or the first damage that PRAGMA quick_check names.
    std::string quick_check();

    /// The C handle, for tests.
    [[nodiscard]] sqlite3* handle() const { return handle_.get(); }

  private:
    struct Close {
        void operator()(sqlite3* handle) const noexcept;
    };

    struct Finalize {
        void operator()(sqlite3_stmt* handle) const noexcept;
    };

    struct TimeLimit {
        std::chrono::milliseconds longest{};
        std::chrono::steady_clock::time_point deadline{};
    };

    sqlite3_stmt* prepared(Sql sql);
    Statement about_reference(std::string_view verb, const Reference& from, std::int64_t pk);
    void harden(Access access);
    void limit_sizes();

    std::unique_ptr<sqlite3, Close> handle_;
    /// By address of the literal: equal texts at two places are prepared twice, which does no harm.
    std::unordered_map<const char*, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;
    /// Those that name a table and a column of the schema, by their text.
    std::unordered_map<std::string, std::unique_ptr<sqlite3_stmt, Finalize>> reference_statements_;
    std::unordered_map<std::string, std::vector<Reference>> references_;
    std::unique_ptr<TimeLimit> time_limit_;
    std::vector<Change> announced_{};
    std::vector<NotedStanding> standings_{};
};

}  // namespace chaffinch::store::sqlite
