// Tables of words; every lookup is a walk over two to four entries.

#include "server/store/sqlite/stored_names.h"

#include "server/store/store.h"

#include <initializer_list>
#include <string>

namespace chaffinch::store::sqlite {

namespace {

[[noreturn]] void unknown_word(std::string_view word) {
    throw StoreUnavailable("a row holds the unknown word '" + std::string(word) + "'", false);
}

template <class Enum, class Name>
Enum one_of(std::string_view word, std::initializer_list<Enum> all, Name name_of) {
    for (const Enum value : all) {
        if (name_of(value) == word) return value;
    }
    unknown_word(word);
}

}  // namespace

std::string_view stored_name(TextFormat format) {
    switch (format) {
        case TextFormat::plain:
            return "plain";
        case TextFormat::markdown:
            return "markdown";
        case TextFormat::html:
            return "html";
    }
    return "";
}

std::string_view stored_name(CommentPolicy policy) {
    switch (policy) {
        case CommentPolicy::post:
            return "post";
        case CommentPolicy::pre:
            return "pre";
        case CommentPolicy::closed:
            return "closed";
    }
    return "";
}

std::string_view stored_name(Sensitivity sensitivity) {
    switch (sensitivity) {
        case Sensitivity::none:
            return "none";
        case Sensitivity::medical:
            return "medical";
        case Sensitivity::minors:
            return "minors";
        case Sensitivity::politics:
            return "politics";
    }
    return "";
}

std::string_view stored_name(HoldAnswer answer) {
    switch (answer) {
        case HoldAnswer::spam:
            return "spam";
        case HoldAnswer::ham:
            return "ham";
        case HoldAnswer::score:
            return "score";
    }
    return "";
}

std::string_view stored_name(Role role) {
    switch (role) {
        case Role::viewer:
            return "viewer";
        case Role::moderator:
            return "moderator";
        case Role::admin:
            return "admin";
        case Role::op:
            return "operator";
    }
    return "";
}

std::string_view stored_name(DeliveryState state) {
    switch (state) {
        case DeliveryState::waiting:
            return "waiting";
        case DeliveryState::due:
            return "due";
        case DeliveryState::delivered:
            return "delivered";
        case DeliveryState::dead:
            return "dead";
    }
    return "";
}

TextFormat text_format_from(std::string_view word) {
    return one_of(
        word,
        {TextFormat::plain, TextFormat::markdown, TextFormat::html},
        [](TextFormat value) { return stored_name(value); }
    );
}

CommentPolicy comment_policy_from(std::string_view word) {
    return one_of(
        word,
        {CommentPolicy::post, CommentPolicy::pre, CommentPolicy::closed},
        [](CommentPolicy value) { return stored_name(value); }
    );
}

Sensitivity sensitivity_from(std::string_view word) {
    return one_of(
        word,
        {Sensitivity::none, Sensitivity::medical, Sensitivity::minors, Sensitivity::politics},
        [](Sensitivity value) { return stored_name(value); }
    );
}

HoldAnswer hold_answer_from(std::string_view word) {
    return one_of(
        word,
        {HoldAnswer::spam, HoldAnswer::ham, HoldAnswer::score},
        [](HoldAnswer value) { return stored_name(value); }
    );
}

Role role_from(std::string_view word) {
    return one_of(word, {Role::viewer, Role::moderator, Role::admin, Role::op}, [](Role value) {
        return stored_name(value);
    });
}

DeliveryState delivery_state_from(std::string_view word) {
    return one_of(
        word,
        {DeliveryState::waiting, DeliveryState::due, DeliveryState::delivered, DeliveryState::dead},
        [](DeliveryState value) { return stored_name(value); }
    );
}

Status status_from(std::string_view word) {
    return one_of(
        word,
        {Status::published, Status::held, Status::rejected, Status::withdrawn},
        [](Status value) { return name(value); }
    );
}

Judgement judgement_from(std::string_view word) {
    return one_of(
        word,
        {Judgement::approve, Judgement::reject, Judgement::escalate},
        [](Judgement value) { return name(value); }
    );
}

Actor actor_from(std::string_view word) {
    return one_of(
        word,
        {Actor::engine, Actor::moderator, Actor::author, Actor::system},
        [](Actor value) { return name(value); }
    );
}

Act act_from(std::string_view word) {
    return one_of(
        word,
        {Act::decision, Act::edit, Act::withdrawal, Act::report, Act::appeal},
        [](Act value) { return name(value); }
    );
}

TrainingLabel training_label_from(std::string_view word) {
    return one_of(word, {TrainingLabel::spam, TrainingLabel::abuse}, [](TrainingLabel value) {
        return name(value);
    });
}

ReportReason stored_report_reason(std::string_view word) {
    const auto reason = report_reason_from(word);
    if (!reason) unknown_word(word);
    return *reason;
}

Standing stored_standing(std::string_view word) {
    const auto standing = standing_from(word);
    if (!standing) unknown_word(word);
    return *standing;
}

Reason reason_from(std::string_view word) {
    if (word.empty()) return Reason::none;
    const auto reason = reason_from_code(word);
    if (!reason) unknown_word(word);
    return *reason;
}

}  // namespace chaffinch::store::sqlite
