// Which parts of a body are quoted.

#include "engine/context/quotation.h"

#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::context {
namespace {

/// The quoted parts, each between bars.
std::string parts(std::string_view body, const std::vector<text::SourceRange>& ranges) {
    std::string out;
    for (const text::SourceRange& range : ranges) {
        out += '|';
        out += body.substr(range.begin, range.end - range.begin);
    }
    return out;
}

struct Case {
    std::string_view body;
    std::string_view marked;
    std::string_view in_marks;
};

TEST(Quotation, FindsLinesElementsAndMarks) {
    const std::vector<Case> cases{
        {"", "", ""},
        {"no quotation", "", ""},
        {"> quoted\nown", "|> quoted", ""},
        {"own\n  > quoted\n>> twice\nown", "|  > quoted|>> twice", ""},
        {"&gt; quoted\nown", "|&gt; quoted", ""},
        {"5 > 3 is true", "", ""},
        {"own <blockquote cite='x'>theirs</blockquote> own",
         "|<blockquote cite='x'>theirs</blockquote>",
         ""},
        {"<BLOCKQUOTE>a<blockquote>b</blockquote>c</BLOCKQUOTE>d",
         "|<BLOCKQUOTE>a<blockquote>b</blockquote>c</BLOCKQUOTE>",
         ""},
        {"<q>theirs</q> own", "|<q>theirs</q>", ""},
        {"<quiet>own</quiet>", "", ""},
        {"own <blockquote>never closed", "|<blockquote>never closed", ""},
        {"</blockquote> own", "", ""},
        {"[quote=ann]theirs[/quote] own", "|[quote=ann]theirs[/quote]", ""},
        {"[quoted] own", "", ""},
        {"he said \"theirs\" and left", "", "|\"theirs\""},
        {"\"one\" and \"two\"", "", "|\"one\"|\"two\""},
        {"a 5\" pipe and a 6\" pipe", "", ""},
        {"never \"closed", "", ""},
        {"never \"closed here\n\nnor \"there\"", "", "|\"there\""},
        {"\"over\none line\"", "", "|\"over\none line\""},
        {"\xE2\x80\x9Ctheirs\xE2\x80\x9D own", "", "|\xE2\x80\x9Ctheirs\xE2\x80\x9D"},
        {"\xE2\x80\x9Etheirs\xE2\x80\x9C own", "", "|\xE2\x80\x9Etheirs\xE2\x80\x9C"},
        {"\xC2\xABtheirs\xC2\xBB own", "", "|\xC2\xABtheirs\xC2\xBB"},
        {"\xC2\xBBtheirs\xC2\xAB own", "", "|\xC2\xBBtheirs\xC2\xAB"},
        {"\xE3\x80\x8Ctheirs\xE3\x80\x8D own", "", "|\xE3\x80\x8Ctheirs\xE3\x80\x8D"},
        {"&quot;theirs&quot; own", "", "|&quot;theirs&quot;"},
        {"it's 'theirs' own", "", ""},
        {"<a href=\"http://x.example\">own</a> \"theirs\"", "", "|\"theirs\""},
        {"> quoted \"open\nown \"theirs\"", "|> quoted \"open", "|\"theirs\""},
        {"x < y \"theirs\" > z", "", "|\"theirs\""},
    };
    for (const Case& row : cases) {
        SCOPED_TRACE(row.body);
        const Quotations found = find_quotations(row.body);
        EXPECT_EQ(parts(row.body, found.marked), row.marked);
        EXPECT_EQ(parts(row.body, found.in_marks), row.in_marks);
    }
}

TEST(Quotation, CoversLooksIntoTheRightRange) {
    const std::vector<text::SourceRange> ranges{{2, 4}, {7, 9}};
    std::string seen;
    for (std::uint32_t at = 0; at < 11; ++at) seen += covers(ranges, at) ? 'q' : '.';
    EXPECT_EQ(seen, "..qq...qq..");
    EXPECT_FALSE(covers({}, 0));
}

TEST(QuotationProperty, RangesAscendInsideAnyBody) {
    chaffinch::test::SeededRandom random;
    for (int round = 0; round < 20'000; ++round) {
        const std::string body = random.chance(0.5) ? random.text(60) : random.bytes(120);
        const Quotations found = find_quotations(body);
        for (const auto* ranges : {&found.marked, &found.in_marks}) {
            std::uint32_t last = 0;
            for (const text::SourceRange& range : *ranges) {
                ASSERT_LE(last, range.begin);
                ASSERT_LT(range.begin, range.end);
                ASSERT_LE(range.end, body.size());
                last = range.end;
            }
        }
    }
}

TEST(Quotation, IsLinearInHostileBodies) {
    for (const std::string_view piece :
         {"<", "[", "\"", "\" ", ">", "\n>", "<blockquote>", "[quote]", "&quot;", "&"}) {
        std::string body;
        while (body.size() < 1'000'000) body += piece;
        find_quotations(body);
    }
}

}  // namespace
}  // namespace chaffinch::context
