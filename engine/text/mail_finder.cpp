// Mail addresses, plain and disguised.

#include "engine/text/contact_finder.h"
#include "engine/text/host.h"
#include "engine/text/utf8.h"

#include <algorithm>
#include <array>
#include <string>

namespace chaffinch::text {
namespace {

bool is_local(char c) {
    return is_ascii_alnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' || c == '-' ||
           c == '+' || c == '%';
}

bool is_domain(char c) {
    return is_ascii_alnum(static_cast<unsigned char>(c)) || c == '.' || c == '-';
}

constexpr std::array<std::string_view, 6> at_spellings{
    "(at)", "[at]", "{at}", " at ", " (at) ", " [at] "
};
constexpr std::array<std::string_view, 7> dot_spellings{
    " dot ", "(dot)", "[dot]", " (dot) ", " [dot] ", "[.]", "(.)"
};

class MailFinder {
  public:
    explicit MailFinder(std::string_view text) : text_(text) {}

    std::vector<FoundContact> run() {
        for (std::size_t at = 0; at < text_.size() && found_.size() < most_contacts; ++at) {
            if (text_[at] == '@') {
                take(at, at + 1, false);
            } else if (may_spell_at(at)) {
                for (const std::string_view spelling : at_spellings) {
                    if (!text_.substr(at).starts_with(spelling)) continue;
                    if (take(at, at + spelling.size(), true)) break;
                }
            }
        }
        return std::move(found_);
    }

  private:
    [[nodiscard]] bool may_spell_at(std::size_t at) const {
        const char c = text_[at];
        if (c == '(' || c == '[' || c == '{') return true;
        if (c != ' ' || at + 1 >= text_.size()) return false;
        const char next = text_[at + 1];
        return next == 'a' || next == '(' || next == '[';
    }

    /// A local part ends at `at`, the domain begins at `after`.
    bool take(std::size_t at, std::size_t after, bool disguised) {
        constexpr std::size_t longest_local = 64;  // RFC 5321, 4.5.3.1.1
        std::size_t begin = at;
        while (begin > done_ && at - begin < longest_local && is_local(text_[begin - 1])) --begin;
        while (begin < at && text_[begin] == '.') ++begin;
        if (begin == at) return false;
        std::string domain;
        std::size_t end = after;
        bool written_dot = false;
        while (end < text_.size() && domain.size() < 255) {
            if (is_domain(text_[end])) {
                domain += text_[end++];
                continue;
            }
            const auto spelled =
                std::ranges::find_if(dot_spellings, [this, end](std::string_view dot) {
                    return text_.substr(end).starts_with(dot);
                });
            if (spelled == dot_spellings.end() || domain.empty() || domain.back() == '.') break;
            domain += '.';
            written_dot = true;
            end += spelled->size();
        }
        while (!domain.empty() && (domain.back() == '.' || domain.back() == '-')) {
            domain.pop_back();
            --end;
        }
        const std::size_t dot = domain.rfind('.');
        if (dot == std::string::npos || dot == 0 ||
            !is_top_level(std::string_view{domain}.substr(dot + 1)))
            return false;
        // "meet me at shop.example" is an address of a page; a disguised @ goes with a disguised
        // dot.
        if (disguised && text_[at] == ' ' && text_[at + 1] == 'a' && !written_dot) return false;
        FoundContact found{.kind = ContactKind::email};
        found.range = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
        found.value = std::string{text_.substr(begin, at - begin)} + '@' + domain;
        found_.push_back(std::move(found));
        done_ = end;
        return true;
    }

    std::string_view text_;
    std::vector<FoundContact> found_{};
    std::size_t done_ = 0;
};

}  // namespace

std::vector<FoundContact> find_mail(std::string_view normal) {
    return MailFinder{normal}.run();
}

}  // namespace chaffinch::text
