// ConditionBuilder: conditions of rule files to trees of leaves, each distinct leaf once.

#pragma once

#include "engine/rules/compiled.h"
#include "engine/rules/schema.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::rules {

/// A named list as rules use it.
struct NamedList {
    std::vector<std::string> entries{};
    std::string file{};  ///< where it was defined
    Place place{};
};

using NamedLists = std::map<std::string, NamedList, std::less<>>;

/// What one condition turned out to use.
struct ConditionUse {
    bool late = false;
    std::vector<std::string> hits{};  ///< every id named by `hit`, with its place
    std::vector<Place> hit_places{};
    std::vector<std::string> parts{};  ///< those outside of `not`
    std::vector<std::uint32_t> leaves{};
};

class ConditionBuilder {
  public:
    /// Leaves are appended to `leaves`. `lists` must outlive the builder.
    ConditionBuilder(std::vector<Leaf>& leaves, const NamedLists& lists);

    /// `node` has passed check_file(). Reports what only now shows (patterns, wrong pairs of field
    /// and predicate) and returns nullopt then.
    std::optional<Condition> build(const YamlNode& node, Reporter& reporter, ConditionUse& use);

  private:
    std::optional<Condition> build_at(const YamlNode& node, bool negated);
    std::optional<Condition> parts_of(const YamlNode& node, Condition::Kind kind, bool negated);
    std::optional<Condition> leaves_of(const YamlNode& node);
    std::optional<Condition> hit_leaf(const YamlNode& node, bool negated);
    std::optional<Leaf> leaf_of(const FieldInfo& field, const YamlNode::Entry& entry);
    std::optional<Leaf> word_leaf(const YamlNode::Entry& entry);
    std::optional<Leaf> host_leaf(const FieldInfo& field, const YamlNode::Entry& entry);
    std::optional<Leaf> pattern_leaf(const FieldInfo& field, const YamlNode::Entry& entry);
    std::optional<Leaf> one_of_leaf(const YamlNode::Entry& entry);
    std::optional<Leaf> range_leaf(const YamlNode::Entry& entry);
    std::optional<std::vector<std::string>> values_of(const YamlNode::Entry& entry);
    Condition intern(Leaf leaf, const std::string& identity);

    std::vector<Leaf>& leaves_;
    const NamedLists& lists_;
    std::map<std::string, std::uint32_t> by_identity_;
    std::map<std::string, std::shared_ptr<const HostList>> host_lists_;
    Reporter* reporter_ = nullptr;
    ConditionUse* use_ = nullptr;
};

}  // namespace chaffinch::rules
