// ShingleSet: hashes of word sequences, with open addressing. An article is asked for every shingle
// of every comment under it, and a node for each hash would cost more than the question.

#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace chaffinch::context {

/// Hash of one shingle from the ids of its words, in order. Never 0.
inline std::uint64_t shingle_hash(std::span<const std::uint64_t> word_ids) {
    std::uint64_t hash = 0x9E3779B97F4A7C15;  // golden ratio; any odd constant would do
    for (const std::uint64_t id : word_ids) {
        hash = (hash ^ id) * 0xFF51AFD7ED558CCD;  // the finaliser of MurmurHash3
        hash ^= hash >> 32;
    }
    return hash == 0 ? 1 : hash;
}

/// A set of hashes other than 0, at most half full.
class ShingleSet {
  public:
    /// Room for `count` hashes.
    explicit ShingleSet(std::size_t count = 0) : slots_(std::bit_ceil(count * 2 + 2), 0) {}

    void insert(std::uint64_t hash) {
        if ((size_ + 1) * 2 > slots_.size()) grow();
        std::uint64_t& slot = slots_[slot_of(hash)];
        size_ += slot == 0 ? 1U : 0U;
        slot = hash;
    }

    [[nodiscard]] bool contains(std::uint64_t hash) const { return slots_[slot_of(hash)] == hash; }

    [[nodiscard]] std::size_t size() const { return size_; }

    [[nodiscard]] bool empty() const { return size_ == 0; }

  private:
    /// Where the hash is or would go; ends, since half of the slots are free.
    [[nodiscard]] std::size_t slot_of(std::uint64_t hash) const {
        std::size_t at = hash & (slots_.size() - 1);
        while (slots_[at] != 0 && slots_[at] != hash) at = (at + 1) & (slots_.size() - 1);
        return at;
    }

    void grow() {
        ShingleSet larger(slots_.size());
        for (const std::uint64_t hash : slots_) {
            if (hash != 0) larger.insert(hash);
        }
        slots_.swap(larger.slots_);
    }

    std::vector<std::uint64_t> slots_;
    std::size_t size_ = 0;
};

}  // namespace chaffinch::context
