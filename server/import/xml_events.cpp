// Expat's callbacks as events with paths. Exceptions wait until expat's C frames are left.

#include "server/import/xml_events.h"

#include <expat.h>

#include <array>
#include <exception>
#include <memory>
#include <vector>

namespace chaffinch::importing {

namespace {

constexpr char separator = '|';  // not allowed in a namespace name

struct FreeParser {
    void operator()(XML_Parser parser) const noexcept { XML_ParserFree(parser); }
};

using Parser = std::unique_ptr<std::remove_pointer_t<XML_Parser>, FreeParser>;

std::string prefixed(std::string_view name) {
    const std::size_t at = name.rfind(separator);
    if (at == std::string_view::npos) return std::string(name);
    const std::string_view space = name.substr(0, at);
    const std::string local(name.substr(at + 1));
    if (space == "http://disqus.com") return local;
    if (space.starts_with("http://disqus.com/")) return "dsq:" + local;
    if (space.starts_with("http://wordpress.org/export/")) {
        return (space.ends_with("excerpt/") ? "excerpt:" : "wp:") + local;
    }
    if (space == "http://purl.org/rss/1.0/modules/content/") return "content:" + local;
    return "x:" + local;
}

struct State {
    XML_Parser parser;
    XmlHandler& handler;
    std::vector<std::size_t> ends{};  ///< length of `path` before each open element
    std::string path{};
    std::string text{};
    std::string refusal{};
    std::exception_ptr thrown{};
    bool stopped = false;

    [[nodiscard]] std::size_t line() const { return XML_GetCurrentLineNumber(parser); }

    void stop() {
        stopped = true;
        XML_StopParser(parser, XML_FALSE);
    }

    template <class Event>
    void guarded(Event event) {
        if (stopped) return;  // expat may still deliver what belongs to the same tag
        try {
            event();
        } catch (...) {
            thrown = std::current_exception();
            stop();
        }
    }
};

State& state_of(void* data) {
    return *static_cast<State*>(data);
}

void on_open(void* data, const XML_Char* name, const XML_Char** pairs) {
    State& state = state_of(data);
    state.guarded([&] {
        if (state.ends.size() == deepest_xml) {
            state.refusal =
                "elements are nested more than " + std::to_string(deepest_xml) + " deep";
            state.stop();
            return;
        }
        state.ends.push_back(state.path.size());
        if (!state.path.empty()) state.path += '/';
        state.path += prefixed(name);
        state.text.clear();
        XmlAttributes attributes;
        for (; *pairs != nullptr; pairs += 2) attributes[prefixed(pairs[0])] = pairs[1];
        state.handler.opened(state.path, attributes, state.line());
    });
}

void on_close(void* data, const XML_Char*) {
    State& state = state_of(data);
    state.guarded([&] {
        const bool go_on = state.handler.closed(state.path, std::move(state.text), state.line());
        state.text.clear();
        state.path.resize(state.ends.back());
        state.ends.pop_back();
        if (!go_on) state.stop();
    });
}

void on_text(void* data, const XML_Char* bytes, int size) {
    State& state = state_of(data);
    state.guarded([&] {
        if (state.text.size() <= longest_xml_text) {
            state.text.append(bytes, static_cast<std::size_t>(size));
        }
    });
}

void on_doctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    State& state = state_of(data);
    state.refusal =
        "a document type declaration (<!DOCTYPE) is not read, since it may define entities; "
        "exports have none";
    state.stop();
}

Error malformed(const State& state, const std::string& what) {
    return {Errc::malformed, "line " + std::to_string(state.line()) + ": " + what};
}

Result<void> outcome(const State& state) {
    if (state.thrown) std::rethrow_exception(state.thrown);
    if (!state.refusal.empty()) return malformed(state, state.refusal);
    if (state.stopped) return {};
    return malformed(state, XML_ErrorString(XML_GetErrorCode(state.parser)));
}

/// A tag is held in memory until its end has come.
bool tag_is_too_long(XML_Parser parser, std::size_t fed) {
    const auto reached = XML_GetCurrentByteIndex(parser);
    return reached >= 0 && fed - static_cast<std::size_t>(reached) > longest_xml_text;
}

}  // namespace

Result<void> read_xml(std::istream& in, XmlHandler& handler) {
    const Parser parser(XML_ParserCreateNS(nullptr, separator));
    if (!parser) throw std::bad_alloc();
    State state{.parser = parser.get(), .handler = handler};
    XML_SetUserData(parser.get(), &state);
    XML_SetElementHandler(parser.get(), on_open, on_close);
    XML_SetCharacterDataHandler(parser.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
    std::array<char, 65'536> chunk{};
    std::size_t fed = 0;
    while (true) {
        in.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        const auto size = static_cast<int>(in.gcount());
        fed += static_cast<std::size_t>(size);
        const bool last = !in;
        if (XML_Parse(parser.get(), chunk.data(), size, last ? XML_TRUE : XML_FALSE) !=
            XML_STATUS_OK)
            return outcome(state);
        if (last) return {};
        if (tag_is_too_long(parser.get(), fed)) return malformed(state, "a tag is over 1 MiB long");
    }
}

}  // namespace chaffinch::importing
