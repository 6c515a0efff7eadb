// HistoryFile: the log of decisions as a file that is written while it is searched, so that a long
// one takes no more memory than a short one.

#pragma once

#include "server/api/history_query.h"
#include "server/store/audit.h"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>

namespace chaffinch::api {

class HistoryFile {
  public:
    /// The first page of the search and what was asked for. The store must outlive it.
    HistoryFile(store::AuditStore& audit, HistoryRequest request, store::HistoryPage first);

    /// Some hundred lines, with the head of the columns before the first of a CSV; nullopt at the
    /// end. One call at a time. Throws std::runtime_error when the store cannot go on: what was
    /// written then is not whole.
    boost::asio::awaitable<std::optional<std::string>> next();

  private:
    std::string lines_of(store::HistoryPage page);

    store::AuditStore& audit_;
    HistoryRequest request_;
    std::optional<store::HistoryPage> first_;
    bool ended_ = false;
};

}  // namespace chaffinch::api
