// Evaluation: the truth of a rule set's leaves for one comment, and where they matched.
//
// A scan looks up all words and all literals of patterns at once, and the few facts that rules
// without either need. Leaves that this rules out are false, and so are the rules that need them;
// what is left is asked when a rule wants to know, the cheap questions before the dear ones.

#pragma once

#include "engine/rules/compiled.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace chaffinch::rules {

/// A phrase that stands in a view.
struct FoundWords {
    std::uint32_t leaf;
    View view;
    std::uint32_t begin;  ///< bytes of the view
    std::uint32_t end;
};

/// What an evaluation has found out so far. Nothing of it depends on other signals or on the
/// classifier, as long as early rules alone have asked.
struct Answers {
    std::vector<Known> known{};          ///< by leaf
    std::vector<std::uint32_t> awake{};  ///< leaves that the scan did not rule out
    std::vector<FoundWords> found_words{};
    bool scanned = false;
    bool words_found = false;
};

class Evaluation {
  public:
    /// Both must outlive the evaluation.
    Evaluation(const RuleSet::Compiled& rules, const Inputs& inputs);

    /// Goes on from what an evaluation of the same rules, comment and facts found out.
    Evaluation(const RuleSet::Compiled& rules, const Inputs& inputs, Answers answers);

    [[nodiscard]] Answers release() && { return std::move(answers_); }

    /// Rules out words and patterns that the comment cannot hold. Without it each is searched alone
    /// when asked for, which gives the same answers (tests/engine/rules/oracle_test.cpp).
    void scan();

    /// Places in Compiled::early of the rules that may be true, in order; all before a scan.
    [[nodiscard]] std::vector<std::uint32_t> candidates() const;

    /// Leaves that the scan did not rule out, possibly with repeats; empty before a scan.
    [[nodiscard]] const std::vector<std::uint32_t>& awake() const { return answers_.awake; }

    /// `signals` answer `hit` leaves; a live rule does not see shadow signals.
    [[nodiscard]] Tri leaf(std::uint32_t index, const Signals* signals, bool see_shadow);

    [[nodiscard]] Tri truth_of(const Rule& rule, const Signals* signals, bool see_shadow);

    /// Where the leaves that made this condition true matched: sorted, without repeats, at most 32.
    [[nodiscard]] std::vector<Span> spans_of(const Condition& condition);

    /// Where one leaf matched.
    [[nodiscard]] std::vector<Span> spans_of(std::uint32_t leaf);

  private:
    void wake(std::uint32_t leaf);
    void scan_literals();
    void scan_raw();
    void find_words();
    void take_words(const WordIndex& index, const text::TokenView& tokens, View view);
    [[nodiscard]] bool is_dear(std::uint32_t leaf) const;
    [[nodiscard]] bool gained_only(std::uint32_t leaf) const;
    [[nodiscard]] Tri answer(const Leaf& leaf, std::uint32_t index);
    [[nodiscard]] Tri answer_words(const Leaf& leaf, std::uint32_t index);
    [[nodiscard]] Tri answer_pattern(const Leaf& leaf);
    [[nodiscard]] Tri answer_hosts(const Leaf& leaf);
    [[nodiscard]] Tri answer_range(const Leaf& leaf);
    [[nodiscard]] Tri answer_one_of(const Leaf& leaf);
    [[nodiscard]] bool is_missing(const FieldInfo& field) const;
    void collect(const Condition& condition, std::vector<Span>& out);
    void word_spans(const Leaf& leaf, std::uint32_t index, std::vector<Span>& out);
    void flag_spans(const Leaf& leaf, std::vector<Span>& out) const;
    void item_spans(const Leaf& leaf, std::vector<Span>& out) const;
    void pattern_spans(const Leaf& leaf, View view, std::vector<Span>& out) const;

    const RuleSet::Compiled& rules_;
    const Inputs& inputs_;
    Answers answers_;
};

/// Unspaced scripts: phrases are searched as text, in both forms of it.
inline constexpr std::array<View, 2> phrase_views{View::normal, View::skeleton};

bool matches(const re2::RE2& pattern, std::string_view text);

/// What an item view sees of a link.
std::string_view item_of(const text::Link& link, View view);

/// The text that patterns of a view run over; nullopt for item views and when it is not known.
std::optional<std::string_view> text_of(View view, const Inputs& inputs);

}  // namespace chaffinch::rules
