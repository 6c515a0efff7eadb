// Statements as JSON, and as the lines of files that other programs read.

#pragma once

#include "server/audit/statement.h"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace chaffinch::audit {

boost::json::object to_json(const Statement& statement);

/// One line of NDJSON, its end included.
std::string ndjson_line(const Statement& statement);

/// The head line of the CSV and one of its lines, ends included (RFC 4180).
std::string csv_head();
std::string csv_line(const Statement& statement);

/// One field: quoted, quotes doubled. What a spreadsheet would take for a formula (it begins with
/// = + - @, tab or carriage return) gets an apostrophe before it
/// (owasp.org/www-community/attacks/CSV_Injection); NUL becomes a space.
std::string csv_field(std::string_view text);

}  // namespace chaffinch::audit
