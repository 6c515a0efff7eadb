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

constexpr std::array<Spelling, 23> spellings{{
    {"whatsapp", "whatsapp", false},
    {"whatsap", "whatsapp", false},
    {"watsapp", "whatsapp", false},
    {"whats app", "whatsapp", false},
    {"wa.me", "whatsapp", false},
    {"telegram", "telegram", false},
    {"telegramm", "telegram", false},
    {"телеграм", "telegram", false},
    {"t.me", "telegram", false},
    {"ватсап", "whatsapp", false},
    {"вотсап", "whatsapp", false},
    {"viber", "viber", false},
    {"вайбер", "viber", false},
    {"скайп", "skype", false},
    {"wechat", "wechat", false},
    {"weixin", "wechat", false},
    {"微信", "wechat", false},
    {"skype", "skype", false},
    {"kik", "kik", true},
    {"signal", "signal", true},
    {"line", "line", true},
    {"tg", "telegram", true},
    {"kakaotalk", "kakaotalk", false},
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

struct Handle {
    std::string name{};
    std::size_t end = 0;
    bool certain = false;  ///< marked as a handle, or no ordinary word
};

Handle handle_at(std::string_view text, std::size_t at, bool marked) {
    Handle handle{.end = at};
    bool letter = false;
    bool other = false;
    while (handle.end < text.size() && is_handle_character(text[handle.end]) && handle.end - at < 40
    ) {
        const char c = text[handle.end++];
        (is_ascii_letter(static_cast<unsigned char>(c)) ? letter : other) = true;
        handle.name += c;
    }
    while (!handle.name.empty() && handle.name.back() == '.') {
        handle.name.pop_back();
        --handle.end;
    }
    if (handle.name.size() < 3) return {};
    handle.certain = marked || (letter && other);
    return handle;
}

/// The handle within a few characters after a messenger's name, which ends at `at`: "/name",
/// "@name", "id: name", ": name", or a word that mixes letters and digits.
Handle handle_after(std::string_view text, std::size_t at) {
    constexpr std::size_t reach = 24;
    constexpr std::size_t reach_of_colon = 8;
    const std::string_view near = text.substr(at, reach);
    if (near.starts_with('/')) return handle_at(text, at + 1, true);
    if (const std::size_t sign = near.find('@'); sign != std::string_view::npos) {
        return handle_at(text, at + sign + 1, true);
    }
    const std::size_t colon = near.find(':');
    if (colon != std::string_view::npos && colon <= reach_of_colon) {
        const bool id = near.substr(0, colon).find("id") != std::string_view::npos;
        const std::size_t begin = near.find_first_not_of(' ', colon + 1);
        return begin == std::string_view::npos ? Handle{} : handle_at(text, at + begin, id);
    }
    const std::size_t begin = near.find_first_not_of(' ');
    if (begin == 0 || begin == std::string_view::npos) return {};
    Handle next = handle_at(text, at + begin, false);
    return next.certain && next.name.size() >= 5 ? next : Handle{};
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
            const Handle handle = handle_after(skeleton, end);
            if (spelling.needs_handle && !handle.certain) continue;
            end = std::max(end, handle.end);
            FoundContact contact{.kind = ContactKind::messenger};
            contact.range = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
            contact.value =
                std::string{spelling.messenger} + (handle.name.empty() ? "" : ":" + handle.name);
            found.push_back(std::move(contact));
        }
    }
    std::ranges::sort(found, {}, [](const FoundContact& contact) { return contact.range.begin; });
    return found;
}

}  // namespace chaffinch::text
