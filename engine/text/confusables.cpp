// The table of look-alike letters, and its way back into Cyrillic.

#include "engine/text/confusables.h"

#include <algorithm>
#include <iterator>

namespace chaffinch::text {
namespace {

struct Row {
    char32_t from;
    char letter;
    Likeness likeness;
};

constexpr Row table[] = {
#include "engine/text/confusable_table.inc"
};

}  // namespace

LookAlike looks_like(char32_t c) {
    if (c < 0x80) return {};
    const auto* row = std::ranges::lower_bound(table, c, {}, &Row::from);
    if (row == std::end(table) || row->from != c) return {};
    return {row->letter, row->likeness};
}

char32_t cyrillic_for(char32_t ascii) {
    switch (ascii) {
        case U'a':
            return U'а';
        case U'b':
            return U'в';
        case U'c':
            return U'с';
        case U'e':
            return U'е';
        case U'h':
            return U'н';
        case U'i':
            return U'і';
        case U'j':
            return U'ј';
        case U'k':
            return U'к';
        case U'm':
            return U'м';
        case U'n':
            return U'п';
        case U'o':
            return U'о';
        case U'p':
            return U'р';
        case U'r':
            return U'г';
        case U's':
            return U'ѕ';
        case U't':
            return U'т';
        case U'u':
            return U'и';
        case U'x':
            return U'х';
        case U'y':
            return U'у';
        default:
            return 0;
    }
}

}  // namespace chaffinch::text
