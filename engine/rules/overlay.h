// Overlays: what a site changes of shipped rules without touching their files.
//
//   overlay:
//     CONTACT_SOLICIT: {rev: 2, score: 1.5, why: our readers are sellers}
//     LINK_SHORTENER: {mode: "off"}
//
// The change names the rule, so an update of the shipped rules cannot undo it silently; it names
// the rev it was made for, so an update that changed the rule's meaning is noticed.

#pragma once

#include "engine/rules/compiled.h"
#include "engine/rules/schema.h"

namespace chaffinch::rules {

/// Applies the `overlay` of one checked file to the rules of a connected set. Entries for rules
/// that do not exist, and entries made for another rev, are warnings; the latter still apply.
void apply_overlay(const YamlNode& root, RuleSet::Compiled& set, Reporter& reporter);

}  // namespace chaffinch::rules
