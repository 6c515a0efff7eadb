// Builds the tree from yaml-cpp's events, since its own Node forgets quotes and repeated keys.

#include "engine/rules/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <exception>
#include <sstream>
#include <stdexcept>

namespace chaffinch::rules {

namespace {

/// Nesting that no readable rule needs; it bounds every recursion over the tree.
constexpr std::size_t max_depth = 32;

/// Ends the parse at the first construct that the language does not have.
struct Refused : std::runtime_error {
    Refused(const YAML::Mark& where, const std::string& what, std::string mend)
        : std::runtime_error(what), mark(where), hint(std::move(mend)) {}

    YAML::Mark mark;
    std::string hint;
};

Place place_of(const YAML::Mark& mark) {
    return mark.is_null() ? Place{} : Place{mark.line + 1, mark.column + 1};
}

class TreeBuilder final : public YAML::EventHandler {
  public:
    YamlNode root{};

    void OnDocumentStart(const YAML::Mark&) override {}

    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
        add(YamlNode::make(YamlNode::Kind::scalar, place_of(mark)), mark);
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        throw Refused(mark, "aliases are not part of the rule language", "write the value out");
    }

    void OnScalar(
        const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, const std::string& value
    ) override {
        refuse_tag(mark, tag);
        const bool quoted = tag == "!";
        add(YamlNode::make(YamlNode::Kind::scalar, place_of(mark), value, quoted), mark);
    }

    void OnSequenceStart(
        const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, YAML::EmitterStyle::value
    ) override {
        refuse_tag(mark, tag);
        open(YamlNode::make(YamlNode::Kind::sequence, place_of(mark)), mark);
    }

    void OnSequenceEnd() override { close(); }

    void OnMapStart(
        const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, YAML::EmitterStyle::value
    ) override {
        refuse_tag(mark, tag);
        open(YamlNode::make(YamlNode::Kind::mapping, place_of(mark)), mark);
    }

    void OnMapEnd() override { close(); }

  private:
    struct Open {
        YamlNode node;
        YAML::Mark mark;
        bool key_read = false;  ///< mapping: the next node is the value of the last key
    };

    static void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
        if (tag.empty() || tag == "?" || tag == "!") return;
        throw Refused(mark, "tags such as `" + tag + "` are not part of the rule language", "");
    }

    void open(YamlNode node, const YAML::Mark& mark) {
        if (!open_.empty() && open_.back().node.kind == YamlNode::Kind::mapping &&
            !open_.back().key_read) {
            throw Refused(mark, "a key must be a plain word", "");
        }
        if (open_.size() >= max_depth)
            throw Refused(mark, "nested too deeply", "at most 32 levels");
        open_.push_back({std::move(node), mark});
    }

    void close() {
        const YAML::Mark mark = open_.back().mark;
        YamlNode node = std::move(open_.back().node);
        open_.pop_back();
        add(std::move(node), mark);
    }

    void add(YamlNode node, const YAML::Mark& mark) {
        if (open_.empty()) {
            root = std::move(node);
            return;
        }
        Open& parent = open_.back();
        if (parent.node.kind == YamlNode::Kind::sequence) {
            parent.node.items.push_back(std::move(node));
        } else if (parent.key_read) {
            parent.node.entries.back().value = std::move(node);
            parent.key_read = false;
        } else {
            if (parent.node.find(node.scalar) != nullptr) {
                throw Refused(mark, "key `" + node.scalar + "` stands here twice", "keep one");
            }
            parent.node.entries.push_back({std::move(node.scalar), node.place, {}});
            parent.key_read = true;
        }
    }

    std::vector<Open> open_;
};

}  // namespace

YamlNode YamlNode::make(Kind kind, Place place, std::string scalar, bool quoted) {
    YamlNode node;
    node.kind = kind;
    node.place = place;
    node.scalar = std::move(scalar);
    node.quoted = quoted;
    return node;
}

const YamlNode* YamlNode::find(std::string_view key) const {
    const auto found = std::ranges::find(entries, key, &Entry::key);
    return found == entries.end() ? nullptr : &found->value;
}

bool YamlNode::is_null() const {
    return kind == Kind::scalar && !quoted && (scalar.empty() || scalar == "~" || scalar == "null");
}

std::optional<YamlNode> parse_yaml(
    const std::string& file, const std::string& content, Diagnostics& out
) {
    if (content.size() > max_file_bytes) {
        out.push_back({.file = file, .message = "file is over 1 MiB", .hint = "split it"});
        return std::nullopt;
    }
    try {
        std::istringstream stream(content);
        YAML::Parser parser(stream);
        TreeBuilder builder;
        parser.HandleNextDocument(builder);
        return std::move(builder.root);
    } catch (const Refused& refused) {
        const Place place = place_of(refused.mark);
        out.push_back(
            {.file = file,
             .line = place.line,
             .column = place.column,
             .message = refused.what(),
             .hint = refused.hint}
        );
    } catch (const YAML::Exception& error) {
        const Place place = place_of(error.mark);
        out.push_back(
            {.file = file,
             .line = place.line,
             .column = place.column,
             .message = "not valid YAML: " + error.msg,
             .hint = "check indentation and quotes near this place"}
        );
    } catch (const std::exception& error) {
        out.push_back({.file = file, .message = std::string("not valid YAML: ") + error.what()});
    }
    return std::nullopt;
}

}  // namespace chaffinch::rules
