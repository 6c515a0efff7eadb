// Where the offline commands and the server find rules and models, and how they become a Pipeline.

#pragma once

#include "engine/classifier/model.h"
#include "engine/pipeline/pipeline.h"
#include "engine/rules/rule_set.h"
#include "engine/types/diagnostic.h"
#include "engine/types/result.h"

#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace chaffinch {

struct EngineFiles {
    std::filesystem::path rules{};  ///< folder of rule files; empty: no rules
    /// Folder with a folder a site, named by the site's id: the site's own rules, lists and changes
    /// of shipped rules (overlays). Empty: none.
    std::filesystem::path site_rules{};
    std::vector<std::filesystem::path> models{};  ///< model folders
};

struct Engine {
    rules::RuleSet rules{};  ///< the shipped set, for sites without rules of their own
    std::unordered_map<std::string, rules::RuleSet> site_rules{
    };  ///< the effective sets, by site id
    std::vector<std::shared_ptr<const classifier::Model>> models{};
    std::shared_ptr<context::ProfileCache> profiles{};
    Diagnostics warnings{};  ///< of files that load: such as changes of rules that no longer exist

    [[nodiscard]] const rules::RuleSet& rules_of(const std::string& site) const;
};

/// Loads everything, or nothing: a mistake in one site's folder keeps the whole load from
/// happening, so that what runs is always one consistent state. Errors: invalid with all
/// diagnostics in `detail`, one a line; or what open_model() says.
Result<Engine> load_engine(const EngineFiles& files);

/// Every folder below `models` that holds a model, in name order; empty when there is none.
std::vector<std::filesystem::path> model_folders(const std::filesystem::path& models);

/// A pipeline over the shipped layers alone: no site has taught it anything.
Pipeline untaught_pipeline(const Engine& engine, const policy::Policy& policy);

}  // namespace chaffinch
