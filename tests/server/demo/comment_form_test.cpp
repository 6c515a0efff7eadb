// What a browser sends becomes the submission that the API takes.

#include "server/demo/comment_form.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace chaffinch::demo {
namespace {

namespace json = boost::json;

constexpr Timestamp noon{std::chrono::milliseconds(1'767'268'800'000)};

CommentForm a_form() {
    return {.name = "Ann", .text = "Thank you.", .once = "0123456789abcdef"};
}

TEST(CommentForm, ReadsWhatABrowserEncodes) {
    const auto form = parse_comment_form(
        "name=Ann+O%27Neil&email=ann%40example.org&website=&text=Gr%C3%BC%C3%9Fe+%26+mehr%0D%"
        "0Azwei%0D%0A&subject="
        "&once=0123456789abcdef&opened=1767268790000&of_an_extension=1"
    );
    ASSERT_TRUE(form) << form.error().detail;
    EXPECT_EQ(form->name, "Ann O'Neil");
    EXPECT_EQ(form->email, "ann@example.org");
    EXPECT_EQ(form->text, "Grüße & mehr\nzwei\n");
    EXPECT_EQ(form->trap, "");
    EXPECT_EQ(form->opened, noon - std::chrono::seconds(10));
    EXPECT_EQ(complaint_about(*form), std::nullopt);
}

TEST(CommentForm, RefusesBytesThatNoBrowserEncodes) {
    for (const char* body : {"text=%", "text=%G0", "text=%FF", "text=%00", "text=\xFF"}) {
        SCOPED_TRACE(body);
        const auto form = parse_comment_form(body);
        ASSERT_FALSE(form);
        EXPECT_EQ(form.error().code, Errc::malformed);
    }
}

TEST(CommentForm, SaysWhatTheReaderHasToMend) {
    EXPECT_EQ(complaint_about(a_form()), std::nullopt);
    CommentForm form = a_form();
    form.text = " \n\t";
    EXPECT_EQ(complaint_about(form), "Please write something first.");
    form = a_form();
    form.name = "";
    EXPECT_EQ(complaint_about(form), "Please give a name; any name will do.");
    for (const char* once : {"", "short", "0123456789abcdef!", "0123456789 abcdef"}) {
        form = a_form();
        form.once = once;
        EXPECT_TRUE(complaint_about(form).has_value()) << once;
    }
}

TEST(CommentForm, SubmissionCarriesAuthorAndObservations) {
    CommentForm form = a_form();
    form.opened = noon - std::chrono::milliseconds(8'400);
    form.trap = "filled";
    http::Request request;
    request.client_address = "203.0.113.9";
    request.headers = {{"user-agent", "Browser/1 \xFF\x01"}};
    const json::object sent = submission(form, request, {{"id", "a-1"}}, noon);
    EXPECT_EQ(sent.at("article").at("id"), "a-1");
    EXPECT_EQ(sent.at("text"), "Thank you.");
    EXPECT_EQ(sent.at("author").at("ip"), "203.0.113.9");
    EXPECT_EQ(sent.at("author").at("user_agent"), "Browser/1 ");
    EXPECT_EQ(sent.at("form").at("honeypot"), "filled");
    EXPECT_EQ(sent.at("form").at("elapsed_ms"), 8'400);
    EXPECT_EQ(sent.at("submitted_at"), "2026-01-01T12:00:00Z");
}

TEST(CommentForm, AFormThatClaimsToComeFromTheFutureTellsNoElapsedTime) {
    CommentForm form = a_form();
    form.opened = noon + std::chrono::hours(1);
    EXPECT_FALSE(submission(form, {}, {}, noon).at("form").as_object().contains("elapsed_ms"));
}

TEST(CommentForm, TheSameFormSentTwiceIsOneCommentAndAnEditedOneIsAnother) {
    const CommentForm form = a_form();
    CommentForm edited = a_form();
    edited.text += " Really.";
    const auto id = [](const CommentForm& sent, Timestamp at) {
        return submission(sent, {}, {}, at).at("external_id");
    };
    EXPECT_EQ(id(form, noon), id(form, noon + std::chrono::seconds(3)));
    EXPECT_NE(id(form, noon), id(edited, noon));
}

}  // namespace
}  // namespace chaffinch::demo
