// Page by page: a page is looked for when the reader has taken the one before.

#include "server/api/history_file.h"

#include "server/audit/history_lines.h"

#include <stdexcept>
#include <utility>

namespace chaffinch::api {

HistoryFile::HistoryFile(store::AuditStore& audit, HistoryRequest request, store::HistoryPage first)
    : audit_(audit), request_(std::move(request)), first_(std::move(first)) {}

std::string HistoryFile::lines_of(store::HistoryPage page) {
    std::string lines;
    const bool csv = request_.format == FileFormat::csv;
    for (store::HistoryEntry& entry : page.items) {
        const audit::Statement statement = audit::statement_of(std::move(entry));
        lines += csv ? audit::csv_line(statement) : audit::ndjson_line(statement);
    }
    request_.query.cursor = std::move(page.next_cursor);
    ended_ = request_.query.cursor.empty();
    return lines;
}

boost::asio::awaitable<std::optional<std::string>> HistoryFile::next() {
    std::string piece;
    if (first_) {
        if (request_.format == FileFormat::csv) piece = audit::csv_head();
        piece += lines_of(*std::exchange(first_, std::nullopt));
    }
    // Rare rows are looked for in bounded steps, so a page may be empty and not the last one.
    while (piece.empty() && !ended_) {
        auto page = co_await audit_.search_history(request_.query);
        if (!page) throw std::runtime_error(page.error().detail);
        piece = lines_of(*std::move(page));
    }
    if (piece.empty()) co_return std::nullopt;
    co_return piece;
}

}  // namespace chaffinch::api
