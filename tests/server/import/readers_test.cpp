// Each export format as comments with labels, and hostile files as errors that name a line.

#include "server/import/history.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

namespace chaffinch::importing {
namespace {

using Reader = Result<void> (*)(std::istream&, const RowSink&);

struct Rows {
    std::vector<HistoricComment> comments{};
    std::vector<LeftOut> left_out{};
    std::string error{};
};

Rows read(Reader reader, const std::string& text) {
    std::istringstream in(text);
    Rows rows;
    const auto done = reader(in, [&rows](Row row) {
        if (auto* left = std::get_if<LeftOut>(&row)) rows.left_out.push_back(*left);
        if (auto* comment = std::get_if<HistoricComment>(&row)) rows.comments.push_back(*comment);
        return true;
    });
    if (!done) rows.error = done.error().detail;
    return rows;
}

std::string wordpress(const std::string& comments) {
    return "<rss xmlns:wp='http://wordpress.org/export/1.2/'"
           " xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><item>"
           "<title>Birds</title><content:encoded><![CDATA[<p>Finches</p>]]></content:encoded>"
           "<wp:post_id>7</wp:post_id>" +
           comments + "</item></channel></rss>";
}

std::string comment(const std::string& id, const std::string& approved) {
    return "<wp:comment><wp:comment_id>" + id +
           "</wp:comment_id><wp:comment_date_gmt>2020-01-02 03:04:05</wp:comment_date_gmt>"
           "<wp:comment_content>text " +
           id + "</wp:comment_content><wp:comment_approved>" + approved +
           "</wp:comment_approved></wp:comment>";
}

TEST(WordPressExport, GivesLabelsTimesAndArticleAndTrashIsNotSpam) {
    const Rows rows = read(
        read_wordpress,
        wordpress(
            comment("1", "1") + comment("2", "spam") + comment("3", "0") + comment("4", "trash") +
            comment("5", "odd")
        )
    );
    EXPECT_EQ(rows.error, "");
    ASSERT_EQ(rows.comments.size(), 4u);
    EXPECT_EQ(rows.comments[0].label, Label::approved);
    EXPECT_EQ(rows.comments[1].label, Label::spam);
    EXPECT_EQ(rows.comments[2].label, Label::held);
    EXPECT_EQ(rows.comments[3].label, Label::rejected);
    EXPECT_EQ(rows.left_out.size(), 1u);
    EXPECT_EQ(rows.comments[0].comment.text, "text 1");
    EXPECT_EQ(rows.comments[0].comment.article.value, "7");
    EXPECT_EQ(rows.comments[0].comment.submitted_at, from_rfc3339("2020-01-02T03:04:05Z"));
    ASSERT_TRUE(rows.comments[3].article);
    EXPECT_EQ(rows.comments[3].article->title, "Birds");
    EXPECT_NE(rows.comments[3].article->text.find("Finches"), std::string::npos);
}

TEST(WordPressExport, ThatIsCutOffGivesWhatCameBeforeAndTheLine) {
    const std::string whole = wordpress(comment("1", "1") + "\n" + comment("2", "1"));
    const Rows rows = read(read_wordpress, whole.substr(0, whole.find("text 2")));
    EXPECT_EQ(rows.comments.size(), 1u);
    EXPECT_TRUE(rows.error.starts_with("line 2: ")) << rows.error;
}

TEST(WordPressExport, MayNotDefineEntities) {
    const Rows rows = read(read_wordpress, "<!DOCTYPE a [<!ENTITY a 'b'>]>\n<rss>&a;</rss>");
    EXPECT_NE(rows.error.find("<!DOCTYPE"), std::string::npos) << rows.error;
    EXPECT_NE(read(read_wordpress, "<rss>\xFF</rss>").error, "");
    std::string deep;
    for (int i = 0; i < 100; ++i) deep += "<a>";
    EXPECT_NE(read(read_wordpress, deep).error.find("deep"), std::string::npos);
}

TEST(DisqusExport, JoinsPostsToThreads) {
    const Rows rows = read(
        read_disqus,
        "<disqus xmlns='http://disqus.com' xmlns:dsq='http://disqus.com/disqus-internals'>"
        "<thread dsq:id='10'><id>page-1</id><title>One</title></thread>"
        "<post "
        "dsq:id='20'><message>hello</message><isDeleted>false</isDeleted><isSpam>true</isSpam>"
        "<author><name>Ann</name></author><thread dsq:id='10'/></post>"
        "<post dsq:id='21'><message>again</message><isDeleted>true</isDeleted>"
        "<isSpam>false</isSpam><thread dsq:id='10'/><parent dsq:id='20'/></post>"
        "<post dsq:id='22'><message>lost</message><thread dsq:id='11'/></post></disqus>"
    );
    EXPECT_EQ(rows.error, "");
    ASSERT_EQ(rows.comments.size(), 2u);
    EXPECT_EQ(rows.comments[0].label, Label::spam);
    EXPECT_EQ(rows.comments[0].comment.article.value, "page-1");
    EXPECT_EQ(rows.comments[0].comment.author.name, "Ann");
    EXPECT_EQ(rows.comments[1].label, Label::rejected);
    EXPECT_EQ(rows.comments[1].comment.parent, "20");
    EXPECT_EQ(rows.left_out.size(), 1u);
}

TEST(LabelledCsv, KeepsQuotedLineEndsAndNamesTheLineOfEachRecord) {
    const Rows rows = read(
        read_labelled_csv,
        "\xEF\xBB\xBF\"comment_id\",comment_content,permalink,is_spam\r\n"
        "1,\"two\r\nlines, \"\"quoted\"\"\",a,true\r\n2,plain,a,false\n3,plain,a,perhaps\n"
    );
    EXPECT_EQ(rows.error, "");
    ASSERT_EQ(rows.comments.size(), 2u);
    EXPECT_EQ(rows.comments[0].comment.text, "two\nlines, \"quoted\"");
    EXPECT_EQ(rows.comments[0].label, Label::spam);
    EXPECT_EQ(rows.comments[1].label, Label::approved);
    EXPECT_EQ(rows.comments[1].line, 4u);
    ASSERT_EQ(rows.left_out.size(), 1u);
    EXPECT_EQ(rows.left_out[0].line, 5u);
}

TEST(LabelledCsv, SaysWhatIsMissing) {
    EXPECT_NE(read(read_labelled_csv, "id,text\n").error.find("permalink"), std::string::npos);
    const std::string open = "id,text,article,label\n1,\"open";
    EXPECT_EQ(read(read_labelled_csv, open).error, "line 2: a quote is not closed");
}

TEST(JsonLines, LeaveOutWhatIsNoCommentAndGoOn) {
    const Rows rows = read(
        read_json_lines,
        "not json\n"
        R"({"external_id":"1","article":{"id":"a"},"text":"hi","label":"spam"})"
        "\n\n"
        R"({"external_id":"2","article":{"id":"a"},"text":"hi"})"
    );
    EXPECT_EQ(rows.error, "");
    ASSERT_EQ(rows.comments.size(), 1u);
    EXPECT_EQ(rows.comments[0].label, Label::spam);
    ASSERT_EQ(rows.left_out.size(), 2u);
    EXPECT_EQ(rows.left_out[1].line, 4u);
}

TEST(Limits, LeaveOutAndNeverCut) {
    HistoricComment fine;
    fine.comment.external_id = "1";
    fine.comment.article.value = "a";
    fine.comment.text = "hi";
    EXPECT_EQ(why_not(fine), std::nullopt);
    HistoricComment wrong = fine;
    wrong.comment.text = std::string(20'001, 'x');
    EXPECT_EQ(why_not(wrong), "the text is too long");
    wrong.comment.text = "\xC3";
    EXPECT_EQ(why_not(wrong), "it is not valid UTF-8");
    wrong = fine;
    wrong.comment.external_id.clear();
    EXPECT_EQ(why_not(wrong), "the comment has no id");
}

}  // namespace
}  // namespace chaffinch::importing
