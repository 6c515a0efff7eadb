// JSON that is written by hand reads back by the book.

#include "server/store/sqlite/json_text.h"

#include "tests/support/seeded_random.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <limits>

namespace chaffinch::store::sqlite {
namespace {

namespace json = boost::json;

TEST(JsonText, SeparatesMembersAndElements) {
    JsonText text;
    text.begin_object();
    text.name("empty");
    text.begin_array();
    text.end_array();
    text.name("list");
    text.begin_array();
    text.value(std::int64_t{-1});
    text.value(std::string_view("{"));
    text.begin_object();
    text.end_object();
    text.value(true);
    text.end_array();
    text.member("least", std::numeric_limits<std::int64_t>::min());
    text.member("no", false);
    text.end_object();
    EXPECT_EQ(
        text.take(),
        R"({"empty":[],"list":[-1,"{",{},true],"least":-9223372036854775808,"no":false})"
    );
}

TEST(JsonText, ReadsBackAsItWasForAnyText) {
    test::SeededRandom random;
    for (int round = 0; round < 500; ++round) {
        std::string written = random.text(20);
        for (int i = 0; i < 5; ++i) written += static_cast<char>(random.between(0, 0x7f));
        JsonText text;
        text.begin_array();
        text.value(std::string_view(written));
        text.end_array();
        const json::value read = json::parse(text.take());
        EXPECT_EQ(std::string(read.as_array().at(0).as_string()), written);
    }
}

}  // namespace
}  // namespace chaffinch::store::sqlite
