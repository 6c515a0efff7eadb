// Which URLs an operator may set.

#include "server/oidc/settings.h"

#include "server/outgoing/target.h"

namespace chaffinch::oidc {

namespace {

/// Their own word for what parse_target() finds wrong.
Error refused(const Error& error) {
    return {Errc::invalid, error.fields.empty() ? error.detail : error.fields.front().message};
}

bool is_loopback(const outgoing::Target& target) {
    return target.literal ? target.literal->is_loopback() : target.host == "localhost";
}

}  // namespace

Result<void> acceptable_url(std::string_view url, bool allow_http) {
    const auto target =
        outgoing::parse_target(url, {.allow_http = allow_http, .allow_private = true});
    if (!target) return refused(target.error());
    if (!target->tls && !is_loopback(*target)) {
        return Error{Errc::invalid, "must begin with https://; http is for loopback alone"};
    }
    return {};
}

Result<void> acceptable_issuer(std::string_view url, bool allow_http) {
    if (const auto good = acceptable_url(url, allow_http); !good) return good.error();
    if (url.find('?') != std::string_view::npos) {
        return Error{Errc::invalid, "must have no query"};
    }
    return {};
}

Result<void> acceptable_redirect_url(std::string_view url, bool allow_http) {
    if (const auto good = acceptable_url(url, allow_http); !good) return good.error();
    const std::size_t path = url.find('/', url.find("://") + 3);
    if (path == std::string_view::npos || url.substr(path) != callback_path) {
        return Error{
            Errc::invalid,
            "must be this server's address with the path " + std::string(callback_path)
        };
    }
    return {};
}

}  // namespace chaffinch::oidc
