// The table of legal changes of status.

#include "server/records/status_changes.h"

#include <gtest/gtest.h>

#include <array>
#include <optional>

namespace chaffinch {
namespace {

constexpr std::array all_statuses{
    Status::published, Status::held, Status::rejected, Status::withdrawn
};

TEST(StatusChanges, AJudgementMovesAnythingButAWithdrawnComment) {
    for (const Status from : all_statuses) {
        const bool legal = from != Status::withdrawn;
        const auto expected = [legal](Status to) {
            return legal ? std::optional<Status>(to) : std::nullopt;
        };
        EXPECT_EQ(status_after(from, Judgement::approve), expected(Status::published));
        EXPECT_EQ(status_after(from, Judgement::reject), expected(Status::rejected));
        EXPECT_EQ(status_after(from, Judgement::escalate), expected(Status::held));
    }
}

TEST(StatusChanges, WhatIsHeldReportedOrAppealedAgainstWaits) {
    using enum Status;

    const struct {
        Status status;
        bool plain, reported, appealed;
    } rows[] = {
        {published, false, true, false},
        {held, true, true, true},
        {rejected, false, false, true},
        {withdrawn, false, false, false},
    };

    for (const auto& row : rows) {
        EXPECT_EQ(waits_for_person(row.status, false, false), row.plain) << name(row.status);
        EXPECT_EQ(waits_for_person(row.status, true, false), row.reported) << name(row.status);
        EXPECT_EQ(waits_for_person(row.status, false, true), row.appealed) << name(row.status);
    }
}

TEST(StatusChanges, AnEditGoesByTheTable) {
    using enum Status;

    const struct {
        Status from;
        LastWord last_word;
        bool harmless;
        std::array<Status, 3> after;  ///< with approve, hold, reject
    } rows[] = {
        {published, LastWord::engine, false, {published, held, rejected}},
        {published, LastWord::engine, true, {published, held, rejected}},
        {published, LastWord::person_approved, false, {published, held, held}},
        {published, LastWord::person_approved, true, {published, published, published}},
        {held, LastWord::engine, true, {held, held, held}},
        {held, LastWord::person_approved, true, {held, held, held}},
        {rejected, LastWord::engine, true, {held, held, rejected}},
        {rejected, LastWord::person_rejected, true, {rejected, rejected, rejected}},
    };

    constexpr std::array outcomes{Outcome::approve, Outcome::hold, Outcome::reject};
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            EXPECT_EQ(
                status_after_edit(row.from, outcomes[i], row.last_word, row.harmless), row.after[i]
            ) << name(row.from)
              << ", outcome " << i << ", word " << static_cast<int>(row.last_word);
        }
    }
}

TEST(StatusChanges, AWithdrawnCommentCannotBeEdited) {
    EXPECT_FALSE(status_after_edit(Status::withdrawn, Outcome::approve, LastWord::engine, true));
}

TEST(StatusChanges, NoEditPublishesWhatIsNotPublished) {
    for (const Status from : {Status::held, Status::rejected}) {
        for (const auto word :
             {LastWord::engine, LastWord::person_approved, LastWord::person_rejected}) {
            for (const bool harmless : {false, true}) {
                EXPECT_NE(
                    status_after_edit(from, Outcome::approve, word, harmless), Status::published
                );
            }
        }
    }
}

}  // namespace
}  // namespace chaffinch
