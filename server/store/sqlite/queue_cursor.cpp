// Cursors are hexadecimal: one byte of order, four words, one checksum. The checksum is against
// mistakes (a cursor of another list or of an older version), not against attackers: a cursor only
// says where to go on, and every page is filtered by the caller's rights anew.

#include "server/store/sqlite/queue_cursor.h"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>
#include <tuple>

namespace chaffinch::store::sqlite {

namespace {

constexpr std::size_t words_in_cursor = 6;
constexpr std::size_t digits_in_word = 16;

using Words = std::array<std::uint64_t, words_in_cursor>;

/// FNV-1a over all words but the last, http://www.isthe.com/chongo/tech/comp/fnv/
std::uint64_t checksum(const Words& words) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        for (int shift = 0; shift < 64; shift += 8) {
            hash = (hash ^ ((words[i] >> shift) & 0xff)) * 0x100000001b3;
        }
    }
    return hash;
}

}  // namespace

bool comes_before(QueueSort sort, const QueueKey& a, const QueueKey& b) {
    switch (sort) {
        case QueueSort::priority:
            return std::tie(a.rank, a.created_at, a.comment) <
                   std::tie(b.rank, b.created_at, b.comment);
        case QueueSort::oldest:
            return std::tie(a.created_at, a.comment) < std::tie(b.created_at, b.comment);
        case QueueSort::newest:
            return std::tie(a.created_at, a.comment) > std::tie(b.created_at, b.comment);
        case QueueSort::score:
            return std::tie(a.score, a.comment) > std::tie(b.score, b.comment);
    }
    return false;
}

QueueKey before_all(QueueSort sort) {
    using Limits = std::numeric_limits<std::int64_t>;
    if (sort == QueueSort::priority || sort == QueueSort::oldest) {
        return {Limits::min(), Limits::min(), 0, Limits::min()};
    }
    return {Limits::max(), Limits::max(), std::numeric_limits<double>::infinity(), Limits::max()};
}

std::string encode_cursor(QueueSort sort, const QueueKey& key) {
    Words words{
        static_cast<std::uint64_t>(sort),
        std::bit_cast<std::uint64_t>(key.rank),
        std::bit_cast<std::uint64_t>(key.created_at),
        std::bit_cast<std::uint64_t>(key.score),
        std::bit_cast<std::uint64_t>(key.comment),
        0
    };
    words.back() = checksum(words);
    std::string cursor;
    for (const std::uint64_t word : words) {
        std::array<char, digits_in_word> digits{};
        const char* end = std::to_chars(digits.data(), digits.data() + digits.size(), word, 16).ptr;
        const auto size = static_cast<std::size_t>(end - digits.data());
        cursor.append(digits_in_word - size, '0').append(digits.data(), size);
    }
    return cursor;
}

std::optional<QueueKey> decode_cursor(QueueSort sort, std::string_view cursor) {
    if (cursor.size() != words_in_cursor * digits_in_word) return std::nullopt;
    Words words{};
    for (std::size_t i = 0; i < words.size(); ++i) {
        const char* begin = cursor.data() + i * digits_in_word;
        const char* end = begin + digits_in_word;
        const auto [stop, problem] = std::from_chars(begin, end, words[i], 16);
        if (problem != std::errc{} || stop != end) return std::nullopt;
    }
    if (words.back() != checksum(words)) return std::nullopt;
    if (words.front() != static_cast<std::uint64_t>(sort)) return std::nullopt;
    const QueueKey key{
        std::bit_cast<std::int64_t>(words[1]),
        std::bit_cast<std::int64_t>(words[2]),
        std::bit_cast<double>(words[3]),
        std::bit_cast<std::int64_t>(words[4])
    };
    if (std::isnan(key.score)) return std::nullopt;
    return key;
}

}  // namespace chaffinch::store::sqlite
