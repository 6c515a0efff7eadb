// How often a key may ask and a stranger may guess, under a clock of the test.

#include "server/auth/login_limits.h"
#include "server/auth/rate_limits.h"

#include <gtest/gtest.h>

#include <string>

namespace chaffinch::auth {
namespace {

using namespace std::chrono_literals;

const RateLimits::Time start{};

int passed(RateLimits& limits, const std::string& key, int wanted, RateLimits::Time now) {
    int count = 0;
    for (int i = 0; i < wanted; ++i) count += limits.take(key, now) ? 1 : 0;
    return count;
}

TEST(RateLimits, LetABurstPassAndThenTheRate) {
    RateLimits limits({.per_second = 50, .burst = 100});
    EXPECT_EQ(passed(limits, "a", 500, start), 100);
    EXPECT_EQ(passed(limits, "b", 500, start), 100) << "another key has its own";
    EXPECT_EQ(passed(limits, "a", 500, start + 1s), 50);
    EXPECT_EQ(passed(limits, "a", 500, start + 1h), 100) << "no more than a burst is saved up";
    int in_ten_seconds = 0;
    for (int i = 0; i < 1'000; ++i) in_ten_seconds += passed(limits, "c", 3, start + i * 10ms);
    EXPECT_GE(in_ten_seconds, 590);
    EXPECT_LE(in_ten_seconds, 600);
}

TEST(RateLimits, OfZeroAreNone) {
    RateLimits limits({.per_second = 0});
    EXPECT_EQ(passed(limits, "a", 100'000, start), 100'000);
    EXPECT_EQ(limits.buckets(), 0U);
}

TEST(RateLimits, StayBoundedWhateverTheKeys) {
    RateLimits limits({.per_second = 50, .burst = 100});
    for (int i = 0; i < 50'000; ++i) {
        EXPECT_TRUE(limits.take("key " + std::to_string(i), start));
        ASSERT_LE(limits.buckets(), RateLimits::most_buckets);
    }
    EXPECT_TRUE(limits.take("late", start + 1h));
    EXPECT_EQ(limits.buckets(), 1U) << "what is full again is forgotten";
}

TEST(LoginLimits, AllowFiveGuessesAnAccountAndTwentyANetwork) {
    LoginLimits limits;
    int guesses = 0;
    for (int i = 0; i < 1'000; ++i) {
        guesses += limits.begin("ann", "81.2." + std::to_string(i % 250) + ".1", start) ? 1 : 0;
    }
    EXPECT_EQ(guesses, 5);
    guesses = 0;
    for (int i = 0; i < 1'000; ++i) {
        guesses += limits.begin("user" + std::to_string(i), "203.0.113.9", start) ? 1 : 0;
    }
    EXPECT_EQ(guesses, 20);
    EXPECT_TRUE(limits.begin("ann", "81.2.1.1", start + 16min));
}

TEST(LoginLimits, CountAnAttemptWhileItsPasswordIsStillHashed) {
    LoginLimits limits;
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(limits.begin("ann", "81.2.1.1", start));
    EXPECT_FALSE(limits.begin("ann", "81.2.1.1", start)) << "a hundred at once are five";
    limits.succeeded("ann", "81.2.1.1");
    EXPECT_TRUE(limits.begin("ann", "81.2.1.1", start));
}

TEST(LoginLimits, DoNotCountThoseWhoGetIn) {
    LoginLimits limits;
    for (int i = 0; i < 1'000; ++i) {
        const std::string login = "reader" + std::to_string(i);
        ASSERT_TRUE(limits.begin(login, "203.0.113.9", start)) << "a newsroom behind one address";
        limits.succeeded(login, "203.0.113.9");
    }
}

TEST(LoginLimits, CountANetworkWhereNoAccountIsNamed) {
    LoginLimits limits;
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(limits.begin_unnamed("192.0.2.7", start)) << i;
    EXPECT_FALSE(limits.begin_unnamed("192.0.2.200", start)) << "the same /24";
    EXPECT_FALSE(limits.begin("ann", "192.0.2.7", start)) << "passwords share the count";
    EXPECT_TRUE(limits.begin_unnamed("198.51.100.1", start));
    limits.succeeded_unnamed("192.0.2.7");
    EXPECT_TRUE(limits.begin_unnamed("192.0.2.7", start));
    EXPECT_TRUE(limits.begin_unnamed("192.0.2.7", start + 15min));
}

}  // namespace
}  // namespace chaffinch::auth
