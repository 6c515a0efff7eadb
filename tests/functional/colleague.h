// Another moderator of the same server, with a session of his own.

#pragma once

#include "tests/functional/test_server.h"

#include <string>
#include <vector>

namespace chaffinch::test {

class Colleague {
  public:
    /// Makes the account and logs in. `sites`: empty means all.
    Colleague(
        TestServer& server,
        const std::string& login,
        Role role = Role::moderator,
        std::vector<SiteId> sites = {}
    );

    Answer call(
        const std::string& method,
        const std::string& target,
        const boost::json::value& body = nullptr
    );

    [[nodiscard]] const std::string& cookie() const { return cookie_; }

  private:
    TestServer& server_;
    std::string cookie_{};
    std::string csrf_token_{};
};

}  // namespace chaffinch::test
