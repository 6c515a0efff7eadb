// The review class: comments that a person must see, by the shipped rules alone, beside harmless
// comments that use the same words.
//
// The examples (review_class.tsv) were written in seven rounds, and the rules were widened after
// five of them, so that the shares of the families are what the rules reach on examples they know.
// What a round reached before that is the honest figure for comments nobody has seen: a 32 %,
// b 13 %, c 19 %, d 25 %, e 30 %, f 22 %, g 15 %. Much of this class is said without any of its
// words, and waits for a classifier of its own.

#include "engine/pipeline/engine_files.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

#include <map>
#include <sstream>
#include <stdexcept>
#include <string>

namespace chaffinch {
namespace {

struct Tally {
    int all = 0;
    int to_a_person = 0;
    int escalated = 0;
};

struct Judged {
    std::map<std::string, Tally> by_family;
    int rejected = 0;
    std::string missed;
    std::string harmless_held;
};

Judged judge_all() {
    const auto engine = load_engine({.rules = test::source_dir() / "rules"});
    if (!engine) throw std::runtime_error(engine.error().detail);
    const Pipeline pipeline = untaught_pipeline(*engine, policy::Policy{});
    std::istringstream in(
        test::read_file(test::source_dir() / "tests/engine/pipeline/review_class.tsv")
    );
    Judged out;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("#")) continue;
        const std::size_t family_at = line.find('\t') + 1;
        const std::size_t text_at = line.find('\t', family_at) + 1;
        std::string family = line.substr(family_at, text_at - 1 - family_at);
        const bool left_alone = line.starts_with("d\t") || line.starts_with("g\t");
        if (left_alone && family != "harmless") family = "unseen";
        Comment comment;
        comment.text = line.substr(text_at);
        comment.author.name = "Ann";
        const Verdict verdict = pipeline.moderate(comment, Facts{});
        Tally& tally = out.by_family[family];
        ++tally.all;
        tally.to_a_person += verdict.outcome == Outcome::hold ? 1 : 0;
        tally.escalated += verdict.escalated ? 1 : 0;
        out.rejected += verdict.outcome == Outcome::reject ? 1 : 0;
        const bool held = verdict.outcome != Outcome::approve;
        if (family == "harmless" && held) out.harmless_held += comment.text + "\n";
        if (family != "harmless" && family != "unseen" && !held) out.missed += comment.text + "\n";
    }
    return out;
}

TEST(ReviewClass, ReachesAPersonAndHarmlessLookAlikesDoNot) {
    const Judged judged = judge_all();
    const std::map<std::string, int> least_percent{
        {"self_harm", 85},
        {"emergency", 90},
        {"threat", 95},
        {"doxxing", 90},
        {"dangerous", 80},
        {"defamation", 95},
        {"health_data", 80},
        {"private", 90},
        {"unseen", 18},
    };
    for (const auto& [family, percent] : least_percent) {
        ASSERT_TRUE(judged.by_family.contains(family));
        const Tally& tally = judged.by_family.at(family);
        EXPECT_GE(tally.to_a_person * 100, percent * tally.all) << family << ", missed in all:\n"
                                                                << judged.missed;
    }
    EXPECT_GE(judged.by_family.at("harmless").all, 100);
    EXPECT_EQ(judged.harmless_held, "");
    EXPECT_EQ(judged.rejected, 0);
}

TEST(ReviewClass, EscalatesWhatCannotWait) {
    const Judged judged = judge_all();
    for (const std::string family : {"self_harm", "emergency", "threat"}) {
        const Tally& tally = judged.by_family.at(family);
        EXPECT_EQ(tally.escalated, tally.to_a_person) << family;
    }
}

}  // namespace
}  // namespace chaffinch
