// Broken rule files and exactly what is said about them.
//
// Each tests/golden/rules/<name>.yaml has its diagnostics beside it in <name>.txt. After a wanted
// change: CHAFFINCH_UPDATE_GOLDEN=1 ctest -R Golden, and read the difference before it is
// committed.

#include "tests/engine/rules/rule_fixture.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

namespace chaffinch::rules {
namespace {

TEST(GoldenDiagnostics, AreWordForWord) {
    const std::filesystem::path folder = test::source_dir() / "tests/golden/rules";
    const bool update = std::getenv("CHAFFINCH_UPDATE_GOLDEN") != nullptr;
    std::set<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".yaml") files.insert(entry.path());
    }
    EXPECT_GE(files.size(), 20U);
    for (const std::filesystem::path& file : files) {
        SCOPED_TRACE(file.filename());
        const LoadResult result = load(
            {{.path = file.filename(), .content = test::read_file(file)},
             {.path = "lists/bare.txt", .content = "casino\ncasino\n"},
             {.path = "lists/good.txt", .content = "# source: own, licence: Apache-2.0\nloan\n"}}
        );
        const std::string said = shown(result.diagnostics);
        std::filesystem::path expected = file;
        expected.replace_extension(".txt");
        if (update) std::ofstream(expected, std::ios::binary) << said;
        EXPECT_EQ(said, test::read_file(expected));
        EXPECT_EQ(result.rules.has_value(), !has_errors(result.diagnostics));
    }
}

}  // namespace
}  // namespace chaffinch::rules
