// The planned, early-ending evaluation against the plain tables of three-valued logic.

#include "engine/rules/condition.h"
#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

namespace chaffinch::rules {
namespace {

constexpr std::uint32_t leaf_count = 8;

Condition random_tree(test::SeededRandom& random, int depth) {
    Condition out;
    const auto kind = depth == 0 ? 0 : random.between(0, 4);
    if (kind == 0) {
        out.leaf = static_cast<std::uint32_t>(random.between(0, leaf_count - 1));
        return out;
    }
    out.kind = static_cast<Condition::Kind>(kind);
    const auto parts = out.kind == Condition::Kind::not_ ? 1 : random.between(1, 4);
    for (std::int64_t i = 0; i < parts; ++i) out.parts.push_back(random_tree(random, depth - 1));
    out.count = static_cast<int>(random.between(1, parts));
    return out;
}

Tri plainly(const Condition& condition, const std::vector<Tri>& leaves) {
    if (condition.kind == Condition::Kind::leaf) return leaves[condition.leaf];
    std::vector<Tri> parts;
    for (const Condition& part : condition.parts) parts.push_back(plainly(part, leaves));
    return join(condition, parts);
}

TEST(Conditions, EndEarlyWithTheSameTruth) {
    test::SeededRandom random;
    std::vector<Leaf> leaves(leaf_count);
    for (std::size_t i = 0; i < leaf_count; ++i) {
        leaves[i].predicate = static_cast<Predicate>(i);
    }
    int seen[3] = {};
    for (int round = 0; round < 20'000; ++round) {
        Condition tree = random_tree(random, 4);
        plan(tree, leaves);
        std::vector<Tri> truths;
        for (std::uint32_t i = 0; i < leaf_count; ++i) {
            truths.push_back(static_cast<Tri>(random.between(0, 2)));
        }
        const Tri expected = plainly(tree, truths);
        ++seen[static_cast<int>(expected)];
        EXPECT_EQ(truth(tree, [&](std::uint32_t leaf) { return truths[leaf]; }), expected);
    }
    for (const int count : seen) EXPECT_GT(count, 1'000);
}

}  // namespace
}  // namespace chaffinch::rules
