// Finding what was shipped with this program.

#include "server/app/shipped_files.h"

#include <system_error>

namespace chaffinch::app {

std::filesystem::path shipped_folder() {
    std::error_code failed;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", failed);
    if (!failed) {
        const std::filesystem::path installed =
            program.parent_path().parent_path() / "share" / "chaffinch";
        if (std::filesystem::is_directory(installed / "rules", failed)) return installed;
    }
    const std::filesystem::path source = CHAFFINCH_SOURCE_DIR;
    if (std::filesystem::is_directory(source / "rules", failed)) return source;
    return {};
}

EngineFiles files_below(const std::filesystem::path& folder) {
    EngineFiles files;
    if (folder.empty()) return files;
    std::error_code ignored;
    if (std::filesystem::is_directory(folder / "rules", ignored)) files.rules = folder / "rules";
    files.models = model_folders(folder / "models");
    return files;
}

EngineFiles configured_files(const Config& config) {
    EngineFiles files = files_below(shipped_folder());
    if (!config.rules.empty()) files.rules = config.rules;
    if (!config.models.empty()) files.models = model_folders(config.models);
    files.site_rules = config.site_rules;
    return files;
}

}  // namespace chaffinch::app
