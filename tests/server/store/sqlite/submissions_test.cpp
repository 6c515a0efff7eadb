// What a site sends is stored once, completely, and found again.

#include "tests/server/store/sqlite/store_fixture.h"

namespace chaffinch::store::sqlite::test {
namespace {

using Submissions = StoreFixture;

NewSubmission with_every_field() {
    NewSubmission made =
        submission({.id = "cmt_full", .external_id = "c-9", .hosts = {"a.example"}});
    CommentRecord& record = made.record;
    Comment& comment = record.comment;
    comment.parent = "cmt_0";
    comment.text = "line\nwith \"quotes\", ключ, \U0001F426 and '); DROP TABLE comments; --";
    comment.format = TextFormat::markdown;
    comment.author = {
        .id = AuthorId{"u-7"},
        .name = "Ann",
        .email = "ann@example.org",
        .url = "https://ann.example",
        .ip = "203.0.113.9",
        .user_agent = "Firefox",
        .verified = true,
        .registered_at = at(77)
    };
    comment.form = {.elapsed_ms = 8'400, .honeypot = "x"};
    comment.submitted_at = at(999);
    comment.language = "en";
    comment.revision = 3;
    record.version = 1;
    Signal signal;
    signal.name = "CONTACT";
    signal.weight = 0.1 + 0.2;
    signal.spans = {{Field::text, 0, 4}};
    record.verdict.signals.push_back(signal);
    record.verdict.provenance = {"core@7", "spam-1", "default@3"};
    return made;
}

TEST_F(Submissions, KeepEveryFieldAcrossARestart) {
    const NewSubmission made = with_every_field();
    ASSERT_TRUE(await(store_->record_submission(made)));
    restart();
    const CommentRecord found = comment("cmt_full");
    const Comment& comment = found.comment;
    const Comment& sent = made.record.comment;
    EXPECT_EQ(comment.external_id, sent.external_id);
    EXPECT_EQ(comment.article, sent.article);
    EXPECT_EQ(comment.parent, sent.parent);
    EXPECT_EQ(comment.text, sent.text);
    EXPECT_EQ(comment.format, sent.format);
    EXPECT_EQ(comment.author.id, sent.author.id);
    EXPECT_EQ(comment.author.name, sent.author.name);
    EXPECT_EQ(comment.author.email, sent.author.email);
    EXPECT_EQ(comment.author.url, sent.author.url);
    EXPECT_EQ(comment.author.ip, sent.author.ip);
    EXPECT_EQ(comment.author.user_agent, sent.author.user_agent);
    EXPECT_EQ(comment.author.verified, sent.author.verified);
    EXPECT_EQ(comment.author.registered_at, sent.author.registered_at);
    EXPECT_EQ(comment.form.elapsed_ms, sent.form.elapsed_ms);
    EXPECT_EQ(comment.form.honeypot, sent.form.honeypot);
    EXPECT_EQ(comment.submitted_at, sent.submitted_at);
    EXPECT_EQ(comment.language, sent.language);
    EXPECT_EQ(comment.revision, sent.revision);
    EXPECT_EQ(found.site, made.record.site);
    EXPECT_EQ(found.status, Status::held);
    EXPECT_EQ(found.version, 1);
    EXPECT_EQ(found.created_at, made.record.created_at);
    EXPECT_EQ(found.updated_at, made.record.updated_at);
    EXPECT_EQ(found.verdict.reasons, made.record.verdict.reasons);
    ASSERT_EQ(found.verdict.signals.size(), 1u);
    EXPECT_EQ(found.verdict.signals[0].weight, 0.1 + 0.2);
    EXPECT_EQ(found.verdict.provenance.model, "spam-1");
}

TEST_F(Submissions, AreStoredOnceForOneExternalId) {
    submit({.id = "cmt_1", .external_id = "c-1"});
    const SubmissionReceipt again = submit({.id = "cmt_2", .external_id = "c-1"});
    EXPECT_TRUE(again.duplicate);
    EXPECT_EQ(again.record.comment.id.value, "cmt_1");
    EXPECT_EQ(ask_database("SELECT count(*) FROM comments"), 1);
    EXPECT_EQ(ask_database("SELECT count(*) FROM events"), 1);
    EXPECT_EQ(page().total, 1);
}

TEST_F(Submissions, WithoutExternalIdAreAllStored) {
    submit({.id = "cmt_1"});
    EXPECT_FALSE(submit({.id = "cmt_2"}).duplicate);
    EXPECT_EQ(ask_database("SELECT count(*) FROM comments"), 2);
}

TEST_F(Submissions, OfTwoSitesMayShareAnExternalId) {
    add_site("blog");
    submit({.id = "cmt_1", .external_id = "c-1"});
    EXPECT_FALSE(submit({.id = "cmt_2", .site = "blog", .external_id = "c-1"}).duplicate);
    const auto found = await(store_->find_by_external_id(SiteId{"blog"}, "c-1"));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->comment.id.value, "cmt_2");
}

TEST_F(Submissions, OfAnUnknownSiteAreRefused) {
    const auto refused = await(store_->record_submission(submission({.site = "nowhere"})));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::not_found);
}

TEST_F(Submissions, AreNotFoundByAnotherSite) {
    add_site("blog");
    submit({.id = "cmt_1", .external_id = "c-1"});
    const auto by_id = await(store_->find_comment(SiteId{"blog"}, CommentId{"cmt_1"}));
    ASSERT_FALSE(by_id);
    EXPECT_EQ(by_id.error().code, Errc::not_found);
    EXPECT_FALSE(await(store_->find_by_external_id(SiteId{"blog"}, "c-1")));
}

TEST_F(Submissions, LeaveOneEventAndOneDecisionOfTheEngine) {
    const struct {
        const char* id;
        Outcome outcome;
        bool escalated;
        Sql event;
        Judgement judgement;
    } cases[] = {
        {"cmt_a",
         Outcome::approve,
         false,
         "SELECT count(*) FROM events WHERE kind = 'comment.approved'",
         Judgement::approve},
        {"cmt_h",
         Outcome::hold,
         false,
         "SELECT count(*) FROM events WHERE kind = 'comment.held'",
         Judgement::escalate},
        {"cmt_r",
         Outcome::reject,
         false,
         "SELECT count(*) FROM events WHERE kind = 'comment.rejected'",
         Judgement::reject},
        {"cmt_e",
         Outcome::hold,
         true,
         "SELECT count(*) FROM events WHERE kind = 'comment.escalated'",
         Judgement::escalate},
    };

    for (const auto& [id, outcome, escalated, event, judgement] : cases) {
        SCOPED_TRACE(id);
        submit({.id = id, .outcome = outcome, .escalated = escalated});
        EXPECT_EQ(ask_database(event), 1);
        const auto log = await(store_->decisions_of(CommentId{id}));
        ASSERT_EQ(log.size(), 1u);
        EXPECT_EQ(log[0].actor, Actor::engine);
        EXPECT_EQ(log[0].judgement, judgement);
        EXPECT_EQ(log[0].version_after, 1);
    }
}

TEST_F(Submissions, InABatchGetOneReceiptEachInOneCommit) {
    const std::uint64_t commits = store_->health().commits;
    std::vector<NewSubmission> batch;
    batch.push_back(submission({.id = "cmt_1", .external_id = "c-1"}));
    batch.push_back(submission({.id = "cmt_2", .external_id = "c-1"}));
    batch.push_back(submission({.id = "cmt_3", .external_id = "c-3"}));
    const auto receipts = await(store_->record_submissions(batch, std::nullopt));
    ASSERT_TRUE(receipts);
    ASSERT_EQ(receipts->size(), 3u);
    EXPECT_FALSE((*receipts)[0].duplicate);
    EXPECT_TRUE((*receipts)[1].duplicate);
    EXPECT_EQ((*receipts)[1].record.comment.id.value, "cmt_1");
    EXPECT_FALSE((*receipts)[2].duplicate);
    EXPECT_EQ(store_->health().commits, commits + 1);
}

/// Ids sort by time, as ours do.
TEST_F(Submissions, ListPublishedCommentsOfAnArticleInThreadOrder) {
    const auto post = [this](const char* id, const char* parent, const char* external_id = "") {
        NewSubmission made =
            submission({.id = id, .external_id = external_id, .outcome = Outcome::approve});
        if (*parent != '\0') made.record.comment.parent = parent;
        ASSERT_TRUE(await(store_->record_submission(std::move(made))));
    };
    post("cmt_1", "", "c-1");
    post("cmt_2", "");
    post("cmt_3", "cmt_1");
    post("cmt_4", "cmt_2");
    post("cmt_5", "c-1");
    post("cmt_6", "cmt_3");
    post("cmt_7", "cmt_nowhere");
    submit({.id = "cmt_8"});
    submit({.id = "cmt_9", .article = "a-2", .outcome = Outcome::approve});

    const SiteId site{"news"};
    const ArticleId article{"a-1"};
    const auto all = await(store_->published_comments(site, article, 10, ""));
    ASSERT_TRUE(all);
    std::vector<std::pair<std::string, int>> order;
    for (const PublishedComment& comment : all->comments) {
        order.emplace_back(comment.record.comment.id.value, comment.depth);
    }
    const std::vector<std::pair<std::string, int>> expected{
        {"cmt_1", 0},
        {"cmt_3", 1},
        {"cmt_6", 2},
        {"cmt_5", 1},
        {"cmt_2", 0},
        {"cmt_4", 1},
        {"cmt_7", 0},
    };
    EXPECT_EQ(order, expected);
    EXPECT_EQ(all->next_cursor, "");

    std::vector<std::pair<std::string, int>> paged;
    std::string cursor;
    do {
        const auto page = await(store_->published_comments(site, article, 2, cursor));
        ASSERT_TRUE(page);
        EXPECT_LE(page->comments.size(), 2u);
        for (const PublishedComment& comment : page->comments) {
            paged.emplace_back(comment.record.comment.id.value, comment.depth);
        }
        cursor = page->next_cursor;
    } while (!cursor.empty());
    EXPECT_EQ(paged, expected);

    EXPECT_FALSE(await(store_->published_comments(site, article, 2, "cmt_9")));
    EXPECT_TRUE(await(store_->published_comments(site, ArticleId{"a-9"}, 1, ""))->comments.empty());
}

TEST_F(Submissions, AThreadIsAtMost32LevelsDeep) {
    const auto name = [](int level) { return "cmt_" + std::to_string(100 + level); };
    for (int level = 0; level < 40; ++level) {
        NewSubmission made = submission({.id = name(level), .outcome = Outcome::approve});
        if (level > 0) made.record.comment.parent = name(level - 1);
        ASSERT_TRUE(await(store_->record_submission(std::move(made))));
    }
    const auto all = await(store_->published_comments(SiteId{"news"}, ArticleId{"a-1"}, 50, ""));
    ASSERT_EQ(all->comments.size(), 40u);
    for (int level = 0; level < 40; ++level) {
        const PublishedComment& comment = all->comments[static_cast<std::size_t>(level)];
        EXPECT_EQ(comment.record.comment.id.value, name(level));
        EXPECT_EQ(comment.depth, std::min(level, 31));
    }
}

TEST_F(Submissions, ChangesComeInOrderAndGoOnWhereTheyEnded) {
    add_site("blog");
    submit({.id = "cmt_1"});
    submit({.id = "cmt_b", .site = "blog"});
    ASSERT_TRUE(decide({.judgement = Judgement::approve}));
    submit({.id = "cmt_2", .outcome = Outcome::reject});

    const SiteId site{"news"};
    const auto first = await(store_->changes(site, 0, 2));
    ASSERT_EQ(first.payloads.size(), 2u);
    EXPECT_TRUE(first.more);
    EXPECT_NE(first.payloads[0].find("comment.held"), std::string::npos);
    EXPECT_NE(first.payloads[1].find("comment.approved"), std::string::npos);
    const auto second = await(store_->changes(site, first.next, 2));
    ASSERT_EQ(second.payloads.size(), 1u);
    EXPECT_FALSE(second.more);
    EXPECT_NE(second.payloads[0].find("comment.rejected"), std::string::npos);
    const auto none = await(store_->changes(site, second.next, 2));
    EXPECT_TRUE(none.payloads.empty());
    EXPECT_EQ(none.next, second.next);
}

Article announced(const std::string& title) {
    Article article;
    article.id.value = "a-1";
    article.url = "https://news.example/a/1";
    article.title = title;
    article.text = "long text";
    article.section = "health";
    article.language = "en";
    article.published_at = at(5);
    article.policy = {
        .comments = CommentPolicy::pre,
        .close_after_days = 14,
        .links_allowed = 2,
        .sensitivity = Sensitivity::medical,
        .hold_at = 1.5,
        .reject_at = 4.25
    };
    return article;
}

TEST_F(Submissions, BringTheirArticleAlong) {
    EXPECT_EQ(store_->facts().article(SiteId{"news"}, ArticleId{"a-1"}), nullptr);
    submit({.id = "cmt_0"});  // a comment alone does not announce its article
    EXPECT_EQ(store_->facts().article(SiteId{"news"}, ArticleId{"a-1"}), nullptr);
    submit({.id = "cmt_1", .announced = announced("Botox")});
    const auto found = store_->facts().article(SiteId{"news"}, ArticleId{"a-1"});
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->title, "Botox");
    EXPECT_EQ(found->url, "https://news.example/a/1");
    EXPECT_EQ(found->text, "long text");
    EXPECT_EQ(found->section, "health");
    EXPECT_EQ(found->language, "en");
    EXPECT_EQ(found->published_at, at(5));
    EXPECT_EQ(found->policy.comments, CommentPolicy::pre);
    EXPECT_EQ(found->policy.close_after_days, 14);
    EXPECT_EQ(found->policy.links_allowed, 2);
    EXPECT_EQ(found->policy.sensitivity, Sensitivity::medical);
    EXPECT_EQ(found->policy.hold_at, 1.5);
    EXPECT_EQ(found->policy.reject_at, 4.25);
}

TEST_F(Submissions, RewriteAnArticleOnlyWhenItChanged) {
    const auto put = [this](const std::string& title, std::int64_t when) {
        ASSERT_TRUE(
            await(store_->put_article(SiteId{"news"}, announced(title), at(when), std::nullopt))
        );
    };
    put("Botox", 10);
    put("Botox", 20);
    EXPECT_EQ(ask_database("SELECT updated_at FROM articles"), 10);
    put("Botox, revised", 30);
    EXPECT_EQ(ask_database("SELECT updated_at FROM articles"), 30);
    EXPECT_EQ(store_->facts().article(SiteId{"news"}, ArticleId{"a-1"})->title, "Botox, revised");
    const auto refused =
        await(store_->put_article(SiteId{"nowhere"}, announced("x"), at(1), std::nullopt));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::not_found);
}

IdempotentReply reply(const std::string& key, std::uint8_t request, std::int64_t when) {
    IdempotentReply made{.scope = "site:news", .key = key, .status = 201, .body = "{}"};
    made.request_hash.fill(request);
    made.at = at(when);
    return made;
}

TEST_F(Submissions, KeepTheirAnswerForThreeDays) {
    constexpr std::int64_t three_days = 72 * 3'600 * 1'000;
    submit({.id = "cmt_1", .idempotency = reply("k", 7, 1'000)});
    const auto found = await(store_->find_reply("site:news", "k", at(1'000 + three_days - 1)));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->status, 201u);
    EXPECT_EQ(found->body, "{}");
    EXPECT_EQ(found->request_hash[31], 7);
    EXPECT_FALSE(await(store_->find_reply("site:news", "k", at(1'000 + three_days))));
    EXPECT_FALSE(await(store_->find_reply("site:blog", "k", at(1'000))));
    // A later answer under another key takes the old one out of the file.
    submit({.id = "cmt_2", .idempotency = reply("k2", 7, 1'000 + three_days)});
    EXPECT_EQ(ask_database("SELECT count(*) FROM idempotency_keys"), 1);
}

TEST_F(Submissions, WithAKeyThatWasJustUsedStoreNothing) {
    submit({.id = "cmt_1", .idempotency = reply("k", 7, 1'000)});
    const auto same = await(
        store_->record_submission(submission({.id = "cmt_2", .idempotency = reply("k", 7, 1'001)}))
    );
    ASSERT_FALSE(same);
    EXPECT_EQ(same.error().code, Errc::in_flight);
    const auto other = await(
        store_->record_submission(submission({.id = "cmt_3", .idempotency = reply("k", 8, 1'002)}))
    );
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, Errc::key_reused);
    EXPECT_EQ(ask_database("SELECT count(*) FROM comments"), 1);
}

TEST_F(Submissions, GiveFactsAboutThreadAndAuthor) {
    submit({.id = "cmt_1", .author_key = "u:1", .outcome = Outcome::approve, .created = 10});
    submit({.id = "cmt_2", .author_key = "u:2", .outcome = Outcome::reject, .created = 20});
    submit({.id = "cmt_3", .author_key = "u:1", .outcome = Outcome::approve, .created = 30});
    const auto thread = store_->facts().thread(SiteId{"news"}, ArticleId{"a-1"}, 2);
    ASSERT_EQ(thread.size(), 2u);
    EXPECT_EQ(thread[0].id.value, "cmt_3");
    EXPECT_EQ(thread[0].author_key, "u:1");
    EXPECT_TRUE(thread[0].same_thread);
    EXPECT_EQ(thread[0].fingerprint, submission({.id = "cmt_3", .created = 30}).fingerprint);
    EXPECT_EQ(thread[1].id.value, "cmt_2");

    const Timestamp a_day_later = at(10) + std::chrono::days(1);
    const AuthorFacts known = store_->facts().author(SiteId{"news"}, "u:1", a_day_later);
    EXPECT_EQ(known.approved, 2);
    EXPECT_EQ(known.rejected, 0);
    EXPECT_DOUBLE_EQ(known.first_seen_days.value_or(-1), 1.0);
    const AuthorFacts fresh = store_->facts().author(SiteId{"news"}, "u:9", a_day_later);
    EXPECT_EQ(fresh.approved, 0);
    EXPECT_EQ(fresh.first_seen_days, std::nullopt);
    EXPECT_EQ(store_->facts().author(SiteId{"news"}, "", a_day_later).approved, std::nullopt);

    decide({.comment = "cmt_3", .judgement = Judgement::reject});
    const AuthorFacts after = store_->facts().author(SiteId{"news"}, "u:1", a_day_later);
    EXPECT_EQ(after.approved, 1);
    EXPECT_EQ(after.rejected, 1);
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
