// Edits and withdrawals, and what decisions and lessons mean afterwards.

#include "tests/server/store/sqlite/store_fixture.h"

namespace chaffinch::store::sqlite::test {
namespace {

class Lifecycle : public StoreFixture {
  protected:
    /// The comment with another text and the standing it is to have.
    NewRevision revision(const std::string& text, Status status, std::int64_t when = 5'000) {
        NewRevision made;
        made.record = comment("cmt_1");
        made.record.comment.text = text;
        made.record.comment.revision += 1;
        made.record.version += 1;
        made.record.status = status;
        made.record.verdict.outcome = Outcome::hold;
        made.record.verdict.score = 2.5;
        made.record.verdict.reasons = {{Reason::spam_link_drop, 2.5}};
        made.record.updated_at = at(when);
        made.fingerprint.exact = 77;
        made.link_hosts = {"new.example"};
        made.id.value = "dec_edit_" + std::to_string(made.record.comment.revision);
        return made;
    }

    Result<void> edit(const std::string& text, Status status) {
        return await(store_->record_edit(revision(text, status)));
    }

    Result<CommentRecord> withdraw(std::optional<std::int64_t> version = {}) {
        Withdrawal wanted;
        wanted.site.value = "news";
        wanted.comment.value = "cmt_1";
        wanted.version = version;
        wanted.id.value = "dec_gone";
        wanted.at = at(6'000);
        return await(store_->record_withdrawal(wanted));
    }

    std::int64_t events(Sql kind) { return ask_database(kind); }
};

TEST_F(Lifecycle, AnEditKeepsTheOldTextAndMovesEverythingAtOnce) {
    submit({.outcome = Outcome::approve, .hosts = {"old.example"}});
    ASSERT_TRUE(edit("another text", Status::held));

    const CommentRecord now = comment("cmt_1");
    EXPECT_EQ(now.comment.text, "another text");
    EXPECT_EQ(now.comment.revision, 2);
    EXPECT_EQ(now.version, 2);
    EXPECT_EQ(now.status, Status::held);
    EXPECT_EQ(now.updated_at, at(5'000));
    EXPECT_EQ(queue(), std::vector<std::string>{"cmt_1"});

    const auto earlier = await(store_->revisions_of(CommentId{"cmt_1"}));
    ASSERT_EQ(earlier.size(), 1u);
    EXPECT_EQ(earlier[0].text, "text of cmt_1");
    EXPECT_EQ(earlier[0].author_name, "Ann");
    EXPECT_EQ(earlier[0].verdict.outcome, Outcome::approve);
    EXPECT_EQ(earlier[0].last_version, 1);
    EXPECT_EQ(earlier[0].replaced_at, at(5'000));

    const auto log = await(store_->decisions_of(CommentId{"cmt_1"}));
    ASSERT_EQ(log.size(), 3u);
    EXPECT_EQ(log[0].actor, Actor::author);
    EXPECT_EQ(log[0].act, Act::edit);
    EXPECT_EQ(log[0].from, Status::published);
    EXPECT_EQ(log[0].to, Status::held);
    EXPECT_EQ(log[1].actor, Actor::engine);
    EXPECT_EQ(log[1].act, Act::decision);
    EXPECT_EQ(events("SELECT count(*) FROM events WHERE kind = 'verdict.revised'"), 1);
    EXPECT_EQ(ask_database("SELECT exact FROM fingerprints"), 77);
    EXPECT_EQ(ask_database("SELECT count(*) FROM link_hosts WHERE host = 'new.example'"), 1);
    EXPECT_EQ(ask_database("SELECT count(*) FROM link_hosts"), 1);
}

TEST_F(Lifecycle, AnEditIsRefusedWhenTheCommentMovedOn) {
    submit({});
    const NewRevision late = revision("late", Status::held);
    ASSERT_TRUE(decide({.judgement = Judgement::approve}));
    const auto refused = await(store_->record_edit(late));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::conflict);
    EXPECT_EQ(comment("cmt_1").comment.text, "text of cmt_1");
    EXPECT_EQ(ask_database("SELECT count(*) FROM revisions"), 0);
}

TEST_F(Lifecycle, AnotherSiteFindsNothing) {
    add_site("blog");
    submit({});
    const auto found = await(store_->find_editable(SiteId{"blog"}, CommentId{"cmt_1"}));
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, Errc::not_found);
    NewRevision foreign = revision("x", Status::held);
    foreign.record.site.value = "blog";
    EXPECT_EQ(await(store_->record_edit(foreign)).error().code, Errc::not_found);
}

TEST_F(Lifecycle, ADecisionOnTheTextBeforeAnEditIsAConflictThatNamesTheAuthor) {
    submit({});
    ASSERT_TRUE(edit("another text", Status::held));
    const auto late = decide({.version = 1});
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().error.code, Errc::conflict);
    ASSERT_TRUE(late.error().standing);
    EXPECT_EQ(late.error().standing->actor, Actor::author);
    EXPECT_EQ(late.error().standing->act, Act::edit);
    EXPECT_TRUE(decide({.version = 2}));
}

TEST_F(Lifecycle, ADecisionCannotBeUndoneOverALaterEdit) {
    submit({});
    ASSERT_TRUE(decide({.judgement = Judgement::approve}));
    ASSERT_TRUE(edit("another text", Status::published));
    const auto undone = undo("dec_1");
    ASSERT_EQ(undone.size(), 1u);
    ASSERT_FALSE(undone[0]);
    EXPECT_EQ(undone[0].error().error.code, Errc::conflict);
    EXPECT_EQ(comment("cmt_1").status, Status::published);
}

TEST_F(Lifecycle, TheTextThatAPersonApprovedIsFoundUnderLaterOnes) {
    submit({});
    auto found = await(store_->find_editable(SiteId{"news"}, CommentId{"cmt_1"}));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->last_word, LastWord::engine);

    ASSERT_TRUE(edit("second", Status::held));
    ASSERT_TRUE(decide({.version = 2, .judgement = Judgement::approve}));
    found = await(store_->find_editable(SiteId{"news"}, CommentId{"cmt_1"}));
    EXPECT_EQ(found->last_word, LastWord::person_approved);
    EXPECT_FALSE(found->approved);

    ASSERT_TRUE(edit("third", Status::published));
    ASSERT_TRUE(edit("fourth", Status::published));
    found = await(store_->find_editable(SiteId{"news"}, CommentId{"cmt_1"}));
    EXPECT_EQ(found->last_word, LastWord::person_approved);
    ASSERT_TRUE(found->approved);
    EXPECT_EQ(found->approved->comment.text, "second");
    EXPECT_EQ(found->record.comment.text, "fourth");
}

TEST_F(Lifecycle, ALessonKeepsTheTextItWasTaughtOn) {
    submit({});
    ASSERT_TRUE(decide({.judgement = Judgement::reject, .reason = Reason::spam_promotion}));
    ASSERT_TRUE(edit("quite another text", Status::rejected));
    auto ledger = lessons();
    ASSERT_EQ(ledger.size(), 1u);
    EXPECT_EQ(ledger[0].event.revision, 1);
    EXPECT_EQ(ledger[0].record.comment.text, "text of cmt_1");
    EXPECT_EQ(ledger[0].record.comment.revision, 1);
    EXPECT_EQ(ledger[0].record.verdict.score, 3);

    // A second decision teaches its own text, and undoing it brings back the first with its own.
    const auto again = decide(
        {.id = "dec_2", .version = 3, .judgement = Judgement::approve, .reason = Reason::not_spam}
    );
    ASSERT_TRUE(again);
    EXPECT_EQ(again->learnt->revision, 2);
    EXPECT_FALSE(again->learnt_from);
    EXPECT_EQ(lessons().at(0).record.comment.text, "quite another text");
    const auto undone = undo("dec_2");
    ASSERT_TRUE(undone.at(0));
    ASSERT_TRUE(undone[0]->learnt);
    ASSERT_TRUE(undone[0]->learnt_from);
    EXPECT_EQ(undone[0]->learnt_from->comment.text, "text of cmt_1");
    EXPECT_EQ(lessons().at(0).record.comment.text, "text of cmt_1");
}

TEST_F(Lifecycle, AWithdrawnCommentLeavesTheQueueForGood) {
    submit({.author_key = "id:7", .escalated = true});
    const auto gone = withdraw();
    ASSERT_TRUE(gone) << gone.error().detail;
    EXPECT_EQ(gone->status, Status::withdrawn);
    EXPECT_EQ(gone->version, 2);
    EXPECT_FALSE(gone->escalated);
    EXPECT_TRUE(queue().empty());
    EXPECT_EQ(comment("cmt_1").comment.text, "text of cmt_1");
    EXPECT_EQ(events("SELECT count(*) FROM events WHERE kind = 'comment.withdrawn'"), 1);

    const auto again = withdraw();
    ASSERT_TRUE(again);
    EXPECT_EQ(again->version, 2);
    EXPECT_EQ(events("SELECT count(*) FROM events WHERE kind = 'comment.withdrawn'"), 1);
    EXPECT_EQ(await(store_->decisions_of(CommentId{"cmt_1"})).size(), 2u);

    const auto late = decide({.version = 2});
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().error.code, Errc::invalid);
    EXPECT_EQ(edit("once more", Status::held).error().code, Errc::conflict);
}

TEST_F(Lifecycle, AWithdrawalOfAnotherVersionIsRefused) {
    submit({});
    const auto refused = withdraw(7);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::conflict);
    EXPECT_EQ(comment("cmt_1").status, Status::held);
    EXPECT_TRUE(withdraw(1));
}

TEST_F(Lifecycle, AnAuthorsCountsFollowEditAndWithdrawal) {
    submit({.author_key = "id:7", .outcome = Outcome::approve});
    EXPECT_EQ(ask_database("SELECT published FROM authors"), 1);
    ASSERT_TRUE(edit("spam", Status::rejected));
    EXPECT_EQ(ask_database("SELECT published FROM authors"), 0);
    EXPECT_EQ(ask_database("SELECT rejected FROM authors"), 1);
    ASSERT_TRUE(withdraw());
    EXPECT_EQ(ask_database("SELECT rejected FROM authors"), 0);
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
