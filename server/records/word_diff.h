// word_diff() says which words an edit took out and put in, for people who read the change.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch {

enum class DiffOp : std::uint8_t { same, removed, added };

std::string_view name(DiffOp op);

/// A stretch of text. Neighbours have different operations.
struct DiffPart {
    DiffOp op = DiffOp::same;
    std::string text{};

    friend bool operator==(const DiffPart&, const DiffPart&) = default;
};

/// `same` and `removed` joined give `before`, `same` and `added` joined give `after`, byte for
/// byte, whatever the bytes. The cut is between words: a run of letters, digits, marks and other
/// characters beyond ASCII, a run of white space, or one ASCII punctuation character. Fewest words
/// changed (Myers 1986), as long as that takes no more than 500 changes between the first and the
/// last difference; beyond that the whole stretch is shown as replaced, so that the cost stays
/// linear in the texts.
std::vector<DiffPart> word_diff(std::string_view before, std::string_view after);

}  // namespace chaffinch
