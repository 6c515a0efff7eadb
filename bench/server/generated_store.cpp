#include "bench/server/generated_store.h"

#include "server/store/sqlite/connection.h"
#include "server/store/sqlite/open.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace chaffinch::bench {
namespace {

namespace asio = boost::asio;
using namespace store;

constexpr std::int64_t comments_an_article = 500;

/// Beside the database: how many comments were made, how many of them queued, and how many of those
/// next_held() has given away.
constexpr const char* size_file = "generated-size";

void show_progress(std::string_view what, std::int64_t done, std::int64_t all) {
    constexpr std::int64_t width = 40;
    const std::int64_t filled = all == 0 ? width : width * done / all;
    const std::string bar(static_cast<std::size_t>(filled), '#');
    std::fprintf(
        stderr,
        "\r%-18s [%-40s] %3d%%%s",
        std::string(what).c_str(),
        bar.c_str(),
        static_cast<int>(all == 0 ? 100 : 100 * done / all),
        done >= all ? "\n" : ""
    );
}

/// Comments that were judged long ago: nine in ten are published. `from` and `to`: row numbers.
void write_old_comments(sqlite::Connection& db, std::int64_t from, std::int64_t to) {
    db.run("BEGIN IMMEDIATE");
    db.run(
        "WITH RECURSIVE n (i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2)"
        " INSERT INTO comments (pk, id, site, article, author, text, format, author_name,"
        " author_email, author_url, author_ip, author_user_agent, author_verified, form_honeypot,"
        " language, revision, status, escalated, version, verdict, created_at, updated_at)"
        " SELECT i, printf('cmt_%026d', i), 1, 1 + i / ?3, 1 + (i + 999) % 1000, 'comment ' || i, "
        "'plain',"
        " 'Ann', '', '', '', '', 0, '', 'en', 1, iif(i % 10 = 0, 'rejected', 'published'), 0, 1,"
        " '{\"outcome\":\"approve\"}', ?4 + i * 1000, ?4 + i * 1000 FROM n",
        from,
        to,
        comments_an_article,
        first_moment
    );
    db.run(
        "INSERT INTO fingerprints (comment, site, article, author_key, network, exact, minhash,"
        " created_at) SELECT pk, 1, article, 'mail:' || (pk % 1000), '203.0.113.0/24',"
        " (pk * 2654435761) % 4294967296, zeroblob(64), created_at FROM comments"
        " WHERE pk >= ? AND pk < ?",
        from,
        to
    );
    db.run(
        "INSERT INTO decisions (id, site, comment, actor, moderator, moderator_login, judgement,"
        " reason, note, status_before, status_after, escalated_before, escalated_after,"
        " version_before, version_after, at) SELECT 'dec_engine_' || id || '_1', 1, pk, 'engine',"
        " '', '', iif(status = 'rejected', 'reject', 'approve'), '', '', status, status, 0, 0, 0, "
        "1,"
        " created_at FROM comments WHERE pk >= ? AND pk < ?",
        from,
        to
    );
    db.run("COMMIT");
}

void write_old_part(const std::filesystem::path& file, std::int64_t comments) {
    constexpr std::int64_t chunk = 50'000;
    sqlite::Connection db(file, sqlite::Access::read_write);
    db.execute("PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -1000000");
    db.run("BEGIN IMMEDIATE");
    db.run(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)"
        " INSERT INTO articles (pk, site, id, announced, url, title, text, section, language,"
        " comments, sensitivity, updated_at) SELECT i, 1, 'a-' || i, 1, '', 'Article ' || i, '', "
        "'',"
        " 'en', 'post', 'none', 1 FROM n",
        comments / comments_an_article + 1
    );
    db.run(
        // Of every thousand comments each author wrote one, and a tenth of the authors had all of
        // theirs rejected.
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
        " INSERT INTO authors (pk, site, key, published, rejected, first_seen_at)"
        " SELECT i, 1, 'mail:' || (i % 1000), iif(i % 10 = 0, 0, (?1 - i + 1000) / 1000),"
        " iif(i % 10 = 0, (?1 - i + 1000) / 1000, 0), 1 FROM n",
        comments
    );
    db.run("COMMIT");
    for (std::int64_t from = 1; from <= comments; from += chunk) {
        write_old_comments(db, from, std::min(from + chunk, comments + 1));
        show_progress("judged comments", std::min(from + chunk, comments), comments);
    }
    db.checkpoint();
}

std::int64_t articles_of(const StoreSize& size) {
    return std::max<std::int64_t>(1, (size.rows - size.queued) / comments_an_article);
}

CommentId id_of(std::int64_t number) {
    const std::string digits = std::to_string(number);
    return CommentId{"cmt_" + std::string(26 - digits.size(), '0') + digits};
}

/// The n-th comment, as one that waits for a person.
NewSubmission held(std::int64_t number, std::int64_t articles) {
    NewSubmission made;
    CommentRecord& record = made.record;
    record.site.value = "news";
    record.comment.id = id_of(number);
    record.comment.article.value = "a-" + std::to_string(1 + (number * 7919) % articles);
    record.comment.text = "held comment " + std::to_string(number);
    record.comment.author.name = author_of(number);
    record.comment.language = number % 10 == 0 ? "de" : "en";
    record.status = Status::held;
    record.escalated = number % 50 == 0;
    record.verdict.outcome = Outcome::hold;
    record.verdict.score = 2 + static_cast<double>((number * 104'729) % 3'000) / 1'000;
    record.verdict.reasons.push_back(
        {number % 4 == 0 ? Reason::spam_link_drop : Reason::spam_promotion, 2}
    );
    if (number % 997 == 0) record.verdict.signals.push_back({.name = "RARE_RULE"});
    if (number % 19 == 0) record.verdict.signals.push_back({.name = "USUAL_RULE"});
    if (number % 3 != 0) record.verdict.signals.push_back({.name = "COMMON_RULE"});
    record.created_at = Timestamp(std::chrono::milliseconds(first_moment + number * 1'000));
    record.updated_at = record.created_at;
    made.author_key = "mail:" + std::to_string(number % 1'000);
    made.fingerprint.exact = static_cast<std::uint64_t>(number) * 0x9E3779B97F4A7C15;
    return made;
}

std::unique_ptr<Store> opened(const std::filesystem::path& data) {
    auto store = sqlite::open({.directory = data, .quick_check = false});
    if (!store) throw std::runtime_error(store.error().detail);
    return *std::move(store);
}

/// Waits for one call of a store.
template <class T>
T result_of(asio::awaitable<T> work) {
    asio::io_context context;
    auto result = asio::co_spawn(context, std::move(work), asio::use_future);
    context.run();
    return result.get();
}

void queue_up(const std::filesystem::path& data, const StoreSize& size) {
    constexpr std::int64_t batch_size = 2'000;
    const auto store = opened(data);
    const std::int64_t first = size.rows - size.queued + 1;
    for (std::int64_t from = first; from <= size.rows; from += batch_size) {
        std::vector<NewSubmission> batch;
        const std::int64_t to = std::min(from + batch_size, size.rows + 1);
        for (std::int64_t number = from; number < to; ++number) {
            batch.push_back(held(number, articles_of(size)));
        }
        if (!result_of(store->record_submissions(std::move(batch), std::nullopt))) {
            throw std::runtime_error("a batch was refused");
        }
        show_progress("queued comments", to - first, size.queued);
    }
    store->close();
}

struct Noted {
    StoreSize size{};
    std::int64_t taken = 0;
};

void note(const std::filesystem::path& data, const Noted& noted) {
    std::ofstream(data / size_file)
        << noted.size.rows << ' ' << noted.size.queued << ' ' << noted.taken << '\n';
}

Noted noted_in(const std::filesystem::path& data) {
    Noted noted;
    std::ifstream file(data / size_file);
    if (!(file >> noted.size.rows >> noted.size.queued >> noted.taken)) {
        throw std::runtime_error(data.string() + " holds no generated store");
    }
    return noted;
}

}  // namespace

std::string author_of(std::int64_t number) {
    return "Reader " + std::to_string(number % 50'000);
}

void generate_store(const std::filesystem::path& data, const StoreSize& size) {
    if (size.queued < 100 || size.queued > size.rows / 2) {
        throw std::runtime_error("between 100 and half of the comments are queued");
    }
    if (std::filesystem::exists(data)) throw std::runtime_error(data.string() + " exists");
    std::filesystem::create_directories(data);
    {
        const auto store = opened(data);
        Site site;
        site.id.value = "news";
        if (!result_of(store->add_site(site, SiteKey{}))) {
            throw std::runtime_error("the site was refused");
        }
        store->close();
    }
    write_old_part(data / "chaffinch.db", size.rows - size.queued);
    queue_up(data, size);
    // Last, so that what was broken off is not taken for whole.
    note(data, {.size = size});
}

GeneratedStore::GeneratedStore(const std::filesystem::path& data) : data_(data) {
    const Noted noted = noted_in(data);
    size_ = noted.size;
    taken_ = noted.taken;
    store_ = opened(data);
}

GeneratedStore::~GeneratedStore() {
    store_->close();
    note(data_, {.size = size_, .taken = taken_});
}

std::int64_t GeneratedStore::articles() const {
    return articles_of(size_);
}

std::int64_t GeneratedStore::some_held(int round) const {
    return size_.rows - size_.queued + 1 + (round * std::int64_t{7'919}) % size_.queued;
}

CommentId GeneratedStore::next_held() {
    // Steps that share no factor with the size come by every number.
    return id_of(size_.rows - size_.queued + 1 + (taken_++ * 7'919) % size_.queued);
}

}  // namespace chaffinch::bench
