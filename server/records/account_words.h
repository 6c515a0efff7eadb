// The words of accounts, sites and deliveries on the wire, on disk and at the command line.

#pragma once

#include "server/records/site.h"
#include "server/records/webhook.h"

#include <optional>
#include <string_view>

namespace chaffinch {

std::string_view name(Role role);
std::string_view name(HoldAnswer answer);
std::string_view name(DeliveryState state);

/// nullopt: no such word.
std::optional<Role> role_named(std::string_view word);
std::optional<HoldAnswer> hold_answer_named(std::string_view word);
std::optional<DeliveryState> delivery_state_named(std::string_view word);

}  // namespace chaffinch
