// Leaves answered: sets and word indices in one pass, everything else when asked for.

#include "engine/rules/evaluation.h"

#include <algorithm>

namespace chaffinch::rules {

namespace {

Tri of(bool value) {
    return value ? Tri::yes : Tri::no;
}

std::string folded(const std::string& value) {
    return text::normalize(value).text;
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
    : rules_(rules), inputs_(inputs), known_(rules.leaves.size()) {}

void Evaluation::scan() {
    for (std::size_t view = 0; view < view_count; ++view) {
        if (rules_.patterns[view]) scan_view(static_cast<View>(view));
    }
    find_words();
    if (inputs_.document == nullptr) return;
    for (const std::uint32_t leaf : rules_.word_leaves) {
        if (!known_[leaf]) known_[leaf] = answer_words(rules_.leaves[leaf], leaf);
    }
}

void Evaluation::scan_view(View view) {
    const PatternSet& patterns = *rules_.patterns[static_cast<std::size_t>(view)];
    const auto mark = [&](Tri value, const std::vector<std::uint32_t>& leaves) {
        for (const std::uint32_t leaf : leaves) known_[leaf] = value;
    };
    const auto search = [&](std::string_view text) {
        if (const auto found = patterns.found(text)) {
            mark(Tri::yes, *found);
            return true;
        }
        incomplete_ = true;
        mark(Tri::unknown, patterns.leaves());
        return false;
    };
    if (view == View::urls || view == View::hosts) {
        if (inputs_.document == nullptr) return;
        mark(Tri::no, patterns.leaves());
        for (const text::Link* link : links_of(inputs_)) {
            if (!search(item_of(*link, view))) return;
        }
    } else if (const auto text = text_of(view, inputs_)) {
        mark(Tri::no, patterns.leaves());
        search(*text);
    }
}

void Evaluation::find_words() {
    if (words_found_ || inputs_.document == nullptr) return;
    words_found_ = true;
    const text::Document& document = *inputs_.document;
    take_words(rules_.normal_words, document.normal_words, View::normal);
    take_words(rules_.skeleton_words, document.skeleton_words, View::skeleton);
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
        known_[hit.leaf] = Tri::yes;
        add_word_span(hit.leaf, view, tokens.tokens[hit.first].begin, tokens.tokens[hit.last].end);
    }
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
    if (!known_[index]) known_[index] = answer(leaf, index);
    return *known_[index];
}

Tri Evaluation::truth_of(const Rule& rule, const Signals* signals, bool see_shadow) {
    return truth(rule.when, [&](std::uint32_t index) { return leaf(index, signals, see_shadow); });
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
    if (known_[index] == Tri::yes) return Tri::yes;
    if (leaf.pattern == nullptr) return Tri::no;
    if (leaf.field->view == View::author_name) {
        return of(matches(*leaf.pattern, *text_of(View::author_name, inputs_)));
    }
    return of(std::ranges::any_of(phrase_views, [&](View view) {
        return matches(*leaf.pattern, *text_of(view, inputs_));
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
