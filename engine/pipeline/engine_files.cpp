// From folders to a Pipeline.

#include "engine/pipeline/engine_files.h"

#include "engine/rules/load.h"

#include <algorithm>
#include <system_error>

namespace chaffinch {

namespace {

/// Articles whose profiles stay in memory: at some 50 KiB each, 25 MiB.
constexpr std::size_t profiles_kept = 512;

}  // namespace

Result<Engine> load_engine(const EngineFiles& files) {
    Engine engine;
    if (!files.rules.empty()) {
        rules::LoadResult loaded = rules::load_folder(files.rules);
        if (!loaded.rules) {
            std::string detail = "the rules do not load:";
            for (const Diagnostic& diagnostic : loaded.diagnostics)
                detail += "\n  " + format(diagnostic);
            return Error{Errc::invalid, std::move(detail)};
        }
        engine.rules = *std::move(loaded.rules);
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
    std::vector<std::filesystem::path> found;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(models, ignored)) {
        if (entry.is_directory()) found.push_back(entry.path());
    }
    std::ranges::sort(found);
    return found;
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
