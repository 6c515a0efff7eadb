// Reading or making the key of this installation.

#include "server/app/install_key.h"

#include "server/runtime/random_id.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>

namespace chaffinch::app {

namespace {

constexpr std::size_t key_bytes = 32;

using Key = std::array<std::byte, key_bytes>;

[[noreturn]] void fail(const std::filesystem::path& file, const char* what) {
    throw std::system_error(errno, std::generic_category(), file.string() + ": " + what);
}

class File {
  public:
    File(const std::filesystem::path& path, int flags)
        : descriptor_(open(path.c_str(), flags | O_CLOEXEC, 0600)) {}

    ~File() {
        if (descriptor_ >= 0) close(descriptor_);
    }

    File(const File&) = delete;
    File& operator=(const File&) = delete;

    [[nodiscard]] int get() const { return descriptor_; }

  private:
    int descriptor_;
};

Key make_key(const std::filesystem::path& path) {
    Key key{};
    runtime::random_bytes(key);
    // Written beside and renamed: a crash leaves either no key or a whole one.
    const std::filesystem::path part = path.string() + ".part";
    {
        const File file(part, O_WRONLY | O_CREAT | O_TRUNC);
        if (file.get() < 0) fail(part, "cannot be made");
        if (write(file.get(), key.data(), key.size()) != static_cast<ssize_t>(key.size()) ||
            fsync(file.get()) != 0) {
            fail(part, "cannot be written");
        }
    }
    std::filesystem::rename(part, path);
    return key;
}

Key read_or_make(const std::filesystem::path& path) {
    const File file(path, O_RDONLY);
    if (file.get() < 0) {
        if (errno != ENOENT) fail(path, "cannot be read");
        return make_key(path);
    }
    std::array<std::byte, key_bytes + 1> read_bytes{};
    const ssize_t size = read(file.get(), read_bytes.data(), read_bytes.size());
    if (size != static_cast<ssize_t>(key_bytes)) {
        throw std::runtime_error(
            path.string() + " is damaged: it must hold 32 bytes; restore it from a backup"
        );
    }
    Key key{};
    std::copy_n(read_bytes.begin(), key_bytes, key.begin());
    return key;
}

}  // namespace

classifier::HashKey installation_key(const std::filesystem::path& data_directory) {
    const Key key = read_or_make(data_directory / "installation.key");
    classifier::HashKey hash_key;
    std::memcpy(&hash_key.value, key.data(), sizeof hash_key.value);
    return hash_key;
}

webhook::SecretBox::Key sealing_key(const std::filesystem::path& data_directory) {
    const Key key = read_or_make(data_directory / "installation.key");
    static_assert(key_bytes == crypto_kdf_KEYBYTES);
    webhook::SecretBox::Key sealing{};
    crypto_kdf_derive_from_key(
        sealing.data(),
        sealing.size(),
        1,
        "webhooks",
        reinterpret_cast<const unsigned char*>(key.data())
    );
    return sealing;
}

std::string installation_secret(const std::filesystem::path& data_directory) {
    const Key key = read_or_make(data_directory / "installation.key");
    std::string secret(key.size(), '\0');
    std::memcpy(secret.data(), key.data(), key.size());
    return secret;
}

}  // namespace chaffinch::app
