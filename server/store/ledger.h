// What learning needs of the store: the training ledger, read from the beginning.

#pragma once

#include "engine/types/article.h"
#include "server/records/comment_record.h"
#include "server/records/decision.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <memory>
#include <vector>

namespace chaffinch::store {

/// One lesson with everything needed to learn it again.
struct LedgerEntry {
    TrainingEvent event{};
    CommentRecord record{};
    std::shared_ptr<const Article> article{};
};

class LedgerStore {
  public:
    virtual ~LedgerStore() = default;

    /// Events in force (not undone) with a sequence over `after`, in order, at most `limit`.
    virtual boost::asio::awaitable<std::vector<LedgerEntry>> ledger(std::int64_t after, std::size_t limit) = 0;
};

}  // namespace chaffinch::store
