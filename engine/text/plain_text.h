// Visible text of plain bodies.

#pragma once

#include "engine/text/visible.h"

namespace chaffinch::text {

/// A plain box shows mark-up as it was typed. But spammers paste anchors and BBCode into it, and a
/// moderator must see where those lead: `<a href>`, `[url]` and `[link]` are read as links and
/// their tags taken out; entities are decoded; all other mark-up stays visible.
VisibleText read_plain(std::string_view body);

/// read_plain() would give the very bytes and nothing else: ASCII without any sign of mark-up, as
/// most comments are.
bool shows_itself(std::string_view body);

}  // namespace chaffinch::text
