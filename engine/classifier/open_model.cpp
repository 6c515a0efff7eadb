// Maps a model file into memory.

#include "engine/classifier/model.h"
#include "engine/classifier/model_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <span>
#include <utility>

namespace chaffinch::classifier {
namespace {

// A model of four labels at the largest table size; more is not one of ours.
constexpr std::size_t max_file_bytes = std::size_t{4} << 24;

class Descriptor {
  public:
    explicit Descriptor(const std::filesystem::path& path)
        : value_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}

    ~Descriptor() {
        if (value_ >= 0) ::close(value_);
    }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    [[nodiscard]] int value() const { return value_; }

  private:
    int value_;
};

class Mapping {
  public:
    Mapping(int descriptor, std::size_t size)
        : address_(::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, 0)), size_(size) {}

    ~Mapping() {
        if (valid()) ::munmap(address_, size_);
    }

    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;

    [[nodiscard]] bool valid() const { return address_ != MAP_FAILED; }

    [[nodiscard]] std::span<const std::byte> bytes() const {
        return {static_cast<const std::byte*>(address_), size_};
    }

  private:
    void* address_;
    std::size_t size_;
};

}  // namespace

Result<std::shared_ptr<const Model>> open_model(const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / "model.bin";
    const Descriptor file{path};
    struct stat status{};
    if (file.value() < 0 || ::fstat(file.value(), &status) != 0) {
        return Error{Errc::not_found, "no model file at " + path.string()};
    }
    const auto size = static_cast<std::size_t>(status.st_size);
    if (!S_ISREG(status.st_mode) || size == 0 || size > max_file_bytes) {
        return Error{Errc::malformed, path.string() + ": not a model file (size or kind)"};
    }
    const auto mapping = std::make_shared<const Mapping>(file.value(), size);
    if (!mapping->valid()) return Error{Errc::not_found, "cannot map " + path.string()};
    Result<std::shared_ptr<const Model>> model = decode_model(mapping->bytes(), mapping);
    if (!model) {
        Error error = model.error();
        error.detail = path.string() + ": " + error.detail;
        return error;
    }
    return model;
}

}  // namespace chaffinch::classifier
