// Where leaves matched: positions found in the views, carried back to the text as it was sent.

#include "engine/rules/evaluation.h"

#include <algorithm>

namespace chaffinch::rules {

namespace {

constexpr std::size_t spans_per_leaf = 8;
constexpr std::size_t spans_per_rule = 32;

/// Further matches of a pattern are looked for within so many bytes behind the last one: marking
/// them is a help for the eye, and without an end to it 250 rules that fire on one text of 16 KiB
/// walked over it once more each (a third of the time that such a text takes).
constexpr std::size_t span_reach = 4'096;

/// Token positions of the joined view back to bytes of the view the tokens came from.
std::pair<std::size_t, std::size_t> unjoin(
    const text::TokenView& words, std::size_t begin, std::size_t end
) {
    std::size_t first = 0;
    std::size_t last = 0;
    bool any = false;
    for (std::size_t i = 0; i < words.tokens.size(); ++i) {
        const std::size_t from = words.joined_begin[i];
        const std::size_t to = from + words.tokens[i].end - words.tokens[i].begin;
        if (to <= begin || from >= end) continue;
        if (!any) first = words.tokens[i].begin;
        last = words.tokens[i].end;
        any = true;
    }
    return {first, last};
}

Span name_span(const text::Document& document, std::size_t begin, std::size_t end) {
    const text::SourceRange range = document.author.name.source(begin, end);
    return {.field = Field::author_name, .begin = range.begin, .end = range.end};
}

std::optional<Span> span_in_view(
    View view, const text::Document& document, std::size_t begin, std::size_t end
) {
    switch (view) {
        case View::normal:
            return text::span_of(document.normal, begin, end);
        case View::skeleton:
            return text::span_of(document.skeleton, begin, end);
        case View::tokens: {
            const auto [from, to] = unjoin(document.normal_words, begin, end);
            return text::span_of(document.normal, from, to);
        }
        case View::raw:
            return Span{
                .begin = static_cast<std::uint32_t>(begin), .end = static_cast<std::uint32_t>(end)
            };
        case View::author_name:
            return name_span(document, begin, end);
        default:
            return std::nullopt;
    }
}

void tidy(std::vector<Span>& spans, std::size_t at_most) {
    std::ranges::sort(spans);
    const auto repeats = std::ranges::unique(spans);
    spans.erase(repeats.begin(), repeats.end());
    if (spans.size() > at_most) spans.resize(at_most);
}

/// The links behind a flag: links.shortener, links.hidden ...; null when the field is none of
/// these.
bool text::Link::* link_member(std::string_view field) {
    constexpr std::pair<std::string_view, bool text::Link::*> members[] = {
        {"links.shortener", &text::Link::shortener},
        {"links.markup", &text::Link::markup},
        {"links.hidden", &text::Link::hidden},
        {"links.bare", &text::Link::bare},
        {"links.obfuscated", &text::Link::obfuscated},
        {"links.ip_host", &text::Link::ip_host},
        {"links.userinfo", &text::Link::has_userinfo},
        {"links.port", &text::Link::has_port},
        {"links.punycode", &text::Link::punycode},
        {"links.lookalike", &text::Link::lookalike_authority},
        {"links.anchor_mismatch", &text::Link::anchor_mismatch},
    };
    const auto* found =
        std::ranges::find(members, field, &std::pair<std::string_view, bool text::Link::*>::first);
    return found == std::end(members) ? nullptr : found->second;
}

/// True when a contact of this kind answers the field: contact.any, contact.phone ...
bool is_contact_of(std::string_view field, text::ContactKind kind) {
    if (field == "contact.any") return true;
    switch (kind) {
        case text::ContactKind::phone:
            return field == "contact.phone";
        case text::ContactKind::email:
            return field == "contact.mail";
        case text::ContactKind::messenger:
            return field == "contact.messenger";
    }
    return false;
}

}  // namespace

void Evaluation::pattern_spans(const Leaf& leaf, View view, std::vector<Span>& out) const {
    const auto text = text_of(view, inputs_);
    if (!text) return;
    const re2::StringPiece whole(text->data(), text->size());
    re2::StringPiece found;
    std::size_t at = 0;
    std::size_t until = text->size();
    for (std::size_t n = 0; n < spans_per_leaf && at <= text->size(); ++n) {
        if (!leaf.pattern->Match(whole, at, until, RE2::UNANCHORED, &found, 1)) return;
        const auto begin = static_cast<std::size_t>(found.data() - whole.data());
        const std::size_t end = begin + found.size();
        const auto span = span_in_view(view, *inputs_.document, begin, end);
        if (span && span->end > span->begin) out.push_back(*span);
        at = std::max(end, at + 1);
        until = std::min(text->size(), at + span_reach);
    }
}

void Evaluation::word_spans(const Leaf& leaf, std::uint32_t index, std::vector<Span>& out) {
    find_words();
    for (const FoundWords& found : answers_.found_words) {
        if (found.leaf != index) continue;
        const auto span = span_in_view(found.view, *inputs_.document, found.begin, found.end);
        if (span) out.push_back(*span);
    }
    if (leaf.pattern == nullptr) return;
    if (leaf.field->view == View::author_name) {
        pattern_spans(leaf, View::author_name, out);
    } else {
        for (const View view : phrase_views) pattern_spans(leaf, view, out);
    }
}

void Evaluation::flag_spans(const Leaf& leaf, std::vector<Span>& out) const {
    if (!leaf.flag) return;
    const std::string_view field = leaf.field->name;
    if (bool text::Link::* member = link_member(field); member != nullptr) {
        for (const text::Link* link : links_of(inputs_)) {
            if (link->*member) out.push_back(link->span);
        }
    } else if (field.starts_with("contact.")) {
        for (const text::Contact& contact : inputs_.document->contacts) {
            if (is_contact_of(field, contact.kind)) out.push_back(contact.span);
        }
    }
}

void Evaluation::item_spans(const Leaf& leaf, std::vector<Span>& out) const {
    for (const text::Link* link : links_of(inputs_)) {
        const bool fits = leaf.predicate == Predicate::hosts
                              ? leaf.hosts->covers(link->host)
                              : matches(*leaf.pattern, item_of(*link, leaf.field->view));
        if (fits) out.push_back(link->span);
    }
}

std::vector<Span> Evaluation::spans_of(std::uint32_t index) {
    const Leaf& leaf = rules_.leaves[index];
    std::vector<Span> out;
    if (leaf.field == nullptr || inputs_.document == nullptr) return out;
    const bool searched =
        leaf.predicate == Predicate::pattern || leaf.predicate == Predicate::hosts;
    if (leaf.predicate == Predicate::is) {
        flag_spans(leaf, out);
    } else if (searched && leaf.field->kind == FieldKind::items) {
        item_spans(leaf, out);
    } else if (leaf.predicate == Predicate::pattern) {
        pattern_spans(leaf, leaf.field->view, out);
    } else if (leaf.predicate == Predicate::words && leaf.field->kind != FieldKind::string) {
        word_spans(leaf, index, out);
    }
    tidy(out, spans_per_leaf);
    return out;
}

void Evaluation::collect(const Condition& condition, std::vector<Span>& out) {
    if (condition.kind == Condition::Kind::not_) return;
    if (condition.kind == Condition::Kind::leaf) {
        const bool asked = rules_.leaves[condition.leaf].predicate != Predicate::hit;
        if (asked && leaf(condition.leaf, nullptr, false) == Tri::yes) {
            for (const Span& span : spans_of(condition.leaf)) out.push_back(span);
        }
        return;
    }
    for (const Condition& part : condition.parts) collect(part, out);
}

std::vector<Span> Evaluation::spans_of(const Condition& condition) {
    std::vector<Span> out;
    collect(condition, out);
    tidy(out, spans_per_rule);
    return out;
}

}  // namespace chaffinch::rules
