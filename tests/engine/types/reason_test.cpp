// The table of reason codes, and the search for what was meant.

#include "engine/types/reason.h"

#include "engine/types/diagnostic.h"

#include <gtest/gtest.h>

#include <set>

namespace chaffinch {
namespace {

TEST(Reason, EveryCodeIsUniqueAndFindsItsReason) {
    std::set<std::string_view> seen;
    for (const ReasonInfo& row : reason_table()) {
        if (row.reason == Reason::none) continue;
        EXPECT_TRUE(seen.insert(row.code).second) << row.code;
        EXPECT_EQ(reason_from_code(row.code), row.reason);
        EXPECT_FALSE(row.public_text.empty()) << row.code;
    }
}

TEST(Reason, UnknownCodesAreRefusedWithTheNearestKnownOne) {
    EXPECT_FALSE(reason_from_code(""));
    EXPECT_FALSE(reason_from_code("spam.linkdrop"));
    EXPECT_EQ(nearest_reason_code("spam.linkdrop"), "spam.link_drop");
    EXPECT_EQ(nearest_reason_code("zzzzzzzzzzzzzzzz"), "");
}

TEST(Reason, OnlySafetyAndPrivacyNeedAPersonFirst) {
    EXPECT_TRUE(needs_human(Reason::safety_self_harm));
    EXPECT_TRUE(needs_human(Reason::privacy_doxxing));
    EXPECT_FALSE(needs_human(Reason::abuse_threat));
    EXPECT_FALSE(needs_human(Reason::spam_pharma));
}

TEST(Diagnostic, NamesThePlaceAndTheMend) {
    const Diagnostic diagnostic{
        .file = "rules/a.yaml",
        .line = 3,
        .column = 7,
        .subject = "X",
        .message = "unknown key `scores`",
        .hint = "did you mean `score`?"
    };
    EXPECT_EQ(
        format(diagnostic),
        "rules/a.yaml:3:7: error: X: unknown key `scores` (did you mean `score`?)"
    );
}

}  // namespace
}  // namespace chaffinch
