// From folders to a Pipeline.

#include "engine/pipeline/engine_files.h"

#include "engine/rules/load.h"

#include <algorithm>
#include <iterator>
#include <set>
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

Error refusal(const std::string& whose, const Diagnostics& diagnostics) {
    std::string detail = whose + " do not load:";
    for (const Diagnostic& diagnostic : diagnostics) detail += "\n  " + format(diagnostic);
    return {Errc::invalid, std::move(detail)};
}

void note(Diagnostics from, Diagnostics& warnings) {
    std::ranges::move(from, std::back_inserter(warnings));
}

std::string named(const std::filesystem::path& folder) {
    return "the rules in " + folder.string();
}

/// The folders' files, read once.
Result<RuleFiles> read_rule_files(const EngineFiles& files) {
    RuleFiles read;
    if (!files.rules.empty()) {
        rules::ReadFolders shipped = rules::read_folders({files.rules});
        if (!shipped.diagnostics.empty()) return refusal(named(files.rules), shipped.diagnostics);
        read.shipped = std::move(shipped.files);
    }
    for (const std::filesystem::path& folder : folders_below(files.site_rules)) {
        rules::ReadFolders own = rules::read_folders({folder});
        if (!own.diagnostics.empty()) return refusal(named(folder), own.diagnostics);
        for (rules::SourceFile& file : own.files) file.path = "overlay-1/" + file.path;
        read.of_sites.emplace(folder.filename().string(), std::move(own.files));
    }
    return read;
}

/// Every site whose set is not simply the shipped one.
std::set<std::string> sites_with_rules(const EngineFiles& files, const RuleFiles& read) {
    std::set<std::string> sites;
    for (const auto& [site, sources] : read.of_sites) sites.insert(site);
    for (const auto& [site, own] : files.own_rules) {
        if (!own.text.empty()) sites.insert(site);
    }
    return sites;
}

/// Adds the set of one site to the engine.
Result<void> add_site(
    Engine& engine, const std::string& site, const OwnRules& own, const EngineFiles& files
) {
    // A site's own rules passed their tests when they were published; here they must only load.
    rules::LoadResult loaded =
        load_site_rules(*engine.files, site, own, {.run_tests = own.text.empty(), .edition = {}});
    if (!loaded.rules && !own.text.empty()) {
        engine.set_aside.emplace(site, std::move(loaded.diagnostics));
        if (!engine.files->of_sites.contains(site)) return {};
        loaded = load_site_rules(*engine.files, site, {}, {});
    }
    if (!loaded.rules) {
        return refusal(named(files.site_rules / site), loaded.diagnostics);
    }
    note(std::move(loaded.diagnostics), engine.warnings);
    engine.site_rules.emplace(site, *std::move(loaded.rules));
    return {};
}

}  // namespace

const rules::RuleSet& Engine::rules_of(const std::string& site) const {
    const auto own = site_rules.find(site);
    return own == site_rules.end() ? rules : own->second;
}

RuleOrigin origin_of(std::string_view file) {
    if (file == own_rules_file) return RuleOrigin::own;
    return file.starts_with("overlay-") ? RuleOrigin::folder : RuleOrigin::shipped;
}

rules::LoadResult load_site_rules(
    const RuleFiles& files,
    const std::string& site,
    const OwnRules& own,
    const rules::LoadOptions& options
) {
    std::vector<rules::SourceFile> sources = files.shipped;
    if (const auto folder = files.of_sites.find(site); folder != files.of_sites.end()) {
        sources.insert(sources.end(), folder->second.begin(), folder->second.end());
    }
    // Without shipped rules there is nothing else that could name the set.
    if (sources.empty()) {
        sources.push_back({"ruleset.yaml", "ruleset: {id: site, version: 1, schema: 1}\n"});
    }
    rules::LoadOptions how = options;
    if (!own.text.empty()) {
        sources.push_back({std::string(own_rules_file), own.text});
        how.edition = "site@" + std::to_string(own.version);
    }
    return rules::load(sources, how);
}

Result<Engine> load_engine(const EngineFiles& files) {
    Engine engine;
    auto read = read_rule_files(files);
    if (!read) return read.error();
    engine.files = std::make_shared<const RuleFiles>(*std::move(read));
    if (!files.rules.empty()) {
        rules::LoadResult loaded = rules::load(engine.files->shipped);
        if (!loaded.rules) return refusal(named(files.rules), loaded.diagnostics);
        note(std::move(loaded.diagnostics), engine.warnings);
        engine.rules = *std::move(loaded.rules);
    }
    for (const std::string& site : sites_with_rules(files, *engine.files)) {
        const auto own = files.own_rules.find(site);
        const OwnRules rules = own == files.own_rules.end() ? OwnRules{} : own->second;
        if (auto added = add_site(engine, site, rules, files); !added) return added.error();
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
