// The queue: what is in it, in which order, page by page, and how long it is.

#include "tests/server/store/sqlite/store_fixture.h"
#include "tests/support/seeded_random.h"

#include <algorithm>
#include <map>
#include <set>

namespace chaffinch::store::sqlite::test {
namespace {

using Ids = std::vector<std::string>;

class Queue : public StoreFixture {
  protected:
    /// All ids, page after page; fails when a page is longer than asked for.
    Ids walk(QueueQuery query) {
        Ids all;
        for (int pages = 0; pages < 1'000; ++pages) {
            const QueuePage found = page(query);
            EXPECT_LE(found.items.size(), query.limit);
            for (const QueueItem& item : found.items) {
                all.push_back(item.record.comment.id.value);
            }
            if (found.next_cursor.empty()) return all;
            query.cursor = found.next_cursor;
        }
        ADD_FAILURE() << "the walk does not end";
        return all;
    }
};

TEST_F(Queue, HoldsOnlyHeldComments) {
    submit({.id = "cmt_h"});
    submit({.id = "cmt_a", .outcome = Outcome::approve});
    submit({.id = "cmt_r", .outcome = Outcome::reject});
    EXPECT_EQ(queue(), Ids{"cmt_h"});
    EXPECT_EQ(page().total, 1);
}

TEST_F(Queue, PutsFirstWhatNeedsAPersonMost) {
    submit({.id = "cmt_sure", .score = 3.5, .created = 10});
    submit({.id = "cmt_near_reject", .score = 4.9, .created = 40});
    submit({.id = "cmt_near_hold", .score = 2.1, .created = 30});
    submit({.id = "cmt_privacy", .score = 3.5, .reasons = {Reason::privacy_doxxing}, .created = 50}
    );
    submit({.id = "cmt_safety", .score = 3.5, .reasons = {Reason::safety_self_harm}, .created = 45}
    );
    submit({.id = "cmt_escalated", .score = 3.5, .escalated = true, .created = 60});
    const Ids expected{
        "cmt_escalated", "cmt_safety", "cmt_privacy", "cmt_near_hold", "cmt_near_reject", "cmt_sure"
    };
    EXPECT_EQ(queue(), expected);
}

TEST_F(Queue, MeasuresNearnessAtTheArticlesOwnThresholds) {
    Article strict;
    strict.id.value = "a-strict";
    strict.policy.hold_at = 0.5;
    submit({.id = "cmt_default", .score = 1.2, .created = 10});
    submit(
        {.id = "cmt_strict", .article = "a-strict", .score = 0.6, .created = 20, .announced = strict
        }
    );
    EXPECT_EQ(queue(), (Ids{"cmt_strict", "cmt_default"}));
}

TEST_F(Queue, SortsAsAsked) {
    submit({.id = "cmt_1", .score = 3, .created = 20});
    submit({.id = "cmt_2", .score = 4, .created = 10});
    submit({.id = "cmt_3", .score = 2.5, .created = 30});
    EXPECT_EQ(queue({.sort = QueueSort::oldest}), (Ids{"cmt_2", "cmt_1", "cmt_3"}));
    EXPECT_EQ(queue({.sort = QueueSort::newest}), (Ids{"cmt_3", "cmt_1", "cmt_2"}));
    EXPECT_EQ(queue({.sort = QueueSort::score}), (Ids{"cmt_2", "cmt_1", "cmt_3"}));
}

TEST_F(Queue, FiltersAsAsked) {
    add_site("blog");
    submit({.id = "cmt_1", .score = 2.5, .reasons = {Reason::spam_pharma}, .created = 1});
    submit(
        {.id = "cmt_2",
         .article = "a-2",
         .score = 4,
         .reasons = {Reason::abuse_insult},
         .created = 2}
    );
    submit(
        {.id = "cmt_3",
         .score = 4.5,
         .reasons = {Reason::abuse_insult, Reason::spam_pharma},
         .escalated = true,
         .created = 3}
    );
    submit({.id = "cmt_4", .site = "blog", .score = 3, .created = 4});
    const auto old = QueueSort::oldest;

    const struct {
        const char* name;
        QueueQuery query;
        Ids expected;
        std::int64_t escalated;
    } cases[] = {
        {"all", {.sort = old}, {"cmt_1", "cmt_2", "cmt_3", "cmt_4"}, 1},
        {"site", {.sites = {SiteId{"blog"}}, .sort = old}, {"cmt_4"}, 0},
        {"unknown site", {.sites = {SiteId{"nowhere"}}, .sort = old}, {}, 0},
        {"article", {.article = ArticleId{"a-1"}, .sort = old}, {"cmt_1", "cmt_3", "cmt_4"}, 1},
        {"article of one site",
         {.sites = {SiteId{"news"}}, .article = ArticleId{"a-1"}, .sort = old},
         {"cmt_1", "cmt_3"},
         1},
        {"unknown article", {.article = ArticleId{"a-9"}, .sort = old}, {}, 0},
        {"reason", {.reason = Reason::abuse_insult, .sort = old}, {"cmt_2", "cmt_3"}, 1},
        {"second reason", {.reason = Reason::spam_pharma, .sort = old}, {"cmt_1", "cmt_3"}, 1},
        {"escalated", {.escalated = true, .sort = old}, {"cmt_3"}, 1},
        {"not escalated", {.escalated = false, .sort = old}, {"cmt_1", "cmt_2", "cmt_4"}, 0},
        {"score from", {.score_min = 4.0, .sort = old}, {"cmt_2", "cmt_3"}, 1},
        {"score to", {.score_max = 3.0, .sort = old}, {"cmt_1", "cmt_4"}, 0},
        {"score by score",
         {.score_min = 2.6, .score_max = 4.0, .sort = QueueSort::score},
         {"cmt_2", "cmt_4"},
         0},
        {"article and reason",
         {.article = ArticleId{"a-1"}, .reason = Reason::abuse_insult, .sort = old},
         {"cmt_3"},
         1},
        {"article, reason and escalated",
         {.article = ArticleId{"a-1"}, .reason = Reason::spam_pharma, .escalated = true, .sort = old
         },
         {"cmt_3"},
         1},
        {"reason and not escalated",
         {.reason = Reason::spam_pharma, .escalated = false, .sort = old},
         {"cmt_1"},
         0},
    };

    for (const auto& [name, query, expected, escalated] : cases) {
        SCOPED_TRACE(name);
        const QueuePage found = page(query);
        EXPECT_EQ(queue(query), expected);
        EXPECT_EQ(found.total, static_cast<std::int64_t>(expected.size()));
        EXPECT_EQ(found.escalated, escalated);
        EXPECT_TRUE(found.next_cursor.empty());
    }
}

TEST_F(Queue, ShowsTheArticleWithEachItem) {
    Article article;
    article.id.value = "a-1";
    article.title = "Botox";
    article.url = "https://news.example/1";
    submit({.announced = article});
    const QueuePage found = page();
    ASSERT_EQ(found.items.size(), 1u);
    EXPECT_EQ(found.items[0].article_title, "Botox");
    EXPECT_EQ(found.items[0].article_url, "https://news.example/1");
    const auto item = await(store_->find_item(CommentId{"cmt_1"}, {SiteId{"news"}}, at(1)));
    ASSERT_TRUE(item);
    EXPECT_EQ(item->article_title, "Botox");
    EXPECT_EQ(
        await(store_->find_item(CommentId{"cmt_1"}, {SiteId{"blog"}}, at(1))).error().code,
        Errc::not_found
    );
    EXPECT_EQ(
        await(store_->find_item(CommentId{"cmt_9"}, {}, at(1))).error().code, Errc::not_found
    );
}

TEST_F(Queue, RefusesCursorsThatAreNotOurs) {
    for (int i = 0; i < 3; ++i) submit({.id = "cmt_" + std::to_string(i)});
    const std::string ours = page({.limit = 1}).next_cursor;
    ASSERT_FALSE(ours.empty());
    std::string bent = ours;
    bent[20] = bent[20] == '0' ? '1' : '0';

    const struct {
        const char* name;
        std::string cursor;
        QueueSort sort;
    } cases[] = {
        {"garbage", "xyz", QueueSort::priority},
        {"right length, no hex", std::string(ours.size(), 'g'), QueueSort::priority},
        {"one digit bent", bent, QueueSort::priority},
        {"cut", ours.substr(1), QueueSort::priority},
        {"of another order", ours, QueueSort::oldest},
    };

    for (const auto& [name, cursor, sort] : cases) {
        SCOPED_TRACE(name);
        QueueQuery query{.sort = sort, .cursor = cursor};
        const auto refused = await(store_->list_queue(query));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, Errc::invalid);
        EXPECT_EQ(refused.error().fields.at(0).pointer, "/cursor");
    }
}

TEST_F(Queue, PagesGoOnWhereTheyStoppedWhileTheQueueMoves) {
    for (int i = 0; i < 6; ++i) {
        submit({.id = "cmt_" + std::to_string(i), .created = 10 + i});
    }
    QueueQuery query{.sort = QueueSort::oldest, .limit = 2};
    const QueuePage first = page(query);
    ASSERT_TRUE(decide({.id = "dec_1", .comment = "cmt_1"}));  // the last of the page leaves
    ASSERT_TRUE(decide({.id = "dec_2", .comment = "cmt_2"}));  // so does the first of the next
    submit({.id = "cmt_new", .created = 5});                   // and one comes in before
    query.cursor = first.next_cursor;
    EXPECT_EQ(queue(query), (Ids{"cmt_3", "cmt_4"}));
}

/// The plain way: keep all held comments in memory, filter and sort them.
struct Expected {
    Draft draft;
    bool held = true;
    bool escalated = false;
};

bool matches(const Expected& item, const QueueQuery& query) {
    const auto has = [](const auto& list, const auto& value) {
        return std::ranges::find(list, value) != list.end();
    };
    return item.held && (query.sites.empty() || has(query.sites, SiteId{item.draft.site})) &&
           (!query.article || query.article->value == item.draft.article) &&
           (!query.reason || has(item.draft.reasons, *query.reason)) &&
           (!query.escalated || *query.escalated == item.escalated) &&
           (!query.score_min || item.draft.score >= *query.score_min) &&
           (!query.score_max || item.draft.score <= *query.score_max);
}

TEST_F(Queue, AgreesWithAPlainListOnEveryFilterAndSort) {
    chaffinch::test::SeededRandom random;
    const Ids sites{"news", "blog", "shop"};
    const Ids articles{"a-1", "a-2", "a-3"};
    const std::vector<Reason> reasons{
        Reason::spam_pharma, Reason::abuse_insult, Reason::privacy_doxxing
    };
    add_site("blog");
    add_site("shop");
    std::map<std::string, Expected> all;
    std::vector<NewSubmission> batch;
    for (int i = 0; i < 120; ++i) {
        Draft draft{.id = "cmt_" + std::to_string(i), .site = random.pick(sites)};
        draft.article = random.pick(articles);
        draft.score = static_cast<double>(random.between(0, 12)) / 2;
        draft.reasons = {random.pick(reasons)};
        if (random.chance(0.3)) draft.reasons.push_back(random.pick(reasons));
        draft.escalated = random.chance(0.1);
        draft.created = random.between(1, 40);
        batch.push_back(submission(draft));
        all[draft.id] = {.draft = draft, .held = true, .escalated = draft.escalated};
    }
    ASSERT_TRUE(await(store_->record_submissions(batch, std::nullopt)));
    std::vector<NewDecision> decisions;
    for (auto& [id, item] : all) {
        if (!random.chance(0.4)) continue;
        const bool escalate = random.chance(0.3);
        Ruling ruling{.id = "dec_" + id, .comment = id};
        if (escalate) ruling.judgement = Judgement::escalate;
        decisions.push_back(decision(ruling));
        item.held = escalate;
        item.escalated = escalate;
    }
    await(store_->record_decisions(decisions));

    for (int round = 0; round < 60; ++round) {
        QueueQuery query;
        if (random.chance(0.3)) query.sites = {SiteId{random.pick(sites)}};
        if (random.chance(0.2)) query.sites.push_back(SiteId{random.pick(sites)});
        if (random.chance(0.3)) query.article = ArticleId{random.pick(articles)};
        if (random.chance(0.3)) query.reason = random.pick(reasons);
        if (random.chance(0.3)) query.escalated = random.chance(0.5);
        if (random.chance(0.2)) query.score_min = static_cast<double>(random.between(0, 6));
        if (random.chance(0.2)) query.score_max = static_cast<double>(random.between(0, 6));
        query.sort = static_cast<QueueSort>(random.between(0, 3));
        query.limit = static_cast<std::size_t>(random.between(1, 30));
        SCOPED_TRACE("round " + std::to_string(round));

        std::set<std::string> expected;
        std::int64_t escalated = 0;
        for (const auto& [id, item] : all) {
            if (!matches(item, query)) continue;
            expected.insert(id);
            if (item.escalated) ++escalated;
        }
        const QueuePage first = page(query);
        EXPECT_EQ(first.total, static_cast<std::int64_t>(expected.size()));
        EXPECT_EQ(first.escalated, escalated);
        const Ids walked = walk(query);
        EXPECT_EQ(walked.size(), expected.size());
        EXPECT_EQ(std::set<std::string>(walked.begin(), walked.end()), expected);
        for (std::size_t i = 1; i < walked.size(); ++i) {
            const Draft& before = all[walked[i - 1]].draft;
            const Draft& after = all[walked[i]].draft;
            if (query.sort == QueueSort::oldest) EXPECT_LE(before.created, after.created);
            if (query.sort == QueueSort::newest) EXPECT_GE(before.created, after.created);
            if (query.sort == QueueSort::score) EXPECT_GE(before.score, after.score);
            if (query.sort == QueueSort::priority) {
                EXPECT_GE(all[walked[i - 1]].escalated, all[walked[i]].escalated);
            }
        }
    }
    EXPECT_EQ(
        ask_database("SELECT count(*) FROM (SELECT site, list, count(*) AS n, sum(escalated) AS e"
                     " FROM queue_lists GROUP BY site, list) AS q FULL JOIN queue_counts AS c"
                     " ON c.site = q.site AND c.list = q.list WHERE q.n IS NOT c.held"
                     " OR q.e IS NOT c.escalated"),
        0
    );
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
