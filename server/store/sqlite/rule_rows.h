// Editions of sites' own rules, and decided comments to try rules on. Called within a transaction;
// throws SqliteError.

#pragma once

#include "server/store/rules.h"
#include "server/store/sqlite/connection.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace chaffinch::store::sqlite {

std::vector<RuleVersion> newest_rule_versions(Connection& db);

Result<RuleVersion> rule_version_of(
    Connection& db, const SiteId& site, std::optional<std::int64_t> version
);

std::vector<RuleVersion> rule_versions_of(
    Connection& db, const SiteId& site, std::int64_t before, std::size_t limit
);

Result<void> insert_rule_version(Connection& db, const RuleVersion& version);

DecidedPage decided_comments_of(
    Connection& db, const SiteId& site, std::int64_t before, std::size_t limit
);

}  // namespace chaffinch::store::sqlite
