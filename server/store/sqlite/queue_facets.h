// Facets: properties by which the queue can be filtered, besides its lists (table queue_facets).
// Called within a transaction; throws SqliteError.

#pragma once

#include "server/store/sqlite/comment_rows.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::store::sqlite {

std::string facet_of_author(std::string_view key_id_or_name);
std::string facet_of_rule(std::string_view signal);
std::string facet_of_language(std::string_view language);
std::string facet_of_assignment(std::string_view login);
std::string facet_of_skips();

/// All facets of a comment that stands in the lists now: at most 48 rules, its author, language,
/// assignment, and whether it was skipped.
void enter_facets(Connection& db, const CommentRow& row);
void leave_facets(Connection& db, std::int64_t comment);

/// Nothing for a comment that does not wait.
void add_facet(Connection& db, std::int64_t comment, const std::string& facet);
void remove_facet(Connection& db, std::int64_t comment, const std::string& facet);

bool has_facet(Connection& db, std::int64_t comment, const std::string& facet);

/// At most `most` comments of the site with this facet, in no order that matters.
std::vector<std::int64_t> comments_with_facet(
    Connection& db, std::int64_t site, const std::string& facet, std::size_t most
);

}  // namespace chaffinch::store::sqlite
