// Files for tests.

#include "tests/support/shared_data.h"

#include <stdlib.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

namespace chaffinch::test {

std::filesystem::path source_dir() {
    return CHAFFINCH_SOURCE_DIR;
}

std::filesystem::path binary_dir() {
    return CHAFFINCH_BINARY_DIR;
}

std::optional<std::filesystem::path> shared_data(const std::string& relative) {
    const char* set = std::getenv("CHAFFINCH_SHARED_DATA");
    const std::filesystem::path base = set != nullptr
                                           ? std::filesystem::path{set}
                                           : source_dir().parent_path() / "shared" / "data";
    std::error_code ignored;
    if (!std::filesystem::exists(base / relative, ignored)) return std::nullopt;
    return base / relative;
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

TemporaryDirectory::TemporaryDirectory() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "chaffinch-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace chaffinch::test
