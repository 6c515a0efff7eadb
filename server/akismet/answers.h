// Answers as Akismet gives them: status 200, exact bytes without a line end, and what cannot be
// said in a word as a header. Clients compare bytes and throw on headers, so each rule here has a
// client that breaks without it (tests/clients).

#pragma once

#include "server/http/message.h"
#include "server/records/comment_record.h"
#include "server/records/site.h"

#include <string>
#include <string_view>

namespace chaffinch::akismet {

/// 200, text/plain.
http::Response plain(std::string_view text);

/// A call that could not be served: `text` for the client, `help` for its author. Never with an
/// answer that is a verdict.
http::Response failure(std::string_view text, std::string_view help);

/// As failure(), and the client shall keep the comment for a person (X-akismet-error).
http::Response anticipated_failure(std::string_view help);

/// 429 with Retry-After: the one status beside 200 that this protocol knows. Every client takes it
/// as "no verdict" and asks again or keeps the comment for a person.
http::Response too_many_calls();

/// "invalid": an unknown key, or one that ended.
http::Response bad_key(bool was_good_once);

/// A verdict as the protocol's two words and what goes beside them.
struct Answer {
    bool spam = false;
    bool discard = false;          ///< only with spam
    bool provisional = false;      ///< only without: ask again after recheck_after_seconds
    std::string guid{};            ///< empty: nothing was stored
    std::string classification{};  ///< empty: not asked for
};

/// A client that waits for a moderator asks again after half an hour; WordPress publishes after
/// twice that time by itself.
inline constexpr int recheck_after_seconds = 1'800;

http::Response verdict_answer(const Answer& answer);

/// How a comment that stands like this is answered. `middle`: of hold = score, in points.
bool answers_spam(const CommentRecord& record, HoldAnswer hold, double middle);

/// X-akismet-classification: the family of the weightiest reason ("spam", "abuse" ...), or "ham".
std::string classification_of(const CommentRecord& record, bool spam);

}  // namespace chaffinch::akismet
