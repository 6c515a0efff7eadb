// Where the shipped rules and models are: beside the installed program, or in the checkout it was
// built from.

#pragma once

#include "engine/pipeline/engine_files.h"
#include "server/app/config.h"

#include <filesystem>

namespace chaffinch::app {

/// The folder that holds `rules` and `models`: <prefix>/share/chaffinch of the running program,
/// else the source folder. Empty when neither is there.
std::filesystem::path shipped_folder();

/// Rules and models of `folder`, as far as they exist.
EngineFiles files_below(const std::filesystem::path& folder);

/// The shipped files, with what the configuration puts in their place or beside them.
EngineFiles configured_files(const Config& config);

}  // namespace chaffinch::app
