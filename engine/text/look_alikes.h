// Letters of another script in place of the ones they look like.

#pragma once

#include "engine/text/document.h"
#include "engine/text/units.h"

namespace chaffinch::text {

/// Undoes look-alikes in words that mix scripts, in both directions ("pаypal" to Latin, "зapaбoтoк"
/// to Cyrillic); in whole words of look-alikes only when the words beside them are Latin and no
/// word of the text is honestly written in that script. Russian and Greek text is left as it is.
void undo_look_alikes(Units& units, FoldFlags& flags);

}  // namespace chaffinch::text
