// The words by which our enumerations go on the wire and on disk.

#include "engine/types/signal.h"
#include "engine/types/verdict.h"

namespace chaffinch {

std::string_view name(Field field) {
    switch (field) {
        case Field::text:
            return "text";
        case Field::author_name:
            return "author.name";
        case Field::author_email:
            return "author.email";
        case Field::author_url:
            return "author.url";
        case Field::article:
            return "article";
    }
    return "";
}

std::string_view name(SignalSource source) {
    switch (source) {
        case SignalSource::rule:
            return "rule";
        case SignalSource::composite:
            return "composite";
        case SignalSource::detector:
            return "detector";
        case SignalSource::classifier:
            return "classifier";
        case SignalSource::policy:
            return "policy";
    }
    return "";
}

std::string_view name(Action action) {
    switch (action) {
        case Action::score:
            return "score";
        case Action::note:
            return "note";
        case Action::allow:
            return "allow";
        case Action::hold:
            return "hold";
        case Action::reject:
            return "reject";
        case Action::escalate:
            return "escalate";
    }
    return "";
}

std::string_view name(Outcome outcome) {
    switch (outcome) {
        case Outcome::approve:
            return "approve";
        case Outcome::hold:
            return "hold";
        case Outcome::reject:
            return "reject";
    }
    return "";
}

}  // namespace chaffinch
