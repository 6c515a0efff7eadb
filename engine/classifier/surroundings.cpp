// The features that are not the body's words: its shape, its links and contacts, who wrote it, how
// it stands to its article, and which rules it hit.

#include "engine/classifier/feature_walk.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>

namespace chaffinch::classifier {
namespace {

// So many links and contacts tell what there is to tell; a link list of 500 must not fill the set.
constexpr std::size_t max_links = 20;
constexpr std::size_t max_contacts = 10;
constexpr std::size_t max_author_words = 20;

int bucket_of(double value, std::span<const double> edges) {
    return static_cast<int>(std::ranges::upper_bound(edges, value) - edges.begin());
}

double share(double part, double whole) {
    return part / std::max(1.0, whole);
}

class Surroundings {
  public:
    Surroundings(
        const text::Document& document, const context::Relation& relation, OccurrenceSink& sink
    )
        : document_(document), relation_(relation), sink_(sink) {}

    void shape() {
        const text::Shape& shape = document_.shape;
        constexpr std::array upper{0.01, 0.05, 0.15, 0.4, 0.8};
        constexpr std::array digits{0.001, 0.03, 0.1, 0.3};
        constexpr std::array length{15.0, 30.0, 60.0, 100.0, 160.0, 300.0, 600.0, 1200.0};
        constexpr std::array exclamations{1.0, 2.0, 4.0, 8.0};
        constexpr std::array questions{1.0, 2.0, 4.0};
        constexpr std::array lines{1.0, 3.0, 8.0};
        constexpr std::array non_ascii{0.001, 0.05, 0.5};
        put("#up", bucket_of(share(shape.upper, shape.letters), upper));
        put("#dig", bucket_of(share(shape.digits, shape.code_points), digits));
        put("#len", bucket_of(shape.code_points, length));
        put("#ex", bucket_of(shape.exclamations, exclamations));
        put("#q", bucket_of(shape.questions, questions));
        put("#nl", bucket_of(shape.newlines, lines));
        put("#na", bucket_of(share(shape.non_ascii, shape.code_points), non_ascii));
        put_if(shape.longest_run >= 4, "#rep");
        put_if(shape.markup, "#markup");
        put_if(shape.entity, "#entity");
        put_if(shape.money, "#money");
        put_if(names_a_handle(), "#at");
    }

    void flags() {
        const text::FoldFlags& flags = document_.flags;
        put_if(flags.invisible, "#zw");
        put_if(flags.styled, "#styled");
        put_if(flags.mixed_script, "#mixed");
        put_if(flags.stacked_marks, "#zalgo");
        put_if(flags.spaced, "#spaced");
        put_if(flags.leet, "#leet");
        put_if(flags.bidi, "#bidi");
    }

    void links() {
        constexpr std::array counts{1.0, 2.0, 3.0, 6.0};
        put("#url", bucket_of(static_cast<double>(document_.links.size()), counts));
        const std::size_t count = std::min(document_.links.size(), max_links);
        for (std::size_t i = 0; i < count; ++i) link(document_.links[i]);
    }

    void contacts() {
        const std::size_t count = std::min(document_.contacts.size(), max_contacts);
        for (std::size_t i = 0; i < count; ++i) {
            const text::Contact& contact = document_.contacts[i];
            switch (contact.kind) {
                case text::ContactKind::phone:
                    put_with("#phone", contact);
                    break;
                case text::ContactKind::email:
                    put_with("#email", contact);
                    break;
                case text::ContactKind::messenger:
                    put_with("#handleapp", contact);
                    break;
            }
        }
    }

    // Worth 0.06 of AUC on a blog, whose spammers' names are keywords; costs 0.003 on unseen
    // videos.
    void author(WalkScratch& scratch) {
        const text::AuthorText& author = document_.author;
        scan(author.name.text, {}, {}, scratch.author);
        const ScannedText& name = scratch.author;
        for (std::size_t i = 0; i < std::min(name.words.size(), max_author_words); ++i) {
            put_name(FeatureKind::author_word, name, name.words[i].first, name.words[i].last);
        }
        const std::size_t end = name.characters.empty() ? 0 : name.characters.size() - 1;
        for (std::size_t i = 0; i + 3 <= end; ++i)
            put_name(FeatureKind::author_gram, name, i, i + 3);
        for (const text::Link& link : author.links) {
            if (link.host.empty()) continue;
            sink_.take(
                {.kind = FeatureKind::author_host,
                 .hash = hash_text(FeatureKind::author_host, link.host),
                 .text = link.host,
                 .span = &link.span}
            );
        }
    }

    // Never "on topic, therefore ham": the buckets are crossed with length and link, and what they
    // are worth is learnt (classifier.md 4.6: recall at 1 % ham loss 0.395 -> 0.447 on a blog).
    void article() {
        if (relation_.duplicate && *relation_.duplicate >= 0.6) context("#ctx:copy");
        if (!relation_.has_article) return;
        constexpr std::array specific{1.0, 2.0, 4.0};
        constexpr std::array copied{0.05, 0.2, 0.5};
        constexpr std::array length{60.0, 300.0};
        const int crossed =
            (document_.links.empty() ? 0 : 1) + 2 * bucket_of(document_.shape.code_points, length);
        if (relation_.specific_terms) {
            context("#ctx:specific", bucket_of(*relation_.specific_terms, specific) * 8 + crossed);
        }
        const double most =
            std::max(relation_.containment.value_or(0), relation_.ordered_overlap.value_or(0));
        context("#ctx:copied", bucket_of(most, copied) * 8 + crossed);
        if (relation_.language_matches == false) context("#ctx:language", crossed);
        if (relation_.author_topic_word == true) {
            context("#ctx:author", document_.author.links.empty() ? 0 : 1);
        }
    }

  private:
    void link(const text::Link& link) {
        if (!link.bare) put("#http", -1, &link.span);
        if (!link.host.empty()) {
            put_text("#host:", link.host, link.span);
            const std::size_t dot = link.host.rfind('.');
            put_text("#tld:", link.host.substr(dot == std::string::npos ? 0 : dot + 1), link.span);
        }
        // Alone a domain is seldom more than its host; it speaks when the host is a fresh
        // subdomain.
        if (!link.registered_domain.empty() && link.registered_domain != link.host &&
            "www." + link.registered_domain != link.host) {
            put_text("#domain:", link.registered_domain, link.span);
        }
        if (link.shortener) put("#shortener", -1, &link.span);
        if (link.ip_host) put("#link:ip", -1, &link.span);
        if (link.has_userinfo) put("#link:userinfo", -1, &link.span);
        if (link.has_port) put("#link:port", -1, &link.span);
        if (link.punycode) put("#link:punycode", -1, &link.span);
        if (link.obfuscated) put("#link:obfuscated", -1, &link.span);
        if (link.hidden) put("#link:hidden", -1, &link.span);
        if (link.lookalike_authority) put("#link:lookalike", -1, &link.span);
        if (link.anchor_mismatch) put("#link:mismatch", -1, &link.span);
    }

    // "@name" that is not the tail of an address.
    [[nodiscard]] bool names_a_handle() const {
        const std::string& text = document_.normal.text;
        const auto is_word = [&](std::size_t i) {
            const auto c = static_cast<unsigned char>(text[i]);
            return c >= 128 || c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        };
        for (std::size_t at = text.find('@'); at != std::string::npos;
             at = text.find('@', at + 1)) {
            if (at > 0 && is_word(at - 1)) continue;
            if (at + 3 < text.size() && is_word(at + 1) && is_word(at + 2) && is_word(at + 3))
                return true;
        }
        return false;
    }

    // The kind of contact, and the very number or address, which gathers a reputation.
    void put_with(std::string_view kind, const text::Contact& contact) {
        put(kind, -1, &contact.span);
        put_text(std::string{kind} + ":", contact.value, contact.span);
    }

    void put_text(std::string_view kind, std::string_view value, const Span& span) {
        joined_.assign(kind).append(value);
        put(joined_, -1, &span);
    }

    void put_if(bool present, std::string_view name) {
        if (present) put(name, -1);
    }

    void put(std::string_view name, int bucket, const Span* span = nullptr) {
        sink_.take(
            {.kind = FeatureKind::shape,
             .hash = hash_bucket(FeatureKind::shape, name, bucket),
             .text = name,
             .bucket = bucket,
             .span = span}
        );
    }

    void context(std::string_view name, int bucket = -1) {
        sink_.take(
            {.kind = FeatureKind::context,
             .hash = hash_bucket(FeatureKind::context, name, bucket),
             .text = name,
             .bucket = bucket}
        );
    }

    void put_name(FeatureKind kind, const ScannedText& name, std::size_t first, std::size_t last) {
        const std::string_view text = name.text(first, last);
        sink_.take(
            {.kind = kind,
             .hash = hash_text(kind, text),
             .text = text,
             .begin = name.characters[first].source,
             .end = name.characters[last].source}
        );
    }

    const text::Document& document_;
    const context::Relation& relation_;
    OccurrenceSink& sink_;
    std::string joined_{};
};

}  // namespace

void walk_surroundings(
    const text::Document& document,
    const context::Relation& relation,
    WalkScratch& scratch,
    OccurrenceSink& sink
) {
    Surroundings surroundings{document, relation, sink};
    surroundings.shape();
    surroundings.flags();
    surroundings.links();
    surroundings.contacts();
    surroundings.author(scratch);
    surroundings.article();
}

void walk_rules(const std::vector<std::string_view>& rule_hits, OccurrenceSink& sink) {
    for (std::size_t i = 0; i < std::min(rule_hits.size(), max_rule_features); ++i) {
        sink.take(
            {.kind = FeatureKind::rule,
             .hash = hash_text(FeatureKind::rule, rule_hits[i]),
             .text = rule_hits[i]}
        );
    }
}

}  // namespace chaffinch::classifier
