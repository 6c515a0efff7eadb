// How comments came in by the Akismet door. Called within a transaction; throw SqliteError.

#pragma once

#include "server/store/akismet.h"
#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/connection.h"

#include <optional>
#include <vector>

namespace chaffinch::store::sqlite {

void insert_check(Connection& db, const CommentRow& row, const AkismetCheck& check);

std::optional<KnownCheck> find_check_by_content(
    Connection& db, const SiteId& site, const SecretHash& content
);
std::optional<KnownCheck> find_check_by_comment(
    Connection& db, const SiteId& site, const CommentId& comment
);

void set_feedback(Connection& db, const CommentId& comment, bool spam);

std::vector<AkismetUsage> usage_by_client(
    Connection& db, const SiteId& site, Timestamp from, Timestamp to
);

}  // namespace chaffinch::store::sqlite
