// The words by which enumerations stand in the database, both ways. A word that we never wrote
// means that its row is damaged: reading throws StoreUnavailable, which is not transient.

#pragma once

#include "engine/types/article.h"
#include "engine/types/comment.h"
#include "engine/types/reason.h"
#include "server/records/comment_record.h"
#include "server/records/decision.h"
#include "server/records/report.h"
#include "server/records/site.h"
#include "server/records/standing.h"
#include "server/records/webhook.h"

#include <string_view>

namespace chaffinch::store::sqlite {

std::string_view stored_name(TextFormat format);
std::string_view stored_name(CommentPolicy policy);
std::string_view stored_name(Sensitivity sensitivity);
std::string_view stored_name(Role role);
std::string_view stored_name(DeliveryState state);
std::string_view stored_name(HoldAnswer answer);

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
