// The table of legal changes of status.

#include "server/records/status_changes.h"

namespace chaffinch {

Status status_for(Outcome outcome) {
    switch (outcome) {
        case Outcome::approve:
            return Status::published;
        case Outcome::hold:
            return Status::held;
        case Outcome::reject:
            return Status::rejected;
    }
    return Status::held;
}

std::optional<Status> status_after(Status from, Judgement judgement) {
    if (from == Status::withdrawn) return std::nullopt;
    switch (judgement) {
        case Judgement::approve:
            return Status::published;
        case Judgement::reject:
            return Status::rejected;
        case Judgement::escalate:
            return Status::held;
    }
    return std::nullopt;
}

}  // namespace chaffinch
