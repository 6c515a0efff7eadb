// Hashes that are damaged let nobody in, and an unknown login costs what a known one does.

#include "server/auth/passwords.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include <sodium.h>

#include <algorithm>
#include <chrono>
#include <vector>

namespace chaffinch::auth {
namespace {

const HashCost least{
    .operations = crypto_pwhash_OPSLIMIT_MIN, .memory_bytes = crypto_pwhash_MEMLIMIT_MIN
};

bool matches(PasswordHasher& hasher, const std::string& password, const std::string& stored) {
    boost::asio::io_context io;
    auto result =
        boost::asio::co_spawn(io, hasher.verify(password, stored), boost::asio::use_future);
    io.run();
    return result.get().value();
}

TEST(Passwords, MatchTheirOwnHashOnly) {
    PasswordHasher hasher(least);
    const std::string stored = hasher.hash_now("a sentence of mine");
    EXPECT_TRUE(matches(hasher, "a sentence of mine", stored));
    EXPECT_FALSE(matches(hasher, "a sentence of mine ", stored));
    EXPECT_FALSE(matches(hasher, "", stored));
}

TEST(Passwords, ADamagedHashLetsNobodyIn) {
    PasswordHasher hasher(least);
    const std::string password = "a sentence of mine";
    const std::string right = hasher.hash_now(password);
    std::vector<std::string> damaged{
        "",
        " ",
        "plain",
        password,
        "$",
        "$argon2id$",
        "$argon2id$v=19$m=8,t=1,p=1$$",
        "$1$salt$hash",
        "$2b$12$abcdefghijklmnopqrstuvabcdefghijklmnopqrstuvabcdefghijklm",
        "{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=",
        right.substr(0, right.size() - 1),
        right.substr(0, right.size() / 2),
        right + "a",
        std::string(1'000, '$'),
    };
    for (std::size_t i = 0; i < right.size(); ++i) {
        std::string one = right;
        one[i] = one[i] == 'A' ? 'B' : 'A';
        damaged.push_back(one);
    }
    for (const std::string& stored : damaged) {
        // The last character of a base64 text may hold bits that say nothing.
        if (stored.size() == right.size() &&
            stored.compare(0, right.size() - 1, right, 0, right.size() - 1) == 0)
            continue;
        EXPECT_FALSE(matches(hasher, password, stored)) << stored;
    }
}

/// A5. Against a hash that is missing, garbage would be found out by its speed.
TEST(Passwords, AnUnknownLoginCostsAsMuchAsAKnownOne) {
    const HashCost noticeable{.operations = 2, .memory_bytes = std::size_t{4} << 20U};
    PasswordHasher hasher(noticeable);
    const std::string stored = hasher.hash_now("a sentence of mine");
    std::vector<double> known;
    std::vector<double> unknown;
    for (int i = 0; i < 60; ++i) {
        for (auto* times : {&known, &unknown}) {
            const auto began = std::chrono::steady_clock::now();
            EXPECT_FALSE(matches(hasher, "a wrong guess", times == &known ? stored : ""));
            times->push_back(
                std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count()
            );
        }
    }
    const auto median = [](std::vector<double> times) {
        std::ranges::sort(times);
        return times[times.size() / 2];
    };
    const double ratio = median(unknown) / median(known);
    EXPECT_GT(ratio, 0.7);
    EXPECT_LT(ratio, 1.4);
}

}  // namespace
}  // namespace chaffinch::auth
