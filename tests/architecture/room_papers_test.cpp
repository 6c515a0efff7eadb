// Every room says in its README what it is for, what it makes, what it may use and what it never
// does.

#include "tests/architecture/source_tree.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

namespace chaffinch::architecture {
namespace {

TEST(RoomPapers, EveryRoomHasAReadmeThatSaysPurposeProducesMayUseNever) {
    std::vector<SourceFile> readmes = files_below("engine", {"README.md"});
    std::ranges::move(files_below("server", {"README.md"}), std::back_inserter(readmes));
    for (const auto& [room, deps] : rooms_of_this_build()) {
        SCOPED_TRACE(room);
        const auto readme = std::ranges::find(readmes, room + "/README.md", &SourceFile::path);
        if (readme == readmes.end()) {
            ADD_FAILURE() << "has no README.md";
            continue;
        }
        EXPECT_EQ(readme->lines.front(), "# " + room);
        EXPECT_LE(readme->lines.size(), 40U) << "a room's README is about ten lines";
        for (const char* part : {"*Purpose*", "*Produces*", "*May use*", "*Never*"}) {
            EXPECT_TRUE(std::ranges::any_of(
                readme->lines, [&](const std::string& line) { return line.starts_with(part); }
            )) << "has no line that starts with "
               << part;
        }
    }
}

TEST(RoomPapers, TheArchitectureNamesEveryRoom) {
    std::ifstream in(source_root() / "ARCHITECTURE.md");
    const std::string text(std::istreambuf_iterator<char>(in), {});
    for (const auto& [room, deps] : rooms_of_this_build()) {
        const std::regex name("\\b" + room.substr(room.rfind('/') + 1) + "\\b");
        EXPECT_TRUE(std::regex_search(text, name)) << "ARCHITECTURE.md does not name " << room;
    }
}

}  // namespace
}  // namespace chaffinch::architecture
