// Texts as code points, and back.

#include "engine/text/units.h"

#include "engine/text/utf8.h"

namespace chaffinch::text {

Units take_apart(std::string_view text) {
    Units units;
    units.reserve(text.size());
    for (std::uint32_t at = 0; at < text.size();) {
        const Decoded decoded = decode_at(text, at);
        units.push_back({decoded.value, at, at + decoded.size, false});
        at += decoded.size;
    }
    return units;
}

MappedText put_together(const Units& units) {
    MappedText view;
    view.text.reserve(units.size());
    bool identity = true;
    for (const Unit& unit : units) {
        const std::size_t begin = view.text.size();
        append_utf8(view.text, unit.value);
        identity = identity && begin == unit.begin && view.text.size() == unit.end;
    }
    if (identity) return view;
    view.origin.reserve(view.text.size());
    std::string one;
    for (const Unit& unit : units) {
        one.clear();
        append_utf8(one, unit.value);
        view.origin.insert(view.origin.end(), one.size(), SourceRange{unit.begin, unit.end});
    }
    return view;
}

void map_through(MappedText& view, const MappedText& through) {
    if (through.origin.empty()) return;
    if (view.origin.empty()) {
        view.origin.reserve(view.text.size());
        for (std::uint32_t at = 0; at < view.text.size(); ++at) {
            view.origin.push_back(through.source(at, at + 1));
        }
        return;
    }
    SourceRange last_from{1, 0};
    SourceRange last_to{};
    for (SourceRange& range : view.origin) {
        if (range != last_from) {
            last_from = range;
            last_to = through.source(range.begin, range.end);
        }
        range = last_to;
    }
}

}  // namespace chaffinch::text
