// The store's side of audit and privacy.

#include "server/store/sqlite/erasure.h"
#include "server/store/sqlite/history_rows.h"
#include "server/store/sqlite/person_rows.h"
#include "server/store/sqlite/retention.h"
#include "server/store/sqlite/sqlite_store.h"

#include <chrono>
#include <utility>

namespace chaffinch::store::sqlite {

namespace {

/// What `work` gives, with the time for which it held the writer.
template <class Work>
auto timed(Work work) {
    const auto began = std::chrono::steady_clock::now();
    auto done = work();
    done.writer_time = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - began
    );
    return done;
}

}  // namespace

boost::asio::awaitable<Result<HistoryPage>> SqliteStore::search_history(HistoryQuery query) {
    return ask(readers_.queue(), [query = std::move(query)](Connection& db) {
        return history_page(db, query);
    });
}

boost::asio::awaitable<Result<Person>> SqliteStore::resolve_person(Person person) {
    return ask(readers_.queue(), [person = std::move(person)](Connection& db) {
        return sqlite::resolve_person(db, person);
    });
}

boost::asio::awaitable<Result<PersonPage>> SqliteStore::comments_of_person(
    Person person, std::int64_t after
) {
    return ask(readers_.queue(), [person = std::move(person), after](Connection& db) {
        return sqlite::comments_of_person(db, person, after);
    });
}

boost::asio::awaitable<std::vector<std::string>> SqliteStore::person_lines(
    std::vector<std::int64_t> comments
) {
    return ask(readers_.queue(), [comments = std::move(comments)](Connection& db) {
        return sqlite::person_lines(db, comments);
    });
}

boost::asio::awaitable<std::vector<std::string>> SqliteStore::reader_lines(Person person) {
    return ask(readers_.queue(), [person = std::move(person)](Connection& db) {
        return sqlite::reader_lines(db, person);
    });
}

boost::asio::awaitable<void> SqliteStore::begin_erasure(ErasureRecord erasure) {
    return ask(writer_.queue(), [erasure = std::move(erasure)](Connection& db) {
        sqlite::begin_erasure(db, erasure);
    });
}

boost::asio::awaitable<Erased> SqliteStore::erase_comments(
    DecisionId erasure, std::vector<std::int64_t> comments, Timestamp at
) {
    return ask(
        writer_.queue(),
        [erasure = std::move(erasure), comments = std::move(comments), at](Connection& db) {
            return timed([&] { return sqlite::erase_comments(db, erasure, comments, at); });
        }
    );
}

boost::asio::awaitable<Result<ErasureRecord>> SqliteStore::finish_erasure(
    DecisionId erasure, Timestamp at
) {
    return ask(writer_.queue(), [erasure = std::move(erasure), at](Connection& db) {
        return sqlite::finish_erasure(db, erasure, at);
    });
}

boost::asio::awaitable<std::vector<ErasureRecord>> SqliteStore::unfinished_erasures() {
    return ask(readers_.queue(), [](Connection& db) { return sqlite::unfinished_erasures(db); });
}

boost::asio::awaitable<std::vector<ErasureRecord>> SqliteStore::list_erasures(
    std::vector<SiteId> sites, std::size_t most
) {
    return ask(readers_.queue(), [sites = std::move(sites), most](Connection& db) {
        return sqlite::list_erasures(db, sites, most);
    });
}

boost::asio::awaitable<TextsPastTerm> SqliteStore::texts_past_term(
    TextTerm term, TextsPastTerm after, std::size_t most
) {
    return ask(
        readers_.queue(),
        [term = std::move(term), after = std::move(after), most](Connection& db) {
            return sqlite::texts_past_term(db, term, after, most);
        }
    );
}

boost::asio::awaitable<Forgotten> SqliteStore::forget_texts(
    TextTerm term, std::vector<std::int64_t> comments, Timestamp at
) {
    return ask(
        writer_.queue(),
        [term = std::move(term), comments = std::move(comments), at](Connection& db) {
            return timed([&] { return sqlite::forget_texts(db, term, comments, at); });
        }
    );
}

boost::asio::awaitable<TracesPastTerm> SqliteStore::traces_past_term(
    SiteSelection sites,
    Trace trace,
    Timestamp before,
    std::optional<std::int64_t> after,
    std::size_t most
) {
    return ask(
        readers_.queue(),
        [sites = std::move(sites), trace, before, after, most](Connection& db) {
            return sqlite::traces_past_term(db, sites, trace, before, after, most);
        }
    );
}

boost::asio::awaitable<Forgotten> SqliteStore::replace_traces(
    SiteSelection sites, Trace trace, std::vector<TraceRow> rows, std::int64_t mark
) {
    return ask(
        writer_.queue(),
        [sites = std::move(sites), trace, rows = std::move(rows), mark](Connection& db) {
            return timed([&] { return sqlite::replace_traces(db, sites, trace, rows, mark); });
        }
    );
}

boost::asio::awaitable<Forgotten> SqliteStore::forget_sessions(Timestamp before) {
    return ask(writer_.queue(), [before](Connection& db) {
        return timed([&] { return sqlite::forget_sessions(db, before); });
    });
}

void SqliteStore::rewrite_files(std::uint64_t most_bytes) {
    writer_.rewrite_files(most_bytes);
}

void SqliteStore::empty_log() {
    writer_.empty_log();
}

}  // namespace chaffinch::store::sqlite
