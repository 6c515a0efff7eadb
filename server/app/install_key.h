// The key of this installation: 256 random bits in the data directory, made at the first start.
// It keys the hashes of what sites teach, so that nobody can craft collisions offline, and seals
// what the database must not hold in the clear. A backup of the database alone does not contain it.

#pragma once

#include "engine/classifier/features.h"
#include "server/webhook/secrets.h"

#include <filesystem>
#include <string>

namespace chaffinch::app {

/// Throws std::runtime_error when the file can be neither read nor made, or has another size.
classifier::HashKey installation_key(const std::filesystem::path& data_directory);

/// For the secrets of webhooks, derived from the same key. Throws alike.
webhook::SecretBox::Key sealing_key(const std::filesystem::path& data_directory);

/// The whole secret, 32 bytes, for keys that are derived from it. Throws as above.
std::string installation_secret(const std::filesystem::path& data_directory);

}  // namespace chaffinch::app
