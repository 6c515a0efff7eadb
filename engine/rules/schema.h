// The schema of rule files: which keys an object may have and what their values look like.
//
// One table for the loader, for "did you mean" and for the JSON Schema that editors complete with.

#pragma once

#include "engine/rules/yaml_tree.h"
#include "engine/types/diagnostic.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace chaffinch::rules {

enum class Shape : std::uint8_t {
    text,  ///< any scalar, as written
    id,    ///< [A-Z][A-Z0-9_]{2,47}
    name,  ///< [a-z][a-z0-9_]{0,47}: lists, groups, rule sets
    number,
    integer,
    boolean,     ///< true or false, unquoted
    date,        ///< 2026-12-31
    reason,      ///< a reason code
    action,      ///< note, allow, hold, reject, escalate
    mode,        ///< off, shadow, on
    field,       ///< a name of the field table
    words,       ///< a scalar or a sequence of scalars
    pair,        ///< [low, high]
    hits,        ///< ids of signals: a scalar or a sequence
    object,      ///< Key::object
    objects,     ///< sequence of Key::object
    named,       ///< mapping from name to Key::object
    overlaid,    ///< mapping from rule id to Key::object
    list,        ///< a sequence of words or {file: ...}
    condition,   ///< Key::object, or a sequence of them where the key joins several
    at_least,    ///< a count, or {count: , of: }
    tests,       ///< {match: [...], no_match: [...]}
    any_fields,  ///< mapping of scalars, checked by who reads it
};

struct Object;

struct Key {
    std::string_view name;
    Shape shape;
    bool required = false;
    const Object* object = nullptr;
    std::string_view doc{};
};

struct Object {
    std::string_view what;  ///< "a rule"; used in messages
    std::span<const Key> keys;
};

const Object& file_object();
const Object& rule_object();
const Object& composite_object();
const Object& condition_object();
const Object& test_object();

/// Reports problems of one file; `subject` is the rule at hand.
class Reporter {
  public:
    Reporter(std::string file, Diagnostics& out) : file_(std::move(file)), out_(out) {}

    void error(Place place, std::string message, std::string hint = {});
    void warning(Place place, std::string message, std::string hint = {});

    void set_subject(std::string subject) { subject_ = std::move(subject); }

    [[nodiscard]] const std::string& file() const { return file_; }

    [[nodiscard]] std::size_t errors() const { return errors_; }

  private:
    void add(Severity severity, Place place, std::string message, std::string hint);

    std::string file_;
    std::string subject_{};
    Diagnostics& out_;
    std::size_t errors_ = 0;
};

/// "did you mean `x`?", or empty.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates);

/// Holds a whole file against the schema and reports every deviation.
void check_file(const YamlNode& root, Reporter& reporter);

/// True when a node by itself keeps to the schema, so that it can be read without further care.
bool is_sound(const YamlNode& node, const Object& object);

}  // namespace chaffinch::rules
