// Visible text of Markdown bodies (md4c: CommonMark with GitHub's autolinks and strikethrough).

#pragma once

#include "engine/text/visible.h"

namespace chaffinch::text {

VisibleText read_markdown(std::string_view body);

}  // namespace chaffinch::text
