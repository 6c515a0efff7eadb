// The relation of one comment to its article and thread.

#include "engine/context/relate.h"

#include "engine/context/fingerprint.h"
#include "engine/context/folded_words.h"
#include "engine/context/link_text.h"
#include "engine/context/ordered_overlap.h"
#include "engine/context/quotation.h"

#include <xxhash.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <span>
#include <string_view>
#include <utility>

namespace chaffinch::context {

namespace {

/// Three 5-shingles of one common phrase ("at the end of the day it is") are no copy.
constexpr std::size_t least_containment_words = 8;
/// Below this the longest common subsequence of any two texts is long (classifier.md, 4b).
constexpr std::size_t least_overlap_words = 12;
constexpr double overlap_gate = 0.1;
/// A quotation that only carries a link has no words of its own worth that name.
constexpr std::size_t own_words_beside_link = 8;

/// A word in a list of ids: the article's own id, or a hash with the top bit set.
constexpr std::uint64_t foreign = std::uint64_t{1} << 63U;
/// Between words that do not follow each other (a link or a quotation stood there).
constexpr std::uint64_t gap = foreign - 1;

std::vector<std::uint64_t> word_ids(const text::Document& document, const ArticleProfile& profile) {
    std::vector<std::uint64_t> ids;
    ids.reserve(document.skeleton_words.tokens.size());
    for (std::size_t i = 0; i < document.skeleton_words.tokens.size(); ++i) {
        const std::string_view word = folded_word(document.skeleton_words, i);
        const auto id = profile.word_id(word);
        ids.push_back(id ? *id : XXH3_64bits(word.data(), word.size()) | foreign);
    }
    return ids;
}

enum class Whose : std::uint8_t { own, in_marks, others };

std::vector<Whose> whose_words(const text::Document& document) {
    const Quotations quotations = find_quotations(document.raw);
    const LinkText links(document);
    std::vector<Whose> whose;
    whose.reserve(document.skeleton_words.tokens.size());
    for (const text::Token& token : document.skeleton_words.tokens) {
        const std::uint32_t place = place_in_body(document, token.begin);
        if (links.covers(token.begin) || covers(quotations.marked, place)) {
            whose.push_back(Whose::others);
        } else {
            whose.push_back(covers(quotations.in_marks, place) ? Whose::in_marks : Whose::own);
        }
    }
    return whose;
}

bool carries_link(const text::Document& document) {
    return !document.links.empty() || !document.author.links.empty();
}

/// The ids of the comment's own words, with a gap where something was left out.
std::vector<std::uint64_t> own_words(
    const text::Document& document, const std::vector<std::uint64_t>& ids
) {
    const std::vector<Whose> whose = whose_words(document);
    const auto own = static_cast<std::size_t>(std::ranges::count(whose, Whose::own));
    const std::size_t needed = carries_link(document) ? own_words_beside_link : 1;
    const bool excused = own >= needed;
    std::vector<std::uint64_t> kept;
    kept.reserve(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const bool is_own = whose[i] == Whose::own || (whose[i] == Whose::in_marks && !excused);
        if (is_own) {
            kept.push_back(ids[i]);
        } else if (!kept.empty() && kept.back() != gap) {
            kept.push_back(gap);
        }
    }
    return kept;
}

/// Share of the distinct shingles that stand in the article; nullopt when there is none.
template <std::size_t Size>
std::optional<double> share_in_article(
    std::span<const std::uint64_t> words, const ShingleSet& article
) {
    std::vector<std::uint64_t> shingles;
    shingles.reserve(words.size());
    std::size_t run = 0;  ///< words since the last gap
    for (std::size_t i = 0; i < words.size(); ++i) {
        run = words[i] == gap ? 0 : run + 1;
        if (run >= Size) shingles.push_back(shingle_hash(words.subspan(i + 1 - Size, Size)));
    }
    if (shingles.empty()) return std::nullopt;
    std::ranges::sort(shingles);
    const auto repeated = std::ranges::unique(shingles);
    shingles.erase(repeated.begin(), repeated.end());
    const auto copied =
        std::ranges::count_if(shingles, [&](std::uint64_t hash) { return article.contains(hash); });
    return static_cast<double>(copied) / static_cast<double>(shingles.size());
}

void find_copied_text(
    Relation& relation, const text::Document& document, const std::vector<std::uint64_t>& ids
) {
    if (!relation.profile->has_text()) return;
    std::vector<std::uint64_t> words = own_words(document, ids);
    const auto gaps = static_cast<std::size_t>(std::ranges::count(words, gap));
    const std::size_t own = words.size() - gaps;
    if (own < least_containment_words) return;
    relation.containment = share_in_article<5>(words, relation.profile->word_shingles(5));
    if (own < least_overlap_words) return;
    const auto loose = share_in_article<3>(words, relation.profile->word_shingles(3));
    if (loose.value_or(0) < overlap_gate && !carries_link(document)) return;
    std::erase(words, gap);
    relation.ordered_overlap = ordered_overlap(words, *relation.profile);
}

bool names_topic(const text::TokenView& name, const ArticleProfile& profile) {
    for (std::size_t i = 0; i < name.tokens.size(); ++i) {
        if (profile.topic_weight(folded_word(name, i)) >= double{specific_topic}) return true;
    }
    return false;
}

void weigh_topics(
    Relation& relation, const text::Document& document, const std::vector<std::uint64_t>& ids
) {
    std::vector<std::uint64_t> specific;
    relation.topic_weights.reserve(ids.size());
    for (const std::uint64_t id : ids) {
        const bool known = (id & foreign) == 0;
        const float weight =
            known ? relation.profile->topic_weight_of(static_cast<std::uint32_t>(id)) : 0.0F;
        relation.topic_weights.push_back(weight);
        if (weight >= specific_topic) specific.push_back(id);
    }
    if (!relation.has_article) return;
    std::ranges::sort(specific);
    relation.specific_terms =
        static_cast<int>(std::distance(specific.begin(), std::ranges::unique(specific).begin()));
    const text::AuthorText& author = document.author;
    relation.author_topic_word =
        !author.links.empty() && names_topic(author.name_words, *relation.profile);
}

void compare_languages(Relation& relation, const text::Document& document) {
    const std::string& article = relation.profile->language();
    if (article.empty() || document.language.empty()) return;
    relation.language_matches = article == document.language;
}

void find_duplicate(Relation& relation, const Facts& facts) {
    if (relation.fingerprint.exact == 0) return;
    for (const EarlierComment& earlier : facts.earlier) {
        if (earlier.fingerprint.exact == 0) continue;
        const double alike = similarity(relation.fingerprint, earlier.fingerprint);
        const bool same_author =
            !facts.author_key.empty() && earlier.author_key == facts.author_key;
        const std::pair found{alike, !same_author};
        const std::pair best{relation.duplicate.value_or(-1.0), !relation.duplicate_same_author};
        if (found <= best) continue;
        relation.duplicate = alike;
        relation.duplicate_same_author = same_author && alike > 0;
        relation.duplicate_of = alike > 0 ? earlier.id.value : std::string{};
    }
}

}  // namespace

Relation relate(
    const text::Document& document,
    std::shared_ptr<const ArticleProfile> profile,
    const Facts& facts
) {
    return relate(document, fingerprint(document), std::move(profile), facts);
}

Relation relate(
    const text::Document& document,
    const Fingerprint& document_fingerprint,
    std::shared_ptr<const ArticleProfile> profile,
    const Facts& facts
) {
    static const auto none = std::make_shared<const ArticleProfile>();
    Relation relation;
    relation.profile = profile ? std::move(profile) : none;
    relation.has_article = !relation.profile->empty();
    const std::vector<std::uint64_t> ids = word_ids(document, *relation.profile);
    weigh_topics(relation, document, ids);
    find_copied_text(relation, document, ids);
    compare_languages(relation, document);
    relation.fingerprint = document_fingerprint;
    find_duplicate(relation, facts);
    return relation;
}

}  // namespace chaffinch::context
