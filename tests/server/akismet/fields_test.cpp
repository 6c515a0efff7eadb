// Forms and JSON as clients send them.

#include "server/akismet/fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chaffinch::akismet {
namespace {

Fields read(const std::string& body) {
    http::Request request;
    request.body = body;
    auto fields = read_fields(request);
    EXPECT_TRUE(fields) << (fields ? "" : fields.error().detail);
    return fields ? *std::move(fields) : Fields();
}

TEST(Fields, ReadsFormsAsPhpDoes) {
    struct Case {
        const char* body;
        const char* value;
    };

    for (const Case& c : std::vector<Case>{
             {"x=a+b", "a b"},
             {"x=a%20b%26", "a b&"},
             {"x=1&x=2", "2"},
             {"x=100%", "100%"},
             {"x=%zz%4", "%zz%4"},
             {"&&x=%C3%A9&", "\u00e9"},
             {"x=%E9", "\uFFFD"},
             {"x=a%00b", "a\uFFFDb"},
             {"blog_charset=latin1&x=%E9%80", "\u00e9\u20ac"},
             {"x", ""},
             {"y=1", ""},
         }) {
        SCOPED_TRACE(c.body);
        EXPECT_EQ(read(c.body).get("x"), c.value);
    }
}

TEST(Fields, ReadsJsonWhateverTheContentType) {
    const Fields fields =
        read(R"( {"x":"a","n":5,"t":true,"z":null,"c":["one","","two"],"o":{"a":1}})");
    EXPECT_EQ(fields.get("x"), "a");
    EXPECT_EQ(fields.get("n"), "5");
    EXPECT_TRUE(fields.is_set("t"));
    EXPECT_TRUE(fields.has("z"));
    EXPECT_EQ(fields.get("z"), "");
    EXPECT_THAT(fields.list("c"), ::testing::ElementsAre("one", "two"));
}

TEST(Fields, ListsComeRepeatedIndexedOrPlain) {
    for (const char* body : {
             "c[]=one&c[]=two",
             "c%5B%5D=one&c%5B%5D=two",
             "c[0]=one&c[7]=two",
             "c=one&c=two",
         }) {
        SCOPED_TRACE(body);
        EXPECT_THAT(read(body).list("c"), ::testing::ElementsAre("one", "two"));
    }
}

TEST(Fields, AFlagIsSetByEveryFormSeen) {
    for (const char* yes : {"1", "true", "True", "yes", "on"}) {
        EXPECT_TRUE(read(std::string("x=") + yes).is_set("x")) << yes;
    }
    for (const char* no : {"0", "false", "", "2"}) {
        EXPECT_FALSE(read(std::string("x=") + no).is_set("x")) << no;
    }
}

TEST(Fields, RefusesBrokenJsonAndTooManyFields) {
    http::Request request;
    request.body = R"({"x":)";
    EXPECT_EQ(read_fields(request).error().code, Errc::malformed);
    request.body.clear();
    for (std::size_t i = 0; i <= max_fields; ++i) request.body += "a=1&";
    EXPECT_EQ(read_fields(request).error().code, Errc::too_large);
}

TEST(Fields, WithoutABodyTheQueryCounts) {
    http::Request request;
    request.query = {{"api_key", "k"}};
    EXPECT_EQ(read_fields(request)->get("api_key"), "k");
}

}  // namespace
}  // namespace chaffinch::akismet
