// Evaluation: the truth of a rule set's leaves for one comment, and where they matched.

#pragma once

#include "engine/rules/compiled.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace chaffinch::rules {

class Evaluation {
  public:
    /// Both must outlive the evaluation.
    Evaluation(const RuleSet::Compiled& rules, const Inputs& inputs);

    /// Answers all pattern leaves in one pass a view. Without it each is searched alone when asked
    /// for, which gives the same answers (tests/engine/rules/oracle_test.cpp).
    void scan();

    /// `signals` answer `hit` leaves; a live rule does not see shadow signals.
    [[nodiscard]] Tri leaf(std::uint32_t index, const Signals* signals, bool see_shadow);

    [[nodiscard]] Tri truth_of(const Rule& rule, const Signals* signals, bool see_shadow);

    /// Where the leaves that made this condition true matched: sorted, without repeats, at most 32.
    [[nodiscard]] std::vector<Span> spans_of(const Condition& condition);

    /// Where one leaf matched.
    [[nodiscard]] std::vector<Span> spans_of(std::uint32_t leaf);

    /// A matcher ran out of memory; its leaves are unknown.
    [[nodiscard]] bool incomplete() const { return incomplete_; }

  private:
    struct WordSpan {
        std::uint32_t leaf;
        Span span;
    };

    void scan_view(View view);
    void find_words();
    void take_words(const WordIndex& index, const text::TokenView& tokens, View view);
    [[nodiscard]] bool gained_only(std::uint32_t leaf) const;
    [[nodiscard]] Tri answer(const Leaf& leaf, std::uint32_t index);
    [[nodiscard]] Tri answer_words(const Leaf& leaf, std::uint32_t index);
    [[nodiscard]] Tri answer_pattern(const Leaf& leaf);
    [[nodiscard]] Tri answer_hosts(const Leaf& leaf);
    [[nodiscard]] Tri answer_range(const Leaf& leaf);
    [[nodiscard]] Tri answer_one_of(const Leaf& leaf);
    [[nodiscard]] bool is_missing(const FieldInfo& field) const;
    void collect(const Condition& condition, std::vector<Span>& out);
    void add_word_span(std::uint32_t leaf, View view, std::size_t begin, std::size_t end);
    void word_spans(const Leaf& leaf, std::uint32_t index, std::vector<Span>& out);
    void flag_spans(const Leaf& leaf, std::vector<Span>& out) const;
    void item_spans(const Leaf& leaf, std::vector<Span>& out) const;
    void pattern_spans(const Leaf& leaf, View view, std::vector<Span>& out) const;

    const RuleSet::Compiled& rules_;
    const Inputs& inputs_;
    std::vector<std::optional<Tri>> known_;
    std::vector<WordSpan> word_spans_;
    bool words_found_ = false;
    bool incomplete_ = false;
};

/// Unspaced scripts: phrases are searched as text, in both forms of it.
inline constexpr std::array<View, 2> phrase_views{View::normal, View::skeleton};

bool matches(const re2::RE2& pattern, std::string_view text);

/// What an item view sees of a link.
std::string_view item_of(const text::Link& link, View view);

/// The text that patterns of a view run over; nullopt for item views and when it is not known.
std::optional<std::string_view> text_of(View view, const Inputs& inputs);

}  // namespace chaffinch::rules
