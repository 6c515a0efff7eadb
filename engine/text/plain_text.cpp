// Visible text of plain bodies, with the anchors and BBCode that are posted into them.

#include "engine/text/plain_text.h"

#include "engine/text/entities.h"
#include "engine/text/tag.h"
#include "engine/text/utf8.h"

#include <algorithm>
#include <optional>

namespace chaffinch::text {
namespace {

class PlainReader {
  public:
    explicit PlainReader(std::string_view body) : body_(body) {}

    VisibleText read() {
        result_.units.reserve(body_.size());
        for (std::size_t at = 0; at < body_.size();) at = step(at);
        close_link();
        return std::move(result_);
    }

  private:
    std::size_t step(std::size_t at) {
        const char c = body_[at];
        if (c == '<' || c == '[') {
            const std::size_t after = c == '<' ? read_anchor(at) : read_bbcode(at);
            if (after > at) return after;
        }
        if (c == '&') {
            const auto entity = entity_at(body_, at);
            if (entity && body_[at + entity->size - 1] == ';') {
                result_.entity = true;
                for (const char32_t value : entity->values) {
                    if (value != 0) append(value, at, at + entity->size);
                }
                return at + entity->size;
            }
        }
        const Decoded decoded = decode_at(body_, at);
        append(decoded.value, at, at + decoded.size);
        return at + decoded.size;
    }

    void append(char32_t value, std::size_t begin, std::size_t end) {
        result_.units.push_back(
            {value, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), false}
        );
    }

    std::size_t read_anchor(std::size_t at) {
        if (at < no_tag_before_) return at;
        const auto tag = tag_at(body_, at);
        if (!tag) return at;
        result_.markup = true;
        if (!tag->complete) {
            no_tag_before_ = body_.size();  // nothing closes from here on: do not look again
            return at;
        }
        if (tag->name != "a") return at;
        if (tag->closing) {
            close_link();
        } else if (tag->target) {
            open_link(*tag->target, tag->target_begin, tag->target_end);
        }
        return tag->end;
    }

    /// [url=target]text[/url], [url]target[/url]; the same with `link`.
    std::size_t read_bbcode(std::size_t at) {
        static constexpr std::size_t longest_tag = 2'100;  // a URL of 2,048 bytes and the name
        const std::string_view rest = body_.substr(at + 1, longest_tag);
        const bool closing = rest.starts_with('/');
        const std::string_view name = rest.substr(closing ? 1 : 0, 4);
        const auto named = [&name](std::string_view wanted) {
            return std::ranges::equal(name.substr(0, wanted.size()), wanted, {}, to_ascii_lower);
        };
        const std::size_t name_size = named("url") ? 3 : named("link") ? 4 : 0;
        if (name_size == 0) return at;
        const std::size_t after_name = (closing ? 1 : 0) + name_size;
        if (after_name >= rest.size()) return at;
        if (rest[after_name] == ']') {
            result_.markup = true;
            if (closing) {
                close_link();
            } else {
                open_link("", at, at);
            }
            return at + 1 + after_name + 1;
        }
        if (closing || (rest[after_name] != '=' && rest[after_name] != ' ')) return at;
        const std::size_t close = rest.find_first_of("]\n");
        if (close == std::string_view::npos || rest[close] != ']') return at;
        std::size_t begin = at + 1 + after_name + 1;
        std::size_t end = at + 1 + close;
        while (begin < end && (body_[begin] == '"' || body_[begin] == '\'' || body_[begin] == ' '))
            ++begin;
        while (end > begin && (body_[end - 1] == '"' || body_[end - 1] == '\'')) --end;
        result_.markup = true;
        open_link(decode_entities(body_.substr(begin, end - begin)), begin, end);
        return at + 1 + close + 1;
    }

    void open_link(std::string target, std::size_t begin, std::size_t end) {
        close_link();
        const std::size_t here = result_.units.size();
        result_.links.push_back(
            {std::move(target),
             here,
             here,
             {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)},
             false}
        );
        open_ = true;
    }

    void close_link() {
        if (open_) result_.links.back().end = result_.units.size();
        open_ = false;
    }

    std::string_view body_;
    VisibleText result_{};
    std::size_t no_tag_before_ = 0;
    bool open_ = false;
};

}  // namespace

VisibleText read_plain(std::string_view body) {
    return PlainReader{body}.read();
}

bool shows_itself(std::string_view body) {
    return is_ascii(body) && body.find_first_of("<[&") == std::string_view::npos;
}

}  // namespace chaffinch::text
