// Keys, settings and checks of the Akismet door.

#include "tests/server/store/sqlite/store_fixture.h"

namespace chaffinch::store::sqlite::test {
namespace {

using AkismetRows = StoreFixture;

SecretHash hash(std::uint8_t value) {
    SecretHash made{};
    made.fill(value);
    return made;
}

AkismetKey key(std::uint8_t value, int generation, const std::string& site = "news") {
    AkismetKey made;
    made.site.value = site;
    made.generation = generation;
    made.hash = hash(value);
    made.created_at = at(generation);
    return made;
}

NewSubmission checked(const Draft& draft, std::uint8_t content, std::optional<bool> answered) {
    NewSubmission made = submission(draft);
    made.akismet.emplace();
    made.akismet->content = hash(content);
    made.akismet->blog = "https://" + draft.article + ".example";
    made.akismet->callback = "https://blog.example/hook";
    made.akismet->post_id = "17";
    made.akismet->answered_spam = answered;
    return made;
}

TEST_F(AkismetRows, ANewKeyEndsTheOlderOnes) {
    EXPECT_FALSE(await(store_->newest_akismet_key(SiteId{"news"})));
    ASSERT_TRUE(await(store_->replace_akismet_key(key(1, 1))));
    ASSERT_TRUE(await(store_->replace_akismet_key(key(2, 2))));
    EXPECT_EQ(await(store_->newest_akismet_key(SiteId{"news"}))->generation, 2);
    const auto old = await(store_->find_akismet_key(hash(1)));
    ASSERT_TRUE(old);
    EXPECT_EQ(old->first.revoked_at, at(2));
    const auto fresh = await(store_->find_akismet_key(hash(2)));
    ASSERT_TRUE(fresh);
    EXPECT_FALSE(fresh->first.revoked_at);
    EXPECT_EQ(fresh->second.id.value, "news");
    EXPECT_FALSE(await(store_->find_akismet_key(hash(3))));
    const auto nowhere = await(store_->replace_akismet_key(key(4, 1, "nowhere")));
    EXPECT_EQ(nowhere.error().code, Errc::not_found);
}

TEST_F(AkismetRows, SettingsComeWithTheSite) {
    ASSERT_TRUE(await(store_->replace_akismet_key(key(1, 1))));
    EXPECT_EQ(await(store_->find_akismet_key(hash(1)))->second.akismet.hold, HoldAnswer::spam);
    const AkismetSettings settings{.hold = HoldAnswer::score, .feedback_decides = false};
    ASSERT_TRUE(await(store_->set_akismet_settings(SiteId{"news"}, settings)));
    const auto found = await(store_->find_akismet_key(hash(1)));
    EXPECT_EQ(found->second.akismet.hold, HoldAnswer::score);
    EXPECT_FALSE(found->second.akismet.feedback_decides);
    EXPECT_EQ(await(store_->list_sites())[0].akismet.hold, HoldAnswer::score);
    EXPECT_FALSE(await(store_->set_akismet_settings(SiteId{"nowhere"}, settings)));
}

TEST_F(AkismetRows, ACommentIsFoundByItsContentWithWhoDecided) {
    ASSERT_TRUE(await(store_->record_submission(checked({.id = "cmt_1"}, 7, true))));
    ASSERT_TRUE(await(store_->record_submission(checked({.id = "cmt_2"}, 7, false))));
    const auto found = await(store_->find_check(SiteId{"news"}, hash(7)));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->record.comment.id.value, "cmt_2");
    EXPECT_EQ(found->check.callback, "https://blog.example/hook");
    EXPECT_EQ(found->check.post_id, "17");
    EXPECT_EQ(found->check.answered_spam, false);
    EXPECT_FALSE(found->check.feedback_spam);
    EXPECT_FALSE(found->decided) << "the engine's own row is nobody's decision";
    EXPECT_FALSE(await(store_->find_check(SiteId{"news"}, hash(8))));

    add_site("blog");
    EXPECT_FALSE(await(store_->find_check(SiteId{"blog"}, hash(7))));
    EXPECT_FALSE(await(store_->find_check(SiteId{"blog"}, CommentId{"cmt_2"})));

    ASSERT_TRUE(decide({.id = "dec_1", .comment = "cmt_2"}));
    const auto decided = await(store_->find_check(SiteId{"news"}, CommentId{"cmt_2"}));
    ASSERT_TRUE(decided->decided);
    EXPECT_EQ(decided->decided->judgement, Judgement::reject);
    EXPECT_EQ(decided->record.version, 2);
}

TEST_F(AkismetRows, UsageCountsWhatWasAnsweredAndWhatWasWrong) {
    const auto add = [&](const Draft& draft, std::optional<bool> answered) {
        ASSERT_TRUE(await(store_->record_submission(checked(draft, 1, answered))));
    };
    add({.id = "cmt_1", .article = "b", .created = 10}, true);
    add({.id = "cmt_2", .article = "a", .created = 20}, true);
    add({.id = "cmt_3", .article = "a", .created = 30}, false);
    add({.id = "cmt_4", .article = "a", .created = 40}, std::nullopt);
    add({.id = "cmt_5", .article = "a", .created = 50}, true);
    await(store_->note_feedback(CommentId{"cmt_2"}, false));
    await(store_->note_feedback(CommentId{"cmt_3"}, true));
    await(store_->note_feedback(CommentId{"cmt_4"}, true));
    await(store_->note_feedback(CommentId{"cmt_none"}, true));
    const auto usage = await(store_->akismet_usage(SiteId{"news"}, at(10), at(50)));
    ASSERT_EQ(usage.size(), 2u);
    EXPECT_EQ(usage[0].blog, "https://a.example");
    EXPECT_EQ(usage[0].spam, 1);
    EXPECT_EQ(usage[0].ham, 1);
    EXPECT_EQ(usage[0].missed_spam, 2);
    EXPECT_EQ(usage[0].false_positives, 1);
    EXPECT_EQ(usage[1].spam, 1);
    EXPECT_EQ(usage[1].missed_spam, 0);
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
