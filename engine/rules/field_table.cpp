// One row a field; the lambdas say where the value lives. nullopt is "unknown", never zero.

#include "engine/rules/field_table.h"

#include "engine/rules/hosts.h"
#include "engine/types/content_words.h"

#include <algorithm>
#include <chrono>
#include <iterator>

namespace chaffinch::rules {

namespace {

using Number = std::optional<double>;
using Flag = std::optional<bool>;
using String = std::optional<std::string>;

template <class T>
Number as_number(const std::optional<T>& value) {
    return value ? Number{static_cast<double>(*value)} : std::nullopt;
}

String non_empty(const std::string& value) {
    return value.empty() ? std::nullopt : String{value};
}

/// Rows read like prose with these three: a member of the document, the comment or the facts.
template <class Read>
auto of_document(const Inputs& in, Read read) -> std::optional<decltype(read(*in.document))> {
    if (in.document == nullptr) return std::nullopt;
    return read(*in.document);
}

template <class Read>
auto of_comment(const Inputs& in, Read read) -> std::optional<decltype(read(*in.comment))> {
    if (in.comment == nullptr) return std::nullopt;
    return read(*in.comment);
}

const Article* article_of(const Inputs& in) {
    return in.facts == nullptr ? nullptr : in.facts->article.get();
}

Flag any_link(const Inputs& in, bool text::Link::* member) {
    if (in.document == nullptr) return std::nullopt;
    const auto is_so = [&](const text::Link& link) { return link.*member; };
    return std::ranges::any_of(in.document->links, is_so) ||
           std::ranges::any_of(in.document->author.links, is_so);
}

Flag any_contact(const Inputs& in, std::optional<text::ContactKind> kind) {
    return of_document(in, [&](const text::Document& document) {
        return std::ranges::any_of(document.contacts, [&](const text::Contact& contact) {
            return !kind || contact.kind == *kind;
        });
    });
}

Flag disguise(const Inputs& in, bool text::FoldFlags::* member) {
    return of_document(in, [&](const text::Document& document) { return document.flags.*member; });
}

Number shape(const Inputs& in, std::uint32_t text::Shape::* member) {
    return of_document(in, [&](const text::Document& document) {
        return static_cast<double>(document.shape.*member);
    });
}

Number caps_ratio(const Inputs& in) {
    if (in.document == nullptr || in.document->shape.letters == 0) return std::nullopt;
    return static_cast<double>(in.document->shape.upper) /
           static_cast<double>(in.document->shape.letters);
}

Number article_age(const Inputs& in) {
    const Article* article = article_of(in);
    if (article == nullptr || !article->published_at || !in.facts->now) return std::nullopt;
    const std::chrono::duration<double, std::ratio<86'400>> age =
        *in.facts->now - *article->published_at;
    return age.count();
}

String sensitivity(const Inputs& in) {
    const Article* article = article_of(in);
    if (article == nullptr) return std::nullopt;
    return std::string(name(article->policy.sensitivity));
}

String email_host(const Inputs& in) {
    if (in.comment == nullptr) return std::nullopt;
    const std::size_t at = in.comment->author.email.rfind('@');
    if (at == std::string::npos) return std::nullopt;
    return canonical_host(std::string_view(in.comment->author.email).substr(at + 1));
}

template <class T>
T relation(const Inputs& in, T context::Relation::* member) {
    return in.relation == nullptr ? T{} : in.relation->*member;
}

template <class T>
T author(const Inputs& in, T AuthorFacts::* member) {
    return in.facts == nullptr ? T{} : in.facts->author.*member;
}

Number rate(const Inputs& in, std::optional<int> RateFacts::* member) {
    return in.facts == nullptr ? std::nullopt : as_number(in.facts->rate.*member);
}

String article(const Inputs& in, std::string Article::* member) {
    const Article* article = article_of(in);
    return article == nullptr ? std::nullopt : non_empty(article->*member);
}

Number probability(double value) {
    return value < 0 ? std::nullopt : Number{value};
}

constexpr FieldInfo view(std::string_view name, View view, std::string_view doc) {
    return {name, FieldKind::view, view, false, nullptr, nullptr, nullptr, doc};
}

constexpr FieldInfo number(
    std::string_view name, Number (*read)(const Inputs&), std::string_view doc
) {
    return {name, FieldKind::number, View::none, false, read, nullptr, nullptr, doc};
}

constexpr FieldInfo flag(std::string_view name, Flag (*read)(const Inputs&), std::string_view doc) {
    return {name, FieldKind::flag, View::none, false, nullptr, read, nullptr, doc};
}

constexpr FieldInfo string(
    std::string_view name, String (*read)(const Inputs&), std::string_view doc
) {
    return {name, FieldKind::string, View::none, false, nullptr, nullptr, read, doc};
}

using In = const Inputs&;

// clang-format off
const FieldInfo table[] = {
    view("text", View::normal, "the text a reader sees, in lower case, without invisible characters; words also match disguised spellings"),
    view("raw", View::raw, "the text as sent, mark-up and capitals included"),
    {"text.tokens", FieldKind::view, View::tokens, false, [](In in) { return of_document(in, [](const auto& d) { return static_cast<double>(d.normal_words.tokens.size()); }); }, nullptr, nullptr, "the words with one blank around each, for patterns; as a number, how many"},
    view("skeleton", View::skeleton, "the text with disguises undone (v1agra, f r e e, look-alike letters)"),
    {"skeleton.gained", FieldKind::gained, View::none, false, [](In in) { return of_document(in, [](const auto& d) { return static_cast<double>(d.gained.size()); }); }, nullptr, nullptr, "words seen only after undoing disguises; as a number, how many"},
    number("text.chars", [](In in) { return shape(in, &text::Shape::code_points); }, "characters"),
    number("text.caps_ratio", caps_ratio, "capital letters among all letters, 0 to 1"),
    number("text.script_mix", [](In in) { return shape(in, &text::Shape::mixed_script_words); }, "words whose letters come from several scripts"),
    number("text.entropy", [](In in) { return of_document(in, [](const auto& d) { return d.shape.entropy; }); }, "bits per character; repetition is low, random keys are high"),
    number("text.digits", [](In in) { return shape(in, &text::Shape::digits); }, "digits"),
    number("text.letters", [](In in) { return shape(in, &text::Shape::letters); }, "letters"),
    number("text.exclamations", [](In in) { return shape(in, &text::Shape::exclamations); }, "exclamation marks"),
    number("text.questions", [](In in) { return shape(in, &text::Shape::questions); }, "question marks"),
    number("text.emoji", [](In in) { return shape(in, &text::Shape::emoji); }, "emoji"),
    number("text.longest_run", [](In in) { return shape(in, &text::Shape::longest_run); }, "longest run of one repeated character"),
    number("text.newlines", [](In in) { return shape(in, &text::Shape::newlines); }, "line breaks"),
    flag("text.money", [](In in) { return of_document(in, [](const auto& d) { return d.shape.money; }); }, "an amount of money is named"),
    flag("text.markup", [](In in) { return of_document(in, [](const auto& d) { return d.shape.markup; }); }, "HTML, BBCode or Markdown in the text as sent"),
    string("text.lang", [](In in) { return in.document == nullptr ? std::nullopt : non_empty(in.document->language); }, "language of the text (en, de ...), unknown when too short to tell"),
    flag("disguise.any", [](In in) { return of_document(in, [](const auto& d) { return d.flags.any(); }); }, "some disguise inside words"),
    flag("disguise.invisible", [](In in) { return disguise(in, &text::FoldFlags::invisible); }, "invisible characters inside words"),
    flag("disguise.styled", [](In in) { return disguise(in, &text::FoldFlags::styled); }, "full-width, circled or mathematical letters"),
    flag("disguise.mixed_script", [](In in) { return disguise(in, &text::FoldFlags::mixed_script); }, "look-alike letters of another script"),
    flag("disguise.stacked_marks", [](In in) { return disguise(in, &text::FoldFlags::stacked_marks); }, "piled-up accents"),
    flag("disguise.spaced", [](In in) { return disguise(in, &text::FoldFlags::spaced); }, "words spelled with gaps"),
    flag("disguise.leet", [](In in) { return disguise(in, &text::FoldFlags::leet); }, "digits and signs used as letters"),
    flag("disguise.bidi", [](In in) { return disguise(in, &text::FoldFlags::bidi); }, "characters that turn the reading direction"),
    {"urls", FieldKind::items, View::urls, false, nullptr, nullptr, nullptr, "each link of the text and of the author's website, as written"},
    {"hosts", FieldKind::items, View::hosts, false, nullptr, nullptr, nullptr, "the host of each of these links"},
    number("links.count", [](In in) { return of_document(in, [](const auto& d) { return static_cast<double>(d.links.size()); }); }, "links in the text"),
    {"links.all_in_list", FieldKind::listed, View::none, false, nullptr, nullptr, nullptr, "there is a link, and the host of every link is in `list`"},
    flag("links.shortener", [](In in) { return any_link(in, &text::Link::shortener); }, "a link goes through a shortener"),
    flag("links.markup", [](In in) { return any_link(in, &text::Link::markup); }, "a link written as HTML, BBCode or Markdown"),
    flag("links.hidden", [](In in) { return any_link(in, &text::Link::hidden); }, "a link nobody can see"),
    flag("links.bare", [](In in) { return any_link(in, &text::Link::bare); }, "a link without http://"),
    flag("links.obfuscated", [](In in) { return any_link(in, &text::Link::obfuscated); }, "a link written so that filters miss it (shop dot com)"),
    flag("links.ip_host", [](In in) { return any_link(in, &text::Link::ip_host); }, "a link to a bare IP address"),
    flag("links.userinfo", [](In in) { return any_link(in, &text::Link::has_userinfo); }, "a link with a name before its host (bank.example@evil.example)"),
    flag("links.port", [](In in) { return any_link(in, &text::Link::has_port); }, "a link with a port"),
    flag("links.punycode", [](In in) { return any_link(in, &text::Link::punycode); }, "a link to an internationalised host"),
    flag("links.lookalike", [](In in) { return any_link(in, &text::Link::lookalike_authority); }, "an authority's name in front of another domain"),
    flag("links.anchor_mismatch", [](In in) { return any_link(in, &text::Link::anchor_mismatch); }, "a link that shows another host than it leads to"),
    flag("contact.any", [](In in) { return any_contact(in, std::nullopt); }, "a phone number, mail address or messenger"),
    flag("contact.phone", [](In in) { return any_contact(in, text::ContactKind::phone); }, "a phone number"),
    flag("contact.mail", [](In in) { return any_contact(in, text::ContactKind::email); }, "a mail address"),
    flag("contact.messenger", [](In in) { return any_contact(in, text::ContactKind::messenger); }, "WhatsApp, Telegram and the like"),
    view("author.name", View::author_name, "the author's name, disguises undone"),
    {"author.email_host", FieldKind::host, View::none, false, nullptr, nullptr, email_host, "host of the author's mail address"},
    flag("author.url_present", [](In in) { return of_comment(in, [](const auto& c) { return !c.author.url.empty(); }); }, "the author gave a website"),
    string("author.ip", [](In in) { return in.comment == nullptr ? std::nullopt : non_empty(in.comment->author.ip); }, "the author's address"),
    number("author.approved", [](In in) { return as_number(author(in, &AuthorFacts::approved)); }, "earlier comments of this author that were published"),
    number("author.rejected", [](In in) { return as_number(author(in, &AuthorFacts::rejected)); }, "earlier comments of this author that were rejected"),
    number("author.age_days", [](In in) { return author(in, &AuthorFacts::age_days); }, "days since the account was registered"),
    number("author.first_seen_days", [](In in) { return author(in, &AuthorFacts::first_seen_days); }, "days since this author's first comment"),
    flag("author.logged_in", [](In in) { return author(in, &AuthorFacts::logged_in); }, "the site knows who this is"),
    flag("author.trusted", [](In in) { return in.facts == nullptr ? std::nullopt : Flag{in.facts->author.standing == Standing::trusted}; }, "a moderator marked this author as trusted"),
    flag("author.topic_word", [](In in) { return relation(in, &context::Relation::author_topic_word); }, "the author's name contains a word the article is about"),
    string("article.id", [](In in) { const Article* a = article_of(in); return a == nullptr ? std::nullopt : non_empty(a->id.value); }, "the article's id"),
    string("article.section", [](In in) { return article(in, &Article::section); }, "the article's section"),
    string("article.topic", [](In in) { return article(in, &Article::title); }, "the article's title"),
    number("article.age_days", article_age, "days since publication"),
    string("article.sensitivity", sensitivity, "none, medical, minors or politics"),
    string("article.lang", [](In in) { return article(in, &Article::language); }, "the article's language"),
    number("article.comments", [](In in) { return in.facts == nullptr ? std::nullopt : as_number(in.facts->article_comments); }, "published comments so far"),
    number("article.containment", [](In in) { return relation(in, &context::Relation::containment); }, "share of the comment copied from the article, 0 to 1"),
    number("article.lcs", [](In in) { return relation(in, &context::Relation::ordered_overlap); }, "order-kept overlap with two neighbouring sentences of the article, 0 to 1"),
    number("article.specific_terms", [](In in) { return as_number(relation(in, &context::Relation::specific_terms)); }, "different words of the article's own topic"),
    number("thread.dup_containment", [](In in) { return relation(in, &context::Relation::duplicate); }, "likeness to the most similar earlier comment, 0 to 1"),
    flag("thread.dup_same_author", [](In in) { return in.relation == nullptr || !in.relation->duplicate ? std::nullopt : Flag{in.relation->duplicate_same_author}; }, "that earlier comment is by the same author"),
    flag("thread.is_reply", [](In in) { return of_comment(in, [](const auto& c) { return c.parent.has_value(); }); }, "answers another comment"),
    number("rate.author_10m", [](In in) { return rate(in, &RateFacts::author_10m); }, "comments of this author in 10 minutes"),
    number("rate.ip_1h", [](In in) { return rate(in, &RateFacts::ip_1h); }, "comments from this network in an hour"),
    number("rate.host_24h_articles", [](In in) { return rate(in, &RateFacts::host_24h_articles); }, "articles that got the same link host in a day"),
    number("rate.text_24h", [](In in) { return rate(in, &RateFacts::text_24h); }, "comments with this text in a day"),
    flag("form.honeypot", [](In in) { return of_comment(in, [](const auto& c) { return !c.form.honeypot.empty(); }); }, "the field that people cannot see was filled in"),
    number("form.elapsed_ms", [](In in) { return in.comment == nullptr ? std::nullopt : as_number(in.comment->form.elapsed_ms); }, "milliseconds from showing the form to sending it"),
    flag("edit.added_link", [](In in) { return in.facts == nullptr ? std::nullopt : Flag{in.facts->edit.added_link}; }, "an edit that added a link"),
    {"classifier.spam", FieldKind::number, View::none, true, [](In in) { return probability(in.classifier.spam); }, nullptr, nullptr, "the classifier's probability of spam, 0 to 1"},
    {"classifier.abuse", FieldKind::number, View::none, true, [](In in) { return probability(in.classifier.abuse); }, nullptr, nullptr, "the classifier's probability of abuse, 0 to 1"},
    flag("lang.matches_article", [](In in) { return relation(in, &context::Relation::language_matches); }, "written in the article's language"),
};
// clang-format on

template <class T>
const T* given(const FieldInfo& field, const Inputs& inputs) {
    if (inputs.given == nullptr) return nullptr;
    const auto found = inputs.given->find(field.name);
    return found == inputs.given->end() ? nullptr : std::get_if<T>(&found->second);
}

}  // namespace

std::span<const FieldInfo> field_table() {
    return table;
}

const FieldInfo* find_field(std::string_view name) {
    const auto* found = std::ranges::find(table, name, &FieldInfo::name);
    return found == std::end(table) ? nullptr : found;
}

std::optional<double> number_of(const FieldInfo& field, const Inputs& inputs) {
    if (const double* value = given<double>(field, inputs)) return *value;
    return field.number == nullptr ? std::nullopt : field.number(inputs);
}

std::optional<bool> flag_of(const FieldInfo& field, const Inputs& inputs) {
    if (const bool* value = given<bool>(field, inputs)) return *value;
    return field.flag == nullptr ? std::nullopt : field.flag(inputs);
}

std::optional<std::string> string_of(const FieldInfo& field, const Inputs& inputs) {
    if (const std::string* value = given<std::string>(field, inputs)) return *value;
    return field.string == nullptr ? std::nullopt : field.string(inputs);
}

std::vector<const text::Link*> links_of(const Inputs& inputs) {
    std::vector<const text::Link*> out;
    if (inputs.document == nullptr) return out;
    for (const text::Link& link : inputs.document->links) out.push_back(&link);
    for (const text::Link& link : inputs.document->author.links) out.push_back(&link);
    return out;
}

}  // namespace chaffinch::rules
