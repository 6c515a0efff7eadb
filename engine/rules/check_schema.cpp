// Holds a YAML tree against the tables: unknown keys, wrong shapes, missing keys.

#include "engine/rules/check_scalar.h"
#include "engine/rules/schema.h"

#include <algorithm>

namespace chaffinch::rules {

namespace {

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

    Reporter& reporter_;
};

}  // namespace

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
