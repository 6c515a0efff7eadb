// What the doors take and what they say of mistakes.

#include "engine/wire/submission_json.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace chaffinch::wire {
namespace {

Result<Submission> decode(std::string_view text) {
    auto value = parse_json(text);
    if (!value) return value.error();
    return decode_submission(*value);
}

TEST(SubmissionJson, ReadsEveryMemberOfTheDocumentedExample) {
    const auto submission = decode(R"({"external_id":"c-981",
        "article":{"id":"botox-pain","url":"https://news.example/a/1","title":"T","text":"Body"},
        "parent_id":null,"text":"Hello","format":"plain",
        "author":{"id":"u-7","name":"Ann","email":"ann@example.org","url":"","ip":"203.0.113.9",
                  "user_agent":"UA","verified":true,"registered_at":"2026-01-01T00:00:00Z"},
        "form":{"elapsed_ms":8400,"honeypot":""},"submitted_at":"2026-01-02T03:04:05Z","language":"en"})"
    );
    ASSERT_TRUE(submission) << submission.error().detail;
    const Comment& comment = submission->comment;
    EXPECT_EQ(comment.external_id, "c-981");
    EXPECT_EQ(comment.article.value, "botox-pain");
    EXPECT_EQ(comment.text, "Hello");
    EXPECT_FALSE(comment.parent);
    EXPECT_EQ(comment.author.id->value, "u-7");
    EXPECT_TRUE(comment.author.verified);
    EXPECT_EQ(comment.form.elapsed_ms, 8400);
    EXPECT_EQ(to_rfc3339(*comment.submitted_at), "2026-01-02T03:04:05Z");
    ASSERT_TRUE(submission->article);
    EXPECT_EQ(submission->article->title, "T");
}

TEST(SubmissionJson, AnArticleGivenByItsIdAloneIsNotAnUpdateOfIt) {
    const auto submission = decode(R"({"article":{"id":"a"},"text":"x"})");
    ASSERT_TRUE(submission);
    EXPECT_FALSE(submission->article);
}

struct Mistake {
    std::string_view name;
    std::string_view body;
    std::string_view pointer;
    std::string_view message;
};

TEST(SubmissionJson, NamesEveryWrongMemberAndTheMend) {
    const std::string long_name(101, 'n');
    const Mistake mistakes[] = {
        {"no text", R"({"article":{"id":"a"}})", "/text", "is required"},
        {"empty text", R"({"article":{"id":"a"},"text":""})", "/text", "must not be empty"},
        {"no article", R"({"text":"x"})", "/article", "is required"},
        {"article without id", R"({"article":{},"text":"x"})", "/article/id", "is required"},
        {"text is a number",
         R"({"article":{"id":"a"},"text":7})",
         "/text",
         "must be a string, not a number"},
        {"slip of the pen",
         R"({"article":{"id":"a"},"text":"x","externl_id":"c"})",
         "/externl_id",
         "is not a known member; did you mean \"external_id\"?"},
        {"mass assignment",
         R"({"article":{"id":"a"},"text":"x","status":"published"})",
         "/status",
         "is not a known member"},
        {"nested slip",
         R"({"article":{"id":"a"},"text":"x","author":{"nam":"A"}})",
         "/author/nam",
         "is not a known member; did you mean \"name\"?"},
        {"format",
         R"({"article":{"id":"a"},"text":"x","format":"rtf"})",
         "/format",
         "must be one of: plain, markdown, html"},
        {"time",
         R"({"article":{"id":"a"},"text":"x","submitted_at":"now"})",
         "/submitted_at",
         "must be an RFC 3339 time such as 2026-01-02T03:04:05Z"},
        {"nul", R"({"article":{"id":"a"},"text":"a\u0000b"})", "/text", "must not hold U+0000"},
        {"infinite",
         R"({"article":{"id":"a","policy":{"hold_at":1e400}},"text":"x"})",
         "/article/policy/hold_at",
         "is out of range"},
        {"not an object", R"([1])", "", "must be an object, not an array"},
    };
    for (const Mistake& mistake : mistakes) {
        SCOPED_TRACE(mistake.name);
        const auto submission = decode(mistake.body);
        ASSERT_FALSE(submission);
        EXPECT_EQ(submission.error().code, Errc::invalid);
        ASSERT_FALSE(submission.error().fields.empty());
        EXPECT_EQ(submission.error().fields[0].pointer, mistake.pointer);
        EXPECT_EQ(submission.error().fields[0].message, mistake.message);
    }
}

TEST(SubmissionJson, TextLimitIsExact) {
    const auto with_text = [](std::size_t code_points) {
        std::string text;
        for (std::size_t i = 0; i < code_points; ++i) text += "\xC3\xBC";
        return decode(R"({"article":{"id":"a"},"text":")" + text + "\"}");
    };
    EXPECT_TRUE(with_text(19'999));
    EXPECT_TRUE(with_text(20'000));
    EXPECT_FALSE(with_text(20'001));
}

TEST(SubmissionJson, MalformedTextSaysWhere) {
    for (const std::string_view body :
         {"", "{", "{\"text\":\"\xFF\"}", "{} {}", "nul", "{\"a\":\"\\ud800\"}"}) {
        SCOPED_TRACE(body);
        const auto submission = decode(body);
        ASSERT_FALSE(submission);
        EXPECT_EQ(submission.error().code, Errc::malformed);
        EXPECT_NE(submission.error().detail.find("near byte"), std::string::npos);
    }
    const std::string deep = std::string(33, '[') + std::string(33, ']');
    EXPECT_EQ(decode(deep).error().code, Errc::malformed);
}

}  // namespace
}  // namespace chaffinch::wire
