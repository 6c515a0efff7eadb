// One comment read once: body -> visible -> normal -> skeleton, and what is found on the way.

#include "engine/text/contact_finder.h"
#include "engine/text/document.h"
#include "engine/text/host.h"
#include "engine/text/language.h"
#include "engine/text/link_finder.h"
#include "engine/text/normal_form.h"
#include "engine/text/plain_text.h"
#include "engine/text/scan_window.h"
#include "engine/text/shape_counter.h"
#include "engine/text/skeleton.h"
#include "engine/text/units.h"
#include "engine/text/utf8.h"
#include "engine/text/visible.h"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

namespace chaffinch::text {
namespace {

/// The views of one text, each mapping to the one before it, until they are turned to the body.
struct Views {
    MappedText normal{};
    std::vector<FoundLink> links{};
    MappedText skeleton{};
    std::vector<SourceRange> disguised{};  ///< bytes of the skeleton that were undone
    FoldFlags flags{};
    bool cut = false;  ///< the normal form grew too much
};

MappedText to_lower(std::string_view ascii) {
    MappedText view;
    view.text.resize(ascii.size());
    std::ranges::transform(ascii, view.text.begin(), to_ascii_lower);
    return view;
}

/// Normal form of visible text; sets `cut` when it grew too much and was cut.
MappedText normal_of(std::string_view visible, FoldFlags& flags, bool& cut) {
    if (is_ascii(visible)) return to_lower(visible);
    const NormalUnits normal = normal_units(take_apart(visible), flags);
    cut = normal.cut;
    return put_together(normal.units);
}

void add_disguised(Views& views, const Units& units) {
    std::uint32_t at = 0;
    std::string one;
    for (const Unit& unit : units) {
        one.clear();
        append_utf8(one, unit.value);
        const auto end = at + static_cast<std::uint32_t>(one.size());
        if (unit.disguised) views.disguised.push_back({at, end});
        at = end;
    }
}

Views views_of(std::string_view visible) {
    Views views;
    views.normal = normal_of(visible, views.flags, views.cut);
    views.links = find_links(views.normal, visible);
    if (is_ascii(views.normal.text) && is_own_skeleton(views.normal.text)) {
        views.skeleton.text = views.normal.text;
        return views;
    }
    std::vector<SourceRange> protected_ranges;
    for (const FoundLink& found : views.links) protected_ranges.push_back(found.range);
    for (const FoundContact& found : find_mail(views.normal.text))
        protected_ranges.push_back(found.range);
    std::ranges::sort(protected_ranges, {}, &SourceRange::begin);
    const Units units = skeleton_units(views.normal, protected_ranges, views.flags);
    views.skeleton = put_together(units);
    add_disguised(views, units);
    return views;
}

/// Words in which something was undone and that the normal form does not hold as they are now.
std::vector<std::uint32_t> gained_words(
    const Document& document, const std::vector<SourceRange>& disguised
) {
    std::vector<std::uint32_t> gained;
    if (disguised.empty()) return gained;
    std::unordered_set<std::string_view> plain;
    for (const Token token : document.normal_words.tokens) {
        plain.insert(
            std::string_view{document.normal.text}.substr(token.begin, token.end - token.begin)
        );
    }
    auto next = disguised.begin();
    for (std::uint32_t at = 0; at < document.skeleton_words.tokens.size(); ++at) {
        const Token token = document.skeleton_words.tokens[at];
        while (next != disguised.end() && next->end <= token.begin) ++next;
        if (next == disguised.end()) break;
        const auto word =
            std::string_view{document.skeleton.text}.substr(token.begin, token.end - token.begin);
        if (next->begin < token.end && !plain.contains(word)) gained.push_back(at);
    }
    return gained;
}

bool overlaps(const std::vector<Link>& links, Span span) {
    return std::ranges::any_of(links, [span](const Link& link) {
        return link.span.field == span.field && link.span.begin < span.end &&
               span.begin < link.span.end;
    });
}

class Analysis {
  public:
    explicit Analysis(const Comment& comment) : comment_(comment), window_(comment.text) {}

    Document run() {
        document_.raw = comment_.text;
        document_.format = comment_.format;
        document_.truncated = window_.is_partial();
        VisibleText seen;
        if (comment_.format == TextFormat::plain && shows_itself(window_.text())) {
            document_.visible.text = window_.text();
        } else {
            seen = read_visible(window_.text(), comment_.format);
            document_.visible = put_together(seen.units);
        }
        Views views = views_of(document_.visible.text);
        add_text_links(views);
        add_markup_links(seen);
        add_contacts(views);
        for (const SourceRange concealed : seen.concealed) {
            const SourceRange body = window_.in_body(concealed);
            document_.hidden.push_back({Field::text, body.begin, body.end});
        }
        window_.to_body(document_.visible);
        document_.normal = std::move(views.normal);
        map_through(views.skeleton, document_.normal);
        document_.skeleton = std::move(views.skeleton);
        map_through(document_.normal, document_.visible);
        map_through(document_.skeleton, document_.visible);
        document_.flags = views.flags;
        document_.truncated = document_.truncated || views.cut;
        add_words(views.disguised);
        add_shape(seen);
        add_author();
        return std::move(document_);
    }

  private:
    /// Bytes of the visible text as a span of the body.
    [[nodiscard]] Span body_span(SourceRange visible) const {
        SourceRange range = document_.visible.source(visible.begin, visible.end);
        range = window_.in_body(range);
        return {Field::text, range.begin, range.end};
    }

    void add_text_links(const Views& views) {
        const std::string_view visible = document_.visible.text;
        for (const FoundLink& found : views.links) {
            const SourceRange written = views.normal.source(found.range.begin, found.range.end);
            Link link = found.link;
            link.url = visible.substr(written.begin, written.end - written.begin);
            link.span = body_span(written);
            document_.links.push_back(std::move(link));
        }
        add_disguised_links(find_obfuscated_links(views.normal.text), views.normal, nullptr);
        if (views.flags.any()) {
            MappedText cased = views.skeleton;
            cased.origin.clear();
            add_disguised_links(
                find_links(cased, views.skeleton.text), views.skeleton, &views.normal
            );
            add_disguised_links(
                find_obfuscated_links(views.skeleton.text), views.skeleton, &views.normal
            );
        }
        std::ranges::sort(document_.links, {}, [](const Link& link) { return link.span.begin; });
    }

    void add_disguised_links(
        std::vector<FoundLink> found, const MappedText& view, const MappedText* through
    ) {
        for (FoundLink& one : found) {
            if (document_.links.size() >= most_links) return;
            SourceRange range = view.source(one.range.begin, one.range.end);
            if (through != nullptr) range = through->source(range.begin, range.end);
            const Span span = body_span(range);
            if (overlaps(document_.links, span)) continue;
            one.link.obfuscated = true;
            one.link.span = span;
            document_.links.push_back(std::move(one.link));
        }
    }

    void add_markup_links(const VisibleText& seen) {
        for (const MarkupLink& mark : seen.links) {
            if (document_.links.size() >= most_links) break;
            std::string anchor;
            for (std::size_t at = mark.begin; at < mark.end; ++at)
                append_utf8(anchor, seen.units[at].value);
            Link link = link_of_target(mark.target.empty() ? anchor : mark.target);
            if (link.host.empty()) continue;
            const SourceRange body = window_.in_body(mark.source);
            link.span = {Field::text, body.begin, body.end};
            const MappedText shown = normalize(anchor);
            link.hidden =
                mark.concealed || shown.text.find_first_not_of(" \t\r\n") == std::string::npos;
            const auto named = find_links(shown, anchor);
            link.anchor_mismatch =
                !named.empty() && named.front().link.registered_domain != link.registered_domain;
            link.anchor = std::move(anchor);
            drop_same(link, mark);
            document_.links.push_back(std::move(link));
        }
        std::ranges::sort(document_.links, {}, [](const Link& link) { return link.span.begin; });
    }

    /// The anchor's own text may name the host again: one link, not two.
    void drop_same(const Link& link, const MarkupLink& mark) {
        if (link.anchor_mismatch) return;
        const SourceRange body = window_.in_body(mark.source);
        std::erase_if(document_.links, [&](const Link& other) {
            return !other.markup && other.host == link.host && other.span.begin >= body.begin &&
                   other.span.begin <= body.end + link.anchor.size() + 64;
        });
    }

    void add_contacts(const Views& views) {
        add_found(find_mail(views.normal.text), views.normal, nullptr);
        if (document_.contacts.empty() && views.flags.any())
            add_found(find_mail(views.skeleton.text), views.skeleton, &views.normal);
        add_found(find_phones(views.skeleton.text), views.skeleton, &views.normal);
        add_found(find_messengers(views.skeleton.text), views.skeleton, &views.normal);
        std::ranges::sort(document_.contacts, {}, &Contact::span);
    }

    void add_found(
        std::vector<FoundContact> found, const MappedText& view, const MappedText* through
    ) {
        for (FoundContact& one : found) {
            if (document_.contacts.size() >= most_contacts) return;
            SourceRange range = view.source(one.range.begin, one.range.end);
            if (through != nullptr) range = through->source(range.begin, range.end);
            const Span span = body_span(range);
            if (one.kind == ContactKind::phone && overlaps(document_.links, span)) continue;
            if (one.kind == ContactKind::email && !give_way(span)) continue;
            document_.contacts.push_back({one.kind, std::move(one.value), span});
        }
    }

    /// "https://bank.example@evil.example/" is a link with a user part; "ann at shop dot com" is an
    /// address and no link. True when the mail address stays.
    bool give_way(Span mail) {
        const auto same_place = [mail](const Link& link) {
            return link.span.begin < mail.end && mail.begin < link.span.end;
        };
        const bool in_link = std::ranges::any_of(document_.links, [&](const Link& link) {
            return same_place(link) && !link.bare;
        });
        if (in_link) return false;
        std::erase_if(document_.links, same_place);
        return true;
    }

    void add_words(const std::vector<SourceRange>& disguised) {
        document_.normal_words = tokenize(document_.normal.text);
        document_.skeleton_words = document_.skeleton.text == document_.normal.text
                                       ? document_.normal_words
                                       : tokenize(document_.skeleton.text);
        document_.gained = gained_words(document_, disguised);
    }

    void add_shape(const VisibleText& seen) {
        Shape& shape = document_.shape;
        shape = count_shape(window_.text());
        shape.bytes = static_cast<std::uint32_t>(comment_.text.size());
        shape.words = static_cast<std::uint32_t>(document_.normal_words.tokens.size());
        shape.mixed_script_words =
            count_mixed_script_words(document_.normal, document_.normal_words);
        shape.entropy = entropy_of(document_.normal.text);
        shape.entity = seen.entity;
        shape.markup = seen.markup;
        shape.money = names_money(document_.visible.text);
        document_.language =
            guess_language(document_.normal, document_.normal_words, shape.scripts);
    }

    void add_author() {
        const Author& author = comment_.author;
        Views views = views_of(author.name);
        for (FoundLink& found : views.links) {
            const SourceRange range = views.normal.source(found.range.begin, found.range.end);
            found.link.span = {Field::author_name, range.begin, range.end};
            document_.author.links.push_back(std::move(found.link));
        }
        map_through(views.skeleton, views.normal);
        document_.author.name = std::move(views.skeleton);
        document_.author.name_words = tokenize(document_.author.name.text);
        Link site = link_of_target(author.url);
        if (site.host.empty()) return;
        site.markup = false;
        site.span = {Field::author_url, 0, static_cast<std::uint32_t>(author.url.size())};
        document_.author.links.push_back(std::move(site));
    }

    const Comment& comment_;
    ScanWindow window_;
    Document document_{};
};

}  // namespace

Document analyze(const Comment& comment) {
    return Analysis{comment}.run();
}

Span span_of(const MappedText& view, std::size_t begin, std::size_t end) {
    const SourceRange range = view.source(begin, end);
    return {Field::text, range.begin, range.end};
}

MappedText normalize(std::string_view visible) {
    FoldFlags flags;
    bool cut = false;
    return normal_of(visible, flags, cut);
}

MappedText skeleton_of(const MappedText& normal, FoldFlags* flags) {
    FoldFlags found;
    MappedText skeleton;
    if (is_ascii(normal.text) && is_own_skeleton(normal.text)) {
        skeleton.text = normal.text;
    } else {
        MappedText plain{.text = normal.text};
        std::vector<SourceRange> links;
        for (const FoundLink& link : find_links(plain, normal.text)) links.push_back(link.range);
        skeleton = put_together(skeleton_units(plain, links, found));
    }
    map_through(skeleton, normal);
    if (flags != nullptr) *flags = found;
    return skeleton;
}

}  // namespace chaffinch::text
