// Text within a report's page stays text.

#include "engine/evaluation/html.h"

#include <gtest/gtest.h>

namespace chaffinch::evaluation {
namespace {

TEST(EscapedHtml, MakesNoMarkupOfAnyText) {
    EXPECT_EQ(
        escaped_html("<b title=\"x\">Tom & Jerry</b>"),
        "&lt;b title=&quot;x&quot;&gt;Tom &amp; Jerry&lt;/b&gt;"
    );
    EXPECT_EQ(escaped_html("&lt;"), "&amp;lt;");
    EXPECT_EQ(escaped_html("naïve, 日本"), "naïve, 日本");
    EXPECT_EQ(escaped_html(""), "");
}

}  // namespace
}  // namespace chaffinch::evaluation
