// Holds a YAML tree against the tables: unknown keys, wrong shapes, missing keys.

#include "engine/rules/field_table.h"
#include "engine/rules/scalars.h"
#include "engine/rules/schema.h"
#include "engine/types/reason.h"

#include <algorithm>

namespace chaffinch::rules {

namespace {

constexpr std::string_view actions[] = {"note", "allow", "hold", "reject", "escalate"};
constexpr std::string_view modes[] = {"off", "shadow", "on"};

std::string quoted(std::string_view text) {
    constexpr std::size_t longest = 60;
    return "`" + std::string(text.substr(0, longest)) + (text.size() > longest ? "...`" : "`");
}

class Checker {
  public:
    explicit Checker(Reporter& reporter) : reporter_(reporter) {}

    void object(const YamlNode& node, const Object& object) {
        if (node.kind != YamlNode::Kind::mapping) {
            reporter_.error(node.place, std::string(object.what) + " must be a mapping of keys");
            return;
        }
        for (const auto& entry : node.entries) {
            const auto* key = std::ranges::find(object.keys, entry.key, &Key::name).base();
            if (key == object.keys.data() + object.keys.size()) {
                unknown_key(entry, object);
            } else {
                value(entry.value, *key);
            }
        }
        for (const Key& key : object.keys) {
            if (key.required && node.find(key.name) == nullptr) {
                reporter_.error(
                    node.place,
                    std::string(object.what) + " needs " + quoted(key.name),
                    std::string(key.doc)
                );
            }
        }
    }

  private:
    void unknown_key(const YamlNode::Entry& entry, const Object& object) {
        std::vector<std::string_view> known;
        for (const Key& key : object.keys) known.push_back(key.name);
        reporter_.error(
            entry.place,
            "unknown key " + quoted(entry.key) + " in " + std::string(object.what),
            did_you_mean(entry.key, known)
        );
    }

    void value(const YamlNode& node, const Key& key) {
        switch (key.shape) {
            case Shape::object:
                object(node, *key.object);
                break;
            case Shape::objects:
                objects(node, key);
                break;
            case Shape::named:
                named(node, key, Shape::name);
                break;
            case Shape::overlaid:
                named(node, key, Shape::id);
                break;
            case Shape::list:
                lists(node);
                break;
            case Shape::condition:
                conditions(node, key);
                break;
            case Shape::at_least:
                at_least(node);
                break;
            case Shape::tests:
                tests(node);
                break;
            case Shape::any_fields:
                mapping_of_scalars(node, key);
                break;
            case Shape::words:
            case Shape::hits:
                words(node, key);
                break;
            case Shape::pair:
                pair(node, key);
                break;
            default:
                scalar(node, key.name, key.shape);
        }
    }

    void objects(const YamlNode& node, const Key& key) {
        if (node.is_null()) return;
        if (node.kind != YamlNode::Kind::sequence) {
            reporter_.error(
                node.place, quoted(key.name) + " must be a list", "start each with `- `"
            );
            return;
        }
        for (const YamlNode& item : node.items) {
            const YamlNode* id = item.find("id");
            reporter_.set_subject(id == nullptr ? "" : id->scalar);
            object(item, *key.object);
        }
        reporter_.set_subject("");
    }

    void named(const YamlNode& node, const Key& key, Shape name) {
        if (node.is_null()) return;
        if (node.kind != YamlNode::Kind::mapping) {
            reporter_.error(node.place, quoted(key.name) + " must be a mapping from names");
            return;
        }
        for (const auto& entry : node.entries) {
            reporter_.set_subject(entry.key);
            scalar(YamlNode::make(YamlNode::Kind::scalar, entry.place, entry.key), key.name, name);
            object(entry.value, *key.object);
        }
        reporter_.set_subject("");
    }

    void lists(const YamlNode& node) {
        if (node.is_null()) return;
        if (node.kind != YamlNode::Kind::mapping) {
            reporter_.error(node.place, "`lists` must be a mapping from names to lists");
            return;
        }
        for (const auto& entry : node.entries) {
            scalar(
                YamlNode::make(YamlNode::Kind::scalar, entry.place, entry.key), "lists", Shape::name
            );
            if (entry.value.kind == YamlNode::Kind::mapping) {
                const bool file = entry.value.entries.size() == 1 && entry.value.find("file");
                if (!file) {
                    reporter_.error(
                        entry.value.place, "a list is a sequence of words or {file: path}"
                    );
                }
            } else {
                words(entry.value, {.name = entry.key, .shape = Shape::words});
            }
        }
    }

    void conditions(const YamlNode& node, const Key& key) {
        const bool joins = key.name == "all" || key.name == "any" || key.name == "of";
        if (!joins) {
            object(node, *key.object);
            return;
        }
        if (node.kind != YamlNode::Kind::sequence || node.items.empty()) {
            reporter_.error(node.place, quoted(key.name) + " must be a list of conditions");
            return;
        }
        for (const YamlNode& item : node.items) object(item, *key.object);
    }

    void at_least(const YamlNode& node) {
        if (node.kind == YamlNode::Kind::scalar) {
            scalar(node, "at_least", Shape::integer);
            return;
        }
        reporter_.error(
            node.place, "`at_least` is a count", "write {at_least: 2, of: [condition, condition]}"
        );
    }

    void tests(const YamlNode& node) {
        if (node.kind != YamlNode::Kind::mapping) {
            reporter_.error(node.place, "`tests` must be {match: [...], no_match: [...]}");
            return;
        }
        for (const auto& entry : node.entries) {
            if (entry.key != "match" && entry.key != "no_match") {
                reporter_.error(
                    entry.place,
                    "unknown key " + quoted(entry.key) + " in `tests`",
                    "match and no_match"
                );
            } else if (entry.value.kind != YamlNode::Kind::sequence) {
                reporter_.error(entry.place, quoted(entry.key) + " must be a list of comments");
            } else {
                for (const YamlNode& item : entry.value.items) {
                    if (item.kind != YamlNode::Kind::scalar) object(item, test_object());
                }
            }
        }
    }

    void mapping_of_scalars(const YamlNode& node, const Key& key) {
        const bool flat = node.kind == YamlNode::Kind::mapping &&
                          std::ranges::all_of(node.entries, [](const auto& entry) {
                              return entry.value.kind == YamlNode::Kind::scalar;
                          });
        if (!flat) reporter_.error(node.place, quoted(key.name) + " must be a mapping of values");
    }

    void words(const YamlNode& node, const Key& key) {
        if (node.kind == YamlNode::Kind::scalar && !node.is_null()) return;
        const bool fine = node.kind == YamlNode::Kind::sequence && !node.items.empty() &&
                          std::ranges::all_of(node.items, [](const YamlNode& item) {
                              return item.kind == YamlNode::Kind::scalar && !item.scalar.empty();
                          });
        if (!fine) {
            reporter_.error(
                node.place,
                quoted(key.name) + " must be a non-empty list of words",
                "quote an entry that holds `: `, `#` or brackets"
            );
        }
    }

    void pair(const YamlNode& node, const Key& key) {
        if (node.kind == YamlNode::Kind::sequence && node.items.size() == 2) {
            for (const YamlNode& item : node.items) scalar(item, key.name, Shape::number);
        } else {
            reporter_.error(node.place, quoted(key.name) + " must be [from, to]");
        }
    }

    void scalar(const YamlNode& node, std::string_view key, Shape shape) {
        if (node.kind != YamlNode::Kind::scalar) {
            reporter_.error(node.place, quoted(key) + " must be a single value");
            return;
        }
        if (const auto problem = scalar_problem(node, shape)) {
            reporter_.error(
                node.place,
                quoted(key) + ": " + problem->message + ", not " + quoted(node.scalar),
                problem->hint
            );
        }
    }

    struct Problem {
        std::string message;
        std::string hint{};
    };

    static std::optional<Problem> one_of(
        std::string_view word, std::span<const std::string_view> allowed
    ) {
        if (std::ranges::find(allowed, word) != allowed.end()) return std::nullopt;
        std::string names;
        for (const std::string_view name : allowed) {
            names += names.empty() ? "" : ", ";
            names += name;
        }
        return Problem{
            "must be one of " + names, did_you_mean(word, {allowed.begin(), allowed.end()})
        };
    }

    static std::optional<Problem> scalar_problem(const YamlNode& node, Shape shape) {
        const std::string& word = node.scalar;
        switch (shape) {
            case Shape::id:
                if (is_rule_id(word)) return std::nullopt;
                return Problem{"must be 3 to 48 of A-Z, 0-9 and _, starting with a letter"};
            case Shape::name:
                if (is_list_name(word)) return std::nullopt;
                return Problem{"must be a name of a-z, 0-9 and _"};
            case Shape::number:
                if (!node.quoted && read_number(word)) return std::nullopt;
                return Problem{"must be a number"};
            case Shape::integer:
                if (!node.quoted && read_integer(word)) return std::nullopt;
                return Problem{"must be a whole number"};
            case Shape::boolean:
                if (!node.quoted && (word == "true" || word == "false")) return std::nullopt;
                return Problem{"must be true or false"};
            case Shape::date:
                if (read_date(word)) return std::nullopt;
                return Problem{"must be a date such as 2026-12-31"};
            case Shape::reason: {
                const auto reason = reason_from_code(word);
                if (reason && *reason != Reason::none) return std::nullopt;
                const std::string_view near = nearest_reason_code(word);
                return Problem{
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
                return Problem{"must be a known field", did_you_mean(word, known)};
            }
            default:
                return std::nullopt;
        }
    }

    Reporter& reporter_;
};

}  // namespace

void Reporter::add(Severity severity, Place place, std::string message, std::string hint) {
    out_.push_back(
        {.severity = severity,
         .file = file_,
         .line = place.line,
         .column = place.column,
         .subject = subject_,
         .message = std::move(message),
         .hint = std::move(hint)}
    );
}

void Reporter::error(Place place, std::string message, std::string hint) {
    ++errors_;
    add(Severity::error, place, std::move(message), std::move(hint));
}

void Reporter::warning(Place place, std::string message, std::string hint) {
    add(Severity::warning, place, std::move(message), std::move(hint));
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates) {
    const std::string_view near = nearest(word, candidates);
    return near.empty() ? "" : "did you mean `" + std::string(near) + "`?";
}

void check_file(const YamlNode& root, Reporter& reporter) {
    if (root.is_null()) return;
    Checker(reporter).object(root, file_object());
}

bool is_sound(const YamlNode& node, const Object& object) {
    Diagnostics ignored;
    Reporter scratch("", ignored);
    Checker(scratch).object(node, object);
    return scratch.errors() == 0;
}

}  // namespace chaffinch::rules
