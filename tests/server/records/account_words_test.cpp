// Words of roles, answers for what waits, and deliveries: what is written is read back, and nothing
// else is.

#include "server/records/account_words.h"

#include <gtest/gtest.h>

namespace chaffinch {
namespace {

TEST(AccountWords, AreReadBackAsTheyWereWritten) {
    for (const Role role : {Role::viewer, Role::moderator, Role::admin, Role::op}) {
        EXPECT_EQ(role_named(name(role)), role);
    }
    for (const HoldAnswer answer : {HoldAnswer::spam, HoldAnswer::ham, HoldAnswer::score}) {
        EXPECT_EQ(hold_answer_named(name(answer)), answer);
    }
    for (const DeliveryState state :
         {DeliveryState::waiting, DeliveryState::due, DeliveryState::delivered, DeliveryState::dead
         }) {
        EXPECT_EQ(delivery_state_named(name(state)), state);
    }
}

TEST(AccountWords, AreThoseOfTheContract) {
    EXPECT_EQ(name(Role::op), "operator");
    EXPECT_EQ(name(HoldAnswer::score), "score");
    EXPECT_EQ(name(DeliveryState::dead), "dead");
    for (const char* word : {"", "op", "Admin", "spam "}) {
        EXPECT_FALSE(role_named(word)) << word;
        EXPECT_FALSE(hold_answer_named(word)) << word;
        EXPECT_FALSE(delivery_state_named(word)) << word;
    }
}

}  // namespace
}  // namespace chaffinch
