// The card: thread, author, similar decisions, notes; all of it bounded.

#include "tests/server/store/sqlite/store_fixture.h"
#include "tests/support/seeded_random.h"

#include <algorithm>

namespace chaffinch::store::sqlite::test {
namespace {

using Ids = std::vector<std::string>;

class Cards : public StoreFixture {
  protected:
    ReviewCard card(const std::string& id) {
        auto found = await(store_->review_card(CommentId{id}, {}, at(9'000)));
        EXPECT_TRUE(found) << (found ? "" : found.error().detail);
        return found ? *std::move(found) : ReviewCard{};
    }

    void submit_answer(const std::string& id, const std::string& parent, std::int64_t created) {
        NewSubmission made = submission({.id = id, .external_id = "x-" + id, .created = created});
        made.record.comment.parent = parent;
        ASSERT_TRUE(await(store_->record_submission(made)));
    }

    void submit_printed(
        const std::string& id, const Fingerprint& print, const char* site = "news"
    ) {
        NewSubmission made = submission({.id = id, .site = site});
        made.fingerprint = print;
        ASSERT_TRUE(await(store_->record_submission(made)));
    }

    static Ids ids_of(const std::vector<CardComment>& comments) {
        Ids ids;
        for (const CardComment& comment : comments) ids.push_back(comment.id.value);
        return ids;
    }

    static Ids ids_of(const std::vector<SimilarDecision>& similar) {
        Ids ids;
        for (const SimilarDecision& one : similar) ids.push_back(one.comment.id.value);
        return ids;
    }
};

TEST_F(Cards, ShowTheThreadAboveAndBelowByEitherId) {
    submit_answer("cmt_top", "", 1);
    submit_answer("cmt_mid", "x-cmt_top", 2);
    submit_answer("cmt_it", "cmt_mid", 3);
    submit_answer("cmt_b", "cmt_it", 5);
    submit_answer("cmt_a", "x-cmt_it", 4);
    submit_answer("cmt_grandchild", "cmt_a", 6);
    EXPECT_EQ(ids_of(card("cmt_it").above), (Ids{"cmt_top", "cmt_mid"}));
    EXPECT_EQ(ids_of(card("cmt_it").below), (Ids{"cmt_a", "cmt_b"}));
    EXPECT_FALSE(card("cmt_it").more_below);
}

TEST_F(Cards, EndAThreadThatRunsInACircleOrIsVeryDeep) {
    submit_answer("cmt_1", "cmt_2", 1);
    submit_answer("cmt_2", "cmt_1", 2);
    EXPECT_EQ(ids_of(card("cmt_1").above), Ids{"cmt_2"});
    submit_answer("cmt_d0", "", 1);
    for (int i = 1; i <= 20; ++i) {
        submit_answer("cmt_d" + std::to_string(i), "cmt_d" + std::to_string(i - 1), i);
        submit_answer("cmt_child" + std::to_string(i), "cmt_d0", 100 + i);
    }
    EXPECT_EQ(card("cmt_d20").above.size(), 8u);
    EXPECT_EQ(card("cmt_d20").above.back().id.value, "cmt_d19");
    EXPECT_EQ(card("cmt_d0").below.size(), 20u);
    EXPECT_TRUE(card("cmt_d0").more_below);
}

TEST_F(Cards, DoNotFollowAParentToAnotherSite) {
    add_site("blog");
    submit({.id = "cmt_foreign", .site = "blog", .external_id = "c-1"});
    submit_answer("cmt_1", "c-1", 2);
    EXPECT_TRUE(card("cmt_1").above.empty());
    submit_answer("cmt_2", "cmt_foreign", 2);
    EXPECT_TRUE(card("cmt_2").above.empty());
}

TEST_F(Cards, ShowTheAuthorsRecord) {
    for (int i = 0; i < 15; ++i) {
        submit({.id = "cmt_" + std::to_string(i), .author_key = "id:u-1", .created = 100 + i});
    }
    submit({.id = "cmt_other", .author_key = "id:u-2"});
    submit({.id = "cmt_nobody"});
    ASSERT_TRUE(decide({.id = "dec_1", .comment = "cmt_1", .judgement = Judgement::approve}));
    ASSERT_TRUE(decide({.id = "dec_2", .comment = "cmt_2"}));
    const AuthorCard author = card("cmt_14").author;
    EXPECT_TRUE(author.known);
    EXPECT_EQ(author.published, 1);
    EXPECT_EQ(author.rejected, 1);
    EXPECT_EQ(author.held, 13);
    EXPECT_EQ(author.first_seen_at, at(100));
    ASSERT_EQ(author.recent.size(), 10u);
    EXPECT_EQ(author.recent.front().id.value, "cmt_13");
    EXPECT_FALSE(card("cmt_nobody").author.known);
}

Fingerprint print_of(std::uint64_t exact, std::uint32_t first) {
    Fingerprint print;
    print.exact = exact;
    for (std::size_t i = 0; i < print.minhash.size(); ++i) {
        print.minhash[i] = first + static_cast<std::uint32_t>(i);
    }
    return print;
}

TEST_F(Cards, ShowHowSimilarCommentsWereDecided) {
    Fingerprint near = print_of(2, 100);
    for (std::size_t i = 0; i < 4; ++i) near.minhash[4 * i] = 7;
    Fingerprint far = print_of(3, 100);
    for (std::size_t i = 3; i < 16; ++i) far.minhash[i] = 9;
    Fingerprint brief;
    brief.exact = 4;
    submit_printed("cmt_same", print_of(1, 100));
    submit_printed("cmt_near", near);
    submit_printed("cmt_far", far);
    submit_printed("cmt_brief", brief);
    submit_printed("cmt_brief2", brief);
    submit_printed("cmt_undone", print_of(1, 100));
    submit_printed("cmt_escalated", print_of(1, 100));
    submit_printed("cmt_open", print_of(1, 100));
    add_site("blog");
    submit_printed("cmt_foreign", print_of(1, 100), "blog");
    submit_printed("cmt_it", print_of(1, 100));
    for (const char* id :
         {"cmt_same", "cmt_near", "cmt_far", "cmt_brief", "cmt_undone", "cmt_foreign"}) {
        ASSERT_TRUE(decide({.id = std::string("dec_") + id, .comment = id}));
    }
    ASSERT_TRUE(decide({.id = "dec_e", .comment = "cmt_escalated", .judgement = Judgement::escalate}
    ));
    ASSERT_TRUE(undo("dec_cmt_undone")[0]);
    const auto similar = card("cmt_it").similar;
    EXPECT_EQ(ids_of(similar), (Ids{"cmt_same", "cmt_near"}));
    EXPECT_EQ(similar[0].similarity, 1);
    EXPECT_EQ(similar[1].similarity, 0.75);
    EXPECT_EQ(similar[0].decision.judgement, Judgement::reject);
    EXPECT_EQ(ids_of(card("cmt_brief2").similar), Ids{"cmt_brief"});
    EXPECT_TRUE(card("cmt_foreign").similar.empty());
}

TEST_F(Cards, DoNotTakeADecisionForOneOnATextThatCameLater) {
    submit_printed("cmt_it", print_of(1, 100));
    submit_printed("cmt_1", print_of(1, 100));
    ASSERT_TRUE(decide({}));
    ASSERT_EQ(ids_of(card("cmt_it").similar), Ids{"cmt_1"});
    NewRevision edit;
    edit.record = comment("cmt_1");
    edit.record.comment.revision = 2;
    edit.record.comment.text = "another text";
    edit.record.version += 1;
    edit.record.updated_at = at(5'000);
    edit.fingerprint = print_of(1, 100);
    edit.id.value = "dec_edit";
    ASSERT_TRUE(await(store_->record_edit(edit)));
    EXPECT_EQ(ids_of(card("cmt_it").similar), Ids{});
}

TEST_F(Cards, FindNearlyAllTextsThatAgreeInMostHashes) {
    chaffinch::test::SeededRandom random;
    int found = 0;
    constexpr int pairs = 100;
    std::vector<NewSubmission> all;
    for (int i = 0; i < pairs; ++i) {
        Fingerprint one;
        one.exact = static_cast<std::uint64_t>(2 * i + 1);
        for (auto& hash : one.minhash)
            hash = static_cast<std::uint32_t>(random.between(1, 4'000'000'000));
        Fingerprint other = one;
        ++other.exact;
        for (int changed = 0; changed < 3; ++changed)
            other.minhash[static_cast<std::size_t>(random.between(0, 15))] ^= 1U;
        all.push_back(submission({.id = "cmt_a" + std::to_string(i)}));
        all.back().fingerprint = one;
        all.push_back(submission({.id = "cmt_b" + std::to_string(i)}));
        all.back().fingerprint = other;
    }
    ASSERT_TRUE(await(store_->record_submissions(std::move(all), std::nullopt)));
    for (int i = 0; i < pairs; ++i) {
        const std::string number = std::to_string(i);
        ASSERT_TRUE(decide({.id = "dec_" + number, .comment = "cmt_a" + number}));
        if (ids_of(card("cmt_b" + number).similar) == Ids{"cmt_a" + number}) ++found;
    }
    EXPECT_GE(found, 95);
}

TEST_F(Cards, AreThoseOfTheModeratorsSites) {
    submit({});
    const std::vector<SiteId> foreign{SiteId{"blog"}};
    EXPECT_EQ(
        await(store_->review_card(CommentId{"cmt_1"}, foreign, at(1))).error().code, Errc::not_found
    );
    NewNote note{.id = "note_1", .comment = CommentId{"cmt_1"}, .sites = foreign, .text = "x"};
    EXPECT_EQ(await(store_->add_note(note)).error().code, Errc::not_found);
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
