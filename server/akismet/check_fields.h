// What a client says of a comment, in the engine's terms.

#pragma once

#include "engine/types/result.h"
#include "engine/wire/submission_json.h"
#include "server/akismet/fields.h"
#include "server/records/site.h"

#include <string>

namespace chaffinch::akismet {

struct Check {
    wire::Submission submission{};
    /// SHA-256 of article, author, e-mail and content; equal for a check and its feedback.
    SecretHash content{};
    std::string blog{};
    std::string callback{};  ///< empty unless it is an http(s) URL
    std::string post_id{};
    std::string guid{};  ///< ours, of an earlier answer; clients hardly ever send it back
    bool is_test = false;
    bool is_recheck = false;
    bool is_edit = false;  ///< a recheck because of an edit
    bool classify = false;
    bool by_administrator = false;
    bool by_registered = false;  ///< the site names a role of the author
    bool guaranteed_spam = false;
};

/// Errors: too_large, naming the field and its limit. Nothing is cut: the client then keeps the
/// comment for a person.
Result<Check> read_check(const Fields& fields);

/// The first required field that is missing; empty: none is.
std::string_view missing_field(const Fields& fields);

}  // namespace chaffinch::akismet
