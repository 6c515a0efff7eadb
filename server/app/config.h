// The server's settings: a YAML file, overruled by flags. Every mistake is named with its line.

#pragma once

#include "engine/policy/policy.h"
#include "engine/types/diagnostic.h"
#include "engine/types/ids.h"
#include "server/auth/rate_limits.h"
#include "server/http/server.h"
#include "server/oidc/settings.h"
#include "server/outgoing/target.h"
#include "server/privacy/retention.h"
#include "server/telemetry/log.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::app {

struct Endpoint {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  ///< 0: any free port
};

/// Log-in through a provider of OpenID Connect.
struct OidcConfig {
    oidc::Settings settings{};                   ///< without the secret
    std::filesystem::path client_secret_file{};  ///< empty: a public client
    /// Whether somebody without an account gets one that waits for an admin.
    bool allow_new = false;
};

struct Config {
    std::filesystem::path data = "chaffinch-data";
    Endpoint listen{"127.0.0.1", 8080};
    Endpoint admin{"127.0.0.1", 8081};
    std::vector<std::string> hosts{};
    std::vector<std::string> trusted_proxies{};
    bool secure_cookies = true;
    unsigned threads = 1;
    std::filesystem::path rules{};       ///< empty: the shipped ones
    std::filesystem::path site_rules{};  ///< folder with a folder a site; empty: none
    std::filesystem::path models{};      ///< folder of model folders; empty: the shipped ones
    telemetry::Level log_level = telemetry::Level::info;
    /// Files with the signing secrets of Coral's external moderation phase, one a line, by site.
    std::map<SiteId, std::filesystem::path> coral{};
    policy::Policy policy{};
    http::Limits limits{};
    auth::RateLimit key_rate{};  ///< of each key; 0 a second: none
    privacy::RetentionPlan retention{};
    outgoing::TargetPolicy webhooks{};
    std::optional<OidcConfig> oidc{};  ///< absent: passwords alone
};

struct ConfigResult {
    Config config{};
    Diagnostics diagnostics{};  ///< with an error among them `config` is not to be used
};

/// Reads YAML. `file` is the name shown in diagnostics. An empty document gives the defaults.
ConfigResult parse_config(const std::string& yaml, const std::string& file);
ConfigResult read_config(const std::filesystem::path& file);

/// "127.0.0.1:8080", "[::1]:8080", ":8080" (all addresses: 0.0.0.0) or "8080" (loopback).
std::optional<Endpoint> parse_endpoint(const std::string& text);
std::string to_string(const Endpoint& endpoint);

}  // namespace chaffinch::app
