// The models in the repository: they open, and they tell the plainest cases apart.

#include "engine/classifier/features.h"
#include "engine/classifier/model.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace chaffinch::classifier {
namespace {

double log_odds(const Model& model, const std::string& text) {
    Comment comment;
    comment.text = text;
    const FeatureSet features = extract(comment, text::analyze(comment), {}, {}, {});
    return model.log_odds(0, features.hashes, features.topic);
}

TEST(ShippedModels, OpenAndTellThePlainestCasesApart) {
    struct Case {
        std::string folder;
        std::string label;
        std::string bad;
        std::string good;
    };

    const std::vector<Case> cases{
        {"spam-1",
         "spam",
         "Check out my channel and subscribe, free gift cards at http://www.gifts.example/win",
         "I do not agree with the second paragraph, the author leaves out the years before."},
        {"abuse-1",
         "toxic",
         "you stupid bitch, shut the fuck up",
         "I do not agree with the second paragraph, the author leaves out the years before."},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(c.folder);
        const auto model = open_model(chaffinch::test::source_dir() / "models" / c.folder);
        ASSERT_TRUE(model) << model.error().detail;
        EXPECT_EQ((*model)->name(), c.folder);
        ASSERT_FALSE((*model)->labels().empty());
        EXPECT_EQ((*model)->labels().front().label, c.label);
        const double hold = (*model)->labels().front().hold_z;
        EXPECT_GT(log_odds(**model, c.bad), hold);
        EXPECT_LT(log_odds(**model, c.good), 0);
    }
}

}  // namespace
}  // namespace chaffinch::classifier
