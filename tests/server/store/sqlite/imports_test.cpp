// Decided history of another system enters once, teaches what it says, and can be taken back whole.

#include "tests/server/store/sqlite/store_fixture.h"

namespace chaffinch::store::sqlite::test {
namespace {

class Imports : public StoreFixture {
  protected:
    static ImportedSubmission one(
        const std::string& id, std::optional<Judgement> judgement, Reason reason
    ) {
        ImportedSubmission made;
        made.submission = submission(
            {.id = "cmt_" + id, .external_id = id, .outcome = Outcome::approve, .created = 500}
        );
        made.judgement = judgement;
        made.reason = reason;
        made.submission.record.status =
            judgement ? *status_after(Status::held, *judgement) : Status::held;
        return made;
    }

    static ImportBatch batch(std::vector<ImportedSubmission> comments) {
        ImportBatch made;
        made.site.value = "news";
        made.import.value = "dec_import_old";
        made.note = "from the old blog";
        made.at = at(9'000);
        made.comments = std::move(comments);
        return made;
    }

    static ImportBatch four() {
        return batch({
            one("spam", Judgement::reject, Reason::spam_content),
            one("good", Judgement::approve, Reason::not_spam),
            one("trash", Judgement::reject, Reason::other),
            one("open", std::nullopt, Reason::none),
        });
    }

    ImportReceipt record(ImportBatch made) {
        auto receipt = await(store_->record_import(std::move(made)));
        EXPECT_TRUE(receipt) << (receipt ? "" : receipt.error().detail);
        return receipt ? *receipt : ImportReceipt{};
    }

    TakenBack take_back(std::size_t most = 500) {
        auto done = await(
            store_->take_back_import(SiteId{"news"}, DecisionId{"dec_import_old"}, at(10'000), most)
        );
        EXPECT_TRUE(done);
        return done ? *done : TakenBack{};
    }
};

TEST_F(Imports, KeepStatusAndTimesAndTeachOnlyWhatWasLabelled) {
    const ImportReceipt receipt = record(four());
    EXPECT_EQ(receipt.stored, 4u);
    EXPECT_EQ(receipt.lessons, 2u);
    restart();
    EXPECT_EQ(comment("cmt_spam").status, Status::rejected);
    EXPECT_EQ(comment("cmt_good").status, Status::published);
    EXPECT_EQ(comment("cmt_trash").status, Status::rejected);
    EXPECT_EQ(comment("cmt_good").created_at, at(500));
    EXPECT_EQ(queue(), std::vector<std::string>{"cmt_open"});
    const auto entries = lessons();
    ASSERT_EQ(entries.size(), 2u);
    EXPECT_EQ(entries[0].record.comment.id.value, "cmt_spam");
    EXPECT_TRUE(entries[0].event.positive);
    EXPECT_EQ(entries[1].record.comment.id.value, "cmt_good");
    EXPECT_FALSE(entries[1].event.positive);
}

TEST_F(Imports, LeaveTheEnginesRowAndTheirOwnInTheLog) {
    record(four());
    const auto log = await(store_->decisions_of(CommentId{"cmt_spam"}));
    ASSERT_EQ(log.size(), 2u);
    EXPECT_EQ(log[0].actor, Actor::system);
    EXPECT_EQ(log[0].id.value, "dec_import_old");
    EXPECT_EQ(log[0].note, "from the old blog");
    EXPECT_EQ(log[0].reason, Reason::spam_content);
    EXPECT_EQ(log[0].from, Status::published);
    EXPECT_EQ(log[0].to, Status::rejected);
    EXPECT_EQ(log[0].version_after, comment("cmt_spam").version);
    EXPECT_EQ(log[1].actor, Actor::engine);
    EXPECT_EQ(log[1].judgement, Judgement::approve);
    EXPECT_EQ(await(store_->decisions_of(CommentId{"cmt_open"})).size(), 1u);
    EXPECT_EQ(ask_database("SELECT count(*) FROM events"), 0);
}

TEST_F(Imports, AddNothingTheSecondTime) {
    record(four());
    const ImportReceipt again = record(four());
    EXPECT_EQ(again.stored, 0u);
    EXPECT_EQ(again.duplicates, 4u);
    EXPECT_EQ(again.lessons, 0u);
    EXPECT_EQ(lessons().size(), 2u);
    const std::vector<std::string> asked{"spam", "never seen", "open"};
    EXPECT_EQ(
        await(store_->known_external_ids(SiteId{"news"}, asked)),
        (std::vector<std::string>{"spam", "open"})
    );
}

TEST_F(Imports, AreRefusedWholeWhenOneCommentContradictsItself) {
    ImportBatch wrong = four();
    wrong.comments[1].submission.record.status = Status::rejected;
    EXPECT_EQ(await(store_->record_import(wrong)).error().code, Errc::invalid);
    ImportBatch nameless = four();
    nameless.comments[3].submission.record.comment.external_id.clear();
    EXPECT_EQ(await(store_->record_import(nameless)).error().code, Errc::invalid);
    ImportBatch elsewhere = four();
    elsewhere.site.value = "nowhere";
    EXPECT_EQ(await(store_->record_import(elsewhere)).error().code, Errc::not_found);
    EXPECT_EQ(ask_database("SELECT count(*) FROM comments"), 0);
}

TEST_F(Imports, AreTakenBackWholeInSteps) {
    record(four());
    const TakenBack first = take_back(2);
    EXPECT_EQ(first.withdrawn, 2u);
    const TakenBack rest = take_back();
    EXPECT_EQ(rest.withdrawn, 1u);
    EXPECT_EQ(first.lessons + rest.lessons, 2u);
    EXPECT_EQ(take_back().withdrawn, 0u);
    EXPECT_TRUE(lessons().empty());
    EXPECT_EQ(comment("cmt_good").status, Status::withdrawn);
    EXPECT_EQ(comment("cmt_open").status, Status::held) << "came undecided, is nobody's decision";
}

TEST_F(Imports, TakenBackLeaveWhatAModeratorHasDecidedSince) {
    record(four());
    ASSERT_TRUE(decide({.comment = "cmt_spam", .version = 2, .judgement = Judgement::approve}));
    const TakenBack done = take_back();
    EXPECT_EQ(done.kept, 1u);
    EXPECT_EQ(done.withdrawn, 2u);
    EXPECT_EQ(comment("cmt_spam").status, Status::published);
    ASSERT_TRUE(undo("dec_1").at(0));
    EXPECT_TRUE(lessons().empty()) << "the import's lesson does not come back by another's undo";
}

TEST_F(Imports, LeaveAgainPageByPageWithArticleAndDecision) {
    ImportBatch made = four();
    Article article;
    article.id.value = "a-1";
    article.title = "Birds";
    made.comments[0].submission.article = article;
    record(made);
    add_site("other");
    submit({.id = "cmt_elsewhere", .site = "other"});
    const auto first = await(store_->export_comments(SiteId{"news"}, 0, 3));
    ASSERT_EQ(first.size(), 3u);
    ASSERT_TRUE(first[0].article);
    EXPECT_EQ(first[0].article->title, "Birds");
    ASSERT_TRUE(first[0].decision);
    EXPECT_EQ(first[0].decision->actor, Actor::system);
    const auto rest = await(store_->export_comments(SiteId{"news"}, first[2].position, 3));
    ASSERT_EQ(rest.size(), 1u);
    EXPECT_EQ(rest[0].record.comment.id.value, "cmt_open");
    EXPECT_EQ(rest[0].decision->actor, Actor::engine);
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
