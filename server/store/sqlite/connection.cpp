// Opening, hardening and the thin layer over the C API of SQLite.

#include "server/store/sqlite/connection.h"

#include <sqlite3.h>

#include <algorithm>
#include <cassert>
#include <utility>

namespace chaffinch::store::sqlite {

namespace {

/// The largest value is the stored answer to a batch of 500 comments (idempotency_keys.body).
constexpr int longest_value = 8 * 1024 * 1024;
constexpr int virtual_machine_steps_between_clock_reads = 10'000;
/// 4 MiB: often enough for a progress bar.
constexpr int pages_of_a_copy_step = 1'024;

[[noreturn]] void fail(sqlite3* handle, int code) {
    const int extended = handle != nullptr ? sqlite3_extended_errcode(handle) : code;
    // A successful rollback in between may have cleared the handle's code.
    const bool same = (extended & 0xff) == (code & 0xff);
    throw SqliteError(same ? extended : code, sqlite3_errstr(code));
}

void check(sqlite3* handle, int code) {
    if (code != SQLITE_OK) fail(handle, code);
}

std::string bytes_of(const void* begin, int size) {
    return begin == nullptr
               ? std::string()
               : std::string(static_cast<const char*>(begin), static_cast<std::size_t>(size));
}

std::string hexadecimal(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out += digits[byte >> 4U];
        out += digits[byte & 0x0FU];
    }
    return out;
}

decltype(NamedValue::value) value_of(sqlite3_stmt* row, int column) {
    switch (sqlite3_column_type(row, column)) {
        case SQLITE_INTEGER:
            return std::int64_t{sqlite3_column_int64(row, column)};
        case SQLITE_FLOAT:
            return sqlite3_column_double(row, column);
        case SQLITE_TEXT: {
            const void* text = sqlite3_column_text(row, column);
            return bytes_of(text, sqlite3_column_bytes(row, column));
        }
        case SQLITE_BLOB: {
            const void* blob = sqlite3_column_blob(row, column);
            return hexadecimal(bytes_of(blob, sqlite3_column_bytes(row, column)));
        }
        default:
            return nullptr;
    }
}

}  // namespace

Statement::Statement(sqlite3_stmt* handle) : handle_(handle) {
    assert(sqlite3_stmt_busy(handle) == 0 && "a statement of the cache is used twice at once");
}

Statement::Statement(Statement&& other) noexcept
    : handle_(std::exchange(other.handle_, nullptr)),
      next_parameter_(other.next_parameter_),
      next_column_(other.next_column_) {}

Statement::~Statement() {
    if (handle_ == nullptr) return;
    sqlite3_reset(handle_);
    sqlite3_clear_bindings(handle_);
}

bool Statement::step() {
    next_column_ = 0;
    const int code = sqlite3_step(handle_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    fail(sqlite3_db_handle(handle_), code);
}

std::int64_t Statement::integer() {
    return sqlite3_column_int64(handle_, next_column_++);
}

int Statement::small_integer() {
    return static_cast<int>(integer());
}

bool Statement::boolean() {
    return integer() != 0;
}

double Statement::real() {
    return sqlite3_column_double(handle_, next_column_++);
}

std::string Statement::text() {
    const int column = next_column_++;
    const unsigned char* bytes = sqlite3_column_text(handle_, column);
    if (bytes == nullptr) return {};
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, column));
    return {reinterpret_cast<const char*>(bytes), size};
}

Timestamp Statement::time() {
    return Timestamp(std::chrono::milliseconds(integer()));
}

std::optional<std::int64_t> Statement::optional_integer() {
    if (sqlite3_column_type(handle_, next_column_) == SQLITE_NULL) {
        ++next_column_;
        return std::nullopt;
    }
    return integer();
}

std::optional<int> Statement::optional_small_integer() {
    const auto value = optional_integer();
    if (!value) return std::nullopt;
    return static_cast<int>(*value);
}

std::optional<double> Statement::optional_real() {
    if (sqlite3_column_type(handle_, next_column_) == SQLITE_NULL) {
        ++next_column_;
        return std::nullopt;
    }
    return real();
}

std::optional<std::string> Statement::optional_text() {
    if (sqlite3_column_type(handle_, next_column_) == SQLITE_NULL) {
        ++next_column_;
        return std::nullopt;
    }
    return text();
}

std::optional<Timestamp> Statement::optional_time() {
    const auto value = optional_integer();
    if (!value) return std::nullopt;
    return Timestamp(std::chrono::milliseconds(*value));
}

std::vector<NamedValue> Statement::named_values() const {
    std::vector<NamedValue> values;
    for (int column = 0; column < sqlite3_column_count(handle_); ++column) {
        values.push_back({sqlite3_column_name(handle_, column), value_of(handle_, column)});
    }
    return values;
}

void Statement::blob(std::span<std::uint8_t> into) {
    const int column = next_column_++;
    const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, column));
    if (bytes == nullptr || size != into.size()) {
        throw SqliteError(SQLITE_MISMATCH, "a stored blob has an impossible size");
    }
    std::copy_n(bytes, size, into.begin());
}

void Statement::bind(std::nullptr_t) {
    check(sqlite3_db_handle(handle_), sqlite3_bind_null(handle_, next_parameter_++));
}

void Statement::bind(std::int64_t value) {
    check(sqlite3_db_handle(handle_), sqlite3_bind_int64(handle_, next_parameter_++, value));
}

void Statement::bind(double value) {
    check(sqlite3_db_handle(handle_), sqlite3_bind_double(handle_, next_parameter_++, value));
}

void Statement::bind(std::string_view value) {
    const char* bytes = value.data() != nullptr ? value.data() : "";
    check(
        sqlite3_db_handle(handle_),
        sqlite3_bind_text64(
            handle_,
            next_parameter_++,
            bytes,
            value.size(),
            SQLITE_TRANSIENT,  // NOLINT: a cast in SQLite's own macro
            SQLITE_UTF8
        )
    );
}

void Statement::bind(Bytes value) {
    check(
        sqlite3_db_handle(handle_),
        sqlite3_bind_blob64(
            handle_,
            next_parameter_++,
            value.data(),
            value.size(),
            SQLITE_TRANSIENT  // NOLINT: a cast in SQLite's own macro
        )
    );
}

void Connection::Close::operator()(sqlite3* handle) const noexcept {
    sqlite3_close_v2(handle);
}

void Connection::Finalize::operator()(sqlite3_stmt* handle) const noexcept {
    sqlite3_finalize(handle);
}

Connection::Connection(const std::filesystem::path& file, Access access, const std::string& vfs) {
    const int flags = access == Access::read_only ? SQLITE_OPEN_READONLY
                                                  : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(
        file.c_str(),
        &handle,
        flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
        vfs.empty() ? nullptr : vfs.c_str()
    );
    handle_.reset(handle);
    check(handle, code);
    limit_sizes();
    harden(access);
}

void Connection::limit_sizes() {
    sqlite3* handle = handle_.get();
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, longest_value);
    sqlite3_limit(handle, SQLITE_LIMIT_SQL_LENGTH, 64 * 1024);
    sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(handle, SQLITE_LIMIT_VARIABLE_NUMBER, 999);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
}

void Connection::harden(Access access) {
    execute(
        "PRAGMA busy_timeout = 5000;"
        "PRAGMA foreign_keys = ON;"
        "PRAGMA trusted_schema = OFF;"
        "PRAGMA cell_size_check = ON;"
        "PRAGMA mmap_size = 0;"
        "PRAGMA cache_size = -32768;"
        "PRAGMA temp_store = MEMORY;"
    );
    if (access == Access::read_write) {
        // FULL: a commit is durable across power loss when it returns.
        execute(
            "PRAGMA journal_mode = WAL;"
            "PRAGMA synchronous = FULL;"
            "PRAGMA secure_delete = ON;"  // what is erased is overwritten
            "PRAGMA wal_autocheckpoint = 1000;"
            "PRAGMA journal_size_limit = 67108864;"
        );
    } else if (access == Access::whole_copy) {
        // Also takes a copied file out of the WAL mode that its header brought along.
        execute("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;");
    } else {
        // Readers never checkpoint: two checkpointers at once may damage the file (SQLite's
        // WAL-reset bug, in every version before 3.51.3).
        sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        execute("PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0;");
    }
}

sqlite3_stmt* Connection::prepared(Sql sql) {
    auto& cached = statements_[sql.text];
    if (!cached) {
        sqlite3_stmt* made = nullptr;
        const int code = sqlite3_prepare_v3(
            handle_.get(), sql.text, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr
        );
        cached.reset(made);
        check(handle_.get(), code);
    }
    // A transaction has one deadline for all its statements.
    if (time_limit_ && !in_transaction()) {
        time_limit_->deadline = std::chrono::steady_clock::now() + time_limit_->longest;
    }
    return cached.get();
}

const std::vector<Reference>& Connection::references_to(const std::string& table) {
    const auto known = references_.find(table);
    if (known != references_.end()) return known->second;
    std::vector<Reference> found;
    Statement row = query(
        "SELECT the_schema.name, f.\"from\" FROM sqlite_schema AS the_schema,"
        " pragma_foreign_key_list(the_schema.name) AS f"
        " WHERE the_schema.type = 'table' AND f.\"table\" = ?",
        table
    );
    while (row.step()) {
        Reference reference{.table = row.text()};
        reference.column = row.text();
        found.push_back(std::move(reference));
    }
    return references_.emplace(table, std::move(found)).first->second;
}

/// Names of the schema, which are ours, stand in the text; what comes from outside never does.
Statement Connection::about_reference(
    std::string_view verb, const Reference& from, std::int64_t pk
) {
    const std::string sql =
        std::string(verb) + " FROM \"" + from.table + "\" WHERE \"" + from.column + "\" = ?";
    auto& cached = reference_statements_[sql];
    if (!cached) {
        sqlite3_stmt* made = nullptr;
        const int code = sqlite3_prepare_v3(
            handle_.get(), sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr
        );
        cached.reset(made);
        check(handle_.get(), code);
    }
    Statement statement(cached.get());
    statement.bind(pk);
    return statement;
}

std::vector<std::vector<NamedValue>> Connection::referring_rows(
    const Reference& from, std::int64_t pk
) {
    std::vector<std::vector<NamedValue>> rows;
    Statement row = about_reference("SELECT *", from, pk);
    while (row.step()) rows.push_back(row.named_values());
    return rows;
}

void Connection::delete_referring_rows(const Reference& from, std::int64_t pk) {
    about_reference("DELETE", from, pk).step();
}

void Connection::execute(const std::string& script) {
    check(handle_.get(), sqlite3_exec(handle_.get(), script.c_str(), nullptr, nullptr, nullptr));
}

std::int64_t Connection::last_insert_rowid() const {
    return sqlite3_last_insert_rowid(handle_.get());
}

std::int64_t Connection::changed_rows() const {
    return sqlite3_changes64(handle_.get());
}

bool Connection::in_transaction() const {
    return sqlite3_get_autocommit(handle_.get()) == 0;
}

void Connection::rollback() noexcept {
    announced_.clear();
    standings_.clear();
    if (in_transaction()) sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Connection::limit_time(std::chrono::milliseconds longest) {
    time_limit_ = std::make_unique<TimeLimit>(TimeLimit{.longest = longest, .deadline = {}});
    time_limit_->deadline = std::chrono::steady_clock::now() + longest;
    sqlite3_progress_handler(
        handle_.get(),
        virtual_machine_steps_between_clock_reads,
        [](void* limit) {
            const auto deadline = static_cast<const TimeLimit*>(limit)->deadline;
            return std::chrono::steady_clock::now() > deadline ? 1 : 0;
        },
        time_limit_.get()
    );
}

void Connection::set_busy_timeout(std::chrono::milliseconds longest) {
    sqlite3_busy_timeout(handle_.get(), static_cast<int>(longest.count()));
}

bool Connection::checkpoint() {
    const int code = sqlite3_wal_checkpoint_v2(
        handle_.get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr
    );
    if ((code & 0xff) == SQLITE_BUSY) return false;
    check(handle_.get(), code);
    return true;
}

void Connection::copy_to(
    Connection& target, const std::function<void(std::int64_t, std::int64_t)>& progress
) {
    struct Finish {
        void operator()(sqlite3_backup* backup) const noexcept { sqlite3_backup_finish(backup); }
    };

    sqlite3* into = target.handle_.get();
    const std::unique_ptr<sqlite3_backup, Finish> backup(
        sqlite3_backup_init(into, "main", handle_.get(), "main")
    );
    if (!backup) fail(into, sqlite3_errcode(into));
    int code = SQLITE_OK;
    while (code == SQLITE_OK) {
        code = sqlite3_backup_step(backup.get(), pages_of_a_copy_step);
        const int all = sqlite3_backup_pagecount(backup.get());
        if (progress) progress(all - sqlite3_backup_remaining(backup.get()), all);
    }
    if (code != SQLITE_DONE) throw SqliteError(code, sqlite3_errstr(code));
}

void Connection::rewrite() {
    // VACUUM attaches its copy, which would not fit into memory.
    struct Allowed {
        explicit Allowed(Connection& connection) : db(connection) {
            sqlite3_limit(db.handle(), SQLITE_LIMIT_ATTACHED, 1);
            db.execute("PRAGMA temp_store = FILE");
        }

        ~Allowed() {
            sqlite3_exec(db.handle(), "PRAGMA temp_store = MEMORY", nullptr, nullptr, nullptr);
            sqlite3_limit(db.handle(), SQLITE_LIMIT_ATTACHED, 0);
        }

        Allowed(const Allowed&) = delete;
        Allowed& operator=(const Allowed&) = delete;

        Connection& db;
    };

    const Allowed allowed(*this);
    execute("VACUUM");
}

std::string Connection::quick_check() {
    Statement row = query("PRAGMA quick_check(1)");
    return row.step() ? row.text() : "no answer";
}

}  // namespace chaffinch::store::sqlite
