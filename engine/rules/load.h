// Loading of rule files: YAML in, RuleSet or every diagnostic out. All or nothing.

#pragma once

#include "engine/rules/rule_set.h"
#include "engine/types/diagnostic.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::rules {

/// One file of a rule set: its path relative to the rules folder, and its bytes.
struct SourceFile {
    std::string path;
    std::string content;
};

struct LoadOptions {
    bool run_tests = true;  ///< the rules' own tests, which are part of admission
    /// Follows the version of the set, so that a verdict says which edition of a site's rules
    /// judged
    /// ("core@7+9f3c21ab+site@3"); empty: nothing follows.
    std::string edition{};
};

struct LoadResult {
    std::optional<RuleSet> rules;  ///< absent when there is at least one error
    Diagnostics diagnostics;       ///< all of them, errors and warnings, in file and line order
};

/// `sources` holds the YAML files and the list files they name.
LoadResult load(const std::vector<SourceFile>& sources, const LoadOptions& options = {});

struct ReadFolders {
    std::vector<SourceFile> files;
    Diagnostics diagnostics;  ///< what could not be read; `files` is then not complete
};

/// Every .yaml and .txt below the folders. Files of the n-th further folder are named
/// `overlay-n/...`.
ReadFolders read_folders(const std::vector<std::filesystem::path>& folders);

/// Reads every .yaml and .txt below `folder` (sorted) and loads them. An unreadable folder is a
/// diagnostic.
LoadResult load_folder(const std::filesystem::path& folder, const LoadOptions& options = {});

/// The shipped rules, and behind them a site's own folders: further rules and lists, and `overlay:`
/// changes of the shipped ones.
LoadResult load_folders(
    const std::vector<std::filesystem::path>& folders, const LoadOptions& options = {}
);

}  // namespace chaffinch::rules
