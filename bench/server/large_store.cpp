// What the queue's acts cost in a store of ten thousand comments and in one of ten million.
//
//   large_store [--rows 10000000] [--queued 1000000] [--rounds 2000] [--directory DIR]
//   [--only-large]
//
// Makes both stores (one comment in ten is queued), measures every act in process, prints p50 and
// p99 of each and how the p99 grew, and removes the stores. What is not queued is written by plain
// SQL in large transactions without syncs; what is queued comes in by the store's own calls. Equal
// options make equal stores. Of each act the quietest of five passes counts, and a page that is
// fuller in the large store is compared with a full page of the small one. "one sync" is what a
// write of 4 KiB with its fdatasync takes beside the store: claims, decisions and undo wait for
// one. Ten million take some minutes and 6 GB of disk in DIR (the system's place for temporary
// files when it is not given). Ends with 1 when a demand is missed: p99 under 5 ms, and within 1.5
// times that of the small store (reliability of a figure under 0.2 ms is that of the machine's
// noise, so smaller ones are not compared).

#include "server/store/sqlite/connection.h"
#include "server/store/sqlite/open.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace asio = boost::asio;
using namespace chaffinch;
using namespace chaffinch::store;

struct Wanted {
    std::int64_t rows = 10'000'000;
    std::int64_t queued = 1'000'000;
    int rounds = 2'000;
    std::filesystem::path directory = std::filesystem::temp_directory_path();
    bool only_large = false;
};

constexpr std::int64_t comments_an_article = 500;
constexpr std::int64_t first_moment = 1'700'000'000'000;

/// A directory of its own that goes away.
class Scratch {
  public:
    explicit Scratch(const std::filesystem::path& parent) {
        path_ = parent / ("chaffinch-large-" + std::to_string(std::random_device{}()));
        std::filesystem::create_directories(path_);
    }

    ~Scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

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
        " SELECT i, printf('cmt_%026d', i), 1, 1 + i / ?3, 1 + i % 1000, 'comment ' || i, 'plain',"
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
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
        " INSERT INTO authors (pk, site, key, published, rejected, first_seen_at)"
        " SELECT i, 1, 'mail:' || i, 100, 10, 1 FROM n"
    );
    db.run("COMMIT");
    for (std::int64_t from = 1; from <= comments; from += chunk) {
        write_old_comments(db, from, std::min(from + chunk, comments + 1));
        show_progress("judged comments", std::min(from + chunk, comments), comments);
    }
    db.checkpoint();
}

/// Of a million queued comments twenty are of one author.
std::string author_of(std::int64_t number) {
    return "Reader " + std::to_string(number % 50'000);
}

NewSubmission held(std::int64_t number, std::int64_t articles) {
    NewSubmission made;
    CommentRecord& record = made.record;
    record.site.value = "news";
    std::string digits = std::to_string(number);
    record.comment.id.value = "cmt_" + std::string(26 - digits.size(), '0') + digits;
    record.comment.article.value = "a-" + std::to_string(1 + (number * 7919) % articles);
    record.comment.text = "held comment " + digits;
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

/// A store with that many comments, and who calls it.
class LargeStore {
  public:
    LargeStore(const std::filesystem::path& parent, std::int64_t rows, std::int64_t queued)
        : directory_(parent), first_held_(rows - queued + 1), rows_(rows) {
        open();
        Site site;
        site.id.value = "news";
        if (!await(store_->add_site(site, SiteKey{}))) throw std::runtime_error("no site");
        close();
        write_old_part(directory_.path() / "data" / "chaffinch.db", rows - queued);
        open();
        queue_up();
    }

    ~LargeStore() { close(); }

    LargeStore(const LargeStore&) = delete;
    LargeStore& operator=(const LargeStore&) = delete;

    Store& operator*() { return *store_; }

    template <class T>
    T await(asio::awaitable<T> work) {
        context_.restart();
        auto result = asio::co_spawn(context_, std::move(work), asio::use_future);
        context_.run();
        return result.get();
    }

    [[nodiscard]] std::int64_t articles() const {
        return std::max<std::int64_t>(1, (first_held_ - 1) / comments_an_article);
    }

    /// The number of a queued comment.
    [[nodiscard]] std::int64_t some_held(int round) const {
        return first_held_ + (round * std::int64_t{7'919}) % (rows_ - first_held_ + 1);
    }

    /// A queued comment, each once.
    CommentId next_held() {
        const std::string digits = std::to_string(first_held_ + taken_);
        // Spread over the whole queue, not one corner of its indexes.
        taken_ = (taken_ + 7'919) % (rows_ - first_held_ + 1);
        return CommentId{"cmt_" + std::string(26 - digits.size(), '0') + digits};
    }

  private:
    void open() {
        auto opened = sqlite::open({.directory = directory_.path() / "data", .quick_check = false});
        if (!opened) throw std::runtime_error(opened.error().detail);
        store_ = *std::move(opened);
    }

    void close() {
        if (!store_) return;
        store_->close();
        store_.reset();
    }

    void queue_up() {
        constexpr std::int64_t batch_size = 2'000;
        for (std::int64_t from = first_held_; from <= rows_; from += batch_size) {
            std::vector<NewSubmission> batch;
            const std::int64_t to = std::min(from + batch_size, rows_ + 1);
            for (std::int64_t number = from; number < to; ++number) {
                batch.push_back(held(number, articles()));
            }
            if (!await(store_->record_submissions(std::move(batch), std::nullopt))) {
                throw std::runtime_error("a batch was refused");
            }
            show_progress("queued comments", to - first_held_, rows_ - first_held_ + 1);
        }
    }

    asio::io_context context_{};
    Scratch directory_;
    std::unique_ptr<Store> store_{};
    std::int64_t first_held_;
    std::int64_t rows_;
    std::int64_t taken_ = 0;
};

struct Figures {
    double p50 = 0;  ///< milliseconds
    double p99 = 0;
    bool page = false;  ///< of the queue: in a small store often not a full one
};

Figures figures_of(std::vector<double> taken) {
    std::ranges::sort(taken);
    const auto at = [&](double share) {
        return taken[static_cast<std::size_t>(share * static_cast<double>(taken.size() - 1))];
    };
    return {.p50 = at(0.5), .p99 = at(0.99)};
}

/// Of five passes that with the smallest p99: whatever else the machine does spoils some. `act` is
/// given the number of its round.
Figures measured(int rounds, const std::function<void(int)>& act) {
    constexpr int passes = 5;
    const int warm_up = rounds / 10;
    int round = 0;
    while (round < warm_up) act(round++);
    Figures best{.p99 = std::numeric_limits<double>::infinity()};
    for (int pass = 0; pass < passes; ++pass) {
        std::vector<double> taken;
        for (int i = 0; i < std::max(1, rounds / passes); ++i) {
            const auto begun = std::chrono::steady_clock::now();
            act(round++);
            const std::chrono::duration<double, std::milli> took =
                std::chrono::steady_clock::now() - begun;
            taken.push_back(took.count());
        }
        const Figures found = figures_of(std::move(taken));
        if (found.p99 < best.p99) best = found;
    }
    return best;
}

NewDecision rejection(const CommentId& comment, std::int64_t version, int number) {
    NewDecision made;
    made.id.value = "dec_" + std::to_string(number);
    made.comment = comment;
    made.version = version;
    made.judgement = Judgement::reject;
    made.reason = Reason::spam_promotion;
    made.moderator.value = "mod_eva";
    made.moderator_login = "eva";
    made.take_over = true;  // colleagues hold some
    made.at = Timestamp(std::chrono::milliseconds(first_moment * 2 + number));
    return made;
}

using AllFigures = std::map<std::string, Figures>;

/// After everything that the stores hold.
Timestamp first_claim() {
    return Timestamp(std::chrono::milliseconds(first_moment * 2));
}

void measure_pages(LargeStore& store, int rounds, AllFigures& figures) {
    const auto page = [&](const std::string& name, const std::function<QueueQuery(int)>& query) {
        figures[name] = measured(rounds, [&](int round) {
            if (!store.await((*store).list_queue(query(round)))) throw std::runtime_error(name);
        });
        figures[name].page = true;
    };
    page("first page", [](int) { return QueueQuery{}; });
    page("page by age", [](int) { return QueueQuery{.sort = QueueSort::newest}; });
    page("page of a reason", [](int) { return QueueQuery{.reason = Reason::spam_link_drop}; });
    page("page of an article", [&](int round) {
        QueueQuery query;
        query.article = ArticleId{"a-" + std::to_string(1 + round % store.articles())};
        return query;
    });
    page("escalated, reason", [](int) {
        return QueueQuery{.reason = Reason::spam_link_drop, .escalated = true};
    });
    page("reason, article", [&](int round) {
        QueueQuery query{.reason = Reason::spam_promotion};
        query.article = ArticleId{"a-" + std::to_string(1 + round % store.articles())};
        return query;
    });
    page("reason, score", [](int) {
        return QueueQuery{.reason = Reason::spam_promotion, .score_min = 3, .score_max = 4};
    });
    page("of an author", [&](int round) {
        QueueQuery query;
        query.author = author_of(store.some_held(round));
        return query;
    });
    page("usual rule", [](int) { return QueueQuery{.rule = "USUAL_RULE"}; });
    page("usual rule, newest", [](int) {
        return QueueQuery{.rule = "USUAL_RULE", .sort = QueueSort::newest};
    });
    page("rare rule", [](int) { return QueueQuery{.rule = "RARE_RULE"}; });
    page("common rule", [](int) { return QueueQuery{.rule = "COMMON_RULE"}; });
    page("language, reason", [](int) {
        return QueueQuery{.reason = Reason::spam_promotion, .language = "de"};
    });
}

/// What durability costs here, whoever asks for it.
void measure_sync(const std::filesystem::path& directory, int rounds, AllFigures& figures) {
    const std::filesystem::path file = directory / "sync";
    const int descriptor = ::open(file.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    if (descriptor < 0) throw std::runtime_error("cannot write to " + directory.string());
    const std::string block(4096, 'x');
    figures["one sync"] = measured(rounds, [&](int) {
        const auto written = ::write(descriptor, block.data(), block.size());
        if (written < 0 || ::fdatasync(descriptor) != 0) throw std::runtime_error("one sync");
    });
    ::close(descriptor);
    std::filesystem::remove(file);
}

void measure_counts(LargeStore& store, int rounds, AllFigures& figures) {
    figures["counts"] = measured(rounds, [&](int) {
        store.await((*store).queue_counts({}, ModeratorId{"mod_eva"}, "eva", first_claim()));
    });
}

Claimer claimer(const std::string& login, Timestamp at, Timestamp until) {
    return {ModeratorId{"mod_" + login}, login, {}, at, until};
}

/// Claims of one moderator, each over before the next; five colleagues hold what comes first.
void measure_claims(LargeStore& store, int rounds, AllFigures& figures) {
    for (int colleague = 0; colleague < 5; ++colleague) {
        const std::string login = "max" + std::to_string(colleague);
        const Timestamp end = first_claim() + std::chrono::hours(24 * 365);
        const auto held =
            store.await((*store).claim_next({}, 10, claimer(login, first_claim(), end)));
        if (!held || held->items.size() != 10) throw std::runtime_error("claims of colleagues");
    }
    const auto claim = [&](const std::string& name, const QueueQuery& query) {
        figures[name] = measured(rounds, [&](int round) {
            const Timestamp now = first_claim() + std::chrono::seconds(10 * round);
            const auto claimed = store.await(
                (*store).claim_next(query, 1, claimer("eva", now, now + std::chrono::seconds(5)))
            );
            if (!claimed || claimed->items.size() != 1) throw std::runtime_error(name);
        });
    };
    claim("claim", {});
    claim("claim of a reason", {.reason = Reason::spam_link_drop});
}

void measure_decisions(LargeStore& store, int rounds, AllFigures& figures) {
    int number = 0;
    std::vector<CommentId> decided;
    figures["decision"] = measured(rounds, [&](int) {
        const CommentId comment = store.next_held();
        std::vector<NewDecision> one{rejection(comment, 1, ++number)};
        if (!store.await((*store).record_decisions(std::move(one))).at(0)) {
            throw std::runtime_error("decision");
        }
        decided.push_back(comment);
    });
    figures["undo"] = measured(rounds, [&](int round) {
        const std::string id = "dec_" + std::to_string(round + 1);
        const auto attempts = store.await((*store).undo_decision(
            DecisionId{id},
            ModeratorId{"mod_eva"},
            "eva",
            {},
            Timestamp(std::chrono::milliseconds(first_moment * 3))
        ));
        if (!attempts.at(0)) throw std::runtime_error("undo");
    });
}

void measure_history(LargeStore& store, int rounds, AllFigures& figures) {
    const auto page = [&](const std::string& name, const HistoryQuery& query) {
        figures[name] = measured(rounds, [&](int) {
            if (!store.await((*store).search_history(query))) throw std::runtime_error(name);
        });
    };
    page("history", {});
    page("history, moderator", {.moderator = "eva"});
    HistoryQuery author;
    author.author = "mail:77";
    page("history, author", author);
}

/// How long batches of `size` rows hold the writer. The retention job chooses smaller ones when
/// they take more than 10 ms; 50 is more than anybody may wait.
void show_writer_times(const char* name, std::size_t size, std::vector<double> taken) {
    std::ranges::sort(taken);
    std::fprintf(
        stderr,
        "  %-28s %4zu rows: p50 %6.2f ms, p99 %6.2f ms, most %6.2f ms (%zu batches)\n",
        name,
        size,
        taken[taken.size() / 2],
        taken[taken.size() * 99 / 100],
        taken.back(),
        taken.size()
    );
}

double in_ms(std::chrono::microseconds time) {
    return static_cast<double>(time.count()) / 1'000;
}

/// Texts past their term, and comments of persons, in batches of one size.
void measure_keeping(LargeStore& store, int batches) {
    constexpr std::size_t size = 25;
    const Timestamp later = first_claim();
    const TextTerm term{.site = SiteId{"news"}, .before = later, .taught_before = later};
    TextsPastTerm found;
    std::vector<double> forgetting;
    const auto begun = std::chrono::steady_clock::now();
    do {
        found = store.await((*store).texts_past_term(term, std::move(found), size));
        const Forgotten done = store.await((*store).forget_texts(term, found.comments, later));
        forgetting.push_back(in_ms(done.writer_time));
    } while (found.more && static_cast<int>(forgetting.size()) < batches);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    show_writer_times("forget texts", size, forgetting);
    std::fprintf(
        stderr,
        "  %.0f texts a second\n",
        static_cast<double>(forgetting.size() * size) / took.count()
    );
    std::vector<double> erasing;
    const Person person{.site = SiteId{"news"}, .author = "mail:77"};
    const DecisionId id{"dec_erase_1"};
    ErasureRecord erasure;
    erasure.id = id;
    erasure.person = person;
    store.await((*store).begin_erasure(erasure));
    std::int64_t after = 0;
    do {
        const auto page = store.await((*store).comments_of_person(person, after));
        if (!page) throw std::runtime_error("comments_of_person");
        for (std::size_t i = 0; i + size <= page->comments.size(); i += size) {
            const auto first = page->comments.begin() + static_cast<std::ptrdiff_t>(i);
            std::vector<std::int64_t> part(first, first + static_cast<std::ptrdiff_t>(size));
            const Erased done = store.await((*store).erase_comments(id, std::move(part), later));
            erasing.push_back(in_ms(done.writer_time));
        }
        after = page->next;
    } while (after != 0 && static_cast<int>(erasing.size()) < batches);
    if (!erasing.empty()) show_writer_times("erase comments", size, erasing);
}

AllFigures measure(const Wanted& wanted, std::int64_t rows, std::int64_t queued) {
    std::fprintf(
        stderr,
        "a store of %lld comments, %lld queued\n",
        static_cast<long long>(rows),
        static_cast<long long>(queued)
    );
    LargeStore store(wanted.directory, rows, queued);
    AllFigures figures;
    // Of a thousand queued comments, no more than nine hundred can be decided in turn.
    const int rounds = std::min(wanted.rounds, static_cast<int>(queued * 9 / 11));
    measure_pages(store, wanted.rounds, figures);
    measure_counts(store, wanted.rounds, figures);
    measure_sync(wanted.directory, rounds, figures);
    measure_claims(store, wanted.rounds, figures);
    measure_decisions(store, rounds, figures);
    measure_history(store, wanted.rounds, figures);
    measure_keeping(store, wanted.rounds);
    return figures;
}

/// True when all demands are met.
bool report(const AllFigures& small, const AllFigures& large) {
    constexpr double most = 5;
    constexpr double most_growth = 1.5;
    constexpr double noise = 0.2;
    bool met = true;
    std::printf(
        "%-20s %10s %10s %12s %10s %8s\n",
        "",
        "p50 small",
        "p99 small",
        "p50 large",
        "p99 large",
        "growth"
    );
    for (const auto& [name, figure] : large) {
        const auto found = small.find(name);
        Figures before = found == small.end() ? Figures{} : found->second;
        // What finds fifty here and one there is compared with a full page.
        if (figure.page && small.contains("first page")) {
            before.p99 = std::max(before.p99, small.at("first page").p99);
        }
        const double growth = before.p99 > 0 ? figure.p99 / before.p99 : 0;
        const bool demanded = name != "one sync";
        const bool missed =
            demanded && (figure.p99 > most || (growth > most_growth && figure.p99 > noise));
        met = met && !missed;
        std::printf(
            "%-20s %7.3f ms %7.3f ms %9.3f ms %7.3f ms %7.2fx%s\n",
            name.c_str(),
            before.p50,
            before.p99,
            figure.p50,
            figure.p99,
            growth,
            missed ? "  MISSED" : ""
        );
    }
    return met;
}

std::int64_t number_of(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size() || value < 1) {
        throw std::runtime_error("\"" + std::string(text) + "\" is no number from 1 on");
    }
    return value;
}

Wanted wanted_of(const std::vector<std::string_view>& arguments) {
    Wanted wanted;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string_view name = arguments[i];
        if (name == "--only-large") {
            wanted.only_large = true;
            continue;
        }
        if (i + 1 == arguments.size()) {
            throw std::runtime_error(std::string(name) + " is not known or lacks a value");
        }
        const std::string_view value = arguments[++i];
        if (name == "--rows") {
            wanted.rows = number_of(value);
        } else if (name == "--queued") {
            wanted.queued = number_of(value);
        } else if (name == "--rounds") {
            wanted.rounds = static_cast<int>(std::min<std::int64_t>(number_of(value), 1'000'000));
        } else if (name == "--directory") {
            wanted.directory = value;
        } else {
            throw std::runtime_error(std::string(name) + " is not known");
        }
    }
    if (wanted.queued > wanted.rows / 2 || wanted.queued < 100) {
        throw std::runtime_error("--queued must lie between 100 and half of --rows");
    }
    return wanted;
}

}  // namespace

int main(int count, char** values) {
    try {
        const Wanted wanted = wanted_of({values + 1, values + count});
        AllFigures small;
        if (!wanted.only_large) small = measure(wanted, 10'000, 1'000);
        const AllFigures large = measure(wanted, wanted.rows, wanted.queued);
        return report(small, large) ? 0 : 1;
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "large_store: %s\n", failure.what());
        return 2;
    }
}
