// The engine is pure: no network, no database, no clock, no environment, no log. What a verdict
// depends on comes in as a value, which is why the same comment can be judged again tomorrow.

#include "tests/architecture/source_tree.h"

#include <gmock/gmock.h>

#include <regex>
#include <string>
#include <vector>

namespace chaffinch::architecture {
namespace {

struct Ban {
    std::regex pattern;
    std::string why;
    std::string exempt{};  ///< a folder where it is allowed
};

// engine/commands are the offline subcommands: printing is what they are for.
std::vector<Ban> bans() {
    return {
        {std::regex(R"(#\s*include\s*<(boost/(asio|beast)|openssl/|curl/|prometheus/))"),
         "no network in the engine"},
        {std::regex(R"(#\s*include\s*<(sqlite3|libpq-fe)\.h>)"), "no database in the engine"},
        {std::regex(
             R"(\b(system|steady|high_resolution|utc)_clock::now\b|\b(gettimeofday|clock_gettime|std::time)\s*\()"
         ),
         "no clock in the engine; the time comes in as a value"},
        {std::regex(R"(\b(secure_)?getenv\s*\(|\bsetlocale\s*\()"), "no environment in the engine"},
        {std::regex(R"(\bstd::random_device\b|\b(std::)?s?rand\s*\()"),
         "no chance in the engine; seeds come in as values"},
        {std::regex(R"(\bstd::(cout|cerr|clog)\b|\bf?printf\s*\()"),
         "no log in the engine",
         "engine/commands/"},
    };
}

std::vector<std::string> purity_faults(const std::vector<SourceFile>& files) {
    std::vector<std::string> faults;
    for (const Ban& ban : bans()) {
        for (const SourceFile& file : files) {
            if (!ban.exempt.empty() && file.path.starts_with(ban.exempt)) continue;
            for (std::size_t i = 0; i < file.lines.size(); ++i) {
                const std::string code = file.lines[i].substr(0, file.lines[i].find("//"));
                if (!std::regex_search(code, ban.pattern)) continue;
                faults.push_back(file.path + ":" + std::to_string(i + 1) + ": " + ban.why);
            }
        }
    }
    return faults;
}

TEST(Purity, TheEngineTouchesNothingOutsideItsArguments) {
    EXPECT_THAT(purity_faults(files_below("engine", {".h", ".cpp"})), testing::IsEmpty());
}

TEST(Purity, EveryBanIsNoticed) {
    const std::vector<SourceFile> files{
        {"engine/text/a.cpp",
         {"#include <boost/asio/awaitable.hpp>",
          "#include <sqlite3.h>",
          "auto now = std::chrono::system_clock::now();",
          "auto home = std::getenv(\"HOME\");",
          "std::random_device device;",
          "std::cerr << text;",
          "int mind = operand(1);  // std::cerr is not called"}}
    };
    EXPECT_THAT(purity_faults(files), testing::SizeIs(6));
}

TEST(Purity, OfflineCommandsMayPrint) {
    EXPECT_THAT(
        purity_faults({{"engine/commands/check.cpp", {"std::cout << report;"}}}), testing::IsEmpty()
    );
}

}  // namespace
}  // namespace chaffinch::architecture
