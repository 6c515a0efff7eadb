// The JSON of what the native door answers. Shapes: openapi.yaml.

#pragma once

#include "engine/wire/verdict_json.h"
#include "server/auth/authenticator.h"
#include "server/http/message.h"
#include "server/records/campaign.h"
#include "server/records/comment_record.h"
#include "server/records/decision.h"
#include "server/records/webhook.h"
#include "server/review/review.h"
#include "server/store/authors.h"
#include "server/store/campaigns.h"
#include "server/store/lifecycle.h"
#include "server/store/reviews.h"
#include "server/store/submissions.h"

#include <boost/json/fwd.hpp>

#include <optional>
#include <string>
#include <vector>

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

/// Every text of a comment, oldest first, each with the words it changed.
boost::json::object revisions_reply(const review::EditedComment& edited);

boost::json::object report_reply(const store::ReportReceipt& receipt);
boost::json::object appeal_reply(const AppealRecord& appeal);

boost::json::object standing_reply(const StandingRecord& standing);
boost::json::object author_reply(const store::AuthorRecord& author);

boost::json::object decision_reply(const DecisionRecord& decision);
boost::json::object moderator_reply(const auth::ModeratorCaller& caller);

boost::json::object campaign_reply(const Campaign& campaign);
boost::json::object campaign_member_reply(const store::CampaignMember& member);

/// An account as those who manage it see it; never its secrets.
boost::json::object account_reply(const Moderator& moderator);
boost::json::object token_reply(const PersonalToken& token);
boost::json::object site_reply(const Site& site);

/// Without its secrets.
boost::json::object endpoint_reply(const WebhookEndpoint& endpoint);
boost::json::object delivery_reply(
    const WebhookDelivery& delivery, const std::vector<WebhookAttempt>& attempts
);

/// One item's outcome within a batch or a bulk decision.
boost::json::object attempt_reply(const store::DecisionAttempt& attempt);
boost::json::object problem_member(const Error& error);

http::Response json_response(unsigned status, const boost::json::value& body);

/// The same about one comment, with its version as ETag.
http::Response comment_response(
    unsigned status, const CommentRecord& record, const boost::json::value& body
);

}  // namespace chaffinch::api
