// One case a shape.

#include "engine/rules/check_scalar.h"

#include "engine/rules/field_table.h"
#include "engine/rules/scalars.h"
#include "engine/types/reason.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

namespace chaffinch::rules {

namespace {

constexpr std::string_view actions[] = {"note", "allow", "hold", "reject", "escalate"};
constexpr std::string_view modes[] = {"off", "shadow", "on"};

std::optional<ScalarProblem> one_of(
    std::string_view word, std::span<const std::string_view> allowed
) {
    if (std::ranges::find(allowed, word) != allowed.end()) return std::nullopt;
    std::string names;
    for (const std::string_view name : allowed) {
        names += names.empty() ? "" : ", ";
        names += name;
    }
    return ScalarProblem{
        "must be one of " + names, did_you_mean(word, {allowed.begin(), allowed.end()})
    };
}

}  // namespace

std::optional<ScalarProblem> scalar_problem(const YamlNode& node, Shape shape) {
    const std::string& word = node.scalar;
    switch (shape) {
        case Shape::id:
            if (is_rule_id(word)) return std::nullopt;
            return ScalarProblem{"must be 3 to 48 of A-Z, 0-9 and _, starting with a letter"};
        case Shape::name:
            if (is_list_name(word)) return std::nullopt;
            return ScalarProblem{"must be a name of a-z, 0-9 and _"};
        case Shape::number:
            if (!node.quoted && read_number(word)) return std::nullopt;
            return ScalarProblem{"must be a number"};
        case Shape::integer:
            if (!node.quoted && read_integer(word)) return std::nullopt;
            return ScalarProblem{"must be a whole number"};
        case Shape::boolean:
            if (!node.quoted && (word == "true" || word == "false")) return std::nullopt;
            return ScalarProblem{"must be true or false"};
        case Shape::date:
            if (read_date(word)) return std::nullopt;
            return ScalarProblem{"must be a date such as 2026-12-31"};
        case Shape::reason: {
            const auto reason = reason_from_code(word);
            if (reason && *reason != Reason::none) return std::nullopt;
            const std::string_view near = nearest_reason_code(word);
            return ScalarProblem{
                "must be a known reason code",
                near.empty() ? "a rule that only notes needs none"
                             : "did you mean `" + std::string(near) + "`?"
            };
        }
        case Shape::action:
            return one_of(word, actions);
        case Shape::mode:
            return one_of(word, modes);
        case Shape::field: {
            if (find_field(word) != nullptr) return std::nullopt;
            std::vector<std::string_view> known;
            for (const FieldInfo& field : field_table()) known.push_back(field.name);
            return ScalarProblem{"must be a known field", did_you_mean(word, known)};
        }
        default:
            return std::nullopt;
    }
}

}  // namespace chaffinch::rules
