// Rows of one person: found and given out. Called within a transaction; throws SqliteError.
//
// What refers to a comment or an author is found in the schema itself: it is given out (and erased,
// see erasure.h) whatever table it stands in, also one that a later migration adds.

#pragma once

#include "server/store/privacy.h"
#include "server/store/sqlite/connection.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::store::sqlite {

/// Rows of the table that one call looks at.
constexpr std::int64_t stretch_of_comments = 20'000;

/// The row of the author "aut_7", or of the author with this key.
std::optional<std::int64_t> find_author(
    Connection& db, std::int64_t site, std::string_view id_or_key
);

/// The row of the person as a reader who reports.
std::optional<std::int64_t> find_reporter(Connection& db, std::int64_t site, const Person& person);

/// Errors: see PrivacyStore.
Result<Person> resolve_person(Connection& db, Person person);
Result<PersonPage> comments_of_person(Connection& db, const Person& person, std::int64_t after);

std::vector<std::string> person_lines(Connection& db, const std::vector<std::int64_t>& comments);
std::vector<std::string> reader_lines(Connection& db, const Person& person);

}  // namespace chaffinch::store::sqlite
