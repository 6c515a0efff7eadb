// What learning needs of the store: the training ledger, read from the beginning.

#pragma once

#include "engine/types/article.h"
#include "engine/types/result.h"
#include "server/records/comment_record.h"
#include "server/records/decision.h"
#include "server/records/voucher.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::store {

/// One lesson with everything needed to learn it again.
struct LedgerEntry {
    TrainingEvent event{};
    CommentRecord record{};
    std::shared_ptr<const Article> article{};
};

/// Which lessons are to be forgotten: those for which all that is said here holds.
struct LessonSelection {
    std::optional<SiteId> site{};            ///< of this site; absent: of all
    std::optional<ModeratorId> moderator{};  ///< taught by this moderator
    std::optional<DecisionId> decision{};    ///< taught by this decision, bulk or not
    std::int64_t after = 0;                  ///< with a sequence over this one
};

struct NewVoucher {
    SiteId site{};
    ModeratorId moderator{};
    std::string by_login{};
    std::string note{};
    Timestamp at{};
};

struct VoucherEnd {
    SiteId site{};
    ModeratorId moderator{};
    std::string by_login{};
    Timestamp at{};
};

/// Of those that ended, as many are given out, newest first.
inline constexpr std::size_t most_ended_vouchers = 1'000;

class LedgerStore {
  public:
    virtual ~LedgerStore() = default;

    /// Events in force (not undone) with a sequence over `after`, in order, at most `limit`.
    virtual boost::asio::awaitable<std::vector<LedgerEntry>> ledger(
        std::int64_t after, std::size_t limit
    ) = 0;

    /// The same of one site alone; none for a site that is not known.
    virtual boost::asio::awaitable<std::vector<LedgerEntry>> site_ledger(
        SiteId site, std::int64_t after, std::size_t limit
    ) = 0;

    /// Takes lessons back for good, in one transaction: afterwards the ledger reads as if they had
    /// never been taught. A lesson that one of them had replaced is in force again, at its old
    /// place. Decisions, and what became of the comments, stay. Gives the number of lessons that
    /// were in force and no longer are; none is not an error.
    virtual boost::asio::awaitable<std::size_t> forget_lessons(
        LessonSelection selection, Timestamp at
    ) = 0;

    /// Vouches for all that the moderator has taught the site until now, in place of an earlier
    /// voucher. Errors: not_found (no such site).
    virtual boost::asio::awaitable<Result<Voucher>> vouch(NewVoucher voucher) = 0;

    /// Errors: not_found (there is none in force).
    virtual boost::asio::awaitable<Result<void>> end_voucher(VoucherEnd end) = 0;

    /// Those in force, then those that ended, each newest first. `sites`: empty means all.
    virtual boost::asio::awaitable<std::vector<Voucher>> vouchers(std::vector<SiteId> sites) = 0;
};

}  // namespace chaffinch::store
