// Reports and appeals: what they do to a comment, and how decisions answer them.

#include "tests/server/store/sqlite/store_fixture.h"

namespace chaffinch::store::sqlite::test {
namespace {

class Complaints : public StoreFixture {
  protected:
    Result<ReportReceipt> report(
        const std::string& reporter,
        ReportReason reason = ReportReason::spam,
        const std::string& comment = "cmt_1"
    ) {
        NewReport made;
        made.site.value = "news";
        made.comment.value = comment;
        made.reason = reason;
        made.reporter = reporter;
        made.note = "look at this";
        made.id.value = "dec_report_" + comment + "_" + reporter;
        made.at = at(4'000);
        return await(store_->record_report(std::move(made)));
    }

    Result<AppealRecord> appeal(const std::string& text = "I meant it kindly") {
        NewAppeal made;
        made.site.value = "news";
        made.comment.value = "cmt_1";
        made.text = text;
        made.id.value = "dec_appeal_" + std::to_string(++appeals_);
        made.at = at(5'000);
        return await(store_->record_appeal(std::move(made)));
    }

    void publish(const std::string& id = "cmt_1", std::optional<int> hold_after = {}) {
        Draft draft{.id = id, .outcome = Outcome::approve, .score = 0, .reasons = {}};
        if (hold_after) {
            draft.announced.emplace();
            draft.announced->id.value = draft.article;
            draft.announced->policy.hold_after_reports = hold_after;
        }
        submit(draft);
    }

    std::int64_t in_list(Sql sql) { return ask_database(sql); }

    int appeals_ = 0;
};

constexpr char reported[] = "SELECT count(*) FROM queue_lists WHERE list = 'reported'";
constexpr char appealed[] = "SELECT count(*) FROM queue_lists WHERE list = 'appealed'";

TEST_F(Complaints, AReportPutsAPublishedCommentIntoTheQueueAndLeavesItPublished) {
    publish();
    const auto receipt = report("r-1");
    ASSERT_TRUE(receipt) << receipt.error().detail;
    EXPECT_FALSE(receipt->repeated);
    EXPECT_EQ(receipt->open_reports, 1);
    EXPECT_EQ(receipt->record.status, Status::published);
    EXPECT_EQ(receipt->record.version, 1);
    EXPECT_EQ(in_list(reported), 1);
    const auto items = page().items;
    ASSERT_EQ(items.size(), 1u);
    ASSERT_EQ(items[0].reports.size(), 1u);
    EXPECT_EQ(items[0].reports[0].reporter, "r-1");
    EXPECT_EQ(items[0].reports[0].note, "look at this");
    EXPECT_EQ(items[0].reports[0].weight, 1);
}

TEST_F(Complaints, AreToldToThoseWhoWatchTheQueue) {
    std::vector<std::pair<Change::Kind, std::string>> told;
    store_->on_commit([&](std::vector<Change> changes) {
        for (const Change& change : changes) told.emplace_back(change.kind, change.event);
    });
    publish();
    ASSERT_TRUE(report("r-1"));
    ASSERT_TRUE(report("r-1")) << "said before: nothing new";
    ASSERT_TRUE(decide({.judgement = Judgement::reject, .login = "eva"}));
    ASSERT_TRUE(appeal());
    using enum Change::Kind;
    const std::vector<std::pair<Change::Kind, std::string>> expected{
        {change, "comment.approved"},
        {arrival, "comment.reported"},
        {decision, "comment.rejected"},
        {arrival, "comment.appealed"}
    };
    EXPECT_EQ(told, expected);
    store_->on_commit({});
}

TEST_F(Complaints, AReaderReportsACommentOnce) {
    publish();
    ASSERT_TRUE(report("r-1"));
    const auto again = report("r-1", ReportReason::hate);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->repeated);
    EXPECT_EQ(again->open_reports, 1);
    EXPECT_EQ(comment("cmt_1").status, Status::published);
}

TEST_F(Complaints, ThreeReadersHoldAComment) {
    publish();
    ASSERT_TRUE(report("r-1"));
    ASSERT_TRUE(report("r-2"));
    const auto third = report("r-3");
    ASSERT_TRUE(third);
    EXPECT_EQ(third->record.status, Status::held);
    EXPECT_EQ(third->record.version, 2);
    EXPECT_EQ(ask_database("SELECT count(*) FROM events WHERE kind = 'comment.held'"), 1);
    const auto log = await(store_->decisions_of(CommentId{"cmt_1"}));
    ASSERT_EQ(log.size(), 2u);
    EXPECT_EQ(log[0].act, Act::report);
    EXPECT_EQ(log[0].actor, Actor::system);
    EXPECT_EQ(log[0].from, Status::published);
    EXPECT_EQ(log[0].to, Status::held);
}

TEST_F(Complaints, TheArticleSaysHowManyReadersItTakes) {
    publish("cmt_1", 1);
    ASSERT_TRUE(report("r-1"));
    EXPECT_EQ(comment("cmt_1").status, Status::held);
    submit({.id = "cmt_2", .article = "a-2", .outcome = Outcome::approve});
    ASSERT_TRUE(report("r-1", ReportReason::spam, "cmt_2"));
    EXPECT_EQ(comment("cmt_2").status, Status::published);
}

TEST_F(Complaints, WhereTheArticleSaysNothingTheSiteSaysHowMany) {
    ASSERT_TRUE(await(store_->set_report_threshold(SiteId{"news"}, 2)));
    EXPECT_FALSE(await(store_->set_report_threshold(SiteId{"nowhere"}, 2)));
    publish();
    ASSERT_TRUE(report("r-1"));
    EXPECT_EQ(comment("cmt_1").status, Status::published);
    ASSERT_TRUE(report("r-2"));
    EXPECT_EQ(comment("cmt_1").status, Status::held);
    ASSERT_TRUE(await(store_->set_report_threshold(SiteId{"news"}, 0)));
    publish("cmt_2");
    for (const char* reader : {"r-1", "r-2", "r-3", "r-4"}) {
        ASSERT_TRUE(report(reader, ReportReason::spam, "cmt_2"));
    }
    EXPECT_EQ(comment("cmt_2").status, Status::published);
}

TEST_F(Complaints, AnUrgentReportHoldsAtOnceUntilAModeratorHasSeenTheText) {
    publish();
    ASSERT_TRUE(report("r-1", ReportReason::privacy));
    EXPECT_EQ(comment("cmt_1").status, Status::held);
    ASSERT_TRUE(decide({.version = 2, .judgement = Judgement::approve}));
    ASSERT_TRUE(report("r-2", ReportReason::privacy));
    EXPECT_EQ(comment("cmt_1").status, Status::published);
    EXPECT_EQ(in_list(reported), 1);
}

TEST_F(Complaints, ADecisionAnswersTheReportsAndIsRememberedOfTheReaders) {
    publish();
    ASSERT_TRUE(report("r-1"));
    ASSERT_TRUE(decide({.judgement = Judgement::approve}));
    EXPECT_EQ(in_list(reported), 0);
    EXPECT_TRUE(page().items.empty());
    EXPECT_EQ(ask_database("SELECT disagreed FROM reporters"), 1);
    EXPECT_EQ(ask_database("SELECT agreed FROM reports"), 0);

    ASSERT_TRUE(undo("dec_1").at(0));
    EXPECT_EQ(ask_database("SELECT disagreed FROM reporters"), 0);
    EXPECT_EQ(in_list(reported), 1);
    ASSERT_TRUE(decide({.id = "dec_2", .version = 3, .judgement = Judgement::reject}));
    EXPECT_EQ(ask_database("SELECT agreed FROM reporters"), 1);
}

TEST_F(Complaints, HandingOnLeavesTheReportsOpen) {
    publish();
    ASSERT_TRUE(report("r-1"));
    ASSERT_TRUE(decide({.judgement = Judgement::escalate}));
    EXPECT_EQ(in_list(reported), 1);
    EXPECT_EQ(page().items.at(0).reports.size(), 1u);
}

TEST_F(Complaints, OfReadersWhoCryWolfCountForLess) {
    for (int i = 0; i < 4; ++i) {
        const std::string id = "cmt_w" + std::to_string(i);
        publish(id);
        for (const char* reader : {"w-1", "w-2", "w-3"}) {
            ASSERT_TRUE(report(reader, ReportReason::spam, id));
        }
        const CommentRecord now = comment(id);
        ASSERT_TRUE(decide(
            {.id = "dec_" + id,
             .comment = id,
             .version = now.version,
             .judgement = Judgement::approve}
        ));
    }
    publish();
    for (const char* reader : {"w-1", "w-2", "w-3"}) {
        ASSERT_TRUE(report(reader, ReportReason::threat));
    }
    EXPECT_EQ(comment("cmt_1").status, Status::published);
    ASSERT_TRUE(report("honest", ReportReason::threat));
    EXPECT_EQ(comment("cmt_1").status, Status::held);
}

TEST_F(Complaints, ReportsBringAnItemForward) {
    submit({.id = "cmt_far", .score = 4, .created = 10});
    submit({.id = "cmt_too", .score = 4, .created = 20});
    EXPECT_EQ(queue(), (std::vector<std::string>{"cmt_far", "cmt_too"}));
    ASSERT_TRUE(report("r-1", ReportReason::spam, "cmt_too"));
    EXPECT_EQ(queue(), (std::vector<std::string>{"cmt_too", "cmt_far"}));
    ASSERT_TRUE(report("r-2", ReportReason::threat, "cmt_far"));
    EXPECT_EQ(queue(), (std::vector<std::string>{"cmt_far", "cmt_too"}));
}

TEST_F(Complaints, NobodyReportsOrAppealsForAnotherSite) {
    add_site("blog");
    submit({.site = "blog", .outcome = Outcome::reject});
    EXPECT_EQ(report("r-1").error().code, Errc::not_found);
    EXPECT_EQ(appeal().error().code, Errc::not_found);
}

TEST_F(Complaints, AnAppealWaitsForAnotherModeratorThanTheOneWhoRejected) {
    submit({});
    ASSERT_TRUE(decide({.judgement = Judgement::reject, .login = "eva"}));
    const auto made = appeal();
    ASSERT_TRUE(made) << made.error().detail;
    EXPECT_EQ(made->against_login, "eva");
    EXPECT_FALSE(made->granted);
    EXPECT_EQ(comment("cmt_1").status, Status::rejected);
    EXPECT_EQ(comment("cmt_1").version, 3);
    EXPECT_EQ(in_list(appealed), 1);
    EXPECT_EQ(ask_database("SELECT count(*) FROM events WHERE kind = 'comment.appealed'"), 1);

    for (const Judgement judgement : {Judgement::approve, Judgement::reject, Judgement::escalate}) {
        const auto own =
            decide({.id = "dec_own", .version = 3, .judgement = judgement, .login = "eva"});
        ASSERT_FALSE(own);
        EXPECT_EQ(own.error().error.code, Errc::conflict);
        EXPECT_NE(own.error().error.detail.find("another moderator"), std::string::npos);
    }
    EXPECT_FALSE(undo("dec_1").at(0)) << "the appeal stands on it";

    const auto granted =
        decide({.id = "dec_max", .version = 3, .judgement = Judgement::approve, .login = "max"});
    ASSERT_TRUE(granted);
    EXPECT_EQ(granted->record.status, Status::published);
    EXPECT_EQ(in_list(appealed), 0);
    EXPECT_EQ(ask_database("SELECT granted FROM appeals"), 1);
    EXPECT_EQ(
        ask_database("SELECT count(*) FROM events WHERE payload LIKE '%\"appeal\":\"granted\"%'"), 1
    );

    ASSERT_TRUE(undo("dec_max").at(0));
    EXPECT_EQ(comment("cmt_1").status, Status::rejected);
    EXPECT_EQ(in_list(appealed), 1);
}

TEST_F(Complaints, AnAppealIsMadeOnceAndItsAnswerIsFinal) {
    submit({.outcome = Outcome::reject});
    ASSERT_TRUE(appeal());
    EXPECT_EQ(appeal("again").error().code, Errc::conflict);
    ASSERT_TRUE(decide({.version = 2, .judgement = Judgement::reject, .login = "eva"}));
    EXPECT_EQ(ask_database("SELECT granted FROM appeals"), 0);
    const auto late = appeal("and again");
    ASSERT_FALSE(late);
    EXPECT_NE(late.error().detail.find("answered"), std::string::npos);
}

TEST_F(Complaints, OnlyARejectedCommentCanBeAppealedAgainst) {
    submit({});
    EXPECT_EQ(appeal().error().code, Errc::conflict);
    ASSERT_TRUE(decide({.judgement = Judgement::approve}));
    EXPECT_EQ(appeal().error().code, Errc::conflict);
}

TEST_F(Complaints, TheFirstJudgeDoesNotAnswerAlsoWhenTheTextWasChangedSince) {
    submit({});
    ASSERT_TRUE(decide({.judgement = Judgement::reject, .login = "eva"}));
    NewRevision revision;
    revision.record = comment("cmt_1");
    revision.record.comment.text = "softer words";
    revision.record.comment.revision = 2;
    revision.record.version += 1;
    revision.id.value = "dec_edit";
    ASSERT_TRUE(await(store_->record_edit(revision)));
    ASSERT_TRUE(appeal());
    EXPECT_FALSE(decide({.id = "dec_own", .version = 4, .login = "eva"}));
    EXPECT_TRUE(decide({.id = "dec_max", .version = 4, .login = "max"}));
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
