// Words back to values; every lookup is a walk over two to five entries.

#include "server/store/sqlite/stored_names.h"

#include "server/store/store.h"

#include <initializer_list>
#include <optional>
#include <string>

namespace chaffinch::store::sqlite {

namespace {

[[noreturn]] void unknown_word(std::string_view word) {
    throw StoreUnavailable("a row holds the unknown word '" + std::string(word) + "'", false);
}

template <class Enum>
Enum known(std::optional<Enum> found, std::string_view word) {
    if (!found) unknown_word(word);
    return *found;
}

template <class Enum, class Name>
Enum one_of(std::string_view word, std::initializer_list<Enum> all, Name name_of) {
    for (const Enum value : all) {
        if (name_of(value) == word) return value;
    }
    unknown_word(word);
}

}  // namespace

TextFormat text_format_from(std::string_view word) {
    return known(text_format_named(word), word);
}

CommentPolicy comment_policy_from(std::string_view word) {
    return known(comment_policy_named(word), word);
}

Sensitivity sensitivity_from(std::string_view word) {
    return known(sensitivity_named(word), word);
}

HoldAnswer hold_answer_from(std::string_view word) {
    return known(hold_answer_named(word), word);
}

Role role_from(std::string_view word) {
    return known(role_named(word), word);
}

DeliveryState delivery_state_from(std::string_view word) {
    return known(delivery_state_named(word), word);
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
    return known(report_reason_from(word), word);
}

Standing stored_standing(std::string_view word) {
    return known(standing_from(word), word);
}

Reason reason_from(std::string_view word) {
    if (word.empty()) return Reason::none;
    return known(reason_from_code(word), word);
}

}  // namespace chaffinch::store::sqlite
