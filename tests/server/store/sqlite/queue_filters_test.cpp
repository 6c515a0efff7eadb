// Filters of the queue: every combination finds what an obvious loop over all items finds, page by
// page, also when time runs out in between.

#include "server/store/sqlite/fold_case.h"
#include "server/store/sqlite/queue_walk.h"
#include "tests/server/store/sqlite/store_fixture.h"
#include "tests/support/seeded_random.h"

#include <algorithm>

namespace chaffinch::store::sqlite::test {
namespace {

using Ids = std::vector<std::string>;

/// Uniform in [0, end).
std::size_t below(chaffinch::test::SeededRandom& random, std::size_t end) {
    return static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(end) - 1));
}

TEST(FoldCase, MakesLettersOfLatinGreekAndCyrillicSmall) {
    const struct {
        const char* text;
        const char* folded;
    } cases[] = {
        {"Hello, WORLD 7", "hello, world 7"},
        {"ÄÖÜ ÉÀ Ø × ß", "äöü éà ø × ß"},
        {"ŁÓDŹ Žižek Šíř ŸĿ", "łódź žižek šíř ÿŀ"},
        {"ΌΔΟΣ Έλλην Ώρα", "όδοσ έλλην ώρα"},
        {"ЁЛКА Привет Ђорђе", "ёлка привет ђорђе"},
        {"日本語 ﷺ 🐦", "日本語 ﷺ 🐦"},
        {"\xC3", "\xC3"},
        {"\xC3"
         "A",
         "\xC3"
         "a"},
        {"\x80\xFF", "\x80\xFF"},
    };

    for (const auto& [text, expected] : cases) EXPECT_EQ(folded(text), expected);
    EXPECT_TRUE(holds_folded("Die ÄPFEL sind reif", "äpfel sind"));
    EXPECT_FALSE(holds_folded("Die ÄPFEL", "birnen"));
}

TEST(FoldCase, KeepsLengthAndIsItsOwnFixedPointOnAnyBytes) {
    chaffinch::test::SeededRandom random;
    for (int i = 0; i < 2'000; ++i) {
        const std::string bytes = random.bytes(40);
        const std::string once = folded(bytes);
        EXPECT_EQ(once.size(), bytes.size());
        EXPECT_EQ(folded(once), once);
    }
}

class QueueFilters : public StoreFixture {
  protected:
    /// Some hundred comments with properties drawn at random.
    void fill(int count) {
        chaffinch::test::SeededRandom random;
        const std::vector<std::string> languages{"", "de", "en", "fr"};
        const std::vector<std::string> authors{"Ann", "Jörg", "ann", "Zoë"};
        const std::vector<std::string> words{"apfel", "ÄPFEL", "birne", "kirsche"};
        const std::vector<Reason> reasons{
            Reason::spam_loan, Reason::abuse_insult, Reason::privacy_doxxing
        };
        add_site("blog");
        for (int i = 0; i < count; ++i) {
            Draft draft{
                .id = "cmt_" + std::to_string(i),
                .site = below(random, 3) == 0 ? "blog" : "news",
                .article = "a-" + std::to_string(below(random, 2)),
                .score = static_cast<double>(below(random, 80)) / 10,
                .reasons = {reasons[below(random, 3)]},
                .escalated = below(random, 5) == 0,
                .created = static_cast<std::int64_t>(1'000 + below(random, 50))
            };
            NewSubmission one = submission(draft);
            Comment& comment = one.record.comment;
            comment.language = languages[below(random, 4)];
            comment.author.name = authors[below(random, 4)];
            comment.text = "ein " + words[below(random, 4)] + " text";
            for (const char* rule : {"R_ONE", "R_TWO", "R_THREE"}) {
                if (below(random, 3) == 0) one.record.verdict.signals.push_back({.name = rule});
            }
            ASSERT_TRUE(await(store_->record_submission(one)));
            made_.push_back(one.record);
        }
    }

    QueueQuery drawn(chaffinch::test::SeededRandom& random) {
        QueueQuery query;
        const auto one_in = [&](std::size_t n) { return below(random, n) == 0; };
        if (one_in(3)) query.sites = {SiteId{one_in(2) ? "news" : "blog"}};
        if (one_in(4)) query.article = ArticleId{"a-1"};
        if (one_in(4)) query.reason = Reason::abuse_insult;
        if (one_in(4)) query.escalated = one_in(2);
        if (one_in(4)) query.score_min = 2;
        if (one_in(4)) query.score_max = 6;
        if (one_in(4)) query.author = one_in(2) ? "JÖRG" : "ann";
        if (one_in(4)) query.rule = "R_TWO";
        if (one_in(4)) query.language = "DE";
        if (one_in(4)) query.text = one_in(2) ? "Äpfel" : "birne TEXT";
        if (one_in(4)) query.since = at(1'010);
        if (one_in(4)) query.until = at(1'040);
        query.sort = static_cast<QueueSort>(below(random, 4));
        query.limit = 1 + below(random, 20);
        return query;
    }

    static bool matches(const CommentRecord& record, const QueueQuery& query) {
        const Comment& comment = record.comment;
        const auto has_reason = [&](Reason reason) {
            return std::ranges::any_of(record.verdict.reasons, [&](const ReasonScore& entry) {
                return entry.reason == reason;
            });
        };
        const auto has_rule = [&](const std::string& rule) {
            return std::ranges::any_of(record.verdict.signals, [&](const Signal& signal) {
                return signal.name == rule;
            });
        };
        return (query.sites.empty() || query.sites[0] == record.site) &&
               (!query.article || *query.article == comment.article) &&
               (!query.reason || has_reason(*query.reason)) &&
               (!query.escalated || *query.escalated == record.escalated) &&
               (!query.score_min || record.verdict.score >= *query.score_min) &&
               (!query.score_max || record.verdict.score <= *query.score_max) &&
               (!query.author || folded(comment.author.name) == folded(*query.author)) &&
               (!query.rule || has_rule(*query.rule)) &&
               (!query.language || comment.language == folded(*query.language)) &&
               (!query.text || holds_folded(comment.text, folded(*query.text))) &&
               (!query.since || record.created_at >= *query.since) &&
               (!query.until || record.created_at <= *query.until);
    }

    Ids expected(const QueueQuery& query) const {
        Ids ids;
        for (const CommentRecord& record : made_) {
            if (matches(record, query)) ids.push_back(record.comment.id.value);
        }
        std::ranges::sort(ids);
        return ids;
    }

    std::vector<CommentRecord> made_{};
};

TEST_F(QueueFilters, FindWhatALoopOverAllItemsFindsInTheOrderOfTheWholeQueue) {
    fill(300);
    chaffinch::test::SeededRandom random;
    for (int round = 0; round < 300; ++round) {
        SCOPED_TRACE(round);
        QueueQuery query = drawn(random);
        QueueQuery unfiltered{.sort = query.sort, .limit = 1'000};
        const Ids order = queue(unfiltered);
        Ids found;
        for (int pages = 0; pages < 400; ++pages) {
            const QueuePage one = page(query);
            ASSERT_LE(one.items.size(), query.limit);
            if (one.total) EXPECT_EQ(*one.total, static_cast<std::int64_t>(expected(query).size()));
            for (const QueueItem& item : one.items) found.push_back(item.record.comment.id.value);
            query.cursor = one.next_cursor;
            if (query.cursor.empty()) break;
        }
        Ids in_order;
        std::ranges::copy_if(order, std::back_inserter(in_order), [&](const std::string& id) {
            return std::ranges::find(found, id) != found.end();
        });
        EXPECT_EQ(found, in_order);
        std::ranges::sort(found);
        EXPECT_EQ(found, expected(query));
    }
}

TEST_F(QueueFilters, ThatRunOutOfTimeGoOnFromWhereTheyStoppedAndMissNothing) {
    fill(300);
    Connection db(options_.directory / "chaffinch.db", Access::read_only);
    for (const QueueSort sort :
         {QueueSort::priority, QueueSort::oldest, QueueSort::newest, QueueSort::score}) {
        const QueueQuery query{.text = "birne", .sort = sort};
        QueueKey start = before_all(sort);
        std::size_t found = 0;
        int stops = 0;
        while (true) {
            const Walked walked = walk_queue(
                db,
                query,
                plan_walk(db, query),
                start,
                {.items = 1'000, .time = std::chrono::milliseconds(0)},
                {}
            );
            found += walked.keys.size();
            if (!walked.stopped_at) break;
            ASSERT_TRUE(comes_before(sort, start, *walked.stopped_at));
            start = *walked.stopped_at;
            ++stops;
        }
        EXPECT_EQ(found, expected(query).size());
        EXPECT_GT(stops, 2);
    }
}

TEST_F(QueueFilters, OfFrequentAndOfRareFacetsFindTheSame) {
    // Over the size up to which a facet is fetched whole.
    std::vector<NewSubmission> many;
    for (int i = 0; i < 1'100; ++i) {
        many.push_back(submission({.id = "cmt_" + std::to_string(i), .created = i}));
        many.back().record.comment.language = i % 11 == 0 ? "fr" : "de";
    }
    ASSERT_TRUE(await(store_->record_submissions(std::move(many), std::nullopt)));
    QueueQuery query{.author = "ann", .sort = QueueSort::oldest, .limit = 5'000};
    EXPECT_EQ(queue(query).size(), 1'100u);
    EXPECT_FALSE(page(query).total);
    query.language = "fr";
    EXPECT_EQ(queue(query).size(), 100u);
    EXPECT_EQ(page(query).total, 100);
    EXPECT_EQ(queue(query).front(), "cmt_0");
}

TEST_F(QueueFilters, OfAFacetThatManyHaveGiveItsPartOfTheOrderOfPriority) {
    std::vector<NewSubmission> many;
    for (int i = 0; i < 1'200; ++i) {
        many.push_back(submission(
            {.id = "cmt_" + std::to_string(i),
             .score = 2 + static_cast<double>((i * 7) % 30) / 10,
             .reasons = {i % 3 == 0 ? Reason::spam_loan : Reason::spam_promotion},
             .escalated = i % 40 == 0,
             .created = 1'000 + (i * 13) % 700}
        ));
        many.back().record.comment.language = i % 4 == 0 ? "fr" : "de";
        many.back().record.comment.author.name = i % 5 == 0 ? "Ann" : "Ben";
    }
    ASSERT_TRUE(await(store_->record_submissions(std::move(many), std::nullopt)));
    const std::vector<QueueQuery> queries{
        {.language = "fr"},
        {.reason = Reason::spam_promotion, .language = "fr"},
        {.author = "ann", .language = "de"},
        {.escalated = false, .language = "fr"},
        {.language = "fr", .score_min = 3},
        {.language = "fr", .text = "TEXT OF CMT_1"},
    };
    const auto matches = [](const QueueItem& item, const QueueQuery& query) {
        const CommentRecord& record = item.record;
        return (!query.reason || record.verdict.reasons.at(0).reason == *query.reason) &&
               (!query.author || folded(record.comment.author.name) == *query.author) &&
               (!query.escalated || record.escalated == *query.escalated) &&
               (!query.score_min || record.verdict.score >= *query.score_min) &&
               (!query.text || record.comment.text.starts_with("text of cmt_1")) &&
               record.comment.language == *query.language;
    };
    const QueuePage everything = page({.limit = 2'000});
    ASSERT_EQ(everything.items.size(), 1'200u);
    for (QueueQuery query : queries) {
        Ids wanted;
        for (const QueueItem& item : everything.items) {
            if (matches(item, query)) wanted.push_back(item.record.comment.id.value);
        }
        ASSERT_GT(wanted.size(), 60u);
        Ids found;
        query.limit = 17;
        do {
            const QueuePage one = page(query);
            for (const QueueItem& item : one.items) found.push_back(item.record.comment.id.value);
            query.cursor = one.next_cursor;
        } while (!query.cursor.empty());
        EXPECT_EQ(found, wanted);
    }
}

TEST_F(QueueFilters, AreCountedAsFarAsThatIsQuickHoweverLongTheQueue) {
    std::vector<NewSubmission> many;
    for (int i = 0; i < 1'100; ++i) {
        many.push_back(submission(
            {.id = "cmt_" + std::to_string(i),
             .article = i % 2 == 0 ? "a-0" : "a-1",
             .score = static_cast<double>(i),
             .escalated = i % 10 == 0}
        ));
    }
    ASSERT_TRUE(await(store_->record_submissions(std::move(many), std::nullopt)));
    const Reason reason = Reason::spam_promotion;
    const ArticleId half{"a-1"};

    struct Case {
        QueueQuery query;
        std::optional<std::int64_t> total;
        std::optional<std::int64_t> escalated;
    };

    const std::vector<Case> cases{
        {{.reason = reason}, 1'100, 110},
        {{.reason = reason, .escalated = true}, 110, 110},
        {{.reason = reason, .escalated = false}, 990, 0},
        {{.article = half, .reason = reason}, 550, 0},
        {{.article = half, .escalated = true}, 0, 0},
        {{.reason = reason, .score_min = 500}, 600, 60},
        {{.reason = reason, .score_min = 50}, std::nullopt, std::nullopt},
        {{.escalated = true, .score_min = 50}, 105, 105},
    };
    for (const Case& one : cases) {
        SCOPED_TRACE(&one - cases.data());
        EXPECT_EQ(page(one.query).total, one.total);
        EXPECT_EQ(page(one.query).escalated, one.escalated);
    }
}

TEST_F(QueueFilters, LeaveNothingBehindOfWhatHasLeftTheQueue) {
    fill(20);
    EXPECT_GT(ask_database("SELECT count(*) FROM queue_facets"), 20);
    for (int i = 0; i < 20; ++i) {
        const std::string id = std::to_string(i);
        ASSERT_TRUE(decide({.id = "dec_" + id, .comment = "cmt_" + id}));
    }
    EXPECT_EQ(ask_database("SELECT count(*) FROM queue_facets"), 0);
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
