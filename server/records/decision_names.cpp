// Words for enumerations on disk and on the wire, and what a reason teaches.

#include "server/records/campaign.h"
#include "server/records/decision.h"

namespace chaffinch {

std::string_view name(Status status) {
    switch (status) {
        case Status::published:
            return "published";
        case Status::held:
            return "held";
        case Status::rejected:
            return "rejected";
        case Status::withdrawn:
            return "withdrawn";
    }
    return "";
}

std::string_view name(Judgement judgement) {
    switch (judgement) {
        case Judgement::approve:
            return "approve";
        case Judgement::reject:
            return "reject";
        case Judgement::escalate:
            return "escalate";
    }
    return "";
}

std::string_view name(Actor actor) {
    switch (actor) {
        case Actor::engine:
            return "engine";
        case Actor::moderator:
            return "moderator";
        case Actor::author:
            return "author";
        case Actor::system:
            return "system";
    }
    return "";
}

std::string_view name(JoinedBy by) {
    switch (by) {
        case JoinedBy::text:
            return "text";
        case JoinedBy::host:
            return "host";
        case JoinedBy::author:
            return "author";
    }
    return "";
}

std::string_view name(Act act) {
    switch (act) {
        case Act::decision:
            return "decision";
        case Act::edit:
            return "edit";
        case Act::withdrawal:
            return "withdrawal";
        case Act::report:
            return "report";
        case Act::appeal:
            return "appeal";
    }
    return "";
}

std::string_view name(TrainingLabel label) {
    return label == TrainingLabel::spam ? "spam" : "abuse";
}

bool is_persons_word(const DecisionRecord& decision) {
    return decision.act == Act::decision && !decision.undone_at &&
           (decision.actor == Actor::moderator || decision.actor == Actor::system) &&
           decision.judgement != Judgement::escalate;
}

std::optional<Lesson> lesson_of(Judgement judgement, Reason reason) {
    if (judgement == Judgement::reject && family(reason) == ReasonFamily::spam) {
        return Lesson{TrainingLabel::spam, true};
    }
    if (judgement == Judgement::reject && family(reason) == ReasonFamily::abuse) {
        return Lesson{TrainingLabel::abuse, true};
    }
    if (judgement == Judgement::approve && reason == Reason::not_spam) {
        return Lesson{TrainingLabel::spam, false};
    }
    if (judgement == Judgement::approve && reason == Reason::not_abuse) {
        return Lesson{TrainingLabel::abuse, false};
    }
    return std::nullopt;
}

}  // namespace chaffinch
