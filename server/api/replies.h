// The JSON of comments and what was decided of them, and answers made of JSON. Shapes:
// openapi.yaml.

#pragma once

#include "engine/wire/verdict_json.h"
#include "server/http/message.h"
#include "server/records/claim.h"
#include "server/records/comment_record.h"
#include "server/records/decision.h"
#include "server/records/report.h"
#include "server/store/lifecycle.h"
#include "server/store/reviews.h"
#include "server/store/submissions.h"

#include <boost/json/fwd.hpp>

#include <optional>

namespace chaffinch::api {

/// The answer to a submission.
boost::json::object verdict_reply(const CommentRecord& record, wire::VerdictDetail detail);

/// The answer to GET /v1/comments/{id}; `decision` is the one in force.
boost::json::object comment_reply(
    const CommentRecord& record, const std::optional<DecisionRecord>& decision
);

/// A published comment, as anybody may see it.
boost::json::object published_reply(const store::PublishedComment& comment);

/// `viewer`: whose own claims are `mine`.
boost::json::object queue_item_reply(const store::QueueItem& item, const ModeratorId& viewer);
boost::json::object claim_reply(const Claim& claim, const ModeratorId& viewer);

boost::json::object report_reply(const store::ReportReceipt& receipt);
boost::json::object appeal_reply(const AppealRecord& appeal);

boost::json::object decision_reply(const DecisionRecord& decision);

/// One item's outcome within a batch or a bulk decision.
boost::json::object attempt_reply(const store::DecisionAttempt& attempt);
boost::json::object problem_member(const Error& error);

http::Response json_response(unsigned status, const boost::json::value& body);

/// The same about one comment, with its version as ETag.
http::Response comment_response(
    unsigned status, const CommentRecord& record, const boost::json::value& body
);

}  // namespace chaffinch::api
