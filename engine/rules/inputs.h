// Inputs: everything a rule may look at in one evaluation, by reference.

#pragma once

#include "engine/context/relate.h"
#include "engine/rules/rule_set.h"
#include "engine/text/document.h"
#include "engine/types/comment.h"
#include "engine/types/facts.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace chaffinch::rules {

/// Field values that a rule's own test states outright ("rate.author_10m: 30").
using GivenFields = std::map<std::string, std::variant<double, bool, std::string>, std::less<>>;

struct Inputs {
    const Comment* comment = nullptr;          ///< null: fields of the comment are unknown
    const text::Document* document = nullptr;  ///< null: fields of the text are unknown
    const context::Relation* relation = nullptr;
    const Facts* facts = nullptr;
    ClassifierView classifier{};
    const GivenFields* given = nullptr;  ///< null outside of tests; outranks everything else
};

}  // namespace chaffinch::rules
