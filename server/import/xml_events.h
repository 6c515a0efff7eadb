// A streaming XML reader over expat for exports from anywhere: memory is bounded whatever the
// file's size, and no document may define entities or name other files.

#pragma once

#include "engine/types/result.h"

#include <cstddef>
#include <istream>
#include <map>
#include <string>
#include <string_view>

namespace chaffinch::importing {

/// Elements open at once; exports have six.
inline constexpr std::size_t deepest_xml = 64;

/// Bytes kept of one element's text, and of one tag. More than every limit of
/// engine/types/limits.h, so that a text that was cut here is over its limit and left out.
inline constexpr std::size_t longest_xml_text = 1U << 20U;

using XmlAttributes = std::map<std::string, std::string, std::less<>>;

/// Paths are names of open elements joined by '/', such as "rss/channel/item/wp:comment";
/// namespaces appear as the prefix that exports write for them ("wp", "content", "dsq"), whatever
/// prefix the file binds; others as "x".
class XmlHandler {
  public:
    virtual ~XmlHandler() = default;
    virtual void opened(
        std::string_view path, const XmlAttributes& attributes, std::size_t line
    ) = 0;

    /// `text`: characters since the last tag. Returns false to stop reading.
    virtual bool closed(std::string_view path, std::string text, std::size_t line) = 0;
};

/// Reads to the end or until the handler stops. Errors: malformed, "line N: ...", also for a
/// document type declaration. What the handler throws comes out of here.
Result<void> read_xml(std::istream& in, XmlHandler& handler);

}  // namespace chaffinch::importing
