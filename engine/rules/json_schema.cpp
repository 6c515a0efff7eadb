// Each object of the schema table becomes one entry of $defs; shapes become JSON types.

#include "engine/rules/json_schema.h"

#include "engine/rules/field_table.h"
#include "engine/rules/schema.h"
#include "engine/types/reason.h"

#include <algorithm>
#include <map>
#include <vector>

namespace chaffinch::rules {

namespace {

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

std::string one_of(const std::vector<std::string_view>& values) {
    std::string out;
    for (const std::string_view value : values) out += (out.empty() ? "" : ", ") + quoted(value);
    return R"("enum": [)" + out + "]";
}

std::string fields() {
    std::vector<std::string_view> names;
    for (const FieldInfo& field : field_table()) names.push_back(field.name);
    return one_of(names);
}

std::string reasons() {
    std::vector<std::string_view> codes;
    for (const ReasonInfo& row : reason_table()) {
        if (row.reason != Reason::none) codes.push_back(row.code);
    }
    return one_of(codes);
}

/// YAML hands 012 and `no` to an editor as numbers and truth values; both are words here.
constexpr std::string_view word = R"("type": ["string", "number", "boolean"])";

std::string words() {
    return R"("anyOf": [{)" + std::string(word) +
           R"(}, {"type": "array", "minItems": 1, "items": {)" + std::string(word) + "}}]";
}

class Writer {
  public:
    std::string schema() {
        const std::string root = reference(file_object());
        std::string out = "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n";
        out += "  \"title\": \"Chaffinch rule file\",\n  " + root + ",\n  \"$defs\": {";
        for (bool first = true; const auto& [object, text] : definitions_) {
            out += (first ? "\n    " : ",\n    ") + text;
            first = false;
        }
        return out + "\n  }\n}\n";
    }

  private:
    /// "$ref" to an object, which is defined on first sight.
    std::string reference(const Object& object) {
        const auto [found, added] = names_.try_emplace(&object, definition_name(object));
        const std::string name = found->second;
        if (added) define(object, name);
        return R"("$ref": "#/$defs/)" + name + "\"";
    }

    /// "a rule" -> "rule", "an overlay entry" -> "overlay_entry", "`scope`" -> "scope"
    static std::string definition_name(const Object& object) {
        std::string_view what = object.what;
        if (what.starts_with("a ")) what.remove_prefix(2);
        if (what.starts_with("an ")) what.remove_prefix(3);
        std::string out;
        for (const char c : what) {
            if (c != '`') out += c == ' ' ? '_' : c;
        }
        return out;
    }

    void define(const Object& object, const std::string& name) {
        std::string properties;
        std::vector<std::string_view> required;
        for (const Key& key : object.keys) {
            properties += (properties.empty() ? "" : ",\n        ") + quoted(key.name) + ": {" +
                          shape(key) + ", \"description\": " + quoted(key.doc) + "}";
            if (key.required) required.push_back(key.name);
        }
        std::string text = quoted(name) + ": {\n      \"type\": \"object\",\n" +
                           "      \"additionalProperties\": false,\n";
        if (!required.empty()) {
            std::string list;
            for (const std::string_view one : required)
                list += (list.empty() ? "" : ", ") + quoted(one);
            text += "      \"required\": [" + list + "],\n";
        }
        definitions_[name] =
            text + "      \"properties\": {\n        " + properties + "\n      }\n    }";
    }

    std::string shape(const Key& key) {
        switch (key.shape) {
            case Shape::text:
                return std::string(word);
            case Shape::id:
                return R"("type": "string", "pattern": "^[A-Z][A-Z0-9_]{2,47}$")";
            case Shape::name:
                return R"("type": "string", "pattern": "^[a-z][a-z0-9_]{0,47}$")";
            case Shape::number:
                return R"("type": "number")";
            case Shape::integer:
            case Shape::at_least:
                return R"("type": "integer", "minimum": 0)";
            case Shape::boolean:
                return R"("type": "boolean")";
            case Shape::date:
                return R"("type": "string", "format": "date")";
            case Shape::reason:
                return reasons();
            case Shape::action:
                return one_of({"note", "allow", "hold", "reject", "escalate"});
            // An unquoted on or off reaches editors as a truth value; the loader reads both.
            case Shape::mode:
                return R"("enum": ["off", "shadow", "on", true, false])";
            case Shape::field:
                return fields();
            case Shape::words:
            case Shape::hits:
                return words();
            case Shape::pair:
                return R"("type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "number"})";
            case Shape::object:
                return reference(*key.object);
            case Shape::objects:
                return R"("type": "array", "items": {)" + reference(*key.object) + "}";
            case Shape::named:
            case Shape::overlaid:
                return R"("type": "object", "additionalProperties": {)" + reference(*key.object) +
                       "}";
            case Shape::list:
                return R"("type": "object", "additionalProperties": {"anyOf": [{)" + words() +
                       R"(}, {"type": "object", "required": ["file"], "additionalProperties": false, )" +
                       R"("properties": {"file": {"type": "string"}}}]})";
            case Shape::condition:
                return condition(key);
            case Shape::tests:
                return tests(key);
            case Shape::any_fields:
                return R"("type": "object", "additionalProperties": {)" + std::string(word) + "}";
        }
        return {};
    }

    std::string condition(const Key& key) {
        const bool joins = key.name == "all" || key.name == "any" || key.name == "of";
        const std::string one = reference(*key.object);
        return joins ? R"("type": "array", "minItems": 1, "items": {)" + one + "}" : one;
    }

    std::string tests(const Key& key) {
        const std::string list = R"({"type": "array", "minItems": 1, "items": {"anyOf": [{)" +
                                 std::string(word) + "}, {" + reference(*key.object) + "}]}}";
        return R"("type": "object", "additionalProperties": false, "properties": {"match": )" +
               list + R"(, "no_match": )" + list + "}";
    }

    std::map<const Object*, std::string> names_;
    std::map<std::string, std::string> definitions_;
};

}  // namespace

std::string json_schema() {
    return Writer().schema();
}

}  // namespace chaffinch::rules
