// The query strings and bodies that the log of decisions and erasure read.

#pragma once

#include "engine/types/result.h"
#include "server/auth/authenticator.h"
#include "server/http/message.h"
#include "server/store/audit.h"
#include "server/store/privacy.h"

#include <cstdint>
#include <string_view>

namespace chaffinch::api {

enum class FileFormat : std::uint8_t { ndjson, csv };

struct HistoryRequest {
    store::HistoryQuery query{};
    bool sees_nothing = false;  ///< only sites were asked for that the caller does not work for
    FileFormat format = FileFormat::ndjson;
};

/// A page has a limit and a cursor; a file has a format, and is written to its end.
enum class QueryFor : std::uint8_t { page, file };

/// site (ids separated by commas), actor, moderator, reason, judgement, comment, author, from,
/// until (RFC 3339); limit (1 to 200) and cursor of a page, format of a file. The sites are those
/// among the caller's. Errors: invalid, with every wrong parameter.
Result<HistoryRequest> decode_history_query(
    const http::Request& request, const auth::ModeratorCaller& caller, QueryFor what
);

struct WantedErasure {
    store::Person person{};
    bool dry_run = false;
};

/// {site, author, id, email, dry_run}; at least one names the person. Errors: malformed, invalid.
Result<WantedErasure> decode_erasure(std::string_view body);

}  // namespace chaffinch::api
