// Where the offline commands and the server find rules and models, and how they become a Pipeline.

#pragma once

#include "engine/classifier/model.h"
#include "engine/pipeline/pipeline.h"
#include "engine/rules/load.h"
#include "engine/rules/rule_set.h"
#include "engine/types/diagnostic.h"
#include "engine/types/result.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace chaffinch {

/// Rules that a site wrote for itself where there are no folders, as the text of one YAML file.
struct OwnRules {
    std::int64_t version = 0;  ///< grows with every change; 0: none yet
    std::string text{};
};

struct EngineFiles {
    std::filesystem::path rules{};  ///< folder of rule files; empty: no rules
    /// Folder with a folder a site, named by the site's id: the site's own rules, lists and changes
    /// of shipped rules (overlays). Empty: none.
    std::filesystem::path site_rules{};
    std::vector<std::filesystem::path> models{};  ///< model folders
    std::map<std::string, OwnRules> own_rules{};  ///< by site id; they lie on top of its folder
};

/// Rule files as they were read, so that a set can be made again with other rules on top.
struct RuleFiles {
    std::vector<rules::SourceFile> shipped{};
    std::map<std::string, std::vector<rules::SourceFile>> of_sites{
    };  ///< their folders, by site id
};

/// The name of a site's own rules among the files of its set. It sorts after all others, so
/// that the site's own word stands where folders change the same rule, and a clash of names is told
/// at its place.
inline constexpr std::string_view own_rules_file = "~site/rules.yaml";

/// Whose rule it is, by the name of its file.
enum class RuleOrigin : std::uint8_t { shipped, folder, own };
RuleOrigin origin_of(std::string_view file);

/// The effective set of a site: shipped rules, its folder, its own rules.
rules::LoadResult load_site_rules(
    const RuleFiles& files,
    const std::string& site,
    const OwnRules& own,
    const rules::LoadOptions& options
);

struct Engine {
    rules::RuleSet rules{};  ///< the shipped set, for sites without rules of their own
    std::unordered_map<std::string, rules::RuleSet> site_rules{
    };  ///< the effective sets, by site id
    std::vector<std::shared_ptr<const classifier::Model>> models{};
    std::shared_ptr<context::ProfileCache> profiles{};
    std::shared_ptr<const RuleFiles> files{};
    /// Sites whose own rules do not load, and why; their folders and the shipped rules run.
    std::map<std::string, Diagnostics> set_aside{};
    Diagnostics warnings{};  ///< of files that load: such as changes of rules that no longer exist

    [[nodiscard]] const rules::RuleSet& rules_of(const std::string& site) const;
};

/// Loads everything, or nothing: a mistake in one site's folder keeps the whole load from
/// happening, so that what runs is always one consistent state. Errors: invalid with all
/// diagnostics in `detail`, one a line; or what open_model() says. A site's own
/// rules are no reason to refuse, because a server must start after its shipped rules were renewed;
/// those that do not load are set aside.
Result<Engine> load_engine(const EngineFiles& files);

/// Every folder below `models` that holds a model, in name order; empty when there is none.
std::vector<std::filesystem::path> model_folders(const std::filesystem::path& models);

/// A pipeline over the shipped layers alone: no site has taught it anything.
Pipeline untaught_pipeline(const Engine& engine, const policy::Policy& policy);

}  // namespace chaffinch
