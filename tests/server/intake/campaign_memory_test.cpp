// Which comments are grouped, held against comparing each with all; and which must not be.

#include "server/intake/campaign_memory.h"

#include "engine/context/fingerprint.h"
#include "engine/pipeline/pipeline.h"
#include "server/intake/shared_hosts.h"
#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace chaffinch::intake {
namespace {

using namespace std::chrono_literals;

const auto none_is_rare = [](const std::string&) { return false; };
const auto all_are_rare = [](const std::string&) { return true; };

const std::string offer =
    "My life was a mess until Doctor Okoro cast his love spell and brought my husband back within "
    "two days, write to him if you need help with your marriage";

Timestamp at(std::int64_t milliseconds) {
    return Timestamp(std::chrono::milliseconds(milliseconds));
}

Fingerprint fingerprint_of(const std::string& text) {
    Comment comment;
    comment.text = text;
    return Pipeline::read(comment).fingerprint;
}

/// The n-th comment, by an author and under an article of its own unless said otherwise.
store::Arrival arrival(int number, const std::string& text) {
    const std::string n = std::to_string(number);
    store::Arrival made;
    made.site.value = "news";
    made.article.value = "a-" + n;
    made.comment.value = "cmt_" + n;
    made.author_key = "mail:u" + n + "@example.org";
    made.network = "10.0." + n + ".0/24";
    made.fingerprint = fingerprint_of(text);
    made.at = at(1'000 * number);
    return made;
}

class Campaigns : public ::testing::Test {
  protected:
    CampaignMemory::MakeId numbered() {
        return [this](Timestamp) { return CampaignId{"cam_" + std::to_string(++made_)}; };
    }

    int made_ = 0;
    CampaignMemory memory_{7, numbered()};
};

TEST_F(Campaigns, BeginWithTheThirdNearCopyAndNameTheFirstTwo) {
    EXPECT_FALSE(memory_.place(arrival(1, offer), none_is_rare));
    EXPECT_FALSE(memory_.place(arrival(2, "Hello! " + offer + " 555-0128"), none_is_rare));
    EXPECT_FALSE(memory_.find(arrival(3, offer + " now"), none_is_rare));
    const auto third = memory_.place(arrival(3, offer + " now"), none_is_rare);
    ASSERT_TRUE(third);
    EXPECT_EQ(third->id.value, "cam_1");
    EXPECT_EQ(third->by, JoinedBy::text);
    ASSERT_EQ(third->founders.size(), 2u);
    EXPECT_EQ(third->founders[0].comment.value, "cmt_1");
    EXPECT_EQ(third->founders[1].comment.value, "cmt_2");
    EXPECT_EQ(memory_.find(arrival(4, offer), none_is_rare), third->id);
    EXPECT_EQ(memory_.place(arrival(4, offer), none_is_rare)->id, third->id);
    EXPECT_EQ(made_, 1);
}

TEST_F(Campaigns, AreNotMadeByOneAuthorUnderOneArticle) {
    for (int i = 1; i <= 5; ++i) {
        store::Arrival same = arrival(i, offer);
        same.article.value = "a-1";
        same.author_key = "mail:ann@example.org";
        EXPECT_FALSE(memory_.place(same, none_is_rare)) << i;
    }
    EXPECT_TRUE(memory_.place(arrival(6, offer), none_is_rare));
}

TEST_F(Campaigns, StayOnTheirSite) {
    for (int i = 1; i <= 3; ++i) memory_.place(arrival(i, offer), none_is_rare);
    store::Arrival elsewhere = arrival(4, offer);
    elsewhere.site.value = "blog";
    EXPECT_FALSE(memory_.find(elsewhere, none_is_rare));
}

TEST_F(Campaigns, CannotBeFilledWithHonestCommentsByShortGenericTexts) {
    const std::vector<std::string> generic{
        "Thanks!",
        "Thank you very much for this article",
        "I totally agree with you",
        "This is so true",
        "Great article, thanks for sharing",
        "Well said!!!",
        "LOL",
        "First",
        "Happy birthday to you and all the best",
        "Rest in peace",
        std::string(20'000, 'a'),
        "no no no no no no no no no no no no no no no no no no no no no no no no no no no no no no",
        "",
        "👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍",
    };
    for (const std::string& text : generic) {
        for (int i = 1; i <= 20; ++i) {
            EXPECT_FALSE(memory_.place(arrival(i, text), none_is_rare)) << text;
        }
    }
    EXPECT_EQ(made_, 0);
}

TEST_F(Campaigns, LeaveDifferentCommentsOnOneSubjectApart) {
    const std::vector<std::string> honest{
        "I had the same injection for my migraine last spring, and for me the pain was gone after "
        "a week, but it came back in autumn.",
        "The doctor told me that the injection for migraine does not work for everybody; my pain "
        "only got a little better last spring.",
        "After a week of pain I would have tried any injection. Does anybody know whether the "
        "health insurance pays for it in autumn?",
        "My neurologist gave me the injection against migraine. It took two weeks until the pain "
        "was gone, and it cost me a fortune.",
    };
    int number = 0;
    for (const std::string& text : honest) memory_.place(arrival(++number, text), none_is_rare);
    EXPECT_EQ(memory_.groups(), honest.size());
}

TEST_F(Campaigns, GatherWhatLeadsToOneRareHost) {
    const std::vector<std::string> texts{"see casino one", "look at this", "nice win here"};
    std::optional<store::JoinedCampaign> joined;
    for (int i = 0; i < 3; ++i) {
        store::Arrival linked = arrival(i, texts[static_cast<std::size_t>(i)]);
        linked.link_hosts = {"casino.example"};
        EXPECT_FALSE(memory_.place(linked, none_is_rare));
        joined = memory_.place(linked, all_are_rare);
    }
    ASSERT_TRUE(joined);
    EXPECT_EQ(joined->by, JoinedBy::host);
    EXPECT_EQ(joined->founders[0].by, JoinedBy::host);
}

TEST_F(Campaigns, KnowHostsThatServeEverybody) {
    for (const char* host : {"youtube.com", "www.youtube.com", "de.wikipedia.org", "youtu.be"}) {
        EXPECT_TRUE(is_shared_host(host)) << host;
    }
    for (const char* host : {"notyoutube.com", "youtube.com.evil.example", "com", "", "x.comm"}) {
        EXPECT_FALSE(is_shared_host(host)) << host;
    }
}

TEST_F(Campaigns, FollowAnAuthorWhoVariesHisText) {
    const std::string first = offer;
    const std::string varied =
        "My life was a mess until Doctor Okoro cast his love spell and brought my husband back "
        "within hours; ask for his number, phone now, he answers day and night, even on Sundays";
    const double alike = context::similarity(fingerprint_of(first), fingerprint_of(varied));
    ASSERT_LT(alike, context::near_copy) << "or the test tests nothing";
    ASSERT_GE(alike, 7.0 / 16);
    memory_.place(arrival(1, first), none_is_rare);
    store::Arrival stranger = arrival(2, varied);
    memory_.place(stranger, none_is_rare);
    EXPECT_EQ(memory_.groups(), 2u);

    CampaignMemory other(7, numbered());
    other.place(arrival(1, first), none_is_rare);
    store::Arrival same_network = arrival(2, varied);
    same_network.network = arrival(1, first).network;
    other.place(same_network, none_is_rare);
    EXPECT_EQ(other.groups(), 1u);
}

TEST_F(Campaigns, DoNotTakeATypedNameForAnAuthor) {
    store::Arrival one = arrival(1, offer);
    store::Arrival two = arrival(
        2,
        "My life was a mess until Doctor Okoro cast his love spell and brought my husband back "
        "within hours; ask for his number, phone now, he answers day and night, even on Sundays"
    );
    one.author_key = two.author_key = "name:Ann";
    memory_.place(one, none_is_rare);
    memory_.place(two, none_is_rare);
    EXPECT_EQ(memory_.groups(), 2u);
}

TEST_F(Campaigns, AreTakenUpAgainAfterARestart) {
    std::vector<store::Arrival> stored;
    CampaignId id;
    for (int i = 1; i <= 3; ++i) {
        stored.push_back(arrival(i, offer));
        if (const auto joined = memory_.place(stored.back(), none_is_rare)) id = joined->id;
    }
    for (store::Arrival& was : stored) was.campaign = id;
    stored.push_back(arrival(
        4,
        "Another text altogether, about ferries that are late in winter and "
        "why the council does not care about the harbour at all"
    ));
    CampaignMemory again(8, numbered());
    for (const store::Arrival& was : stored) again.recall(was, none_is_rare);
    EXPECT_EQ(again.place(arrival(5, offer), none_is_rare)->id, id);
    EXPECT_EQ(made_, 1);
}

TEST_F(Campaigns, ForgetWhatRestedForThreeDays) {
    for (int i = 1; i <= 3; ++i) memory_.place(arrival(i, offer), none_is_rare);
    store::Arrival later = arrival(4, offer);
    later.at += 71h;
    EXPECT_TRUE(memory_.find(later, none_is_rare));
    later.at += 2h;
    EXPECT_FALSE(memory_.place(later, none_is_rare));
    EXPECT_EQ(memory_.groups(), 1u);
}

Fingerprint random_fingerprint(test::SeededRandom& random) {
    Fingerprint made;
    made.exact = static_cast<std::uint64_t>(random.between(1, std::int64_t{1} << 62));
    for (std::uint32_t& minimum : made.minhash) {
        minimum = static_cast<std::uint32_t>(random.between(0, 60'000'000));
    }
    return made;
}

TEST_F(Campaigns, AreBounded) {
    test::SeededRandom random;
    store::Arrival made = arrival(1, "");
    for (int i = 0; i < 65'000; ++i) {
        made.fingerprint = random_fingerprint(random);
        made.author_key = "mail:" + std::to_string(i % 5'000);
        memory_.place(made, none_is_rare);
    }
    EXPECT_EQ(memory_.groups(), 60'000u);
}

/// Near copies and strangers: templates of forty words in which some words are replaced.
std::vector<std::string> mutated_templates(test::SeededRandom& random, std::size_t texts) {
    const auto word = [&random] {
        std::string made;
        const auto letters = random.between(3, 9);
        for (std::int64_t i = 0; i < letters; ++i) {
            made += static_cast<char>('a' + random.between(0, 25));
        }
        return made;
    };
    std::vector<std::vector<std::string>> templates(40, std::vector<std::string>(40));
    for (auto& words : templates) std::ranges::generate(words, word);
    std::vector<std::string> made;
    while (made.size() < texts) {
        auto words = random.pick(templates);
        const auto changes = random.between(0, 14);
        for (std::int64_t i = 0; i < changes; ++i) {
            words[static_cast<std::size_t>(random.between(0, 39))] = word();
        }
        std::string text;
        for (const std::string& part : words) text += part + " ";
        made.push_back(std::move(text));
    }
    return made;
}

/// Leader clustering by comparing with every leader.
class Oracle {
  public:
    std::size_t group_of(const Fingerprint& fingerprint) {
        std::size_t best = leaders_.size();
        double best_similarity = 0;
        if (const auto same = texts_.find(fingerprint.exact); same != texts_.end()) {
            best = same->second;
        } else {
            for (std::size_t i = 0; i < leaders_.size(); ++i) {
                const double similarity = context::similarity(leaders_[i], fingerprint);
                if (similarity < context::near_copy || similarity <= best_similarity) continue;
                best = i;
                best_similarity = similarity;
            }
        }
        if (best == leaders_.size()) leaders_.push_back(fingerprint);
        texts_[fingerprint.exact] = best;
        return best;
    }

  private:
    std::vector<Fingerprint> leaders_{};
    std::map<std::uint64_t, std::size_t> texts_{};
};

class CampaignsOfTemplates : public Campaigns,
                             public ::testing::WithParamInterface<std::uint64_t> {};

TEST_P(CampaignsOfTemplates, AgreeWithComparingEachCommentWithAllLeaders) {
    test::SeededRandom random(GetParam());
    Oracle oracle;
    std::map<std::size_t, int> members;
    std::map<std::size_t, std::string> campaign_of_group;
    std::map<std::string, std::size_t> group_of_campaign;
    int number = 0;
    for (const std::string& text : mutated_templates(random, 2'600)) {
        store::Arrival made = arrival(++number, text);
        made.at = at(1'000 + number);
        made.author_key.clear();
        made.network.clear();
        ASSERT_TRUE(distinct_enough(made.fingerprint));
        const std::size_t group = oracle.group_of(made.fingerprint);
        const auto joined = memory_.place(made, none_is_rare);
        ASSERT_EQ(joined.has_value(), ++members[group] >= 3) << number;
        if (!joined) continue;
        const auto [known, is_new] = campaign_of_group.emplace(group, joined->id.value);
        ASSERT_EQ(known->second, joined->id.value) << number;
        ASSERT_EQ(group_of_campaign.emplace(joined->id.value, group).first->second, group);
    }
    EXPECT_GT(campaign_of_group.size(), 20u);
    EXPECT_GT(members.size(), campaign_of_group.size());
}

// With 8 groups a band, seeds 1, 2 and 5 missed leaders among half as many texts.
INSTANTIATE_TEST_SUITE_P(
    Seeds, CampaignsOfTemplates, ::testing::Values(test::test_seed(), 1, 2, 3, 4, 5, 6, 7)
);

}  // namespace
}  // namespace chaffinch::intake
