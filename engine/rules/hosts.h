// HostList: hosts as rules name them, matched by whole labels.
//
// `example.com` covers example.com and www.example.com, and nothing else: not
// attacker-example.com, not example.com.evil.example, not a look-alike in another script (after
// IDNA it is a different name). Substring matching of hosts is how allow lists are got around.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

namespace chaffinch::rules {

/// A host in the form links carry it: lower case, IDNA to ASCII (UTS #46), without a trailing dot.
/// nullopt when it is no host name (empty, with a path or a port, not encodable).
std::optional<std::string> canonical_host(std::string_view written);

class HostList {
  public:
    /// False when `written` is no host name; the list is unchanged then.
    bool add(std::string_view written);

    /// True when `host` (canonical form) is a listed host or lies below one.
    [[nodiscard]] bool covers(std::string_view host) const;

    [[nodiscard]] std::size_t size() const { return hosts_.size(); }

  private:
    struct Hash {
        using is_transparent = void;

        std::size_t operator()(std::string_view host) const noexcept {
            return std::hash<std::string_view>{}(host);
        }
    };

    std::unordered_set<std::string, Hash, std::equal_to<>> hosts_;
};

}  // namespace chaffinch::rules
