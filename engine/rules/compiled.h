// RuleSet::Compiled: what a loaded rule set consists of. Immutable after load().

#pragma once

#include "engine/rules/condition.h"
#include "engine/rules/inputs.h"
#include "engine/rules/patterns.h"
#include "engine/rules/rule_set.h"
#include "engine/rules/words.h"
#include "engine/rules/yaml_tree.h"
#include "engine/types/reason.h"
#include "engine/types/signal.h"
#include "engine/types/timestamp.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::rules {

enum class Mode : std::uint8_t { off, shadow, on };

struct Group {
    double cap = 0;    ///< 0: none
    double floor = 0;  ///< 0: none
};

/// Where a rule applies. An empty list is no condition; a language, section or sensitivity that
/// nobody knows does not exclude.
struct Scope {
    std::vector<std::string> languages{};
    std::vector<std::string> sections{};  ///< folded
    std::vector<std::string> sensitivities{};
};

/// Whom a rule spares; each on its own is enough.
struct Exempt {
    std::optional<int> approved_gte{};
    bool trusted = false;
    bool logged_in = false;
};

/// One comment of a rule's own tests.
struct OwnTest {
    bool match = true;
    Place place{};
    Comment comment{};
    Facts facts{};
    GivenFields given{};
    ClassifierView classifier{};
    std::vector<std::string> hits{};
    bool has_article = false;
};

struct Rule {
    std::string id{};
    int rev = 1;
    std::string description{};
    Reason reason = Reason::none;
    double weight = 0;
    Action action = Action::score;
    std::string group{};
    Mode mode = Mode::shadow;
    Scope scope{};
    Exempt exempt{};
    std::optional<Timestamp> expires{};  ///< first instant at which it no longer acts
    std::string owner{};
    std::string added{};
    bool composite = false;
    bool absorb = false;
    bool confirm_broad = false;
    bool late = false;                 ///< looks at signals or the classifier: judged in combine()
    std::vector<std::string> parts{};  ///< ids named by `hit` outside of `not`
    Condition when{};
    std::vector<OwnTest> tests{};
    std::string file{};
    Place place{};
    std::string when_text{};    ///< the condition as written, on one line
    std::string overlaid_by{};  ///< file of the overlay that changed it, or empty
};

struct RuleSet::Compiled {
    std::string id{};
    int version = 0;
    std::string version_text = "none";
    std::map<std::string, Group, std::less<>> groups{};
    std::vector<Rule> rules{};           ///< sorted by id, composites included
    std::vector<std::uint32_t> early{};  ///< indices into rules, judged in match()
    std::vector<std::uint32_t> late{};   ///< judged in combine(), each after what it hits
    std::vector<Leaf> leaves{};

    // What a scan needs (evaluation.h), made by compile().
    PatternFilter filter{};
    WordIndex normal_words{};
    WordIndex skeleton_words{};
    WordIndex plain_words{};  ///< both of these, for a comment whose two views are equal
    WordIndex name_words{};
    std::vector<Known> at_rest{};              ///< by leaf: what holds until the scan wakes it
    std::vector<std::uint32_t> raw_leaves{};   ///< filtered pattern leaves on `raw`
    std::vector<std::uint32_t> name_leaves{};  ///< leaves at rest on `author.name`
    std::vector<std::uint32_t> fact_guards{};  ///< leaves on facts and counts that wake rules
    std::vector<std::vector<std::uint32_t>> wakes{};  ///< by leaf: places in `early`
    std::vector<std::uint32_t> unguarded{};           ///< places in `early` always looked at
};

}  // namespace chaffinch::rules
