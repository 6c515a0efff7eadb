// The order of precedence, thresholds, caps and the list of reasons.

#include "engine/policy/decide.h"

#include "tests/engine/policy/signals.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string_view>
#include <vector>

namespace chaffinch::policy {
namespace {

using test::acting;
using test::from_classifier;
using test::grouped;
using test::in_shadow;
using test::scored;

std::vector<Reason> reasons_in(const Verdict& verdict) {
    std::vector<Reason> reasons;
    for (const ReasonScore& entry : verdict.reasons) reasons.push_back(entry.reason);
    return reasons;
}

TEST(Decide, ApprovesWithoutSignals) {
    const Verdict verdict = decide({}, {});
    EXPECT_EQ(verdict.outcome, Outcome::approve);
    EXPECT_EQ(verdict.score, 0);
    EXPECT_TRUE(verdict.reasons.empty());
    EXPECT_FALSE(verdict.escalated);
    EXPECT_FALSE(verdict.discard);
    EXPECT_EQ(verdict.provenance.policy, "default@1");
}

struct ThresholdCase {
    std::string_view name;
    std::vector<double> weights;
    Outcome outcome;
};

TEST(Decide, ThresholdsAreInclusiveAndSumsExact) {
    const std::vector<ThresholdCase> cases{
        {"below", {1.9}, Outcome::approve},
        {"just below", {1.999999}, Outcome::approve},
        {"at hold", {2.0}, Outcome::hold},
        {"sum reaches hold although 0.1 has no binary form", {0.1, 0.2, 1.7}, Outcome::hold},
        {"ten tenths and one", {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 1}, Outcome::hold
        },
        {"below reject", {4.9}, Outcome::hold},
        {"at reject", {2.5, 2.5}, Outcome::reject},
        {"trust takes away", {5.0, -3.5}, Outcome::approve},
    };
    for (const ThresholdCase& row : cases) {
        SCOPED_TRACE(row.name);
        Signals signals;
        for (const double weight : row.weights) {
            signals.push_back(scored("R", Reason::spam_promotion, weight));
        }
        EXPECT_EQ(decide(signals, {}).outcome, row.outcome);
    }
}

struct PrecedenceCase {
    std::string_view name;
    Signals signals;
    Outcome outcome;
    bool escalated = false;
};

TEST(Decide, EscalateOverHoldOverAllowOverRejectOverScore) {
    const Signal allow = acting("ALLOW", Reason::none, Action::allow);
    const Signal hold = acting("HOLD", Reason::spam_promotion, Action::hold);
    const Signal reject = acting("REJECT", Reason::spam_pharma, Action::reject);
    const Signal escalate = acting("ESCALATE", Reason::abuse_threat, Action::escalate);
    const Signal note = acting("NOTE", Reason::quality_off_topic, Action::note);
    const Signal heavy = scored("HEAVY", Reason::spam_gambling, 50);
    const std::vector<PrecedenceCase> cases{
        {"note", {note}, Outcome::approve},
        {"score", {heavy}, Outcome::reject},
        {"reject without score", {reject}, Outcome::reject},
        {"reject despite trust", {reject, scored("TRUST", Reason::none, -50)}, Outcome::reject},
        {"allow over score", {allow, heavy}, Outcome::approve},
        {"allow over reject", {allow, reject}, Outcome::approve},
        {"hold over allow", {allow, hold}, Outcome::hold},
        {"hold over reject", {reject, hold, heavy}, Outcome::hold},
        {"escalate over all", {allow, reject, hold, heavy, escalate}, Outcome::hold, true},
        {"shadow acts not", {in_shadow(reject), in_shadow(heavy)}, Outcome::approve},
        {"shadow escalates not", {in_shadow(escalate)}, Outcome::approve},
        {"shadow allows not", {in_shadow(allow), heavy}, Outcome::reject},
    };
    for (const PrecedenceCase& row : cases) {
        SCOPED_TRACE(row.name);
        const Verdict verdict = decide(row.signals, {});
        EXPECT_EQ(verdict.outcome, row.outcome);
        EXPECT_EQ(verdict.escalated, row.escalated);
        EXPECT_EQ(verdict.signals.size(), row.signals.size());
    }
}

TEST(Decide, ACommentWithASafetyOrPrivacyReasonIsNeverRejected) {
    const Signal reject = acting("REJECT", Reason::spam_pharma, Action::reject);
    const Signal heavy = scored("HEAVY", Reason::spam_pharma, 50);
    for (const ReasonInfo& row : reason_table()) {
        SCOPED_TRACE(row.code);
        const bool person = needs_human(row.reason);
        const Signal light = scored("LIGHT", row.reason, 0);
        const Outcome expected =
            row.reason == Reason::policy_engine_fault || person ? Outcome::hold : Outcome::reject;
        EXPECT_EQ(decide({reject, light}, {}).outcome, expected);
        EXPECT_EQ(decide({heavy, light}, {}).outcome, expected);
        EXPECT_FALSE(person && decide({heavy, light}, {}).discard);
        EXPECT_EQ(decide({heavy, in_shadow(light)}, {}).outcome, Outcome::reject);
    }
}

TEST(Decide, AllowDoesNotOutrankSafetyPrivacyOrThreat) {
    const Signal allow = acting("ALLOW", Reason::none, Action::allow);

    struct Case {
        Reason reason;
        Outcome outcome;
    };

    for (const Case& row : {
             Case{Reason::safety_self_harm, Outcome::hold},
             Case{Reason::privacy_doxxing, Outcome::hold},
             Case{Reason::abuse_threat, Outcome::reject},
             Case{Reason::abuse_insult, Outcome::approve},
             Case{Reason::spam_pharma, Outcome::approve},
         }) {
        SCOPED_TRACE(code(row.reason));
        EXPECT_EQ(decide({allow, scored("R", row.reason, 6)}, {}).outcome, row.outcome);
        EXPECT_EQ(decide({allow, scored("R", row.reason, 0)}, {}).outcome, Outcome::approve);
    }
}

TEST(Decide, AnEngineFaultHoldsWhateverElseIsSaid) {
    const Signal fault = scored("ENGINE_RULES_INCOMPLETE", Reason::policy_engine_fault, 0);
    const Signal allow = acting("ALLOW", Reason::none, Action::allow);
    const Signal reject = acting("REJECT", Reason::spam_pharma, Action::reject);
    EXPECT_EQ(decide({fault}, {}).outcome, Outcome::hold);
    EXPECT_EQ(decide({fault, allow}, {}).outcome, Outcome::hold);
    EXPECT_EQ(decide({fault, reject}, {}).outcome, Outcome::hold);
    EXPECT_EQ(reasons_in(decide({fault}, {})), std::vector{Reason::policy_engine_fault});
}

TEST(Decide, TheClassifierAloneHoldsButNeverRejects) {
    const Signal sure = from_classifier(Reason::spam_content, 30);
    EXPECT_EQ(decide({sure}, {}).score, 4.0);
    EXPECT_EQ(decide({sure}, {}).outcome, Outcome::hold);
    EXPECT_EQ(decide({sure, sure}, {}).score, 4.0) << "its labels share one cap";
    const Policy low{.hold_at = 1, .reject_at = 2};
    EXPECT_EQ(decide({sure}, low).outcome, Outcome::hold);
    EXPECT_EQ(decide({sure, scored("R", Reason::spam_promotion, 0.9)}, low).outcome, Outcome::hold);
    EXPECT_EQ(decide({sure, scored("R", Reason::spam_promotion, 1)}, low).outcome, Outcome::reject);
    EXPECT_EQ(decide({from_classifier(Reason::spam_content, -30)}, {}).score, -4.0);
}

TEST(Decide, TheClassifierScoresAndNeverActs) {
    for (const Action action : {Action::reject, Action::hold, Action::allow, Action::escalate}) {
        SCOPED_TRACE(name(action));
        Signal signal = from_classifier(Reason::spam_content, 0.5);
        signal.action = action;
        EXPECT_EQ(decide({signal}, {}).outcome, Outcome::approve);
        EXPECT_EQ(
            decide({signal, scored("R", Reason::spam_pharma, 9)}, {}).outcome, Outcome::reject
        );
    }
}

TEST(Decide, GroupsAreCappedAndFloored) {
    const Signals links{
        grouped(scored("A", Reason::spam_link_drop, 4), "links", 6, 0),
        grouped(scored("B", Reason::spam_deceptive_link, 8), "links", 6, 0),
    };
    const Verdict capped = decide(links, {});
    EXPECT_EQ(capped.score, 6);
    EXPECT_EQ(
        capped.reasons,
        (std::vector<ReasonScore>{{Reason::spam_deceptive_link, 4}, {Reason::spam_link_drop, 2}})
    );
    const Signals trust{
        grouped(scored("T", Reason::none, -9), "trust", 0, -3),
        scored("R", Reason::spam_promotion, 6),
    };
    EXPECT_EQ(decide(trust, {}).score, 3);
    EXPECT_EQ(decide(trust, {}).outcome, Outcome::hold);
}

TEST(Decide, TheNarrowerBoundHoldsWhenAGroupDisagreesAboutIt) {
    const Signals signals{
        grouped(scored("A", Reason::spam_link_drop, 9), "links", 6, -1),
        grouped(scored("B", Reason::spam_link_drop, 9), "links", 5, -2),
    };
    EXPECT_EQ(decide(signals, {}).score, 5);
}

TEST(Decide, ANegativeSignalInsideACappedGroupCountsBeforeTheCap) {
    const Signals signals{
        grouped(scored("A", Reason::spam_link_drop, 7), "links", 6, 0),
        grouped(scored("B", Reason::none, -2), "links", 6, 0),
    };
    EXPECT_EQ(decide(signals, {}).score, 5);
}

TEST(Decide, WeightsThatAreNoNumbersDoNoHarm) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    EXPECT_EQ(decide({scored("R", Reason::spam_promotion, nan)}, {}).outcome, Outcome::approve);
    const Verdict verdict = decide(
        {scored("R", Reason::spam_promotion, infinity), scored("S", Reason::spam_loan, -infinity)},
        {}
    );
    EXPECT_EQ(verdict.score, 0);
    const Policy broken{.hold_at = nan, .reject_at = nan, .discard_at = nan, .classifier_cap = nan};
    EXPECT_EQ(decide({scored("R", Reason::spam_promotion, 6)}, broken).outcome, Outcome::reject);
}

TEST(Decide, DiscardsOnlyARejectionFarOverTheThreshold) {
    EXPECT_FALSE(decide({scored("R", Reason::spam_gambling, 9.9)}, {}).discard);
    EXPECT_TRUE(decide({scored("R", Reason::spam_gambling, 10)}, {}).discard);
    EXPECT_FALSE(decide({acting("R", Reason::spam_gambling, Action::reject)}, {}).discard);
    EXPECT_FALSE(decide(
                     {scored("R", Reason::spam_gambling, 20),
                      acting("H", Reason::policy_premod, Action::hold)},
                     {}
    )
                     .discard);
    EXPECT_FALSE(
        decide(
            {scored("R", Reason::spam_gambling, 20), scored("S", Reason::privacy_pii_self, 1)}, {}
        )
            .discard
    );
}

TEST(Decide, ReasonsAreOneEntryEachWithActionsFirstThenByScore) {
    const Verdict verdict = decide(
        {
            scored("A", Reason::spam_promotion, 1),
            scored("B", Reason::spam_link_drop, 3),
            scored("C", Reason::spam_promotion, 2.5),
            scored("TRUST", Reason::none, -1),
            in_shadow(scored("S", Reason::spam_crypto, 9)),
            scored("GOOD", Reason::quality_low_effort, -0.5),
            acting("PREMOD", Reason::policy_premod, Action::hold),
            acting("CRISIS", Reason::safety_self_harm, Action::escalate),
        },
        {}
    );
    EXPECT_EQ(
        verdict.reasons,
        (std::vector<ReasonScore>{
            {Reason::safety_self_harm, 0},
            {Reason::spam_promotion, 3.5},
            {Reason::spam_link_drop, 3},
            {Reason::policy_premod, 0},
        })
    );
    EXPECT_EQ(verdict.signals.size(), 8U);
}

TEST(Decide, AnApprovalListsNoReasonWithoutPoints) {
    const Verdict verdict = decide(
        {
            acting("ALLOW", Reason::none, Action::allow),
            acting("R", Reason::spam_pharma, Action::reject),
            scored("S", Reason::quality_low_effort, 0.5),
        },
        {}
    );
    EXPECT_EQ(verdict.outcome, Outcome::approve);
    EXPECT_EQ(reasons_in(verdict), std::vector{Reason::quality_low_effort});
}

}  // namespace
}  // namespace chaffinch::policy
