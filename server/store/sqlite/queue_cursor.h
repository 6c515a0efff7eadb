// The place in the queue where a page ended, as the opaque text that callers hand back.

#pragma once

#include "server/store/reviews.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chaffinch::store::sqlite {

/// What orders a list. Which members count depends on the sort: rank, created_at and comment for
/// priority; created_at and comment for oldest and newest; score and comment for score.
struct QueueKey {
    std::int64_t rank = 0;
    std::int64_t created_at = 0;
    double score = 0;
    std::int64_t comment = 0;
};

/// True when `a` comes before `b`.
bool comes_before(QueueSort sort, const QueueKey& a, const QueueKey& b);

/// A key before every item, so that the first page needs no statement of its own.
QueueKey before_all(QueueSort sort);

std::string encode_cursor(QueueSort sort, const QueueKey& key);

/// nullopt when the text is not a cursor of ours for this order.
std::optional<QueueKey> decode_cursor(QueueSort sort, std::string_view cursor);

}  // namespace chaffinch::store::sqlite
