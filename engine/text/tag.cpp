// HTML tags and the few attributes that matter for what a reader sees and where links lead.

#include "engine/text/tag.h"

#include "engine/text/entities.h"
#include "engine/text/utf8.h"

#include <algorithm>
#include <array>

namespace chaffinch::text {
namespace {

struct Attribute {
    std::string name{};
    std::size_t value_begin = 0;
    std::size_t value_end = 0;
};

class TagReader {
  public:
    TagReader(std::string_view text, std::size_t at) : text_(text), at_(at) {}

    std::optional<Tag> read() {
        ++at_;
        if (peek() == '/') {
            tag_.closing = true;
            ++at_;
        }
        if (!is_ascii_letter(static_cast<unsigned char>(peek()))) return std::nullopt;
        while (at_ < text_.size() && !ends_name(text_[at_]))
            tag_.name += to_ascii_lower(text_[at_++]);
        while (read_attribute()) {
        }
        tag_.complete = peek() == '>';
        tag_.end = std::min(at_ + 1, text_.size());
        return std::move(tag_);
    }

  private:
    [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    static bool ends_name(char c) {
        return is_ascii_space(static_cast<unsigned char>(c)) || c == '/' || c == '>';
    }

    void skip_space() {
        while (at_ < text_.size() && is_ascii_space(static_cast<unsigned char>(text_[at_]))) ++at_;
    }

    bool read_attribute() {
        while (at_ < text_.size() && ends_name(text_[at_]) && text_[at_] != '>') ++at_;
        if (at_ >= text_.size() || text_[at_] == '>') return false;
        Attribute attribute;
        do {
            attribute.name += to_ascii_lower(text_[at_++]);
        } while (at_ < text_.size() && !ends_name(text_[at_]) && text_[at_] != '=');
        skip_space();
        if (peek() == '=') {
            ++at_;
            skip_space();
            read_value(attribute);
        }
        keep(attribute);
        return true;
    }

    void read_value(Attribute& attribute) {
        const char quote = peek();
        if (quote == '"' || quote == '\'') {
            attribute.value_begin = ++at_;
            at_ = std::min(text_.find(quote, at_), text_.size());
            attribute.value_end = at_;
            if (at_ < text_.size()) ++at_;
            return;
        }
        attribute.value_begin = at_;
        while (at_ < text_.size() && text_[at_] != '>' &&
               !is_ascii_space(static_cast<unsigned char>(text_[at_]))) {
            ++at_;
        }
        attribute.value_end = at_;
    }

    void keep(const Attribute& attribute) {
        const std::string_view value =
            text_.substr(attribute.value_begin, attribute.value_end - attribute.value_begin);
        if (attribute.name == "hidden") tag_.concealing = true;
        if (attribute.name == "style" && style_conceals(value)) tag_.concealing = true;
        const bool leads_away = attribute.name == "href" || attribute.name == "src";
        if (leads_away && !tag_.target && attribute.value_end > attribute.value_begin) {
            tag_.target = decode_entities(value);
            tag_.target_begin = attribute.value_begin;
            tag_.target_end = attribute.value_end;
        }
    }

    std::string_view text_;
    std::size_t at_;
    Tag tag_{};
};

}  // namespace

std::optional<Tag> tag_at(std::string_view text, std::size_t at) {
    return TagReader{text, at}.read();
}

bool style_conceals(std::string_view style) {
    std::string squeezed;
    for (const char c : style) {
        if (!is_ascii_space(static_cast<unsigned char>(c))) squeezed += to_ascii_lower(c);
    }
    squeezed += ';';
    static constexpr std::array<std::string_view, 9> concealing{
        "display:none",
        "visibility:hidden",
        "font-size:0;",
        "font-size:0px",
        "font-size:1px",
        "opacity:0;",
        "text-indent:-",
        "left:-999",
        "max-height:0",
    };
    return std::ranges::any_of(concealing, [&squeezed](std::string_view what) {
        return squeezed.find(what) != std::string::npos;
    });
}

}  // namespace chaffinch::text
