// The files that embed() compiled in: the declaration of the generated source.

#pragma once

#include <span>
#include <string_view>

namespace chaffinch::console {

struct EmbeddedFile {
    std::string_view name{};     ///< without folders: "console.js"
    std::string_view content{};  ///< the file's bytes
};

std::span<const EmbeddedFile> embedded_files();

}  // namespace chaffinch::console
