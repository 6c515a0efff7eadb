// Any bytes as running text and as the target of mark-up: links lie inside the text, in order.

#include "engine/text/document.h"
#include "engine/text/link_finder.h"
#include "engine/text/utf8.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace chaffinch::text;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const MappedText normal = normalize(text);
    std::size_t last = 0;
    for (const FoundLink& found : find_links(normal, text)) {
        if (found.range.begin < last || found.range.end <= found.range.begin) std::abort();
        if (found.range.end > normal.text.size()) std::abort();
        if (found.link.host.empty() || !is_ascii(found.link.host)) std::abort();
        last = found.range.end;
    }
    for (const FoundLink& found : find_obfuscated_links(normal.text)) {
        if (found.range.end > normal.text.size() || found.link.host.empty()) std::abort();
    }
    static_cast<void>(link_of_target(text));
    return 0;
}
