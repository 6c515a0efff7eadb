// From written conditions to leaves. Words are brought to the form the token views have, hosts to
// ASCII, patterns to RE2, and all of it is checked where a person can still mend it.

#include "engine/rules/build_condition.h"

#include "engine/rules/admission.h"
#include "engine/rules/scalars.h"

#include <algorithm>
#include <limits>

namespace chaffinch::rules {

namespace {

bool is_range(std::string_view key) {
    return key == "gte" || key == "lte" || key == "gt" || key == "lt" || key == "between";
}

bool is_words(std::string_view key) {
    return key == "words" || key == "phrases" || key == "in_words" || key == "in_list";
}

bool is_pattern(std::string_view key) {
    return key == "re" || key == "contains" || key == "starts" || key == "ends" || key == "equals";
}

/// Which predicates a kind of field has; the message of a wrong pair lists them.
bool fits(const FieldInfo& field, std::string_view key) {
    if (key == "missing") return true;
    switch (field.kind) {
        case FieldKind::view:
            if (is_pattern(key)) return true;
            if (field.number != nullptr) return is_range(key);
            return field.view != View::raw && is_words(key);
        case FieldKind::gained:
            return is_words(key) || is_range(key);
        case FieldKind::items:
            return is_pattern(key) ||
                   (field.view == View::hosts && (key == "in_words" || key == "in_list"));
        case FieldKind::string:
            return is_pattern(key) || is_words(key);
        case FieldKind::host:
            return is_pattern(key) || key == "in_words" || key == "in_list";
        case FieldKind::number:
            return is_range(key) || key == "equals";
        case FieldKind::flag:
            return key == "is";
        case FieldKind::listed:
            return key == "list";
    }
    return false;
}

std::string predicates_of(const FieldInfo& field) {
    std::string out;
    for (const Key& key : condition_object().keys) {
        if (key.name == "all" || key.name == "any" || key.name == "not" || key.name == "of" ||
            key.name == "at_least" || key.name == "hit" || key.name == "field") {
            continue;
        }
        if (!fits(field, key.name)) continue;
        out += (out.empty() ? "" : ", ") + std::string(key.name);
    }
    return out;
}

std::vector<std::string> tokens_of(std::string_view text) {
    std::vector<std::string> out;
    for (const text::Token& token : text::tokenize(text).tokens) {
        out.emplace_back(text.substr(token.begin, token.end - token.begin));
    }
    return out;
}

/// Scripts written without blanks, whose words depend on the sentence around them. The ranges are
/// whole Unicode blocks of Thai, Lao, Myanmar, Khmer, kana and the unified ideographs.
bool has_unspaced_script(std::string_view text) {
    static const RE2 pattern(
        "[\\p{Thai}\\p{Lao}\\p{Myanmar}\\p{Khmer}\\p{Hiragana}\\p{Katakana}\\p{Han}]",
        pattern_options(false)
    );
    return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

std::string label_of(std::string_view field, const YamlNode::Entry& entry) {
    std::string out = std::string(field) + " " + entry.key;
    if (entry.value.kind == YamlNode::Kind::scalar) return out + " " + entry.value.scalar;
    out += " [";
    for (const YamlNode& item : entry.value.items) {
        if (&item != entry.value.items.data()) out += ", ";
        out += item.scalar;
    }
    return out + "]";
}

/// What makes a leaf the same question: U+001F cannot stand in a field name or key.
std::string identity_of(std::string_view field, const YamlNode::Entry& entry) {
    std::string out = std::string(field) + '\x1f' + entry.key;
    if (entry.value.kind == YamlNode::Kind::scalar) out += '\x1f' + entry.value.scalar;
    for (const YamlNode& item : entry.value.items) out += '\x1f' + item.scalar;
    return out;
}

std::string anchored(std::string_view key, const std::string& literal) {
    const std::string quoted = RE2::QuoteMeta(literal);
    if (key == "starts") return "\\A(?:" + quoted + ")";
    if (key == "ends") return "(?:" + quoted + ")\\z";
    if (key == "equals") return "\\A(?:" + quoted + ")\\z";
    return "(?:" + quoted + ")";
}

}  // namespace

ConditionBuilder::ConditionBuilder(std::vector<Leaf>& leaves, const NamedLists& lists)
    : leaves_(leaves), lists_(lists) {}

std::optional<Condition> ConditionBuilder::build(
    const YamlNode& node, Reporter& reporter, ConditionUse& use
) {
    reporter_ = &reporter;
    use_ = &use;
    return build_at(node, false);
}

std::optional<Condition> ConditionBuilder::build_at(const YamlNode& node, bool negated) {
    std::vector<const YamlNode::Entry*> joins;
    for (const auto& entry : node.entries) {
        const bool joins_others = entry.key == "all" || entry.key == "any" || entry.key == "not" ||
                                  entry.key == "at_least" || entry.key == "hit";
        if (joins_others) joins.push_back(&entry);
    }
    const bool has_field = node.find("field") != nullptr;
    if (joins.size() + (has_field ? 1U : 0U) != 1) {
        reporter_->error(
            node.place,
            "a condition is one of `field`, `hit`, `all`, `any`, `not`, `at_least`",
            "join several with {all: [...]}"
        );
        return std::nullopt;
    }
    if (has_field) return leaves_of(node);
    const YamlNode::Entry& join = *joins.front();
    const std::size_t keys = join.key == "at_least" ? 2 : 1;
    if (node.entries.size() != keys || (keys == 2 && node.find("of") == nullptr)) {
        reporter_->error(
            node.place,
            join.key == "at_least" ? "`at_least` goes with `of` and nothing else"
                                   : "`" + join.key + "` stands alone in its condition",
            "join several with {all: [...]}"
        );
        return std::nullopt;
    }
    if (join.key == "hit") return hit_leaf(join.value, negated);
    if (join.key == "not") {
        auto part = build_at(join.value, !negated);
        if (!part) return std::nullopt;
        Condition out{.kind = Condition::Kind::not_};
        out.parts.push_back(*std::move(part));
        return out;
    }
    if (join.key == "all") return parts_of(join.value, Condition::Kind::all, negated);
    if (join.key == "any") return parts_of(join.value, Condition::Kind::any, negated);
    auto out = parts_of(*node.find("of"), Condition::Kind::at_least, negated);
    const int count = read_integer(join.value.scalar).value_or(0);
    if (count < 1 || (out && static_cast<std::size_t>(count) > out->parts.size())) {
        reporter_->error(join.place, "`at_least` must be from 1 to the number of conditions");
        return std::nullopt;
    }
    if (out) out->count = count;
    return out;
}

std::optional<Condition> ConditionBuilder::parts_of(
    const YamlNode& node, Condition::Kind kind, bool negated
) {
    Condition out{.kind = kind};
    bool fine = true;
    for (const YamlNode& item : node.items) {
        auto part = build_at(item, negated);
        fine = fine && part.has_value();
        if (part) out.parts.push_back(*std::move(part));
    }
    if (!fine) return std::nullopt;
    return out;
}

std::optional<Condition> ConditionBuilder::hit_leaf(const YamlNode& node, bool negated) {
    Leaf leaf{.predicate = Predicate::hit, .label = "hit"};
    std::string identity = "hit";
    const auto take = [&](const YamlNode& id) {
        leaf.values.push_back(id.scalar);
        leaf.label += " " + id.scalar;
        identity += '\x1f' + id.scalar;
        use_->hits.push_back(id.scalar);
        use_->hit_places.push_back(id.place);
        if (!negated) use_->parts.push_back(id.scalar);
    };
    if (node.kind == YamlNode::Kind::scalar) take(node);
    for (const YamlNode& item : node.items) take(item);
    use_->late = true;
    return intern(std::move(leaf), identity);
}

std::optional<Condition> ConditionBuilder::leaves_of(const YamlNode& node) {
    const FieldInfo& field = *find_field(node.find("field")->scalar);
    use_->late = use_->late || field.late;
    Condition all{.kind = Condition::Kind::all};
    bool fine = true;
    for (const auto& entry : node.entries) {
        if (entry.key == "field") continue;
        if (!fits(field, entry.key)) {
            reporter_->error(
                entry.place,
                "`" + entry.key + "` does not go with field `" + std::string(field.name) + "`",
                "it takes " + predicates_of(field)
            );
            fine = false;
            continue;
        }
        auto leaf = leaf_of(field, entry);
        fine = fine && leaf.has_value();
        if (leaf) {
            leaf->field = &field;
            leaf->label = label_of(field.name, entry);
            all.parts.push_back(intern(*std::move(leaf), identity_of(field.name, entry)));
        }
    }
    if (!fine) return std::nullopt;
    if (all.parts.empty()) {
        reporter_->error(
            node.place,
            "nothing is asked of field `" + std::string(field.name) + "`",
            "it takes " + predicates_of(field)
        );
        return std::nullopt;
    }
    return all.parts.size() == 1 ? all.parts.front() : all;
}

std::optional<Leaf> ConditionBuilder::leaf_of(
    const FieldInfo& field, const YamlNode::Entry& entry
) {
    if (entry.key == "missing" || entry.key == "is") {
        return Leaf{
            .predicate = entry.key == "is" ? Predicate::is : Predicate::missing,
            .flag = entry.value.scalar == "true"
        };
    }
    if (is_range(entry.key)) return range_leaf(entry);
    if (field.kind == FieldKind::number) return range_leaf(entry);
    const bool hosts = field.kind == FieldKind::host || field.view == View::hosts ||
                       field.kind == FieldKind::listed;
    if (hosts && !is_pattern(entry.key)) return host_leaf(field, entry);
    if (field.kind == FieldKind::string && (entry.key == "equals" || entry.key == "in_words")) {
        return one_of_leaf(entry);
    }
    if (is_words(entry.key)) return word_leaf(entry);
    return pattern_leaf(field, entry);
}

std::optional<std::vector<std::string>> ConditionBuilder::values_of(const YamlNode::Entry& entry) {
    if (entry.key == "in_list" || entry.key == "list") {
        const auto found = lists_.find(entry.value.scalar);
        if (found != lists_.end()) return found->second.entries;
        std::vector<std::string_view> known;
        for (const auto& [name, list] : lists_) known.push_back(name);
        reporter_->error(
            entry.value.place,
            "no list is named `" + entry.value.scalar + "`",
            did_you_mean(entry.value.scalar, known)
        );
        return std::nullopt;
    }
    std::vector<std::string> out;
    if (entry.value.kind == YamlNode::Kind::scalar) out.push_back(entry.value.scalar);
    for (const YamlNode& item : entry.value.items) out.push_back(item.scalar);
    return out;
}

std::optional<Leaf> ConditionBuilder::word_leaf(const YamlNode::Entry& entry) {
    const auto values = values_of(entry);
    if (!values) return std::nullopt;
    Leaf leaf{.predicate = Predicate::words};
    std::string unspaced;
    for (const std::string& value : *values) {
        const text::MappedText normal = text::normalize(value);
        auto phrase = tokens_of(normal.text);
        if (phrase.empty()) {
            reporter_->error(
                entry.value.place, "`" + value + "` holds no word", "use `contains` for signs"
            );
            return std::nullopt;
        }
        if (has_unspaced_script(normal.text) && (phrase.size() > 1 || entry.key == "phrases")) {
            unspaced += (unspaced.empty() ? "" : "|") + RE2::QuoteMeta(normal.text);
            continue;
        }
        leaf.disguised.push_back(tokens_of(text::skeleton_of(normal).text));
        leaf.phrases.push_back(std::move(phrase));
    }
    if (!unspaced.empty()) {
        leaf.pattern = std::make_shared<const RE2>(unspaced, pattern_options(true));
        if (!leaf.pattern->ok()) {
            reporter_->error(entry.value.place, "the list is too long for an unspaced script");
            return std::nullopt;
        }
    }
    return leaf;
}

std::optional<Leaf> ConditionBuilder::host_leaf(
    const FieldInfo& field, const YamlNode::Entry& entry
) {
    const auto values = values_of(entry);
    if (!values) return std::nullopt;
    auto hosts = std::make_shared<HostList>();
    for (const std::string& value : *values) {
        if (hosts->add(value)) continue;
        reporter_->error(
            entry.value.place,
            "`" + value + "` is no host name",
            "example.org, without http:// or /"
        );
        return std::nullopt;
    }
    return Leaf{
        .predicate = field.kind == FieldKind::listed ? Predicate::all_listed : Predicate::hosts,
        .hosts = std::move(hosts)
    };
}

std::optional<Leaf> ConditionBuilder::one_of_leaf(const YamlNode::Entry& entry) {
    const auto values = values_of(entry);
    if (!values) return std::nullopt;
    Leaf leaf{.predicate = Predicate::one_of};
    for (const std::string& value : *values) leaf.values.push_back(text::normalize(value).text);
    return leaf;
}

std::optional<Leaf> ConditionBuilder::pattern_leaf(
    const FieldInfo& field, const YamlNode::Entry& entry
) {
    const auto values = values_of(entry);
    if (!values) return std::nullopt;
    const bool folded = is_folded(field);
    std::string pattern;
    for (const std::string& value : *values) {
        if (!pattern.empty()) pattern += '|';
        pattern += entry.key == "re"
                       ? value
                       : anchored(entry.key, folded ? text::normalize(value).text : value);
    }
    auto compiled = admit_pattern(pattern, field, entry.value.place, *reporter_);
    if (compiled == nullptr) return std::nullopt;
    return Leaf{.predicate = Predicate::pattern, .pattern = std::move(compiled)};
}

std::optional<Leaf> ConditionBuilder::range_leaf(const YamlNode::Entry& entry) {
    Leaf leaf{
        .predicate = Predicate::range,
        .low = -std::numeric_limits<double>::infinity(),
        .high = std::numeric_limits<double>::infinity()
    };
    const auto value = [](const YamlNode& node) { return read_number(node.scalar); };
    if (entry.key == "between") {
        leaf.low = value(entry.value.items[0]).value_or(0);
        leaf.high = value(entry.value.items[1]).value_or(0);
        if (leaf.low > leaf.high) {
            reporter_->error(entry.value.place, "`between` must be [from, to] with from <= to");
            return std::nullopt;
        }
        return leaf;
    }
    const auto bound = value(entry.value);
    if (!bound) {
        reporter_->error(entry.value.place, "`" + entry.key + "` of a number must be a number");
        return std::nullopt;
    }
    if (entry.key == "gte" || entry.key == "gt" || entry.key == "equals") leaf.low = *bound;
    if (entry.key == "lte" || entry.key == "lt" || entry.key == "equals") leaf.high = *bound;
    leaf.low_open = entry.key == "gt";
    leaf.high_open = entry.key == "lt";
    return leaf;
}

Condition ConditionBuilder::intern(Leaf leaf, const std::string& identity) {
    const auto fresh = static_cast<std::uint32_t>(leaves_.size());
    const auto [found, added] = by_identity_.try_emplace(identity, fresh);
    if (added) leaves_.push_back(std::move(leaf));
    use_->leaves.push_back(found->second);
    return {.kind = Condition::Kind::leaf, .leaf = found->second};
}

}  // namespace chaffinch::rules
