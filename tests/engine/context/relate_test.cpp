// Comments under an article: honest ones, quotations, copies and spun copies.

#include "engine/context/relate.h"

#include "engine/context/fingerprint.h"
#include "tests/engine/context/comments.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::context {
namespace {

using test::document_of;

class Relate : public testing::Test {
  protected:
    [[nodiscard]] Relation to_article(const text::Document& document) const {
        return relate(document, profile_, {});
    }

    [[nodiscard]] Relation to_article(std::string body) const {
        return to_article(document_of(std::move(body)));
    }

    std::shared_ptr<const ArticleProfile> profile_ = test::profile_of(test::hedgehog_article());
};

constexpr std::string_view pile_sentence =
    "In autumn a hedgehog looks for a pile of leaves or brushwood to sleep in until March.";

TEST_F(Relate, WithoutArticleKnowsNothingOfIt) {
    const Relation relation = relate(document_of("Hedgehogs sleep until March."), nullptr, {});
    ASSERT_NE(relation.profile, nullptr);
    EXPECT_FALSE(relation.has_article);
    EXPECT_FALSE(relation.containment);
    EXPECT_FALSE(relation.ordered_overlap);
    EXPECT_FALSE(relation.specific_terms);
    EXPECT_FALSE(relation.author_topic_word);
    EXPECT_FALSE(relation.language_matches);
    EXPECT_FALSE(relation.duplicate);
    EXPECT_EQ(relation.topic_weights, std::vector<float>(4, 0.0F));
    EXPECT_NE(relation.fingerprint.exact, 0U);
}

TEST_F(Relate, WeighsEachWordAndCountsTheSpecificOnesOnce) {
    const text::Document document =
        document_of("The hedgehog and the other hedgehog: order cheap brushwood");
    const Relation relation = to_article(document);
    ASSERT_EQ(relation.topic_weights.size(), document.skeleton_words.tokens.size());
    EXPECT_EQ(relation.topic_weights[0], 0.0F);
    EXPECT_GE(relation.topic_weights[1], 0.5F);
    EXPECT_EQ(relation.topic_weights[6], 0.0F) << "order is never neutral";
    EXPECT_EQ(relation.topic_weights[7], 0.0F) << "cheap is never neutral";
    EXPECT_EQ(relation.specific_terms, 2);
    EXPECT_EQ(to_article("Great post, thank you so much for this!").specific_terms, 0);
}

TEST_F(Relate, DisguisedWordsHaveTheWeightOfWhatTheySay) {
    const Relation relation = to_article("hedg\xD0\xB5hog");  // Cyrillic ie
    ASSERT_EQ(relation.topic_weights.size(), 1U);
    EXPECT_GE(relation.topic_weights[0], 0.5F);
}

struct CopyCase {
    std::string_view name;
    std::string body;
    double least;  ///< containment lies in [least, most]; -1: unknown
    double most;
};

TEST_F(Relate, ContainmentTellsCopiesFromQuotationsAndTalk) {
    const std::string copied{pile_sentence};
    const std::vector<CopyCase> cases{
        {"copy", copied, 1, 1},
        {"copy with link", copied + " https://shop.example/pile", 1, 1},
        {"copy with a tail", copied + " Visit my site for more of this", 0.6, 0.8},
        {"copy in other letters",
         "IN AUTUMN A HEDGEHOG looks for a pile of leaves or brushwood",
         1,
         1},
        {"copy inside of a link", "<a href='http://shop.example'>" + copied + "</a>", 1, 1},
        {"copy in quotation marks with link", "\"" + copied + "\" https://shop.example", 1, 1},
        {"quoted line and own words",
         "> " + copied + "\nOurs slept under the shed until the middle of April.",
         0,
         0},
        {"quotation and own words",
         "\"" + copied + "\" Ours slept under the shed until the middle of April.",
         0,
         0},
        {"quotation, own words and a source",
         "\xE2\x80\x9C" + copied +
             "\xE2\x80\x9D Not so in the north, the survey of the society says: "
             "https://survey.example",
         0,
         0},
        {"quotation and two words", "\"" + copied + "\" So true!", -1, -1},
        {"quoted line alone", "> " + copied, -1, -1},
        {"talk",
         "Our dog found a hedgehog under the shed last week and would not leave it alone.",
         0,
         0},
        {"too short to tell", "In autumn a hedgehog looks for", -1, -1},
        {"empty", "", -1, -1},
    };
    for (const CopyCase& row : cases) {
        SCOPED_TRACE(row.name);
        const Relation relation = to_article(row.body);
        ASSERT_EQ(relation.containment.has_value(), row.least >= 0);
        EXPECT_GE(relation.containment.value_or(row.least), row.least);
        EXPECT_LE(relation.containment.value_or(row.most), row.most);
    }
}

TEST_F(Relate, ABlockquoteIsAQuotation) {
    Comment comment;
    comment.format = TextFormat::html;
    comment.text = "<blockquote>" + std::string{pile_sentence} +
                   "</blockquote><p>Ours slept under the shed until the middle of April.</p>";
    EXPECT_EQ(to_article(text::analyze(comment)).containment, 0.0);
    comment.format = TextFormat::markdown;
    comment.text = "> " + std::string{pile_sentence} +
                   "\n\nOurs slept under the shed until the middle of April.";
    EXPECT_EQ(to_article(text::analyze(comment)).containment, 0.0);
}

TEST_F(Relate, OrderedOverlapFindsTheSpunCopy) {
    const Relation spun = to_article(
        "In fall a hedgehog seeks for some pile of old leaves or twigs to rest in until March. "
        "https://garden-shop.example"
    );
    EXPECT_LT(spun.containment.value(), 0.3);
    EXPECT_GE(spun.ordered_overlap.value(), 0.55);

    const Relation copy = to_article(std::string{pile_sentence});
    EXPECT_EQ(copy.ordered_overlap, 1.0);

    const Relation talk = to_article(
        "We put out water every night and have two of them coming back, one limps a little. "
        "Photos: https://photos.example/garden"
    );
    EXPECT_LT(talk.ordered_overlap.value(), 0.48);
}

TEST_F(Relate, OrderedOverlapIsAskedForOnlyWhenItCanTell) {
    EXPECT_FALSE(to_article("Hedgehogs need a way. https://x.example").ordered_overlap)
        << "under 12 words";
    EXPECT_FALSE(
        to_article("My neighbour says his cat eats better than all of us put together, and "
                   "I believe him.")
            .ordered_overlap
    ) << "no link, and nothing shared";
}

TEST_F(Relate, AnArticleWithATitleAloneCannotBeCopied) {
    Article article = test::hedgehog_article();
    article.text.clear();
    const Relation relation =
        relate(document_of(std::string{pile_sentence}), test::profile_of(article), {});
    EXPECT_TRUE(relation.has_article);
    EXPECT_FALSE(relation.containment);
    EXPECT_FALSE(relation.ordered_overlap);
    EXPECT_EQ(relation.specific_terms, 0) << "hedgehogs, not hedgehog";
}

TEST_F(Relate, ANameOnTopicCountsOnlyBesideAWebsite) {
    const auto topic_word = [this](std::string name, std::string url) {
        Comment comment;
        comment.text = "Great article!";
        comment.author.name = std::move(name);
        comment.author.url = std::move(url);
        return to_article(text::analyze(comment)).author_topic_word;
    };
    EXPECT_EQ(topic_word("Hedgehog houses", "https://shop.example"), true);
    EXPECT_EQ(topic_word("Hedgehog houses", ""), false);
    EXPECT_EQ(topic_word("Ann", "https://ann.example"), false);
}

TEST_F(Relate, ComparesLanguagesWhenBothAreKnown) {
    text::Document document = document_of("Hedgehogs");
    document.language = "en";
    EXPECT_EQ(to_article(document).language_matches, true);
    document.language = "id";
    EXPECT_EQ(to_article(document).language_matches, false);
    document.language.clear();
    EXPECT_FALSE(to_article(document).language_matches);
}

EarlierComment earlier(std::string id, std::string author, std::string body) {
    EarlierComment comment;
    comment.id.value = std::move(id);
    comment.author_key = std::move(author);
    comment.fingerprint = fingerprint(document_of(std::move(body)));
    return comment;
}

constexpr std::string_view honest =
    "Ours slept under the shed until the middle of April and ate two bowls the first night.";

TEST_F(Relate, FindsTheCopyOfAnEarlierComment) {
    Facts facts;
    facts.author_key = "spammer";
    facts.earlier = {
        earlier("cmt_1", "ann", "Something else entirely, about a fence and a saw on Saturday."),
        earlier("cmt_2", "bob", std::string{honest}),
    };
    const Relation copy =
        relate(document_of(std::string{honest} + " https://shop.example/1"), profile_, facts);
    EXPECT_EQ(copy.duplicate, 1.0);
    EXPECT_EQ(copy.duplicate_of, "cmt_2");
    EXPECT_FALSE(copy.duplicate_same_author);

    const Relation changed = relate(
        document_of(
            "Ours slept under the shed until the middle of April and ate two bowls that first "
            "night."
        ),
        profile_,
        facts
    );
    EXPECT_GE(changed.duplicate.value(), near_copy);
    EXPECT_LT(changed.duplicate.value(), 1.0);
    EXPECT_EQ(changed.duplicate_of, "cmt_2");

    const Relation other = relate(document_of("No, cats do not eat hedgehogs."), profile_, facts);
    EXPECT_LT(other.duplicate.value(), near_copy);
}

TEST_F(Relate, TellsARepetitionFromATheft) {
    Facts facts;
    facts.author_key = "ann";
    facts.earlier = {earlier("cmt_1", "ann", std::string{honest})};
    const Relation repeated = relate(document_of(std::string{honest}), profile_, facts);
    EXPECT_TRUE(repeated.duplicate_same_author);
    EXPECT_EQ(repeated.duplicate_of, "cmt_1");

    facts.earlier.push_back(earlier("cmt_2", "bob", std::string{honest}));
    facts.earlier.push_back(earlier("cmt_3", "eve", std::string{honest}));
    const Relation stolen = relate(document_of(std::string{honest}), profile_, facts);
    EXPECT_FALSE(stolen.duplicate_same_author);
    EXPECT_EQ(stolen.duplicate_of, "cmt_2");

    facts.author_key.clear();
    facts.earlier = {earlier("cmt_1", "", std::string{honest})};
    EXPECT_FALSE(relate(document_of(std::string{honest}), profile_, facts).duplicate_same_author)
        << "two unknown authors are not the same";
}

TEST_F(Relate, HasNoDuplicateWhereThereIsNothingToCompare) {
    EXPECT_FALSE(relate(document_of(std::string{honest}), profile_, {}).duplicate);
    Facts facts;
    facts.earlier = {earlier("cmt_1", "ann", "!!! 123")};
    EXPECT_FALSE(relate(document_of(std::string{honest}), profile_, facts).duplicate);
    facts.earlier = {earlier("cmt_1", "ann", std::string{honest})};
    EXPECT_FALSE(relate(document_of("..."), profile_, facts).duplicate);
}

}  // namespace
}  // namespace chaffinch::context
