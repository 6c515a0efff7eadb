// Leaves answered: words and literals in one pass a view, everything else when asked for.

#include "engine/rules/evaluation.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace chaffinch::rules {

namespace {

static_assert(static_cast<int>(Known::no) == static_cast<int>(Tri::no));
static_assert(static_cast<int>(Known::yes) == static_cast<int>(Tri::yes));
static_assert(static_cast<int>(Known::unknown) == static_cast<int>(Tri::unknown));

Tri of(bool value) {
    return value ? Tri::yes : Tri::no;
}

std::string folded(const std::string& value) {
    return text::normalize(value).text;
}

/// Phrases of unspaced scripts hold no ASCII letter.
bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

bool matches(const RE2& pattern, std::string_view text) {
    return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

std::string_view item_of(const text::Link& link, View view) {
    return view == View::urls ? link.url : link.host;
}

std::optional<std::string_view> text_of(View view, const Inputs& inputs) {
    if (inputs.document == nullptr) return std::nullopt;
    const text::Document& document = *inputs.document;
    switch (view) {
        case View::normal:
            return document.normal.text;
        case View::raw:
            return document.raw;
        case View::tokens:
            return document.normal_words.joined;
        case View::skeleton:
            return document.skeleton.text;
        case View::author_name:
            if (document.author.name.text.empty()) return std::nullopt;
            return document.author.name.text;
        default:
            return std::nullopt;
    }
}

Evaluation::Evaluation(const RuleSet::Compiled& rules, const Inputs& inputs)
    : Evaluation(rules, inputs, {.known = std::vector<Known>(rules.leaves.size(), Known::open)}) {}

Evaluation::Evaluation(const RuleSet::Compiled& rules, const Inputs& inputs, Answers answers)
    : rules_(rules), inputs_(inputs), answers_(std::move(answers)) {
    assert(answers_.known.size() == rules_.leaves.size());
}

void Evaluation::scan() {
    if (inputs_.document == nullptr) return;
    answers_.scanned = true;
    answers_.known = rules_.at_rest;
    if (!text_of(View::author_name, inputs_)) {
        for (const std::uint32_t leaf : rules_.name_leaves) answers_.known[leaf] = Known::open;
    }
    scan_literals();
    find_words();
    for (const std::uint32_t guard : rules_.fact_guards) {
        if (leaf(guard, nullptr, false) == Tri::yes) answers_.awake.push_back(guard);
    }
}

void Evaluation::wake(std::uint32_t leaf) {
    if (answers_.known[leaf] == Known::no) answers_.known[leaf] = Known::open;
    answers_.awake.push_back(leaf);
}

void Evaluation::scan_literals() {
    const text::Document& document = *inputs_.document;
    const auto search = [&](std::string_view text, ViewSet views) {
        rules_.filter.find(text, views, [&](std::uint32_t leaf) { wake(leaf); });
    };
    const bool plain = document.skeleton.text == document.normal.text;
    ViewSet views = only(View::normal);
    if (plain) views |= only(View::skeleton);
    // Literals do not mind the case of ASCII, and `visible` is what `normal` was made of.
    const bool as_sent = !rules_.raw_leaves.empty() && document.raw == document.visible.text &&
                         document.raw.size() == document.normal.text.size() &&
                         document.normal.origin.empty();
    if (as_sent) views |= only(View::raw);
    search(document.normal.text, views);
    if (!plain) search(document.skeleton.text, only(View::skeleton));
    if (!as_sent) scan_raw();
    search(document.normal_words.joined, only(View::tokens));
    search(document.author.name.text, only(View::author_name));
}

/// The two letters beyond ASCII that RE2 takes for an s and a k when case does not count; where
/// they stand the literals say nothing.
void Evaluation::scan_raw() {
    constexpr std::string_view long_s = "\xC5\xBF";
    constexpr std::string_view kelvin = "\xE2\x84\xAA";
    const std::string_view raw = inputs_.document->raw;
    if (raw.find(long_s) != std::string_view::npos || raw.find(kelvin) != std::string_view::npos) {
        for (const std::uint32_t leaf : rules_.raw_leaves) wake(leaf);
        return;
    }
    rules_.filter.find(raw, only(View::raw), [&](std::uint32_t leaf) { wake(leaf); });
}

void Evaluation::find_words() {
    if (answers_.words_found || inputs_.document == nullptr) return;
    answers_.words_found = true;
    const text::Document& document = *inputs_.document;
    if (document.skeleton.text == document.normal.text) {
        take_words(rules_.plain_words, document.normal_words, View::normal);
    } else {
        take_words(rules_.normal_words, document.normal_words, View::normal);
        take_words(rules_.skeleton_words, document.skeleton_words, View::skeleton);
    }
    take_words(rules_.name_words, document.author.name_words, View::author_name);
}

void Evaluation::take_words(const WordIndex& index, const text::TokenView& tokens, View view) {
    const text::Document& document = *inputs_.document;
    const std::string_view text = text_of(view, inputs_).value_or("");
    for (const WordHit& hit : index.find(tokens.tokens, text)) {
        const auto is_gained = [&](std::uint32_t token) {
            return token >= hit.first && token <= hit.last;
        };
        if (gained_only(hit.leaf) && std::ranges::none_of(document.gained, is_gained)) continue;
        answers_.known[hit.leaf] = Known::yes;
        answers_.awake.push_back(hit.leaf);
        answers_.found_words.push_back(
            {hit.leaf, view, tokens.tokens[hit.first].begin, tokens.tokens[hit.last].end}
        );
    }
}

std::vector<std::uint32_t> Evaluation::candidates() const {
    std::vector<std::uint32_t> out;
    if (!answers_.scanned) {
        for (std::uint32_t place = 0; place < rules_.early.size(); ++place) out.push_back(place);
        return out;
    }
    std::vector<std::uint64_t> chosen((rules_.early.size() + 63) / 64);
    const auto choose = [&](std::uint32_t place) {
        chosen[place / 64] |= std::uint64_t{1} << (place % 64);
    };
    for (const std::uint32_t place : rules_.unguarded) choose(place);
    for (const std::uint32_t leaf : answers_.awake) {
        for (const std::uint32_t place : rules_.wakes[leaf]) choose(place);
    }
    for (std::size_t word = 0; word < chosen.size(); ++word) {
        for (std::uint64_t left = chosen[word]; left != 0; left &= left - 1) {
            out.push_back(static_cast<std::uint32_t>(
                word * 64 + static_cast<std::size_t>(std::countr_zero(left))
            ));
        }
    }
    return out;
}

bool Evaluation::gained_only(std::uint32_t leaf) const {
    return rules_.leaves[leaf].field->kind == FieldKind::gained;
}

Tri Evaluation::leaf(std::uint32_t index, const Signals* signals, bool see_shadow) {
    const Leaf& leaf = rules_.leaves[index];
    if (leaf.predicate == Predicate::hit) {
        if (signals == nullptr) return Tri::unknown;
        return of(std::ranges::any_of(*signals, [&](const Signal& signal) {
            return (see_shadow || !signal.shadow) &&
                   std::ranges::find(leaf.values, signal.name) != leaf.values.end();
        }));
    }
    if (answers_.known[index] == Known::open)
        answers_.known[index] = static_cast<Known>(answer(leaf, index));
    return static_cast<Tri>(answers_.known[index]);
}

/// A walk over the text would be needed to know.
bool Evaluation::is_dear(std::uint32_t index) const {
    return answers_.known[index] == Known::open && rules_.leaves[index].pattern != nullptr;
}

Tri Evaluation::truth_of(const Rule& rule, const Signals* signals, bool see_shadow) {
    const auto known = [&](std::uint32_t index) { return leaf(index, signals, see_shadow); };
    // What stays true or false whatever the dear leaves turn out to be needs none of them.
    const Tri cheap = truth(rule.when, [&](std::uint32_t index) {
        return is_dear(index) ? Tri::unknown : known(index);
    });
    return cheap != Tri::unknown ? cheap : truth(rule.when, known);
}

Tri Evaluation::answer(const Leaf& leaf, std::uint32_t index) {
    switch (leaf.predicate) {
        case Predicate::words:
            return answer_words(leaf, index);
        case Predicate::pattern:
            return answer_pattern(leaf);
        case Predicate::hosts:
            return answer_hosts(leaf);
        case Predicate::one_of:
            return answer_one_of(leaf);
        case Predicate::range:
            return answer_range(leaf);
        case Predicate::is: {
            const auto value = flag_of(*leaf.field, inputs_);
            return value ? of(*value == leaf.flag) : Tri::unknown;
        }
        case Predicate::missing:
            return of(is_missing(*leaf.field) == leaf.flag);
        case Predicate::all_listed: {
            if (inputs_.document == nullptr) return Tri::unknown;
            const auto links = links_of(inputs_);
            return of(!links.empty() && std::ranges::all_of(links, [&](const text::Link* link) {
                return leaf.hosts->covers(link->host);
            }));
        }
        case Predicate::hit:
            break;
    }
    return Tri::unknown;
}

Tri Evaluation::answer_words(const Leaf& leaf, std::uint32_t index) {
    if (leaf.field->kind == FieldKind::string) {
        const auto value = string_of(*leaf.field, inputs_);
        if (!value) return Tri::unknown;
        const std::string text = folded(*value);
        WordIndex words;
        for (const auto& phrase : leaf.phrases) words.add(phrase, index);
        if (leaf.pattern != nullptr && matches(*leaf.pattern, text)) return Tri::yes;
        return of(!words.find(text::tokenize(text).tokens, text).empty());
    }
    if (inputs_.document == nullptr) return Tri::unknown;
    if (leaf.field->view == View::author_name && !text_of(View::author_name, inputs_)) {
        return Tri::unknown;
    }
    find_words();
    if (answers_.known[index] == Known::yes) return Tri::yes;
    if (leaf.pattern == nullptr) return Tri::no;
    if (leaf.field->view == View::author_name) {
        return of(matches(*leaf.pattern, *text_of(View::author_name, inputs_)));
    }
    return of(std::ranges::any_of(phrase_views, [&](View view) {
        const std::string_view text = *text_of(view, inputs_);
        return !is_ascii(text) && matches(*leaf.pattern, text);
    }));
}

Tri Evaluation::answer_pattern(const Leaf& leaf) {
    if (leaf.field->kind == FieldKind::string || leaf.field->kind == FieldKind::host) {
        const auto value = string_of(*leaf.field, inputs_);
        return value ? of(matches(*leaf.pattern, folded(*value))) : Tri::unknown;
    }
    if (leaf.field->kind == FieldKind::items) {
        if (inputs_.document == nullptr) return Tri::unknown;
        return of(std::ranges::any_of(links_of(inputs_), [&](const text::Link* link) {
            return matches(*leaf.pattern, item_of(*link, leaf.field->view));
        }));
    }
    const auto text = text_of(leaf.field->view, inputs_);
    return text ? of(matches(*leaf.pattern, *text)) : Tri::unknown;
}

Tri Evaluation::answer_hosts(const Leaf& leaf) {
    if (leaf.field->kind == FieldKind::host) {
        const auto value = string_of(*leaf.field, inputs_);
        return value ? of(leaf.hosts->covers(*value)) : Tri::unknown;
    }
    if (inputs_.document == nullptr) return Tri::unknown;
    return of(std::ranges::any_of(links_of(inputs_), [&](const text::Link* link) {
        return leaf.hosts->covers(link->host);
    }));
}

Tri Evaluation::answer_range(const Leaf& leaf) {
    const auto value = number_of(*leaf.field, inputs_);
    if (!value) return Tri::unknown;
    const bool over = leaf.low_open ? *value > leaf.low : *value >= leaf.low;
    const bool under = leaf.high_open ? *value < leaf.high : *value <= leaf.high;
    return of(over && under);
}

Tri Evaluation::answer_one_of(const Leaf& leaf) {
    const auto value = string_of(*leaf.field, inputs_);
    if (!value) return Tri::unknown;
    return of(std::ranges::find(leaf.values, folded(*value)) != leaf.values.end());
}

bool Evaluation::is_missing(const FieldInfo& field) const {
    switch (field.kind) {
        case FieldKind::view:
            return !text_of(field.view, inputs_) || text_of(field.view, inputs_)->empty();
        case FieldKind::items:
        case FieldKind::listed:
            return links_of(inputs_).empty();
        case FieldKind::gained:
            return inputs_.document == nullptr || inputs_.document->gained.empty();
        case FieldKind::number:
            return !number_of(field, inputs_);
        case FieldKind::flag:
            return !flag_of(field, inputs_);
        case FieldKind::string:
        case FieldKind::host:
            return !string_of(field, inputs_);
    }
    return true;
}

}  // namespace chaffinch::rules
