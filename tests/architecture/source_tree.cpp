// Reading of the tree and of the room graph; see source_tree.h.

#include "tests/architecture/source_tree.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace chaffinch::architecture {

namespace fs = std::filesystem;

namespace {

std::vector<std::string> lines_of(const fs::path& file) {
    std::ifstream in(file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

bool is_wanted(const fs::directory_entry& entry, const std::vector<std::string>& endings) {
    const std::string name = entry.path().filename().string();
    return entry.is_regular_file() && std::ranges::any_of(endings, [&](const std::string& end) {
               return name.ends_with(end);
           });
}

}  // namespace

fs::path source_root() {
    return CHAFFINCH_SOURCE_DIR;
}

std::vector<SourceFile> files_below(
    std::string_view folder, const std::vector<std::string>& endings
) {
    std::vector<SourceFile> files;
    const fs::path start = source_root() / folder;
    if (!fs::exists(start)) return files;
    for (auto at = fs::recursive_directory_iterator(start); at != fs::end(at); ++at) {
        if (at->path().filename() == "node_modules") at.disable_recursion_pending();
        if (!is_wanted(*at, endings)) continue;
        const std::string path = fs::relative(at->path(), source_root()).generic_string();
        files.push_back({.path = path, .lines = lines_of(at->path())});
    }
    std::ranges::sort(files, {}, &SourceFile::path);
    return files;
}

RoomGraph parse_rooms(std::string_view text) {
    RoomGraph rooms;
    std::istringstream in{std::string(text)};
    for (std::string line; std::getline(in, line);) {
        const std::size_t colon = line.find(':');
        if (colon == std::string::npos) continue;
        std::istringstream deps(line.substr(colon + 1));
        using Words = std::istream_iterator<std::string>;
        rooms[line.substr(0, colon)] = std::set<std::string>(Words(deps), Words());
    }
    return rooms;
}

RoomGraph rooms_of_this_build() {
    const fs::path file = fs::path(CHAFFINCH_BINARY_DIR) / "rooms.txt";
    std::ifstream in(file);
    if (!in) throw std::runtime_error("the build wrote no room graph: " + file.string());
    return parse_rooms(std::string(std::istreambuf_iterator<char>(in), {}));
}

std::string room_of(std::string_view path, const RoomGraph& rooms) {
    for (std::size_t end = path.rfind('/'); end != std::string_view::npos; end = path.rfind('/')) {
        path = path.substr(0, end);
        if (rooms.contains(path)) return std::string(path);
    }
    return {};
}

bool may_use(std::string_view user, std::string_view used, const RoomGraph& rooms) {
    std::set<std::string> seen;
    std::vector<std::string> open{std::string(user)};
    while (!open.empty()) {
        const std::string room = open.back();
        open.pop_back();
        if (room == used) return true;
        if (!seen.insert(room).second) continue;
        if (const auto deps = rooms.find(room); deps != rooms.end()) {
            open.insert(open.end(), deps->second.begin(), deps->second.end());
        }
    }
    return false;
}

}  // namespace chaffinch::architecture
