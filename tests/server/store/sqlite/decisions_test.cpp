// Decisions, taking them back, and what they teach.

#include "tests/server/store/sqlite/store_fixture.h"

namespace chaffinch::store::sqlite::test {
namespace {

using Decisions = StoreFixture;

TEST_F(Decisions, MoveTheCommentAndLeaveLogAndEvent) {
    const struct {
        const char* id;
        Judgement judgement;
        Status status;
        bool escalated;
        Sql event;
    } cases[] = {
        {"cmt_a",
         Judgement::approve,
         Status::published,
         false,
         "SELECT count(*) FROM events WHERE kind = 'comment.approved'"},
        {"cmt_r",
         Judgement::reject,
         Status::rejected,
         false,
         "SELECT count(*) FROM events WHERE kind = 'comment.rejected'"},
        {"cmt_e",
         Judgement::escalate,
         Status::held,
         true,
         "SELECT count(*) FROM events WHERE kind = 'comment.escalated'"},
    };

    for (const auto& [id, judgement, status, escalated, event] : cases) {
        SCOPED_TRACE(id);
        submit({.id = id});
        const auto decided =
            decide({.id = std::string("dec_") + id, .comment = id, .judgement = judgement});
        ASSERT_TRUE(decided) << decided.error().error.detail;
        EXPECT_EQ(decided->record.status, status);
        EXPECT_EQ(decided->record.escalated, escalated);
        EXPECT_EQ(decided->record.version, 2);
        EXPECT_EQ(decided->decision.from, Status::held);
        EXPECT_EQ(decided->decision.to, status);
        EXPECT_EQ(decided->decision.version_after, 2);
        EXPECT_EQ(ask_database(event), 1);
        const CommentRecord stored = comment(id);
        EXPECT_EQ(stored.status, status);
        EXPECT_EQ(stored.escalated, escalated);
        EXPECT_EQ(stored.version, 2);
        EXPECT_EQ(stored.updated_at, at(2'000));
        const auto log = await(store_->decisions_of(CommentId{id}));
        ASSERT_EQ(log.size(), 2u);
        EXPECT_EQ(log[0].moderator_login, "eva");
        EXPECT_EQ(log[0].note, "seen");
        EXPECT_EQ(log[0].actor, Actor::moderator);
        EXPECT_EQ(log[1].actor, Actor::engine);
    }
    EXPECT_EQ(queue(), std::vector<std::string>{"cmt_e"});
}

TEST_F(Decisions, OnAStaleVersionAreRefusedAndTellWhoWasFaster) {
    submit({});
    ASSERT_TRUE(decide({.id = "dec_eva", .judgement = Judgement::approve, .login = "eva"}));
    const auto late = decide({.id = "dec_max", .judgement = Judgement::reject, .login = "max"});
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().error.code, Errc::conflict);
    EXPECT_EQ(late.error().current_version, 2);
    ASSERT_TRUE(late.error().standing);
    EXPECT_EQ(late.error().standing->id.value, "dec_eva");
    EXPECT_EQ(late.error().standing->moderator_login, "eva");
    EXPECT_EQ(comment("cmt_1").status, Status::published);
}

TEST_F(Decisions, OutsideTheModeratorsSitesFindNothing) {
    add_site("blog");
    submit({});
    const auto foreign = decide({.sites = {SiteId{"blog"}}});
    ASSERT_FALSE(foreign);
    EXPECT_EQ(foreign.error().error.code, Errc::not_found);
    EXPECT_FALSE(foreign.error().standing);
    EXPECT_FALSE(foreign.error().current_version);
    EXPECT_TRUE(decide({.sites = {SiteId{"blog"}, SiteId{"news"}}}));
    EXPECT_EQ(undo("dec_1", 3'000, {SiteId{"blog"}})[0].error().error.code, Errc::not_found);
    EXPECT_EQ(comment("cmt_1").status, Status::rejected);
}

TEST_F(Decisions, InBulkFailOneByOne) {
    submit({.id = "cmt_1"});
    submit({.id = "cmt_2"});
    std::vector<NewDecision> bulk;
    bulk.push_back(decision({.id = "dec_b", .comment = "cmt_1"}));
    bulk.push_back(decision({.id = "dec_b", .comment = "cmt_0"}));
    bulk.push_back(decision({.id = "dec_b", .comment = "cmt_2", .version = 9}));
    bulk.push_back(decision({.id = "dec_b", .comment = "cmt_2"}));
    const auto attempts = await(store_->record_decisions(bulk));
    ASSERT_EQ(attempts.size(), 4u);
    EXPECT_TRUE(attempts[0]);
    EXPECT_EQ(attempts[1].error().error.code, Errc::not_found);
    EXPECT_EQ(attempts[2].error().error.code, Errc::conflict);
    EXPECT_TRUE(attempts[3]);
    const auto undone = undo("dec_b");
    ASSERT_EQ(undone.size(), 2u);
    EXPECT_EQ(undone[0]->record.comment.id.value, "cmt_1");
    EXPECT_EQ(undone[1]->record.comment.id.value, "cmt_2");
    EXPECT_EQ(page().total, 2);
}

TEST_F(Decisions, TakenBackRestoreWhatWasThere) {
    submit({.escalated = true});
    ASSERT_TRUE(decide({.judgement = Judgement::approve}));
    EXPECT_EQ(page().total, 0);
    const auto undone = undo("dec_1");
    ASSERT_EQ(undone.size(), 1u);
    ASSERT_TRUE(undone[0]) << undone[0].error().error.detail;
    EXPECT_EQ(undone[0]->record.status, Status::held);
    EXPECT_TRUE(undone[0]->record.escalated);
    EXPECT_EQ(undone[0]->record.version, 3);
    EXPECT_EQ(undone[0]->decision.undone_at, at(3'000));
    EXPECT_EQ(page().total, 1);
    EXPECT_EQ(page().escalated, 1);
    EXPECT_EQ(ask_database("SELECT count(*) FROM events WHERE kind = 'comment.restored'"), 1);
    EXPECT_EQ(await(store_->decisions_of(CommentId{"cmt_1"}))[0].undone_at, at(3'000));
}

TEST_F(Decisions, AreTakenBackOnlyOnce) {
    submit({});
    ASSERT_TRUE(decide({}));
    ASSERT_TRUE(undo("dec_1")[0]);
    const auto again = undo("dec_1");
    ASSERT_FALSE(again[0]);
    EXPECT_EQ(again[0].error().error.code, Errc::conflict);
    EXPECT_EQ(comment("cmt_1").version, 3);
}

TEST_F(Decisions, UnderANewerOneCannotBeTakenBack) {
    submit({});
    ASSERT_TRUE(decide({.id = "dec_1", .judgement = Judgement::approve}));
    ASSERT_TRUE(decide({.id = "dec_2", .version = 2, .judgement = Judgement::reject}));
    const auto refused = undo("dec_1");
    ASSERT_FALSE(refused[0]);
    EXPECT_EQ(refused[0].error().error.code, Errc::conflict);
    ASSERT_TRUE(refused[0].error().standing);
    EXPECT_EQ(refused[0].error().standing->id.value, "dec_2");
    // Once the newer one is gone, the older is the newest that stands.
    ASSERT_TRUE(undo("dec_2")[0]);
    EXPECT_EQ(comment("cmt_1").status, Status::published);
    ASSERT_TRUE(undo("dec_1")[0]);
    EXPECT_EQ(comment("cmt_1").status, Status::held);
}

TEST_F(Decisions, ReverseWhatStandsFromAnyStatusAndKeepTheHistory) {
    const struct {
        Judgement first;
        Judgement second;
        Status status;
    } cases[] = {
        {Judgement::approve, Judgement::reject, Status::rejected},
        {Judgement::approve, Judgement::escalate, Status::held},
        {Judgement::reject, Judgement::approve, Status::published},
        {Judgement::reject, Judgement::escalate, Status::held},
        {Judgement::escalate, Judgement::approve, Status::published},
        {Judgement::escalate, Judgement::reject, Status::rejected},
        {Judgement::approve, Judgement::approve, Status::published},
    };

    int number = 0;
    for (const auto& [first, second, status] : cases) {
        const std::string id = "cmt_" + std::to_string(++number);
        SCOPED_TRACE(id);
        submit({.id = id});
        ASSERT_TRUE(decide({.id = "dec_a" + id, .comment = id, .judgement = first}));
        ASSERT_TRUE(decide({.id = "dec_b" + id, .comment = id, .version = 2, .judgement = second}));
        EXPECT_EQ(comment(id).status, status);
        EXPECT_EQ(queue({.article = ArticleId{"a-1"}}).size(), status == Status::held ? 1u : 0u);
        const auto refused = undo("dec_a" + id);
        ASSERT_FALSE(refused[0]);
        EXPECT_EQ(refused[0].error().standing->id.value, "dec_b" + id);
        const auto log = await(store_->decisions_of(CommentId{id}));
        ASSERT_EQ(log.size(), 3u);
        EXPECT_FALSE(log[1].undone_at);
        if (status == Status::held) {
            ASSERT_TRUE(decide({.id = "dec_c" + id, .comment = id, .version = 3}));
        }
    }
}

TEST_F(Decisions, OfTheEngineCannotBeTakenBack) {
    submit({});
    const std::string id = await(store_->decisions_of(CommentId{"cmt_1"}))[0].id.value;
    EXPECT_EQ(undo(id)[0].error().error.code, Errc::not_found);
    EXPECT_EQ(undo("dec_unknown")[0].error().error.code, Errc::not_found);
}

TEST_F(Decisions, TeachOnlyWithAReasonThatTrains) {
    const struct {
        const char* id;
        Judgement judgement;
        Reason reason;
        std::optional<Lesson> lesson;
    } cases[] = {
        {"cmt_1", Judgement::reject, Reason::spam_gambling, Lesson{TrainingLabel::spam, true}},
        {"cmt_2", Judgement::reject, Reason::abuse_threat, Lesson{TrainingLabel::abuse, true}},
        {"cmt_3", Judgement::approve, Reason::not_spam, Lesson{TrainingLabel::spam, false}},
        {"cmt_4", Judgement::approve, Reason::not_abuse, Lesson{TrainingLabel::abuse, false}},
        {"cmt_5", Judgement::reject, Reason::quality_off_topic, std::nullopt},
        {"cmt_6", Judgement::approve, Reason::none, std::nullopt},
    };

    for (const auto& [id, judgement, reason, lesson] : cases) {
        SCOPED_TRACE(id);
        submit({.id = id});
        const auto decided = decide(
            {.id = std::string("dec_") + id, .comment = id, .judgement = judgement, .reason = reason
            }
        );
        ASSERT_TRUE(decided);
        ASSERT_EQ(decided->learnt.has_value(), lesson.has_value());
        if (lesson) {
            EXPECT_EQ(decided->learnt->label, lesson->label);
            EXPECT_EQ(decided->learnt->positive, lesson->positive);
            EXPECT_EQ(decided->learnt->comment.value, id);
        }
    }
    const auto ledger = lessons();
    ASSERT_EQ(ledger.size(), 4u);
    EXPECT_EQ(ledger[0].record.comment.text, "text of cmt_1");
    EXPECT_EQ(ledger[0].event.decision.value, "dec_cmt_1");
    EXPECT_LT(ledger[0].event.sequence, ledger[1].event.sequence);
    EXPECT_EQ(
        await(store_->ledger(ledger[1].event.sequence, 1)).at(0).event.id, ledger[2].event.id
    );
}

TEST_F(Decisions, NewerOnesSupersedeTheLessonAndUndoBringsItBack) {
    submit({});
    const auto first = decide({.id = "dec_1", .reason = Reason::spam_pharma});
    const auto second = decide(
        {.id = "dec_2", .version = 2, .judgement = Judgement::approve, .reason = Reason::not_spam}
    );
    ASSERT_TRUE(second);
    ASSERT_EQ(second->unlearnt.size(), 1u);
    EXPECT_EQ(second->unlearnt[0].id, first->learnt->id);
    EXPECT_TRUE(second->unlearnt[0].undone_at);
    ASSERT_TRUE(second->learnt);
    ASSERT_EQ(lessons().size(), 1u);
    EXPECT_FALSE(lessons()[0].event.positive);

    const auto undone = undo("dec_2");
    ASSERT_TRUE(undone[0]);
    ASSERT_EQ(undone[0]->unlearnt.size(), 1u);
    EXPECT_EQ(undone[0]->unlearnt[0].id, second->learnt->id);
    ASSERT_TRUE(undone[0]->learnt);
    EXPECT_TRUE(undone[0]->learnt->positive);
    EXPECT_EQ(undone[0]->learnt->decision.value, "dec_1");
    EXPECT_EQ(undone[0]->learnt->id, first->learnt->id)
        << "a lesson that comes back keeps its place";
    ASSERT_EQ(lessons().size(), 1u);
    EXPECT_TRUE(lessons()[0].event.positive);

    const auto all_undone = undo("dec_1", 4'000);
    ASSERT_TRUE(all_undone[0]);
    ASSERT_EQ(all_undone[0]->unlearnt.size(), 1u);
    EXPECT_FALSE(all_undone[0]->learnt);
    EXPECT_TRUE(lessons().empty());
}

TEST_F(Decisions, WithoutALessonStillTakeBackTheOlderOne) {
    submit({});
    ASSERT_TRUE(decide({.id = "dec_1", .reason = Reason::spam_pharma}));
    const auto second = decide({.id = "dec_2", .version = 2, .judgement = Judgement::approve});
    ASSERT_EQ(second->unlearnt.size(), 1u);
    EXPECT_FALSE(second->learnt);
    EXPECT_TRUE(lessons().empty());
    EXPECT_TRUE(undo("dec_2")[0]->learnt);
    EXPECT_EQ(lessons().size(), 1u);
}

TEST_F(Decisions, LessonsCarryTheAnnouncedArticle) {
    Article article;
    article.id.value = "a-1";
    article.title = "Botox";
    submit({.announced = article});
    ASSERT_TRUE(decide({.reason = Reason::spam_pharma}));
    submit({.id = "cmt_2", .article = "a-2"});
    ASSERT_TRUE(decide({.id = "dec_2", .comment = "cmt_2", .reason = Reason::spam_pharma}));
    const auto ledger = lessons();
    ASSERT_EQ(ledger.size(), 2u);
    ASSERT_NE(ledger[0].article, nullptr);
    EXPECT_EQ(ledger[0].article->title, "Botox");
    EXPECT_EQ(ledger[1].article, nullptr);
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
