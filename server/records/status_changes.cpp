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

bool waits_for_person(Status status, bool reported, bool appealed) {
    switch (status) {
        case Status::held:
            return true;
        case Status::published:
            return reported;
        case Status::rejected:
            return appealed;
        case Status::withdrawn:
            return false;
    }
    return false;
}

std::optional<Status> status_after_edit(
    Status from, Outcome outcome, LastWord last_word, bool harmless
) {
    switch (from) {
        case Status::withdrawn:
            return std::nullopt;
        case Status::held:
            return Status::held;
        case Status::rejected:
            if (last_word != LastWord::engine) return Status::rejected;
            return outcome == Outcome::reject ? Status::rejected : Status::held;
        case Status::published:
            if (outcome == Outcome::approve) return Status::published;
            if (last_word == LastWord::engine) return status_for(outcome);
            return harmless ? Status::published : Status::held;
    }
    return std::nullopt;
}

}  // namespace chaffinch
