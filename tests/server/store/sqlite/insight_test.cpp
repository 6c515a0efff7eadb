// Counts by hour and day say what a walk over all comments and decisions would say, however they
// were counted: at once, in pieces, again after a restart, with decisions taken back in between.

#include "tests/server/store/sqlite/store_fixture.h"
#include "tests/support/seeded_random.h"

#include <gmock/gmock.h>

#include <future>
#include <limits>
#include <map>

namespace chaffinch::store::sqlite::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

constexpr std::int64_t hour = 3'600'000;
constexpr std::int64_t day = 24 * hour;

class Counts : public StoreFixture {
  protected:
    void count() {
        while (await(store_->count_on(1'000))) {
        }
    }

    std::map<std::string, std::int64_t> sums(
        Measure measure, std::int64_t from = 0, std::int64_t to = 1'000 * day
    ) {
        std::map<std::string, std::int64_t> found;
        for (const Tally& one : await(store_->tallies(SiteId{"news"}, measure, at(from), at(to)))) {
            if (one.count != 0) found[one.name] += one.count;
        }
        return found;
    }

    std::map<std::string, RuleTally> rules() {
        std::map<std::string, RuleTally> found;
        for (RuleTally& one : await(store_->rule_tallies(SiteId{"news"}))) {
            found[one.rule] = std::move(one);
        }
        return found;
    }

    SubmissionReceipt submit_with(const Draft& draft, std::vector<Signal> signals) {
        NewSubmission made = submission(draft);
        made.record.verdict.signals = std::move(signals);
        return *await(store_->record_submission(std::move(made)));
    }

    static Signal signal(const std::string& name, double weight, bool shadow = false) {
        return {.name = name, .weight = weight, .shadow = shadow};
    }
};

TEST_F(Counts, CommentsStandUnderTheHourTheyCameAndTheDay) {
    submit({.id = "cmt_1", .outcome = Outcome::approve, .score = 0, .created = 1});
    submit({.id = "cmt_2", .score = 2.6, .escalated = true, .created = hour});
    submit({.id = "cmt_3", .score = 3, .created = 2 * hour - 1});
    count();
    EXPECT_THAT(sums(Measure::outcome, 0, hour), ElementsAre(Pair("approve", 1)));
    EXPECT_THAT(
        sums(Measure::outcome, hour, 2 * hour), ElementsAre(Pair("escalated", 1), Pair("hold", 2))
    );
    EXPECT_THAT(sums(Measure::outcome, 2 * hour), IsEmpty());
    EXPECT_THAT(sums(Measure::score), ElementsAre(Pair("0", 1), Pair("5", 1), Pair("6", 1)));
}

TEST_F(Counts, RulesAreHeldAgainstWhatPeopleDecided) {
    const auto evidence = [&] {
        return std::vector<Signal>{
            signal("SAYS_SPAM", 3),
            signal("SAYS_HAM", -2),
            signal("TRIED", 3, true),
            {.name = "ONLY_NOTES", .action = Action::note},
            {.name = "classifier.spam", .source = SignalSource::classifier, .weight = 2}
        };
    };
    submit_with({.id = "cmt_1", .created = 10}, evidence());
    submit_with({.id = "cmt_2", .created = 20}, evidence());
    ASSERT_TRUE(decide({.id = "dec_1", .comment = "cmt_1"}));
    ASSERT_TRUE(decide({.id = "dec_2", .comment = "cmt_2"}));
    count();
    ASSERT_EQ(rules().size(), 4u) << "and nothing of the classifier";
    EXPECT_EQ(rules().at("SAYS_SPAM").hits, 2);
    EXPECT_EQ(rules().at("SAYS_SPAM").upheld, 2);
    EXPECT_EQ(rules().at("SAYS_SPAM").last_hit, at(20));
    EXPECT_EQ(rules().at("SAYS_HAM").overturned, 2);
    EXPECT_EQ(rules().at("TRIED").hits, 0);
    EXPECT_EQ(rules().at("TRIED").shadow_hits, 2);
    EXPECT_EQ(rules().at("TRIED").upheld, 2);
    EXPECT_EQ(rules().at("ONLY_NOTES").upheld + rules().at("ONLY_NOTES").overturned, 0);

    undo("dec_1", 3'000);
    ASSERT_TRUE(
        decide({.id = "dec_3", .comment = "cmt_1", .version = 3, .judgement = Judgement::approve})
    );
    count();
    EXPECT_EQ(rules().at("SAYS_SPAM").upheld, 1);
    EXPECT_EQ(rules().at("SAYS_SPAM").overturned, 1);
    EXPECT_EQ(rules().at("SAYS_HAM").upheld, 1);
}

TEST_F(Counts, OpinionsWaitsAndSecondOpinions) {
    submit({.id = "cmt_1", .created = 0});
    submit({.id = "cmt_2", .outcome = Outcome::reject, .score = 7, .created = 0});
    ASSERT_TRUE(decide({.id = "dec_1", .comment = "cmt_1", .login = "eva", .at = 60'000}));
    ASSERT_TRUE(decide(
        {.id = "dec_2",
         .comment = "cmt_1",
         .version = 2,
         .judgement = Judgement::approve,
         .login = "max",
         .at = 70'000}
    ));
    ASSERT_TRUE(decide(
        {.id = "dec_3",
         .comment = "cmt_2",
         .judgement = Judgement::approve,
         .login = "eva",
         .at = 80'000}
    ));
    count();
    EXPECT_THAT(
        sums(Measure::opinion),
        UnorderedElementsAre(
            Pair("hold:reject", 1), Pair("hold:approve", 1), Pair("reject:approve", 1)
        )
    );
    EXPECT_THAT(sums(Measure::people), ElementsAre(Pair("differ", 1)));
    EXPECT_THAT(sums(Measure::overruled), ElementsAre(Pair("eva", 1)));
    EXPECT_THAT(sums(Measure::moderator), ElementsAre(Pair("eva", 2), Pair("max", 1)));
    EXPECT_THAT(sums(Measure::wait), ElementsAre(Pair(std::to_string(wait_bucket(60)), 1)));
    EXPECT_THAT(
        sums(Measure::judged_score),
        UnorderedElementsAre(Pair("6:reject", 1), Pair("6:approve", 1), Pair("14:approve", 1))
    );
}

TEST_F(Counts, ADecisionTakenBackByAnotherIsADifferentOpinion) {
    submit({.id = "cmt_1"});
    ASSERT_TRUE(decide({.id = "dec_1"}));
    count();
    undo("dec_1", 3'000);  // by max
    count();
    count();
    EXPECT_THAT(sums(Measure::opinion), IsEmpty());
    EXPECT_THAT(sums(Measure::wait), IsEmpty());
    EXPECT_THAT(sums(Measure::people), ElementsAre(Pair("differ", 1)));
    EXPECT_THAT(sums(Measure::overruled), ElementsAre(Pair("eva", 1)));
}

TEST_F(Counts, WhatWasTakenBackBeforeItWasCountedIsNotCounted) {
    submit({.id = "cmt_1"});
    ASSERT_TRUE(decide({.id = "dec_1"}));
    undo("dec_1", 3'000);
    count();
    EXPECT_THAT(sums(Measure::opinion), IsEmpty());
    EXPECT_EQ(ask_database("SELECT count(*) FROM tally_undone"), 0);
}

TEST_F(Counts, TwoWhoCountAtOnceCountOnce) {
    for (int i = 0; i < 20; ++i) submit({.id = "cmt_" + std::to_string(i)});
    context_.restart();
    std::vector<std::future<bool>> both;
    for (int i = 0; i < 4; ++i) {
        both.push_back(
            boost::asio::co_spawn(context_, store_->count_on(100), boost::asio::use_future)
        );
    }
    context_.run();
    for (auto& one : both) one.get();
    EXPECT_THAT(sums(Measure::outcome), ElementsAre(Pair("hold", 20)));
}

/// The oracle: the same acts counted in one piece after all of them.
TEST_F(Counts, EqualThoseOfAWalkOverEverythingWhateverTheTimesOfCounting) {
    constexpr int comments = 60;
    chaffinch::test::SeededRandom random;
    const auto below = [&random](std::int64_t end) { return random.between(0, end - 1); };
    for (int i = 0; i < comments; ++i) {
        const std::string number = std::to_string(i);
        const auto outcome = static_cast<Outcome>(below(3));
        submit_with(
            {.id = "cmt_" + number,
             .outcome = outcome,
             .score = static_cast<double>(below(12)) - 2,
             .created = below(5) * hour},
            {signal("R" + std::to_string(below(4)), 1)}
        );
        const auto judgement = static_cast<Judgement>(below(3));
        const bool decided = static_cast<bool>(decide(
            {.id = "dec_" + number,
             .comment = "cmt_" + number,
             .judgement = judgement,
             .login = below(2) == 0 ? "eva" : "max",
             .at = day + i}
        ));
        if (below(3) == 0) await(store_->count_on(static_cast<std::size_t>(1 + below(7))));
        if (decided && below(4) == 0) undo("dec_" + number, 2 * day);
        if (below(5) == 0) restart();
    }
    count();
    const auto measures = {
        Measure::outcome,
        Measure::score,
        Measure::rule,
        Measure::judgement,
        Measure::opinion,
        Measure::judged_score,
        Measure::wait,
        Measure::moderator
    };
    std::vector<std::map<std::string, std::int64_t>> counted;
    for (const Measure measure : measures) counted.push_back(sums(measure));
    const auto rules_counted = rules();
    {
        store_->close();
        store_.reset();
        Connection db(options_.directory / "chaffinch.db", Access::read_write);
        db.execute(
            "DELETE FROM tallies; DELETE FROM rule_tallies; DELETE FROM tally_undone;"
            "UPDATE tally_progress SET comment = 0, decision = 0;"
        );
    }
    start();
    count();
    std::size_t i = 0;
    for (const Measure measure : measures) {
        EXPECT_EQ(counted[i++], sums(measure)) << name(measure);
    }
    const auto rules_anew = rules();
    ASSERT_EQ(rules_counted.size(), rules_anew.size());
    for (const auto& [id, rule] : rules_anew) {
        EXPECT_EQ(rules_counted.at(id).hits, rule.hits) << id;
        EXPECT_EQ(rules_counted.at(id).upheld, rule.upheld) << id;
        EXPECT_EQ(rules_counted.at(id).overturned, rule.overturned) << id;
        EXPECT_EQ(rules_counted.at(id).last_hit, rule.last_hit) << id;
    }
}

TEST_F(Counts, TheQueuesScoresAreThoseOfWhatWaits) {
    const auto waiting = [&] {
        std::map<int, std::int64_t> found;
        std::vector<SiteId> sites{SiteId{"news"}};
        for (const ScoreCount& one : await(store_->queue_scores(std::move(sites)))) {
            found[one.bucket] = one.waiting;
        }
        return found;
    };
    submit({.id = "cmt_1", .score = 2.4});
    submit({.id = "cmt_2", .score = 2});
    submit({.id = "cmt_3", .score = -0.1});
    submit({.id = "cmt_4", .score = 900});
    submit({.id = "cmt_5", .outcome = Outcome::approve, .score = 0});
    EXPECT_THAT(waiting(), ElementsAre(Pair(-1, 1), Pair(4, 2), Pair(40, 1)));
    ASSERT_TRUE(decide({.id = "dec_1", .comment = "cmt_1"}));
    EXPECT_THAT(waiting(), ElementsAre(Pair(-1, 1), Pair(4, 1), Pair(40, 1)));
    undo("dec_1", 3'000);
    EXPECT_THAT(waiting(), ElementsAre(Pair(-1, 1), Pair(4, 2), Pair(40, 1)));
    EXPECT_EQ(
        ask_database("SELECT count(*) FROM queue_scores JOIN (SELECT site AS s, max(-20, min(40,"
                     " CAST(floor(score * 2) AS INTEGER))) AS b, count(*) AS n FROM queue_lists"
                     " WHERE list = '' GROUP BY s, b) ON s = site AND b = bucket AND n = waiting"),
        3
    );
}

TEST(Buckets, OfScoresAndWaitsHoldTheirBegin) {
    EXPECT_EQ(score_bucket(2), 4);
    EXPECT_EQ(score_bucket(2.4999), 4);
    EXPECT_EQ(score_bucket(-0.01), -1);
    EXPECT_EQ(score_bucket(-1e300), lowest_score_bucket);
    EXPECT_EQ(score_bucket(std::numeric_limits<double>::quiet_NaN()), 0);
    for (const double seconds : {0.0, 0.5, 9.0, 60.0, 3'600.0, 86'400.0, 1e12}) {
        const int bucket = wait_bucket(seconds);
        EXPECT_LE(wait_bucket_begin(bucket), seconds + 1e-9);
        if (bucket < 104) EXPECT_GT(wait_bucket_begin(bucket + 1), seconds);
    }
    EXPECT_EQ(wait_bucket(-5), 0);
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
