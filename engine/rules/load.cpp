// The order of loading: read, check, build, connect, compile, admit, test. Any error ends it after
// the step that found it, with everything that step found.

#include "engine/rules/load.h"

#include "engine/rules/admission.h"
#include "engine/rules/assemble.h"
#include "engine/rules/build_rule.h"
#include "engine/rules/overlay.h"
#include "engine/rules/own_tests.h"
#include "engine/rules/read_lists.h"
#include "engine/rules/scalars.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>
#include <tuple>

namespace chaffinch::rules {

namespace {

/// One parsed YAML file.
struct Parsed {
    std::string path;
    YamlNode root;
};

bool is_yaml(const std::string& path) {
    return path.ends_with(".yaml") || path.ends_with(".yml");
}

void in_order(Diagnostics& diagnostics) {
    std::ranges::sort(diagnostics, [](const Diagnostic& a, const Diagnostic& b) {
        return std::tie(a.file, a.line, a.column, a.message) <
               std::tie(b.file, b.line, b.column, b.message);
    });
}

/// All the files of one load, on their way to a rule set.
class Loader {
  public:
    explicit Loader(const std::vector<SourceFile>& sources) : sources_(sources) {
        std::ranges::sort(sources_, {}, &SourceFile::path);
    }

    LoadResult run(const LoadOptions& options) {
        read_files();
        read_header();
        for (const Parsed& file : files_) read_shared(file);
        build_rules();
        connect(built_, set_, out_);
        if (!has_errors(out_)) apply_overlays();
        if (!has_errors(out_)) refuse_oversized(set_, out_);
        if (!has_errors(out_)) compile(set_);
        if (!has_errors(out_)) refuse_broad(set_, out_);
        if (!has_errors(out_) && options.run_tests) run_own_tests(set_, out_);
        in_order(out_);
        LoadResult result;
        if (!has_errors(out_)) {
            set_.version_text = version_text(set_, sources_);
            if (!options.edition.empty()) set_.version_text += "+" + options.edition;
            result.rules.emplace(std::make_shared<const RuleSet::Compiled>(std::move(set_)));
        }
        result.diagnostics = std::move(out_);
        return result;
    }

  private:
    void read_files() {
        for (const SourceFile& source : sources_) {
            if (!is_yaml(source.path)) continue;
            auto root = parse_yaml(source.path, source.content, out_);
            if (!root) {
                all_parsed_ = false;
                continue;
            }
            Reporter reporter(source.path, out_);
            check_file(*root, reporter);
            if (root->kind == YamlNode::Kind::mapping) {
                files_.push_back({source.path, *std::move(root)});
            }
        }
    }

    void read_header() {
        const Parsed* owner = nullptr;
        for (const Parsed& file : files_) {
            const YamlNode* header = file.root.find("ruleset");
            if (header == nullptr) continue;
            Reporter reporter(file.path, out_);
            if (owner != nullptr) {
                reporter.error(header->place, "`ruleset` stands in " + owner->path + " already");
                continue;
            }
            owner = &file;
            if (header->kind != YamlNode::Kind::mapping) continue;
            if (const YamlNode* id = header->find("id")) set_.id = id->scalar;
            if (const YamlNode* version = header->find("version")) {
                set_.version = read_integer(version->scalar).value_or(0);
            }
            const YamlNode* schema = header->find("schema");
            if (schema != nullptr && read_integer(schema->scalar).value_or(1) != 1) {
                reporter.error(schema->place, "this program reads schema 1 only");
            }
        }
        // A file that could not be parsed may well be the one that holds it.
        if (owner == nullptr && all_parsed_) {
            out_.push_back(
                {.message = "no file holds `ruleset`",
                 .hint = "add {id: name, version: 1, schema: 1} to one of them"}
            );
        }
    }

    void read_shared(const Parsed& file) {
        Reporter reporter(file.path, out_);
        read_lists(file.root, sources_, lists_, reporter, out_);
        const YamlNode* groups = file.root.find("groups");
        if (groups == nullptr) return;
        for (const auto& entry : groups->entries) {
            const auto number = [&](std::string_view key) {
                const YamlNode* value = entry.value.find(key);
                return value == nullptr ? 0 : read_number(value->scalar).value_or(0);
            };
            const Group group{.cap = number("cap"), .floor = number("floor")};
            reporter.set_subject(entry.key);
            if (group.cap < 0) reporter.error(entry.place, "`cap` must not be negative");
            if (group.floor > 0) reporter.error(entry.place, "`floor` must not be positive");
            if (!set_.groups.emplace(entry.key, group).second) {
                reporter.error(entry.place, "group `" + entry.key + "` exists already");
            }
        }
    }

    void build_rules() {
        ConditionBuilder conditions(set_.leaves, lists_);
        for (const Parsed& file : files_) {
            build_some(file, "rules", rule_object(), conditions);
            build_some(file, "composites", composite_object(), conditions);
        }
    }

    void apply_overlays() {
        for (const Parsed& file : files_) {
            Reporter reporter(file.path, out_);
            apply_overlay(file.root, set_, reporter);
        }
    }

    void build_some(
        const Parsed& file, std::string_view key, const Object& object, ConditionBuilder& conditions
    ) {
        const YamlNode* list = file.root.find(key);
        if (list == nullptr) return;
        Reporter reporter(file.path, out_);
        for (const YamlNode& node : list->items) {
            if (!is_sound(node, object)) continue;
            reporter.set_subject(node.find("id")->scalar);
            auto built = build_rule(node, key == "composites", conditions, reporter);
            if (built) built_.push_back(*std::move(built));
        }
    }

    std::vector<SourceFile> sources_;
    std::vector<Parsed> files_;
    bool all_parsed_ = true;
    NamedLists lists_;
    std::vector<BuiltRule> built_;
    RuleSet::Compiled set_;
    Diagnostics out_;
};

}  // namespace

LoadResult load(const std::vector<SourceFile>& sources, const LoadOptions& options) {
    return Loader(sources).run(options);
}

namespace {

/// Appends the rule and list files below `folder`, named below `prefix`.
std::optional<Diagnostic> read_folder(
    const std::filesystem::path& folder,
    const std::filesystem::path& prefix,
    std::vector<SourceFile>& sources
) {
    const auto unreadable = [](const std::filesystem::path& path, const std::string& why) {
        return Diagnostic{.file = path.string(), .message = "cannot be read: " + why};
    };
    std::error_code error;
    std::filesystem::recursive_directory_iterator walk(folder, error);
    if (error) return unreadable(folder, error.message());
    for (; walk != std::filesystem::recursive_directory_iterator(); walk.increment(error)) {
        if (error) return unreadable(folder, error.message());
        const std::filesystem::path& path = walk->path();
        const bool wanted = is_yaml(path.string()) || path.extension() == ".txt";
        if (!wanted || !walk->is_regular_file(error)) continue;
        std::ifstream in(path, std::ios::binary);
        if (!in) return unreadable(path, "no permission?");
        sources.push_back(
            {.path = (prefix / path.lexically_relative(folder)).generic_string(),
             .content = {std::istreambuf_iterator<char>(in), {}}}
        );
    }
    return std::nullopt;
}

}  // namespace

ReadFolders read_folders(const std::vector<std::filesystem::path>& folders) {
    ReadFolders read;
    for (std::size_t i = 0; i < folders.size(); ++i) {
        const std::filesystem::path prefix = i == 0 ? "" : "overlay-" + std::to_string(i);
        if (auto failed = read_folder(folders[i], prefix, read.files)) {
            read.diagnostics.push_back(*std::move(failed));
            break;
        }
    }
    return read;
}

LoadResult load_folders(
    const std::vector<std::filesystem::path>& folders, const LoadOptions& options
) {
    ReadFolders read = read_folders(folders);
    if (read.diagnostics.empty()) return load(read.files, options);
    return {.rules = std::nullopt, .diagnostics = std::move(read.diagnostics)};
}

LoadResult load_folder(const std::filesystem::path& folder, const LoadOptions& options) {
    return load_folders({folder}, options);
}

}  // namespace chaffinch::rules
