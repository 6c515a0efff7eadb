// Gathers contributions of features into terms.

#include "engine/classifier/explanation.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace chaffinch::classifier {
namespace {

// Terms weaker than this say nothing to a reader (a hundredth of a point of log-odds each).
constexpr double weakest_term = 0.01;
// More than so many changes are not "a small change".
constexpr std::size_t most_changes = 4;

struct Gathered {
    std::string name{};
    double weight = 0;
    double plain = 0;
    std::vector<Span> spans{};
};

bool has_prefix(std::string_view name, std::string_view prefix) {
    return name.starts_with(prefix);
}

/// What a person calls a feature: words and pairs by themselves, the rest with its kind.
std::string spoken(const std::string& name) {
    if (has_prefix(name, "w:") || has_prefix(name, "p:")) return name.substr(2);
    if (has_prefix(name, "a:")) return "author name: " + name.substr(2);
    if (has_prefix(name, "ac:")) return "author name";
    if (has_prefix(name, "au:")) return "author page: " + name.substr(3);
    if (has_prefix(name, "#r:")) return "rule " + name.substr(3);
    if (has_prefix(name, "#host:")) return "link to " + name.substr(6);
    if (has_prefix(name, "#domain:")) return "link to " + name.substr(8);
    return name;
}

class Gathering {
    static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

  public:
    Gathering(std::span<const NamedFeature> features, std::span<const Contribution> contributions)
        : features_(features), contributions_(contributions) {
        name_words();
        for (std::size_t i = 0; i < features.size(); ++i) add(features[i], contributions[i]);
    }

    std::vector<Gathered> release() { return std::move(terms_); }

  private:
    // Word numbers to terms. A word that came twice is one term.
    void name_words() {
        for (const NamedFeature& feature : features_) {
            if (!has_prefix(feature.name, "w:")) continue;
            const std::size_t term = term_of(feature.name.substr(2));
            for (const std::uint32_t word : feature.words) {
                if (word >= word_terms_.size()) word_terms_.resize(word + 1, none);
                word_terms_[word] = term;
            }
        }
    }

    void add(const NamedFeature& feature, const Contribution& contribution) {
        const bool shared = has_prefix(feature.name, "c:") || has_prefix(feature.name, "k:");
        if (!shared) {
            const std::size_t term = term_of(spoken(feature.name));
            put(term, contribution, 1);
            for (const Span& span : feature.spans) put_span(term, span);
            return;
        }
        // A gram over the border of two words is half of each.
        const double share =
            1.0 / static_cast<double>(std::max<std::size_t>(feature.words.size(), 1));
        for (const std::uint32_t word : feature.words) {
            if (word < word_terms_.size() && word_terms_[word] != none)
                put(word_terms_[word], contribution, share);
        }
    }

    void put(std::size_t term, const Contribution& contribution, double share) {
        terms_[term].weight += share * contribution.weight;
        terms_[term].plain += share * contribution.plain;
    }

    void put_span(std::size_t term, const Span& span) {
        std::vector<Span>& spans = terms_[term].spans;
        if (!std::ranges::count(spans, span)) spans.push_back(span);
    }

    std::size_t term_of(std::string name) {
        const auto [known, is_new] = by_name_.try_emplace(name, terms_.size());
        if (is_new) terms_.push_back({std::move(name), 0, 0, {}});
        return known->second;
    }

    std::span<const NamedFeature> features_;
    std::span<const Contribution> contributions_;
    std::vector<Gathered> terms_{};
    std::unordered_map<std::string, std::size_t> by_name_{};
    std::vector<std::size_t> word_terms_{};  ///< by number of the word
};

/// Strongest first; equal ones by name, so that the order is the same everywhere.
std::vector<Term> strongest(const std::vector<Gathered>& gathered) {
    std::vector<Term> terms;
    for (const Gathered& term : gathered) {
        if (std::abs(term.weight) >= weakest_term)
            terms.push_back({term.name, term.weight, term.spans});
    }
    std::ranges::sort(terms, {}, [](const Term& t) {
        return std::pair{-std::abs(t.weight), std::string_view{t.term}};
    });
    if (terms.size() > max_terms) terms.resize(max_terms);
    return terms;
}

std::vector<NeutralisedTerm> most_reduced(const std::vector<Gathered>& gathered) {
    std::vector<NeutralisedTerm> terms;
    for (const Gathered& term : gathered) {
        if (std::abs(term.plain - term.weight) < weakest_term) continue;
        terms.push_back({term.name, term.plain, term.weight, "topic of the article"});
    }
    std::ranges::sort(terms, {}, [](const NeutralisedTerm& t) {
        return std::pair{-std::abs(t.from - t.to), std::string_view{t.term}};
    });
    if (terms.size() > max_terms) terms.resize(max_terms);
    return terms;
}

std::string points(double z) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", z);
    return text;
}

// Greedy is exact here: z is a sum, so the fewest terms that reach the border are the strongest
// ones. The length that n takes in sqrt(n) is left out; the sentence says "about".
std::string smallest_change(const std::vector<Gathered>& gathered, double z, double border) {
    const double sign = z > border ? 1 : -1;
    std::vector<const Gathered*> against;
    for (const Gathered& term : gathered) {
        if (term.weight * sign >= weakest_term) against.push_back(&term);
    }
    std::ranges::sort(against, {}, [](const Gathered* t) {
        return std::pair{-std::abs(t->weight), std::string_view{t->name}};
    });
    std::string named;
    double left = z;
    for (std::size_t i = 0; i < std::min(against.size(), most_changes); ++i) {
        left -= against[i]->weight;
        named.append(named.empty() ? "" : ", ").append("\"").append(against[i]->name).append("\"");
        if ((left - border) * sign < 0) {
            return "without " + named + " the score would be about " + points(left) +
                   " instead of " + points(z);
        }
    }
    return {};
}

}  // namespace

Explanation explain(
    std::span<const NamedFeature> features,
    std::span<const Contribution> contributions,
    double z,
    double border
) {
    const std::vector<Gathered> gathered = Gathering{features, contributions}.release();
    return {strongest(gathered), most_reduced(gathered), smallest_change(gathered, z, border)};
}

}  // namespace chaffinch::classifier
