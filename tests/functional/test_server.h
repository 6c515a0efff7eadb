// TestServer: the real server in process, on free ports, with a data directory that goes away; and
// a client that speaks to it over loopback and keeps every exchange for the contract test.

#pragma once

#include "server/app/application.h"
#include "tests/support/shared_data.h"

#include <boost/json.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace chaffinch::test {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Answer {
    unsigned status = 0;
    Headers headers{};  ///< names in lower case
    std::string body{};

    [[nodiscard]] std::string header(const std::string& name) const;

    /// The body as JSON; a body that is none fails the test.
    [[nodiscard]] boost::json::value json() const;

    /// Member by path, such as at("/verdict/outcome").
    [[nodiscard]] boost::json::value at(const std::string& pointer) const;
    [[nodiscard]] std::string text(const std::string& pointer) const;
};

struct ServerOptions {
    std::filesystem::path data{};        ///< empty: a temporary directory of its own
    std::filesystem::path rules{};       ///< empty: tests/functional/rules
    std::filesystem::path site_rules{};  ///< empty: none
    bool models = false;                 ///< with the shipped models
    Role role = Role::moderator;         ///< of moderator "ann"
    outgoing::TargetPolicy webhooks{};
    app::WebhookParts webhook_parts{};
    const runtime::Clock* clock = nullptr;      ///< null: the system's
    bool shipped_rules = false;                 ///< instead of tests/functional/rules
    auth::RateLimit key_rate{.per_second = 0};  ///< none, unless a test is about it
    std::optional<app::OidcConfig> oidc{};      ///< absent: passwords alone
    std::string coral_secrets{};  ///< content of the secrets file of site "demo"; empty: none
};

class TestServer {
  public:
    explicit TestServer(const ServerOptions& options = {});

    /// Stops gracefully.
    ~TestServer();

    TestServer(const TestServer&) = delete;
    TestServer& operator=(const TestServer&) = delete;

    [[nodiscard]] app::Application& application() { return *application_; }

    [[nodiscard]] std::uint16_t port() const { return application_->port(); }

    /// One request on a connection of its own.
    Answer send(
        const std::string& method,
        const std::string& target,
        const Headers& headers,
        const std::string& body = ""
    );
    Answer send_admin(const std::string& target);

    /// With the site's key and JSON. The site is "demo".
    Answer site(
        const std::string& method,
        const std::string& target,
        const boost::json::value& body,
        Headers more = {}
    );
    Answer site(const std::string& method, const std::string& target);
    Answer post_comment(const std::string& text, const std::string& external_id = "");

    /// A call of the Akismet door as a form, with the key of "demo" as api_key unless the fields
    /// bring one. Not kept for the contract test: that door has another contract.
    Answer akismet(const std::string& call, Headers fields, const std::string& host = "");
    Answer akismet_raw(
        const std::string& target,
        const Headers& headers,
        const std::string& body,
        const std::string& method = "POST"
    );

    /// Logs in as moderator "ann" at the first use.
    Answer moderator(
        const std::string& method,
        const std::string& target,
        const boost::json::value& body = nullptr
    );
    Answer decide(
        const std::string& comment,
        std::int64_t version,
        const std::string& judgement,
        const std::string& reason
    );

    [[nodiscard]] const std::string& site_key() const { return site_key_; }

    [[nodiscard]] const std::string& other_site_key() const { return other_site_key_; }

    /// The key of "demo" at the Akismet door.
    [[nodiscard]] const std::string& akismet_key() const { return akismet_key_; }

    [[nodiscard]] const std::string& other_akismet_key() const { return other_akismet_key_; }

    [[nodiscard]] const std::string& cookie();
    [[nodiscard]] const std::string& csrf_token();

  private:
    void log_in();

    TemporaryDirectory temporary_{};
    std::unique_ptr<app::Application> application_{};
    std::jthread thread_{};
    std::string site_key_{};
    std::string other_site_key_{};
    std::string akismet_key_{};
    std::string other_akismet_key_{};
    std::string cookie_{};
    std::string csrf_token_{};
};

/// application/x-www-form-urlencoded.
std::string form(const Headers& fields);

/// A submission under the article "botox".
boost::json::object submission(const std::string& text);

}  // namespace chaffinch::test
