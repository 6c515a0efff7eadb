// Messengers and the handles beside their names.

#include "engine/text/contact_finder.h"
#include "engine/text/utf8.h"

#include <algorithm>
#include <array>
#include <string>

namespace chaffinch::text {
namespace {

struct Spelling {
    std::string_view written;
    std::string_view messenger;
    bool needs_handle;  ///< an ordinary word too: counts only with "id", a colon or a handle after
                        ///< it
};

constexpr std::array<Spelling, 22> spellings{{
    {"whatsapp", "whatsapp", false},  {"whatsap", "whatsapp", false},
    {"watsapp", "whatsapp", false},   {"whats app", "whatsapp", false},
    {"wa.me", "whatsapp", false},     {"telegram", "telegram", false},
    {"telegramm", "telegram", false}, {"телеграм", "telegram", false},
    {"t.me", "telegram", false},      {"ватсап", "whatsapp", false},
    {"вотсап", "whatsapp", false},    {"viber", "viber", false},
    {"вайбер", "viber", false},       {"wechat", "wechat", false},
    {"weixin", "wechat", false},      {"微信", "wechat", false},
    {"skype", "skype", false},        {"kik", "kik", true},
    {"signal", "signal", true},       {"line", "line", true},
    {"tg", "telegram", true},         {"kakaotalk", "kakaotalk", false},
}};

bool is_handle_character(char c) {
    return is_ascii_alnum(static_cast<unsigned char>(c)) || c == '_' || c == '.';
}

bool is_whole(std::string_view text, std::size_t begin, std::size_t end) {
    const auto attached = [&text](std::size_t at) {
        return is_ascii_alnum(static_cast<unsigned char>(text[at])) || text[at] == '_';
    };
    return (begin == 0 || !attached(begin - 1)) && (end >= text.size() || !attached(end));
}

/// A handle within a few characters after the name: "@name", "t.me/name", "id: name".
std::string handle_after(std::string_view text, std::size_t at, std::size_t& end) {
    constexpr std::size_t reach = 40;
    const std::string_view near = text.substr(at, reach);
    std::size_t begin = near.find('@');
    if (near.starts_with('/')) {
        begin = 0;
    } else if (begin == std::string_view::npos) {
        const std::size_t id = near.find("id");
        const std::size_t colon = near.find(':');
        if (colon == std::string_view::npos || colon > 8) return {};
        if (id != std::string_view::npos && id > colon) return {};
        begin = near.find_first_not_of(' ', colon + 1);
        if (begin == std::string_view::npos) return {};
        --begin;
    }
    std::string handle;
    for (std::size_t i = begin + 1; i < near.size() && is_handle_character(near[i]); ++i)
        handle += near[i];
    while (!handle.empty() && handle.back() == '.') handle.pop_back();
    if (handle.size() < 3) return {};
    end = at + begin + 1 + handle.size();
    return handle;
}

}  // namespace

std::vector<FoundContact> find_messengers(std::string_view skeleton) {
    std::vector<FoundContact> found;
    for (const Spelling& spelling : spellings) {
        for (std::size_t at = skeleton.find(spelling.written);
             at != std::string_view::npos && found.size() < most_contacts;
             at = skeleton.find(spelling.written, at + 1)) {
            std::size_t end = at + spelling.written.size();
            if (!is_whole(skeleton, at, end)) continue;
            const std::string handle = handle_after(skeleton, end, end);
            if (spelling.needs_handle && handle.empty()) continue;
            FoundContact contact{.kind = ContactKind::messenger};
            contact.range = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
            contact.value = std::string{spelling.messenger} + (handle.empty() ? "" : ":" + handle);
            found.push_back(std::move(contact));
        }
    }
    std::ranges::sort(found, {}, [](const FoundContact& contact) { return contact.range.begin; });
    return found;
}

}  // namespace chaffinch::text
