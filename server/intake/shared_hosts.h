// Hosts that serve everybody: that two comments lead there says nothing of who wrote them.

#pragma once

#include <string_view>

namespace chaffinch::intake {

/// Large public sites, shorteners and messengers, with their subdomains. `host` in lower case, as
/// the engine gives it. Blog hosts with a subdomain a customer are not among them.
bool is_shared_host(std::string_view host);

}  // namespace chaffinch::intake
