// Fields of clients in the engine's terms.

#include "server/akismet/check_fields.h"

#include <gtest/gtest.h>

namespace chaffinch::akismet {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

Check read(const Pairs& pairs) {
    auto check = read_check(Fields(pairs));
    EXPECT_TRUE(check) << (check ? "" : check.error().detail);
    return check ? *std::move(check) : Check();
}

Comment comment(const Pairs& pairs) {
    return read(pairs).submission.comment;
}

TEST(CheckFields, AddressesThatNoReaderHasAreLeftOut) {
    struct Case {
        const char* given;
        const char* kept;
    };

    for (const Case& c : std::vector<Case>{
             {"203.0.113.7", "203.0.113.7"},
             {"2001:db8::7", "2001:db8::7"},
             {"::ffff:203.0.113.7", "203.0.113.7"},
             {"127.0.0.1", ""},
             {"::1", ""},
             {"::ffff:127.0.0.1", ""},
             {"0.0.0.0", ""},
             {"", ""},
             {"unknown", ""},
         }) {
        SCOPED_TRACE(c.given);
        EXPECT_EQ(comment({{"user_ip", c.given}}).author.ip, c.kept);
    }
}

TEST(CheckFields, ThePageIsTheArticle) {
    EXPECT_EQ(comment({{"blog", "b"}, {"permalink", "p"}}).article.value, "p");
    EXPECT_EQ(comment({{"blog", "b"}}).article.value, "b");
    EXPECT_EQ(comment({}).article.value, "unknown");
    const std::string long_page = "https://blog.example/" + std::string(200, 'a');
    const Check check = read(
        {{"permalink", long_page}, {"comment_context[]", "botox"}, {"comment_context[]", "beauty"}}
    );
    EXPECT_EQ(check.submission.comment.article.value.size(), 7U + 64U);
    EXPECT_EQ(check.submission.article->url, long_page);
    EXPECT_EQ(check.submission.article->text, "botox, beauty");
}

TEST(CheckFields, TheHoneypotIsNamedByTheClientOrTheOneOfWordPress) {
    EXPECT_EQ(comment({{"honeypot_field_name", "hp"}, {"hp", "x"}}).form.honeypot, "x");
    EXPECT_EQ(comment({{"honeypot_field_name", "hp"}}).form.honeypot, "");
    EXPECT_EQ(comment({{"POST_ak_hp_textarea", "y"}}).form.honeypot, "y");
    EXPECT_EQ(comment({{"POST_ak_bfs", "5300"}}).form.elapsed_ms, 5'300);
    EXPECT_EQ(comment({{"POST_ak_bfs", "-1"}}).form.elapsed_ms, std::nullopt);
    EXPECT_EQ(comment({{"POST_ak_bfs", "5x"}}).form.elapsed_ms, std::nullopt);
}

TEST(CheckFields, OnlyAUserWithARoleIsVouchedFor) {
    const Author known = comment({{"user_ID", "7"}, {"user_role", "subscriber"}}).author;
    EXPECT_EQ(known.id->value, "7");
    EXPECT_TRUE(known.verified);
    EXPECT_FALSE(comment({{"user_ID", "7"}}).author.verified);
    EXPECT_FALSE(comment({{"user_ID", "0"}, {"user_role", "x"}}).author.id);
}

TEST(CheckFields, TimesLanguagesAndFormatsAsSitesWriteThem) {
    const auto time = from_rfc3339("2026-11-22T19:00:00Z");
    EXPECT_EQ(comment({{"comment_date_gmt", "2026-11-22 19:00:00"}}).submitted_at, time);
    EXPECT_EQ(comment({{"comment_date_gmt", "2026-11-22T19:00:00Z"}}).submitted_at, time);
    EXPECT_EQ(comment({{"comment_date_gmt", "now"}}).submitted_at, std::nullopt);
    EXPECT_EQ(comment({{"blog_lang", "fr_ca, en"}}).language, "fr-ca");
    EXPECT_EQ(comment({{"blog_lang", "<b>"}}).language, "");
    EXPECT_EQ(comment({{"comment_content", "2 < 3 and 5 > 4"}}).format, TextFormat::plain);
    EXPECT_EQ(comment({{"comment_content", "a <em>b</em>"}}).format, TextFormat::html);
    EXPECT_EQ(comment({{"comment_parent", "0"}}).parent, std::nullopt);
}

TEST(CheckFields, FeedbackIsRecognisedByItsContentWhateverSpaceAndSender) {
    const Pairs base{
        {"permalink", "p"}, {"comment_author", "Ann"}, {"comment_content", "one\r\ntwo "}
    };
    const auto with = [&](const char* name, const char* value) {
        Pairs pairs = base;
        pairs.emplace_back(name, value);
        return read(pairs).content;
    };
    const SecretHash content = read(base).content;
    EXPECT_EQ(with("user_ip", "203.0.113.9"), content);
    EXPECT_EQ(with("blog", "http://blog.example"), content);
    EXPECT_EQ(with("comment_content", "one\ntwo"), content);
    EXPECT_NE(with("comment_content", "one two"), content);
    EXPECT_NE(with("comment_author", "Bob"), content);
    EXPECT_NE(with("permalink", "q"), content);
    // A border between fields that moves is another comment.
    EXPECT_NE(
        read({{"comment_author", "ab"}, {"comment_content", "c"}}).content,
        read({{"comment_author", "a"}, {"comment_content", "bc"}}).content
    );
}

TEST(CheckFields, OverALimitIsAnErrorThatNamesIt) {
    struct Case {
        const char* field;
        std::size_t size;
    };

    for (const Case& c : std::vector<Case>{
             {"comment_content", 20'000},
             {"comment_author", 100},
             {"comment_author_email", 254},
             {"comment_author_url", 2'048},
         }) {
        SCOPED_TRACE(c.field);
        EXPECT_TRUE(read_check(Fields({{c.field, std::string(c.size, 'a')}})));
        const auto over = read_check(Fields({{c.field, std::string(c.size + 1, 'a')}}));
        ASSERT_FALSE(over);
        EXPECT_NE(over.error().detail.find(c.field), std::string::npos);
    }
    const Author author = comment({{"user_agent", std::string(513, 'a')}}).author;
    EXPECT_EQ(author.user_agent, "");
}

TEST(CheckFields, AnEmptyAddressIsNoMissingOne) {
    EXPECT_EQ(missing_field(Fields({{"user_ip", ""}})), "blog");
    EXPECT_EQ(missing_field(Fields({{"blog", "b"}})), "user_ip");
    EXPECT_EQ(missing_field(Fields({{"blog", "b"}, {"user_ip", ""}})), "");
}

TEST(CheckFields, OnlyWebAddressesAreCalledBack) {
    EXPECT_EQ(read({{"callback", "https://b.example/x"}}).callback, "https://b.example/x");
    EXPECT_EQ(read({{"callback", "file:///etc/passwd"}}).callback, "");
    EXPECT_EQ(read({{"callback", "https://" + std::string(2'048, 'a')}}).callback, "");
}

}  // namespace
}  // namespace chaffinch::akismet
