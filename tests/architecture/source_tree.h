// The source tree as the architecture tests see it: files with their lines, and the rooms with the
// arrows between them as the build declared them (rooms.txt, written by write_room_graph).

#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::architecture {

struct SourceFile {
    std::string path{};                ///< relative to the root of the tree, '/' between folders
    std::vector<std::string> lines{};  ///< without line ends
};

/// Root of the source tree, from the build.
std::filesystem::path source_root();

/// All files below `folder` (relative to the root) whose name ends in one of `endings`, sorted by
/// path. Dependencies of npm (node_modules) are not ours and are left out.
std::vector<SourceFile> files_below(
    std::string_view folder, const std::vector<std::string>& endings
);

/// Room -> the rooms in its DEPS. Text form: one "engine/text: engine/types" a line.
using RoomGraph = std::map<std::string, std::set<std::string>, std::less<>>;

RoomGraph parse_rooms(std::string_view text);

/// The graph of this build. Throws std::runtime_error when the build wrote none.
RoomGraph rooms_of_this_build();

/// The room a file lies in: the nearest folder above it that is a room; empty when there is none.
std::string room_of(std::string_view path, const RoomGraph& rooms);

/// Whether `user` reaches `used` over DEPS, any number of steps; a room reaches itself.
bool may_use(std::string_view user, std::string_view used, const RoomGraph& rooms);

}  // namespace chaffinch::architecture
