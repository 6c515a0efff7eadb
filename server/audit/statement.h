// Statement: what a site must be able to say of one decision (Digital Services Act, article 17, and
// the members of the Commission's transparency database), made of a row of the log.
//
// It holds no text, name or address of the comment's author.

#pragma once

#include "server/store/audit.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::audit {

/// How much of the decision a machine made.
enum class Automation : std::uint8_t { not_automated, partially, fully };

std::string_view name(Automation automation);

/// What the decision rests on.
enum class Ground : std::uint8_t { none, terms, law };

std::string_view name(Ground ground);

/// A rule or model that spoke, without what it quoted.
struct Evidence {
    std::string name{};
    int rev = 0;
};

struct Statement {
    /// Unique over all statements: [A-Za-z0-9_-], the decision's id and the comment's.
    std::string puid{};
    store::HistoryEntry entry{};
    bool automated_detection = false;
    Automation automation = Automation::not_automated;
    Ground ground = Ground::none;
    std::vector<Reason> detected{};  ///< by the engine, most important first
    std::vector<Evidence> evidence{};
    std::string facts{};            ///< sentences for people
    std::int64_t ms_to_decide = 0;  ///< since the comment came
};

Statement statement_of(store::HistoryEntry entry);

}  // namespace chaffinch::audit
