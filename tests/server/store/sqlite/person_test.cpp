// One person found, given out and erased; and terms that are over.

#include "server/store/sqlite/person_rows.h"
#include "tests/server/store/sqlite/store_fixture.h"
#include "tests/support/seeded_random.h"

#include <sqlite3.h>

namespace chaffinch::store::sqlite::test {
namespace {

class PersonalData : public StoreFixture {
  protected:
    void submit_by(
        const std::string& id, const std::string& key, const std::string& email, std::int64_t when
    ) {
        Draft draft{.id = id, .external_id = "x-" + id, .author_key = key, .created = when};
        draft.hosts = {"host.example"};
        NewSubmission made = submission(draft);
        made.record.comment.author.email = email;
        made.record.comment.author.ip = "203.0.113.7";
        made.record.comment.author.user_agent = "Browser";
        made.record.verdict.signals.push_back({.name = "R", .explanation = "quotes text of " + id});
        ASSERT_TRUE(await(store_->record_submission(std::move(made))));
    }

    PersonPage find(const Person& person, std::int64_t after = 0) {
        auto page = await(store_->comments_of_person(person, after));
        EXPECT_TRUE(page);
        return page ? *page : PersonPage{};
    }

    Erased erase(const Person& person, const std::string& id = "dec_erase_1") {
        ErasureRecord erasure;
        erasure.id.value = id;
        erasure.person = person;
        erasure.asked_by = "root";
        erasure.asked_at = at(4'999);
        await(store_->begin_erasure(erasure));
        const Erased erased =
            await(store_->erase_comments(erasure.id, find(person).comments, at(5'000)));
        EXPECT_TRUE(await(store_->finish_erasure(erasure.id, at(5'001))));
        return erased;
    }

    std::size_t forget(const TextTerm& term, std::size_t most = 100) {
        std::size_t rows = 0;
        TextsPastTerm found;
        do {
            found = await(store_->texts_past_term(term, std::move(found), most));
            EXPECT_LE(found.comments.size(), most);
            rows += await(store_->forget_texts(term, found.comments, at(9'000))).rows;
        } while (found.more);
        return rows;
    }

    std::size_t mask(Trace trace, const SiteSelection& sites, Timestamp before) {
        std::size_t rows = 0;
        TracesPastTerm found;
        do {
            found = await(store_->traces_past_term(sites, trace, before, std::nullopt, 3));
            for (TraceRow& row : found.rows) row.value = trace == Trace::address ? "h:masked" : "";
            rows += found.rows.size();
            await(store_->replace_traces(sites, trace, std::move(found.rows), found.mark));
        } while (found.more);
        return rows;
    }

    std::string text_of(const std::string& id) { return comment(id).comment.text; }
};

TEST_F(PersonalData, InATableThatALaterMigrationAddsIsGivenOutAndErasedLikeTheRest) {
    submit_by("cmt_1", "mail:ann@example.org", "ann@example.org", 1'000);
    store_->close();
    store_.reset();
    {
        Connection db(options_.directory / "chaffinch.db", Access::read_write);
        db.execute(
            "CREATE TABLE later_notes (comment INTEGER REFERENCES comments (pk), secret TEXT);"
            "CREATE TABLE later_marks (author INTEGER REFERENCES authors (pk), secret TEXT);"
            "INSERT INTO later_notes SELECT pk, 'a secret' FROM comments;"
            "INSERT INTO later_marks SELECT pk, 'another' FROM authors"
        );
    }
    start();
    const Person ann{.site = SiteId{"news"}, .email = "ann@example.org"};
    std::string all;
    for (const std::string& line : await(store_->person_lines(find(ann).comments))) all += line;
    EXPECT_NE(all.find("\"secret\":\"a secret\""), std::string::npos) << all;
    EXPECT_NE(all.find("\"secret\":\"another\""), std::string::npos) << all;
    erase(ann);
    EXPECT_EQ(ask_database("SELECT count(*) FROM later_notes"), 0);
    EXPECT_EQ(ask_database("SELECT count(*) FROM later_marks"), 0);
    EXPECT_EQ(ask_database("SELECT count(*) FROM authors"), 0);
}

TEST_F(PersonalData, IsFoundByKeyByIdAndByAddressInAnyCase) {
    submit_by("cmt_1", "mail:ann@example.org", "Ann@Example.org", 1'000);
    submit_by("cmt_2", "name:Ann", "", 1'001);
    submit_by("cmt_3", "mail:eva@example.org", "eva@example.org", 1'002);
    EXPECT_EQ(find({.site = SiteId{"news"}, .email = "ann@example.ORG"}).comments.size(), 1u);
    EXPECT_EQ(find({.site = SiteId{"news"}, .author = "name:Ann"}).comments.size(), 1u);
    EXPECT_EQ(find({.site = SiteId{"news"}, .author = "mail:eva@example.org"}).comments.size(), 1u);
    EXPECT_EQ(find({.site = SiteId{"news"}, .author = "name:Nobody"}).comments.size(), 0u);
    add_site("other");
    EXPECT_EQ(find({.site = SiteId{"other"}, .email = "ann@example.org"}).comments.size(), 0u);
}

TEST_F(PersonalData, LeavesAsLinesOfEveryTable) {
    submit_by("cmt_1", "mail:ann@example.org", "ann@example.org", 1'000);
    decide({.comment = "cmt_1", .reason = Reason::spam_pharma});
    const auto page = find({.site = SiteId{"news"}, .email = "ann@example.org"});
    const auto lines = await(store_->person_lines(page.comments));
    std::string all;
    for (const std::string& line : lines) {
        EXPECT_TRUE(line.starts_with("{\"table\":")) << line;
        all += line;
    }
    for (const char* table :
         {"comments", "authors", "decisions", "training_events", "fingerprints", "link_hosts"}) {
        EXPECT_NE(all.find("\"table\":\"" + std::string(table) + "\""), std::string::npos) << table;
    }
    EXPECT_NE(all.find("ann@example.org"), std::string::npos);
    EXPECT_NE(all.find("text of cmt_1"), std::string::npos);
}

TEST_F(PersonalData, ThatIsErasedIsInNoFileAndTeachesNothing) {
    submit_by("cmt_1", "mail:ann@example.org", "ann@example.org", 1'000);
    submit_by("cmt_2", "mail:eva@example.org", "eva@example.org", 1'001);
    for (const char* id : {"cmt_1", "cmt_2"}) {
        decide({.id = std::string("dec_") + id, .comment = id, .reason = Reason::spam_pharma});
    }
    ASSERT_EQ(lessons().size(), 2u);
    const Person ann{.site = SiteId{"news"}, .email = "ann@example.org"};
    const Erased erased = erase(ann);
    EXPECT_EQ(erased.comments, 1u);
    EXPECT_EQ(erased.lessons, 1u);
    ASSERT_EQ(lessons().size(), 1u);
    EXPECT_EQ(lessons()[0].event.comment.value, "cmt_2");
    EXPECT_TRUE(find(ann).comments.empty());
    EXPECT_EQ(comment("cmt_1").status, Status::withdrawn);
    EXPECT_EQ(comment("cmt_1").verdict.signals.size(), 1u) << "what weighed stays";
    // What was taught by it comes back by no undo.
    const auto undone = undo("dec_cmt_1");
    ASSERT_EQ(undone.size(), 1u);
    EXPECT_FALSE(undone[0]);
    EXPECT_FALSE(undo("dec_erase_1").at(0));
    EXPECT_EQ(lessons().size(), 1u);
    store_->rewrite_files(1'000'000'000);
    store_->close();
    store_.reset();
    for (const char* file : {"chaffinch.db", "chaffinch.db-wal"}) {
        const std::filesystem::path path = options_.directory / file;
        if (!std::filesystem::exists(path)) continue;
        const std::string bytes = chaffinch::test::read_file(path);
        EXPECT_EQ(bytes.find("ann@example.org"), std::string::npos) << file;
        EXPECT_EQ(bytes.find("text of cmt_1"), std::string::npos) << file;
        if (std::string(file) == "chaffinch.db") {
            EXPECT_NE(bytes.find("text of cmt_2"), std::string::npos) << "the control";
        }
    }
}

/// Rows move between pages as others grow, and leave copies behind that no deletion reaches.
TEST_F(PersonalData, ThatIsErasedLeavesNoCopiesInUnusedPartsOfPages) {
    chaffinch::test::SeededRandom random;
    for (int i = 0; i < 600; ++i) {
        const bool ann = random.chance(0.1);
        NewSubmission made = submission(
            {.id = "cmt_" + std::to_string(i), .author_key = ann ? "name:Ann" : "name:Bob"}
        );
        made.record.comment.author.name = ann ? "Ann" : "Bob";
        const std::string marker = ann ? "annmarker " : "bobmarker ";
        for (auto n = random.between(1, 200); n > 0; --n) made.record.comment.text += marker;
        made.record.verdict.signals.push_back({.name = "R", .explanation = made.record.comment.text}
        );
        ASSERT_TRUE(await(store_->record_submission(std::move(made))));
        const auto earlier = std::to_string(random.between(0, i));
        const std::string id = "dec_" + std::to_string(i);
        std::vector<NewDecision> one{decision({.id = id, .comment = "cmt_" + earlier})};
        await(store_->record_decisions(std::move(one)));  // refused when it is decided already
    }
    const Person ann{.site = SiteId{"news"}, .author = "name:Ann"};
    erase(ann);
    store_->rewrite_files(1'000'000'000);
    store_->close();
    store_.reset();
    const std::string bytes = chaffinch::test::read_file(options_.directory / "chaffinch.db");
    EXPECT_EQ(bytes.find("annmarker"), std::string::npos);
    EXPECT_NE(bytes.find("bobmarker"), std::string::npos);
    start();
    EXPECT_FALSE(page({.limit = 200}).items.empty());
}

TEST_F(PersonalData, TakesTheStandingKeptInMemoryAlong) {
    submit_by("cmt_1", "mail:ann@example.org", "ann@example.org", 1'000);
    NewStanding ban;
    ban.id.value = "dec_ban";
    ban.author = "aut_" + std::to_string(ask_database("SELECT pk FROM authors"));
    ban.standing = Standing::banned;
    ban.at = at(2'000);
    ASSERT_TRUE(await(store_->set_standing(ban)));
    const auto remembered = [this] {
        return store_->facts().standing(SiteId{"news"}, "mail:ann@example.org", at(3'000));
    };
    EXPECT_EQ(remembered(), Standing::banned);
    erase({.site = SiteId{"news"}, .email = "ann@example.org"});
    EXPECT_EQ(ask_database("SELECT count(*) FROM authors"), 0);
    EXPECT_EQ(remembered(), Standing::normal);
}

TEST_F(PersonalData, KeepsTheQueueAndTheCountsRightWhenItIsErased) {
    for (int i = 0; i < 5; ++i) {
        submit_by("cmt_" + std::to_string(i), "name:Ann", "", 1'000 + i);
    }
    EXPECT_EQ(page().total, 5);
    const Person ann{.site = SiteId{"news"}, .author = "name:Ann"};
    erase(ann);
    EXPECT_EQ(page().total, 0);
    EXPECT_EQ(ask_database("SELECT count(*) FROM queue_lists"), 0);
    EXPECT_EQ(ask_database("SELECT count(*) FROM queue_facets"), 0) << "they hold his name";
    EXPECT_EQ(ask_database("SELECT coalesce(sum(held), 0) FROM queue_counts"), 0);
}

TEST_F(PersonalData, PastItsTermIsForgottenAndNothingElse) {
    submit_by("cmt_old", "name:A", "a@example.org", 1'000);
    submit_by("cmt_taught", "name:B", "b@example.org", 1'001);
    submit_by("cmt_held", "name:C", "c@example.org", 1'002);
    submit_by("cmt_appealed", "name:E", "e@example.org", 1'003);
    submit_by("cmt_new", "name:D", "d@example.org", 8'000);
    decide({.id = "dec_1", .comment = "cmt_old", .reason = Reason::legal_defamation, .at = 2'000});
    decide({.id = "dec_2", .comment = "cmt_taught", .reason = Reason::spam_pharma, .at = 2'000});
    decide({.id = "dec_3", .comment = "cmt_new", .reason = Reason::legal_defamation, .at = 8'100});
    decide({.id = "dec_4", .comment = "cmt_appealed", .reason = Reason::other, .at = 2'000});
    NewAppeal appeal;
    appeal.site.value = "news";
    appeal.comment.value = "cmt_appealed";
    appeal.text = "why?";
    appeal.id.value = "dec_appeal";
    appeal.at = at(2'100);
    ASSERT_TRUE(await(store_->record_appeal(appeal)));

    TextTerm term{.site = SiteId{"news"}, .before = at(5'000), .taught_before = Timestamp::min()};
    EXPECT_EQ(forget(term), 1U);
    EXPECT_EQ(text_of("cmt_old"), "");
    EXPECT_EQ(text_of("cmt_taught"), "text of cmt_taught") << "it teaches";
    EXPECT_EQ(text_of("cmt_held"), "text of cmt_held");
    EXPECT_EQ(text_of("cmt_new"), "text of cmt_new");
    EXPECT_EQ(text_of("cmt_appealed"), "text of cmt_appealed") << "somebody is to read it";
    EXPECT_EQ(lessons().size(), 1U);

    term.taught_before = at(5'000);
    EXPECT_EQ(forget(term), 1U);
    EXPECT_EQ(text_of("cmt_taught"), "");
    EXPECT_TRUE(lessons().empty());
    add_site("other");
    term.site.value = "other";
    EXPECT_EQ(forget(term), 0U);
}

TEST_F(PersonalData, OfPublishedCommentsIsForgottenOnlyWhenThereIsATermForIt) {
    submit({.id = "cmt_1", .outcome = Outcome::approve});
    TextTerm term{.site = SiteId{"news"}, .status = Status::rejected, .before = at(5'000)};
    EXPECT_EQ(forget(term), 0U);
    term.status = Status::published;
    EXPECT_EQ(forget(term), 1U);
    EXPECT_EQ(text_of("cmt_1"), "");
    EXPECT_EQ(comment("cmt_1").status, Status::published);
}

TEST_F(PersonalData, IsForgottenInBatches) {
    for (int i = 0; i < 10; ++i) {
        const std::string id = "cmt_" + std::to_string(i);
        submit_by(id, "name:A", "", 1'000 + i / 3);  // some at one moment
        decide({.id = "dec_" + id, .comment = id, .reason = Reason::legal_defamation});
    }
    const TextTerm term{.site = SiteId{"news"}, .before = at(5'000)};
    EXPECT_EQ(forget(term, 3), 10U);
    EXPECT_EQ(forget(term, 3), 0U);
}

TEST_F(PersonalData, OfHowACommentCameIsForgottenWithTheTermsOfItsSite) {
    add_site("other");
    for (int i = 0; i < 8; ++i) {
        NewSubmission made = submission(
            {.id = "cmt_" + std::to_string(i),
             .site = i % 4 == 0 ? "other" : "news",
             .created = 1'000 + i}
        );
        made.record.comment.author.ip = "203.0.113.7";
        made.record.comment.author.user_agent = i == 1 ? "" : "Browser";
        ASSERT_TRUE(await(store_->record_submission(std::move(made))));
    }
    const SiteSelection other{.sites = {SiteId{"other"}}};
    const SiteSelection rest{.sites = {SiteId{"other"}}, .all_but = true};
    EXPECT_EQ(mask(Trace::address, rest, at(1'006)), 4U) << "1, 2, 3, 5";
    EXPECT_EQ(comment("cmt_5").comment.author.ip, "h:masked");
    EXPECT_EQ(comment("cmt_6").comment.author.ip, "203.0.113.7") << "its term is not over";
    EXPECT_EQ(comment("cmt_4", "other").comment.author.ip, "203.0.113.7") << "of the other site";
    EXPECT_EQ(comment("cmt_5").comment.author.user_agent, "Browser") << "has a term of its own";
    EXPECT_EQ(mask(Trace::address, rest, at(1'006)), 0U) << "the mark stands";
    EXPECT_EQ(mask(Trace::address, rest, at(2'000)), 2U);
    EXPECT_EQ(mask(Trace::address, other, at(2'000)), 2U);
    EXPECT_EQ(mask(Trace::user_agent, rest, at(2'000)), 5U) << "one had none";
    EXPECT_EQ(ask_database("SELECT count(*) FROM fingerprints WHERE network <> ''"), 0);
    // Another selection looks at everything again.
    EXPECT_EQ(mask(Trace::user_agent, {.sites = {}, .all_but = true}, at(2'000)), 2U);
}

TEST_F(PersonalData, StaysToBeErasedWhenACrashCameBetween) {
    for (int i = 0; i < 4; ++i) {
        submit_by("cmt_" + std::to_string(i), "id:42", "ann@example.org", 1'000 + i);
    }
    ErasureRecord erasure;
    erasure.id.value = "dec_erase_1";
    erasure.person = {.site = SiteId{"news"}, .id = "42"};
    erasure.asked_by = "root";
    await(store_->begin_erasure(erasure));
    const std::vector<std::int64_t> all = find(erasure.person).comments;
    ASSERT_EQ(all.size(), 4U);
    await(store_->erase_comments(erasure.id, {all[0], all[1]}, at(5'000)));
    restart();
    auto left = await(store_->unfinished_erasures());
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left[0].person.id, "42");
    EXPECT_EQ(left[0].comments, 2);
    EXPECT_EQ(find(left[0].person).comments.size(), 2U);
    // Those that are erased already are neither counted nor logged again.
    await(store_->erase_comments(left[0].id, all, at(5'001)));
    const auto done = await(store_->finish_erasure(left[0].id, at(5'002)));
    ASSERT_TRUE(done);
    EXPECT_EQ(done->comments, 4);
    EXPECT_EQ(ask_database("SELECT count(*) FROM decisions WHERE id = 'dec_erase_1'"), 4);
    EXPECT_TRUE(await(store_->unfinished_erasures()).empty());
    const auto list = await(store_->list_erasures({SiteId{"news"}}, 10));
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0].asked_by, "root");
    EXPECT_TRUE(list[0].finished_at);
    EXPECT_EQ(list[0].person.id + list[0].person.author + list[0].person.email, "");
    EXPECT_TRUE(await(store_->list_erasures({SiteId{"elsewhere"}}, 10)).empty());
    EXPECT_TRUE(await(store_->finish_erasure(left[0].id, at(5'003)))) << "may be called again";
    EXPECT_FALSE(await(store_->finish_erasure(DecisionId{"dec_none"}, at(5'003))));
}

TEST_F(PersonalData, AsAReaderWhoReportsBecomesNobodys) {
    submit_by("cmt_1", "name:Ann", "", 1'000);
    NewReport report;
    report.site.value = "news";
    report.comment.value = "cmt_1";
    report.reporter = "reader-42";
    report.note = "she lies";
    report.at = at(2'000);
    ASSERT_TRUE(await(store_->record_report(report)));
    const Person reader{.site = SiteId{"news"}, .id = "reader-42"};
    const auto lines = await(store_->reader_lines(reader));
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_NE(lines[0].find("reader-42"), std::string::npos);
    EXPECT_NE(lines[1].find("she lies"), std::string::npos);
    erase(reader);
    EXPECT_TRUE(await(store_->reader_lines(reader)).empty());
    EXPECT_EQ(ask_database("SELECT count(*) FROM reports WHERE note = ''"), 1);
    EXPECT_EQ(ask_database("SELECT reports FROM erasures"), 1);
    EXPECT_EQ(comment("cmt_1").comment.text, "text of cmt_1") << "the comment is another's";
}

TEST_F(PersonalData, IsFoundByTheIdByWhichTheConsoleKnowsTheAuthor) {
    submit_by("cmt_1", "mail:0123", "ann@example.org", 1'000);
    const auto author = std::to_string(ask_database("SELECT author FROM comments"));
    const auto resolved = await(store_->resolve_person({SiteId{"news"}, "aut_" + author, "", ""}));
    ASSERT_TRUE(resolved);
    EXPECT_EQ(resolved->author, "mail:0123");
    EXPECT_EQ(find(*resolved).comments.size(), 1U);
    for (const char* none : {"aut_999", "aut_", "aut_1x", "aut_-1"}) {
        EXPECT_FALSE(await(store_->resolve_person({SiteId{"news"}, none, "", ""}))) << none;
    }
    EXPECT_FALSE(await(store_->resolve_person({SiteId{"nowhere"}, "id:1", "", ""})));
    add_site("other");
    EXPECT_FALSE(await(store_->resolve_person({SiteId{"other"}, "aut_" + author, "", ""})));
}

/// What the site was told of a standing names its author, and so do answers kept for repetitions.
TEST_F(PersonalData, IsErasedFromEventsAndFromKeptAnswers) {
    Draft draft{.id = "cmt_1", .author_key = "id:user-42"};
    draft.idempotency = IdempotentReply{
        .scope = "site:news",
        .key = "k1",
        .status = 201,
        .body = "{\"id\":\"cmt_1\",\"secret\":\"a quotation\"}",
        .at = at(1'020)
    };
    submit(draft);
    draft.id = "cmt_2";
    draft.author_key = "id:other";
    draft.idempotency->key = "k2";
    draft.idempotency->body = "{\"id\":\"cmt_2\"}";
    submit(draft);
    NewStanding standing;
    standing.author = "aut_" + std::to_string(ask_database("SELECT min(author) FROM comments"));
    standing.standing = chaffinch::Standing::hold;
    standing.note = "rude";
    standing.id.value = "dec_s1";
    standing.at = at(2'000);
    ASSERT_TRUE(await(store_->set_standing(standing)));
    constexpr Sql naming = "SELECT count(*) FROM events WHERE instr(payload, 'user-42') > 0";
    ASSERT_EQ(ask_database(naming), 1);
    erase({.site = SiteId{"news"}, .id = "user-42"});
    EXPECT_EQ(ask_database(naming), 0);
    EXPECT_EQ(ask_database("SELECT count(*) FROM standings"), 0);
    EXPECT_EQ(ask_database("SELECT count(*) FROM idempotency_keys WHERE key = 'k1'"), 0);
    EXPECT_EQ(ask_database("SELECT count(*) FROM idempotency_keys WHERE key = 'k2'"), 1);
    EXPECT_EQ(ask_database("SELECT count(*) FROM events WHERE kind = 'comment.withdrawn'"), 1);
}

/// Else erasing one comment would read whole tables. The tables that stay are not looked at by the
/// comment, but for what is taken back of them.
TEST_F(PersonalData, IsReachedByAnIndexFromEveryTableThatRefersToIt) {
    Connection db(options_.directory / "chaffinch.db", Access::read_only);
    for (const char* table : {"comments", "authors", "reporters"}) {
        for (const Reference& reference : db.references_to(table)) {
            if (reference.table == "events") continue;
            const std::string question = "EXPLAIN QUERY PLAN SELECT * FROM " + reference.table +
                                         " WHERE " + reference.column + " = 1";
            sqlite3_stmt* statement = nullptr;
            ASSERT_EQ(
                sqlite3_prepare_v2(db.handle(), question.c_str(), -1, &statement, nullptr),
                SQLITE_OK
            );
            ASSERT_EQ(sqlite3_step(statement), SQLITE_ROW);
            const std::string plan =
                reinterpret_cast<const char*>(sqlite3_column_text(statement, 3));
            sqlite3_finalize(statement);
            EXPECT_TRUE(plan.starts_with("SEARCH "))
                << reference.table << "." << reference.column << " needs an index: " << plan;
        }
    }
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
