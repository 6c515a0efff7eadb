// Where tests find files: those of the repository, and the corpora beside it, which may be absent.

#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace chaffinch::test {

/// The checkout this test was built from.
std::filesystem::path source_dir();
std::filesystem::path binary_dir();

/// A path below ../shared/data (or $CHAFFINCH_SHARED_DATA), or nullopt when it is not there. A test
/// that needs it skips then, with a visible word.
std::optional<std::filesystem::path> shared_data(const std::string& relative);

/// Whole file as bytes; throws std::runtime_error when unreadable.
std::string read_file(const std::filesystem::path& path);

/// A fresh directory that is removed with this object.
class TemporaryDirectory {
  public:
    TemporaryDirectory();
    ~TemporaryDirectory();

    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace chaffinch::test
