// What a reader sees of a body, for the three formats a site may use.

#include "engine/text/visible.h"

#include "engine/text/html_text.h"
#include "engine/text/markdown_text.h"
#include "engine/text/plain_text.h"

namespace chaffinch::text {

VisibleText read_visible(std::string_view body, TextFormat format) {
    switch (format) {
        case TextFormat::html:
            return read_html(body);
        case TextFormat::markdown:
            return read_markdown(body);
        case TextFormat::plain:
            break;
    }
    return read_plain(body);
}

}  // namespace chaffinch::text
