// Readers' words never become markup.

#include "server/demo/html.h"

#include <gtest/gtest.h>

namespace chaffinch::demo {
namespace {

TEST(Html, EscapesWhatCouldEndTextOrAnAttribute) {
    EXPECT_EQ(
        escape("<b>\"Tom\" & 'Ann'</b>").markup(),
        "&lt;b&gt;&quot;Tom&quot; &amp; &#39;Ann&#39;&lt;/b&gt;"
    );
    EXPECT_EQ(escape("Grüße \xF0\x9F\x90\xA6").markup(), "Grüße \xF0\x9F\x90\xA6");
    EXPECT_EQ(escape("").markup(), "");
}

TEST(Html, EscapingIsNotUndoneByBeingDoneTwice) {
    EXPECT_EQ(escape(escape("<").markup()).markup(), "&amp;lt;");
}

TEST(Html, FillsEveryPlaceOfATemplate) {
    const Html page =
        fill("<p title=\"{{a}}\">{{b}}{{a}}</p>", {{"a", escape("1<2")}, {"b", escape("x")}});
    EXPECT_EQ(page.markup(), "<p title=\"1&lt;2\">x1&lt;2</p>");
}

TEST(Html, AValueThatLooksLikeAPlaceStaysText) {
    const Html page = fill("<p>{{a}}|{{b}}</p>", {{"a", escape("{{b}}")}, {"b", escape("secret")}});
    EXPECT_EQ(page.markup(), "<p>{{b}}|secret</p>");
}

TEST(Html, ATemplateWithoutPlacesIsItself) {
    EXPECT_EQ(fill("<hr>{{", {}).markup(), "<hr>");
    EXPECT_EQ(fill("<hr>", {}).markup(), "<hr>");
}

}  // namespace
}  // namespace chaffinch::demo
