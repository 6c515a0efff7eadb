// Nobody includes a room that is not among its DEPS, directly or through them. The linker alone
// does not notice this: headers without a .cpp link anyway.

#include "tests/architecture/source_tree.h"

#include <gmock/gmock.h>

#include <regex>
#include <string>
#include <vector>

namespace chaffinch::architecture {
namespace {

std::vector<std::string> layering_faults(
    const std::vector<SourceFile>& files, const RoomGraph& rooms
) {
    static const std::regex include(R"(^\s*#\s*include\s*"((engine|server)/[^"]+)\")");
    std::vector<std::string> faults;
    for (const SourceFile& file : files) {
        const std::string user = room_of(file.path, rooms);
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            std::smatch match;
            if (!std::regex_search(file.lines[i], match, include)) continue;
            const std::string used = room_of(match[1].str(), rooms);
            const std::string place = file.path + ":" + std::to_string(i + 1) + ": ";
            if (user.empty())
                faults.push_back(place + "lies in no room");
            else if (used.empty())
                faults.push_back(place + match[1].str() + " lies in no room");
            else if (!may_use(user, used, rooms))
                faults.push_back(place + user + " may not include " + used);
        }
    }
    return faults;
}

// main() connects everything; the program is not a room, so it is put above all of them here.
RoomGraph with_the_program(RoomGraph rooms) {
    std::set<std::string> all;
    for (const auto& [room, deps] : rooms) all.insert(room);
    rooms.try_emplace("server/app", all);
    return rooms;
}

TEST(Layering, ARoomIncludesOnlyWhatItsDepsReach) {
    const RoomGraph rooms = with_the_program(rooms_of_this_build());
    ASSERT_TRUE(rooms.contains("engine/types"));
    for (const char* side : {"engine", "server"}) {
        const std::vector<SourceFile> files = files_below(side, {".h", ".cpp"});
        EXPECT_FALSE(files.empty()) << side;
        EXPECT_THAT(layering_faults(files, rooms), testing::IsEmpty());
    }
}

TEST(Layering, TheEngineDependsOnNoServerRoom) {
    for (const auto& [room, deps] : rooms_of_this_build()) {
        if (!room.starts_with("engine/")) continue;
        for (const std::string& dep : deps)
            EXPECT_TRUE(dep.starts_with("engine/")) << room << " -> " << dep;
    }
}

TEST(Layering, NoRoomReachesItselfThroughAnother) {
    const RoomGraph rooms = rooms_of_this_build();
    for (const auto& [room, deps] : rooms) {
        for (const std::string& dep : deps)
            EXPECT_FALSE(may_use(dep, room, rooms)) << room << " <-> " << dep;
    }
}

TEST(Layering, AForbiddenIncludeIsNamedWithItsPlace) {
    const RoomGraph rooms =
        parse_rooms("engine/types: \nengine/text: engine/types\nengine/rules: engine/text\n");
    const std::vector<SourceFile> files{
        {"engine/text/a.h",
         {"// a", "#include \"engine/rules/b.h\"", "#include \"engine/types/c.h\""}},
        {"engine/rules/b.h", {"#include \"engine/types/c.h\"", "#include \"engine/text/a.h\""}},
        {"engine/types/c.h", {"#include \"engine/new/d.h\""}},
    };
    EXPECT_THAT(
        layering_faults(files, rooms),
        testing::ElementsAre(
            "engine/text/a.h:2: engine/text may not include engine/rules",
            "engine/types/c.h:1: engine/new/d.h lies in no room"
        )
    );
}

}  // namespace
}  // namespace chaffinch::architecture
