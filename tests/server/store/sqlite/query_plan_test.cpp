// No statement of the store reads a whole table or sorts what an index could have kept in order.
//
// The statements are not listed here: every role is used once over a traced connection, and
// whatever SQL that ran is asked for its plan.

#include "server/store/sqlite/account_rows.h"
#include "server/store/sqlite/acts.h"
#include "server/store/sqlite/akismet_rows.h"
#include "server/store/sqlite/article_policy_rows.h"
#include "server/store/sqlite/author_rows.h"
#include "server/store/sqlite/campaign_rows.h"
#include "server/store/sqlite/card_rows.h"
#include "server/store/sqlite/complaints.h"
#include "server/store/sqlite/decision_rows.h"
#include "server/store/sqlite/erasure.h"
#include "server/store/sqlite/facts.h"
#include "server/store/sqlite/history_rows.h"
#include "server/store/sqlite/idempotency_rows.h"
#include "server/store/sqlite/lifecycle.h"
#include "server/store/sqlite/migrate.h"
#include "server/store/sqlite/person_rows.h"
#include "server/store/sqlite/queue_lists.h"
#include "server/store/sqlite/queue_rows.h"
#include "server/store/sqlite/queue_walk.h"
#include "server/store/sqlite/retention.h"
#include "server/store/sqlite/revision_rows.h"
#include "server/store/sqlite/rule_rows.h"
#include "server/store/sqlite/tally_rows.h"
#include "server/store/sqlite/webhook_rows.h"
#include "tests/server/store/sqlite/store_fixture.h"

#include <sqlite3.h>

#include <chrono>
#include <set>

namespace chaffinch::store::sqlite::test {
namespace {

class QueryPlans : public ::testing::Test {
  protected:
    void SetUp() override {
        db_ = std::make_unique<Connection>(directory_.path() / "p.db", Access::read_write);
        ASSERT_TRUE(migrate(*db_));
        sqlite3_trace_v2(
            db_->handle(),
            SQLITE_TRACE_STMT,
            [](unsigned, void* seen, void* statement, void*) {
                const char* sql = sqlite3_sql(static_cast<sqlite3_stmt*>(statement));
                if (sql != nullptr) static_cast<std::set<std::string>*>(seen)->insert(sql);
                return 0;
            },
            &seen_
        );
    }

    /// Lines of the plan that a growing table would make slow.
    std::vector<std::string> slow_steps(const std::string& sql) {
        sqlite3_stmt* statement = nullptr;
        const std::string question = "EXPLAIN QUERY PLAN " + sql;
        EXPECT_EQ(
            sqlite3_prepare_v2(db_->handle(), question.c_str(), -1, &statement, nullptr), SQLITE_OK
        ) << sql;
        std::vector<std::string> slow;
        while (sqlite3_step(statement) == SQLITE_ROW) {
            const std::string step =
                reinterpret_cast<const char*>(sqlite3_column_text(statement, 3));
            const bool whole_table = step.starts_with("SCAN ") && step != "SCAN CONSTANT ROW" &&
                                     step != "SCAN the_schema" &&
                                     step.find("VIRTUAL TABLE") == std::string::npos &&
                                     !step.starts_with("SCAN (");
            if (whole_table || step.find("TEMP B-TREE") != std::string::npos) slow.push_back(step);
        }
        sqlite3_finalize(statement);
        return slow;
    }

    chaffinch::test::TemporaryDirectory directory_;
    std::unique_ptr<Connection> db_;
    std::set<std::string> seen_;
};

void use_accounts(Connection& db) {
    Site site;
    site.id.value = "news";
    SiteKey key;
    key.key_id = "k";
    ASSERT_TRUE(insert_site(db, site, key));
    key.key_id = "k2";
    key.site = site.id;
    ASSERT_TRUE(replace_site_key(db, key));
    find_key_with_site(db, "k");
    Moderator moderator;
    moderator.id.value = "mod_eva";
    moderator.login = "eva";
    moderator.sites = {site.id};
    ASSERT_TRUE(insert_moderator(db, moderator));
    find_moderator_row(db, "eva");
    insert_session(
        db, {.id_hash = {}, .moderator = moderator.id, .created_at = {}, .last_seen_at = {}}
    );
    find_session_row(db, {});
    note_session_seen(db, {}, at(1));
    delete_session(db, {});
    ASSERT_TRUE(replace_password(db, "eva", "x"));
}

void use_submissions(Connection& db) {
    Draft draft{.id = "cmt_1", .external_id = "c-1", .author_key = "u:1", .hosts = {"a.example"}};
    draft.announced = Article{};
    draft.announced->id.value = "a-1";
    draft.idempotency = IdempotentReply{.scope = "s", .key = "k"};
    ASSERT_TRUE(submit(db, submission(draft)));
    ASSERT_TRUE(submit(db, submission(draft)));
    ASSERT_TRUE(submit(db, submission({.id = "cmt_2", .outcome = Outcome::approve})));
    find_comment_row(db, CommentId{"cmt_1"});
    find_kept_reply(db, "s", "k", at(1));
    published_of_article(db, 1, "", 10);
    find_article(db, SiteId{"news"}, ArticleId{"a-1"});
    find_article(db, 1);
    newest_of_thread(db, SiteId{"news"}, ArticleId{"a-1"}, 5);
    record_of_author(db, SiteId{"news"}, "u:1", at(1));
    ASSERT_FALSE(arrivals_before(db, 0, 5).arrivals.empty());
}

void use_audit(Connection& db) {
    for (const HistoryQuery& query : std::vector<HistoryQuery>{
             {.sites = {SiteId{"news"}}},
             {.sites = {SiteId{"news"}}, .moderator = "eva", .from = at(1)},
             {.sites = {SiteId{"news"}}, .comment = CommentId{"cmt_1"}},
             {.sites = {SiteId{"news"}}, .author = "u:1"},
         }) {
        ASSERT_TRUE(history_page(db, query));
    }
}

void use_privacy(Connection& db) {
    const Person person{.site = SiteId{"news"}, .author = "u:1"};
    ASSERT_TRUE(resolve_person(db, person));
    const auto found = comments_of_person(db, person, 0);
    ASSERT_TRUE(found);
    ASSERT_FALSE(found->comments.empty());
    ASSERT_FALSE(person_lines(db, found->comments).empty());
    reader_lines(db, {.site = SiteId{"news"}, .id = "reader"});
    const TextTerm term{.site = SiteId{"news"}, .before = at(9'000), .taught_before = at(9'000)};
    const TextsPastTerm texts = texts_past_term(db, term, {}, 10);
    forget_texts(db, term, texts.comments, at(9'000));
    for (const Trace trace : {Trace::address, Trace::user_agent}) {
        const SiteSelection all{.sites = {}, .all_but = true};
        const TracesPastTerm traces = traces_past_term(db, all, trace, at(9'000), std::nullopt, 10);
        replace_traces(db, all, trace, traces.rows, traces.mark);
    }
    forget_sessions(db, at(9'000));
    const DecisionId erasure{"dec_erase_1"};
    begin_erasure(db, {.id = erasure, .person = person});
    ASSERT_EQ(unfinished_erasures(db).size(), 1U);
    erase_comments(db, erasure, found->comments, at(9'000));
    ASSERT_TRUE(finish_erasure(db, erasure, at(9'000)));
    ASSERT_EQ(list_erasures(db, {}, 10).size(), 1U);
}

void use_akismet(Connection& db) {
    ASSERT_TRUE(insert_akismet_key(db, {.site = SiteId{"news"}}));
    find_akismet_key_with_site(db, {});
    newest_akismet_key_of(db, SiteId{"news"});
    ASSERT_TRUE(update_akismet_settings(db, SiteId{"news"}, {}));
    NewSubmission checked = submission({.id = "cmt_3", .outcome = Outcome::approve});
    checked.akismet.emplace();
    ASSERT_TRUE(submit(db, checked));
    ASSERT_TRUE(find_check_by_content(db, SiteId{"news"}, {}));
    ASSERT_TRUE(find_check_by_comment(db, SiteId{"news"}, CommentId{"cmt_3"}));
    set_feedback(db, CommentId{"cmt_3"}, true);
}

void use_rules(Connection& db) {
    const RuleVersion first{.site = SiteId{"news"}, .version = 1};
    ASSERT_TRUE(insert_rule_version(db, first));
    ASSERT_FALSE(insert_rule_version(db, first));
    ASSERT_TRUE(rule_version_of(db, first.site, std::nullopt));
    ASSERT_EQ(rule_versions_of(db, first.site, 0, 10).size(), 1u);
    NewSubmission caught = submission({.id = "cmt_r"});
    caught.record.verdict.signals.push_back({.name = "OWN_WORD", .weight = 3});
    ASSERT_TRUE(submit(db, caught));
    ASSERT_TRUE(decide(db, decision({.id = "dec_r", .comment = "cmt_r"})));
    ASSERT_FALSE(decided_comments_of(db, first.site, 0, 10).comments.empty());
}

void use_articles(Connection& db) {
    const SiteId site{"news"};
    const ArticleId id{"a-1"};
    SetPolicy set;
    set.policy.comments = CommentPolicy::pre;
    ASSERT_TRUE(put_policy(db, site, id, set));
    ASSERT_EQ(find_article(db, site, id)->policy.comments, CommentPolicy::pre);
    ASSERT_TRUE(listed_article_of(db, site, id));
    ASSERT_TRUE(policy_set_for(db, site, id));
    ASSERT_FALSE(articles_of(db, {.site = site}).articles.empty());
    ASSERT_TRUE(put_policy(db, site, id, std::nullopt));
}

void use_tallies(Connection& db) {
    const TallySum sum = sum_up(db, 100);
    ASSERT_FALSE(sum.is_empty());
    ASSERT_FALSE(sum.rules.empty());
    add_tallies(db, sum);
    ASSERT_TRUE(undo(db, {.id = DecisionId{"dec_r"}})[0]);
    const TallySum taken_back = sum_up(db, 100);
    ASSERT_EQ(taken_back.undone.size(), 1u);
    add_tallies(db, taken_back);
    const SiteId site{"news"};
    ASSERT_FALSE(tallies_of(db, site, Measure::outcome, at(0), at(1'000'000'000)).empty());
    ASSERT_FALSE(rule_tallies_of(db, site).empty());
    queue_scores_of(db, {site});
}

void use_decisions(Connection& db) {
    ASSERT_TRUE(decide(db, decision({.id = "dec_1", .reason = Reason::spam_loan})));
    ASSERT_TRUE(decide(db, decision({.id = "dec_2", .version = 2, .reason = Reason::spam_loan})));
    ASSERT_FALSE(decide(db, decision({.id = "dec_3", .version = 2})));
    decisions_on(db, CommentId{"cmt_1"});
    ledger_after(db, std::nullopt, 0, 10);
    ledger_after(db, SiteId{"news"}, 0, 10);
    ASSERT_TRUE(undo(db, {.id = DecisionId{"dec_2"}})[0]);
    ASSERT_TRUE(undo(db, {.id = DecisionId{"dec_1"}})[0]);
}

void use_lifecycle(Connection& db) {
    const SiteId site{"news"};
    ASSERT_TRUE(
        submit(db, submission({.id = "cmt_l", .author_key = "id:1", .outcome = Outcome::approve}))
    );
    ASSERT_TRUE(editable_comment(db, site, CommentId{"cmt_l"}));
    NewRevision revision;
    revision.record = find_comment_row(db, CommentId{"cmt_l"})->record;
    revision.record.version += 1;
    revision.record.comment.revision += 1;
    revision.link_hosts = {"b.example"};
    revision.id.value = "dec_edit";
    ASSERT_TRUE(edit(db, revision));
    ASSERT_EQ(revisions_on(db, CommentId{"cmt_l"}).size(), 1u);
    ASSERT_TRUE(report(db, {.site = site, .comment = CommentId{"cmt_l"}, .reporter = "r"}));
    const auto row = find_comment_row(db, CommentId{"cmt_l"});
    queue_item(db, *row, at(1));
    ASSERT_TRUE(decide(db, decision({.id = "dec_l", .comment = "cmt_l", .version = 2})));
    ASSERT_TRUE(appeal(
        db,
        {.site = site,
         .comment = CommentId{"cmt_l"},
         .text = "please",
         .id = DecisionId{"dec_appeal"}}
    ));
    ASSERT_TRUE(decide(
        db,
        decision(
            {.id = "dec_m",
             .comment = "cmt_l",
             .version = 4,
             .judgement = Judgement::approve,
             .login = "max"}
        )
    ));
    ASSERT_TRUE(undo(db, {.id = DecisionId{"dec_m"}})[0]);

    const NewStanding ban{
        .id = DecisionId{"dec_ban"},
        .author = author_id(row->author),
        .standing = Standing::banned,
        .take = TakeAlong::both
    };
    ASSERT_TRUE(count_taken(db, ban));
    ASSERT_TRUE(set_standing(db, ban));
    take_along(db, ban, 10);
    ASSERT_TRUE(author_record(db, {.author = ban.author}));
    ASSERT_TRUE(author_record(db, {.author = ban.author, .cursor = "cmt_l"}));
    undo(db, {.id = DecisionId{"dec_ban"}});
    ASSERT_TRUE(
        withdraw(db, {.site = site, .comment = CommentId{"cmt_l"}, .id = DecisionId{"dec_gone"}})
    );
}

void use_queue(Connection& db) {
    for (const QueueSort sort :
         {QueueSort::priority, QueueSort::oldest, QueueSort::newest, QueueSort::score}) {
        QueueQuery query{.sort = sort};
        ASSERT_EQ(queue_page(db, query)->items.size(), 1u);
        query.article = ArticleId{"a-1"};
        query.reason = Reason::spam_promotion;
        query.score_min = 1;
        ASSERT_EQ(queue_page(db, query)->items.size(), 1u);
        query.author = "Ann";
        query.text = "TEXT";
        query.since = at(1);
        ASSERT_EQ(queue_page(db, query)->items.size(), 1u);
    }
    count_queue(db, {}, ModeratorId{"mod_eva"}, "eva", at(1));
    // As it is planned for a facet that many have.
    const SitePlan along{.site = 1, .walked = everything_held(), .facet_walked = "author:ann"};
    const WalkLimits few{.items = 10, .time = std::chrono::seconds(1)};
    const QueueKey first = before_all(QueueSort::priority);
    ASSERT_EQ(walk_queue(db, {}, {along}, first, few, {}).keys.size(), 1u);
}

void use_claims(Connection& db) {
    const Claimer eva{ModeratorId{"mod_eva"}, "eva", {}, at(1), at(100)};
    const CommentId comment{"cmt_1"};
    ASSERT_EQ(claim_next(db, {}, 1, eva)->items.size(), 1u);
    ASSERT_EQ(claim_these(db, {comment}, true, eva).items.size(), 1u);
    ASSERT_EQ(renew_claims(db, {}, eva).kept.size(), 1u);
    ASSERT_EQ(skip(db, comment, eva).value(), 1);
    ASSERT_TRUE(assign(db, comment, "eva", eva));
    ASSERT_TRUE(assign(db, comment, "", eva));
    ASSERT_EQ(claim_these(db, {comment}, false, eva).items.size(), 1u);
    release_claims(db, {}, eva.moderator, at(1));
}

void use_cards(Connection& db) {
    NewSubmission answer = submission({.id = "cmt_5", .author_key = "u:1"});
    answer.record.comment.parent = "c-1";
    ASSERT_TRUE(submit(db, answer));
    NewNote note{.id = "note_1", .comment = CommentId{"cmt_5"}, .text = "seen"};
    ASSERT_TRUE(add_note(db, note));
    note.id = "note_2";
    note.about_author = true;
    ASSERT_TRUE(add_note(db, note));
    ASSERT_TRUE(decide(db, decision({.id = "dec_5", .comment = "cmt_5"})));
    const auto card = review_card(db, CommentId{"cmt_5"}, {}, at(1));
    ASSERT_TRUE(card);
    ASSERT_EQ(card->above.size(), 1u);
    ASSERT_EQ(card->notes.size(), 2u);
    ASSERT_TRUE(review_card(db, CommentId{"cmt_1"}, {}, at(1)));
}

void use_campaigns(Connection& db) {
    NewSubmission made = submission({.id = "cmt_20", .hosts = {"a.example"}});
    made.campaign = JoinedCampaign{.id = CampaignId{"cam_1"}, .founders = {{CommentId{"cmt_1"}}}};
    ASSERT_TRUE(submit(db, made));
    for (const auto state : {CampaignState::all, CampaignState::waiting, CampaignState::decided}) {
        ASSERT_TRUE(campaign_page(db, {.state = state}));
    }
    ASSERT_TRUE(members_page(db, CampaignId{"cam_1"}, {}, 10, ""));
    ASSERT_TRUE(campaign_of_comment(db, CommentId{"cmt_20"}, {}));
    ASSERT_FALSE(members_after(db, CampaignId{"cam_1"}, Take::both, 0, 10).empty());
    ASSERT_TRUE(decide_campaign(db, CampaignId{"cam_1"}, {}, {.id = DecisionId{"dec_9"}}));
    ASSERT_TRUE(is_rejected_campaign(db, SiteId{"news"}, CampaignId{"cam_1"}));
    forget_campaign_decision(db, DecisionId{"dec_9"});
    ASSERT_TRUE(first_seen_of_host(db, SiteId{"news"}, "a.example"));
}

void use_webhooks(Connection& db) {
    WebhookEndpoint endpoint;
    endpoint.id.value = "whe_1";
    endpoint.site.value = "news";
    endpoint.url = "https://example.com/";
    ASSERT_TRUE(insert_endpoint(db, endpoint));
    ASSERT_TRUE(submit(db, submission({.id = "cmt_9"})));
    const auto found = due(db, at(9'000), 10, 10);
    ASSERT_EQ(found.size(), 1u);
    const DeliveryId id = found[0].delivery.id;
    note_attempt(
        db,
        {.delivery = id,
         .attempt = {.at = at(9'000)},
         .state = DeliveryState::dead,
         .disable_endpoint_why = "gone"}
    );
    delivery_log(db, endpoint.id, std::nullopt, 10);
    delivery_log(db, endpoint.id, DeliveryState::dead, 10);
    attempt_log(db, id);
    ASSERT_TRUE(replay(db, id, {}, at(9'001)));
    ASSERT_TRUE(rotate_secret(db, endpoint.id, {}, at(9'002)));
    ASSERT_TRUE(enable(db, endpoint.id));
    ASSERT_TRUE(find_endpoint_row(db, endpoint.id));
    ASSERT_TRUE(remove(db, endpoint.id));
    ASSERT_EQ(purge(db, at(1), 10), 1u);
    ASSERT_EQ(purge(db, at(1), 10), 0u);
}

TEST_F(QueryPlans, NeverScanATableOrSort) {
    use_accounts(*db_);
    use_submissions(*db_);
    use_akismet(*db_);
    use_decisions(*db_);
    use_queue(*db_);
    use_lifecycle(*db_);
    use_claims(*db_);
    use_cards(*db_);
    use_webhooks(*db_);
    use_campaigns(*db_);
    use_articles(*db_);
    use_rules(*db_);
    use_tallies(*db_);
    use_audit(*db_);
    use_privacy(*db_);
    sqlite3_trace_v2(db_->handle(), 0, nullptr, nullptr);
    EXPECT_GT(seen_.size(), 50u);
    for (const std::string& sql : seen_) {
        SCOPED_TRACE(sql);
        EXPECT_EQ(slow_steps(sql), std::vector<std::string>{});
    }
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
