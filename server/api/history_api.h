// The native door to the log of decisions and to erasure: search, files for other programs, and
// the erasing of one person. The contract is openapi.yaml beside this file.

#pragma once

#include "server/api/callers.h"
#include "server/http/router.h"
#include "server/runtime/clock.h"
#include "server/store/audit.h"
#include "server/store/privacy.h"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <string>
#include <vector>

namespace chaffinch::api {

class HistoryApi {
  public:
    /// `relearn` is awaited after an erasure took lessons of a site back. References must outlive
    /// it.
    HistoryApi(
        store::AuditStore& audit,
        store::PrivacyStore& privacy,
        Callers callers,
        std::function<boost::asio::awaitable<void>(SiteId)> relearn,
        const runtime::Clock& clock
    );

    /// The table of routes; the object must outlive it.
    std::vector<http::Route> routes();

  private:
    using Reply = boost::asio::awaitable<http::Response>;

    Reply get_history(http::Request request);
    Reply get_export(http::Request request);
    Reply get_erasures(http::Request request);
    Reply post_erasure(http::Request request);
    Reply erase(store::Person person, std::string login, std::string request_id);

    store::AuditStore& audit_;
    store::PrivacyStore& privacy_;
    Callers callers_;
    std::function<boost::asio::awaitable<void>(SiteId)> relearn_;
    const runtime::Clock& clock_;
};

}  // namespace chaffinch::api
