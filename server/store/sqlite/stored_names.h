// The words by which enumerations stand in the database, which are those of name(), back to values.
// A word that we never wrote means that its row is damaged: reading throws StoreUnavailable, which
// is not transient.

#pragma once

#include "engine/types/content_words.h"
#include "engine/types/reason.h"
#include "server/records/account_words.h"
#include "server/records/comment_record.h"
#include "server/records/decision.h"
#include "server/records/report.h"
#include "server/records/standing.h"

#include <string_view>

namespace chaffinch::store::sqlite {

TextFormat text_format_from(std::string_view name);
CommentPolicy comment_policy_from(std::string_view name);
Sensitivity sensitivity_from(std::string_view name);
Role role_from(std::string_view name);
DeliveryState delivery_state_from(std::string_view name);
HoldAnswer hold_answer_from(std::string_view name);
Status status_from(std::string_view name);
Judgement judgement_from(std::string_view name);
Actor actor_from(std::string_view name);
Act act_from(std::string_view name);
TrainingLabel training_label_from(std::string_view name);
Reason reason_from(std::string_view code);
Standing stored_standing(std::string_view name);
ReportReason stored_report_reason(std::string_view name);

}  // namespace chaffinch::store::sqlite
