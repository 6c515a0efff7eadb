// From folders to a Pipeline.

#include "engine/pipeline/engine_files.h"

#include "engine/rules/load.h"

#include <algorithm>
#include <iterator>
#include <system_error>

namespace chaffinch {

namespace {

/// Articles whose profiles stay in memory: at some 50 KiB each, 25 MiB.
constexpr std::size_t profiles_kept = 512;

std::vector<std::filesystem::path> folders_below(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> found;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        if (entry.is_directory()) found.push_back(entry.path());
    }
    std::ranges::sort(found);
    return found;
}

/// Warnings are added to `warnings`; errors come back with every diagnostic, one a line.
Result<rules::RuleSet> load_rules(
    const std::vector<std::filesystem::path>& folders, Diagnostics& warnings
) {
    rules::LoadResult loaded = rules::load_folders(folders);
    if (!loaded.rules) {
        std::string detail = "the rules in " + folders.back().string() + " do not load:";
        for (const Diagnostic& diagnostic : loaded.diagnostics)
            detail += "\n  " + format(diagnostic);
        return Error{Errc::invalid, std::move(detail)};
    }
    std::ranges::move(loaded.diagnostics, std::back_inserter(warnings));
    return *std::move(loaded.rules);
}

}  // namespace

const rules::RuleSet& Engine::rules_of(const std::string& site) const {
    const auto own = site_rules.find(site);
    return own == site_rules.end() ? rules : own->second;
}

Result<Engine> load_engine(const EngineFiles& files) {
    Engine engine;
    if (!files.rules.empty()) {
        auto loaded = load_rules({files.rules}, engine.warnings);
        if (!loaded) return loaded.error();
        engine.rules = *std::move(loaded);
    }
    for (const std::filesystem::path& folder : folders_below(files.site_rules)) {
        auto loaded = load_rules({files.rules, folder}, engine.warnings);
        if (!loaded) return loaded.error();
        engine.site_rules.emplace(folder.filename().string(), *std::move(loaded));
    }
    for (const std::filesystem::path& folder : files.models) {
        auto model = classifier::open_model(folder);
        if (!model) return model.error();
        engine.models.push_back(*std::move(model));
    }
    engine.profiles =
        std::make_shared<context::ProfileCache>(context::default_background(), profiles_kept);
    return engine;
}

std::vector<std::filesystem::path> model_folders(const std::filesystem::path& models) {
    return folders_below(models);
}

Pipeline untaught_pipeline(const Engine& engine, const policy::Policy& policy) {
    return {
        engine.rules,
        classifier::Classifier(engine.models, nullptr, nullptr),
        policy,
        engine.profiles
    };
}

}  // namespace chaffinch
