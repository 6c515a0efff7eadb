// What must hold of any reader of exports, whatever the file: it ends, names a line of the file
// with every row, hands on UTF-8 only, and gives the same rows for the same bytes.

#pragma once

#include "engine/types/limits.h"
#include "engine/types/utf8.h"
#include "server/import/history.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::test {

using ImportReader = Result<void> (*)(std::istream&, const importing::RowSink&);

struct SeenRow {
    std::size_t line = 0;
    std::string said{};

    friend bool operator==(const SeenRow&, const SeenRow&) = default;
};

inline void require(bool holds) {
    if (!holds) std::abort();
}

/// A row that would be stored: within the limits, as text that the engine accepts.
inline void check_storable(const importing::HistoricComment& historic) {
    if (importing::why_not(historic)) return;
    const Comment& comment = historic.comment;
    require(!comment.external_id.empty() && comment.external_id.size() <= limits::id_bytes);
    require(!comment.article.value.empty() && comment.article.value.size() <= limits::id_bytes);
    require(count_code_points(comment.text) <= limits::text_code_points);
    require(comment.text.find('\0') == std::string::npos);
}

inline std::vector<SeenRow> rows_of(ImportReader read, std::string_view bytes) {
    const auto lines = static_cast<std::size_t>(std::ranges::count(bytes, '\n')) + 1 +
                       static_cast<std::size_t>(std::ranges::count(bytes, '\r'));
    std::istringstream in{std::string(bytes)};
    std::vector<SeenRow> rows;
    const auto done = read(in, [&](importing::Row row) {
        if (const auto* left = std::get_if<importing::LeftOut>(&row)) {
            require(left->line >= 1 && left->line <= lines && !left->reason.empty());
            rows.push_back({left->line, left->reason});
        } else {
            const auto& historic = std::get<importing::HistoricComment>(row);
            require(historic.line >= 1 && historic.line <= lines);
            check_storable(historic);
            rows.push_back({historic.line, historic.comment.text});
        }
        return true;
    });
    if (!done) rows.push_back({0, done.error().detail});
    return rows;
}

inline void read_import(ImportReader read, std::string_view bytes) {
    const std::vector<SeenRow> rows = rows_of(read, bytes);
    require(rows == rows_of(read, bytes));
    // A sink that stops is not called again.
    std::istringstream in{std::string(bytes)};
    std::size_t calls = 0;
    static_cast<void>(read(in, [&](importing::Row) {
        ++calls;
        return false;
    }));
    require(calls <= 1);
}

}  // namespace chaffinch::test
