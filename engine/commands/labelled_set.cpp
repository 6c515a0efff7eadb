// Reading, splitting and weighting of labelled comments.

#include "engine/commands/labelled_set.h"

#include "engine/context/relate.h"
#include "engine/text/document.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

namespace chaffinch::commands {
namespace {

constexpr unsigned held_out_share = 5;

std::optional<bool> answer_of(const LabelledComment& row, const LabelledFiles& from) {
    if (from.label != "spam") {
        const bool clean = std::ranges::count(from.presumed_clean, row.corpus) > 0;
        return clean && !row.toxic ? std::optional{false} : row.toxic;
    }
    if (row.label == "spam") return true;
    if (row.label == "ham") return false;
    return std::nullopt;
}

/// Profiles of the articles met so far, so that each is made once.
class Profiles {
  public:
    std::shared_ptr<const context::ArticleProfile> of(const Article& article) {
        auto& known = profiles_[article.id.value + '\n' + article.title];
        if (known == nullptr) {
            known =
                std::make_shared<context::ArticleProfile>(article, context::default_background());
        }
        return known;
    }

  private:
    std::map<std::string, std::shared_ptr<const context::ArticleProfile>> profiles_{};
};

LabelledRow row_of(
    const LabelledComment& labelled, bool positive, const ArticleTexts& articles, Profiles& profiles
) {
    const text::Document document = text::analyze(labelled.comment);
    context::Relation relation;
    if (const auto article = articles.article_of(labelled);
        article != nullptr && !article->text.empty()) {
        Facts facts;
        facts.article = article;
        relation = context::relate(document, profiles.of(*article), facts);
    }
    LabelledRow row;
    row.id = labelled.id;
    row.corpus = labelled.corpus;
    row.language = labelled.language;
    row.article = labelled.comment.article.value;
    row.features = classifier::extract(labelled.comment, document, relation, {}, {});
    row.positive = positive;
    row.held_out = is_held_out(labelled.group.empty() ? labelled.id : labelled.group);
    return row;
}

struct Weighed {
    std::size_t rows[2] = {0, 0};
    double weight[2] = {0, 0};
};

bool is_one_sided(const Weighed& language, const BalanceOptions& options) {
    return std::min(language.rows[0], language.rows[1]) < options.fewest_of_class;
}

}  // namespace

bool is_held_out(std::string_view group) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256(
        digest.data(), reinterpret_cast<const unsigned char*>(group.data()), group.size()
    );
    unsigned leading = 0;
    for (std::size_t i = 0; i < 4; ++i) leading = leading << 8U | digest[i];
    return leading % held_out_share == 0;
}

Result<std::vector<LabelledRow>> read_labelled(
    const LabelledFiles& from, const std::function<void(std::size_t)>& progress
) {
    std::vector<LabelledRow> rows;
    Profiles profiles;
    std::optional<Error> failure;
    const auto take = [&](Result<LabelledComment> line) {
        if (!line) {
            failure = line.error();
            return false;
        }
        const auto prefix = from.id_prefixes.find(line->corpus);
        if (prefix != from.id_prefixes.end() && !line->id.starts_with(prefix->second)) return true;
        if (const std::optional<bool> positive = answer_of(*line, from)) {
            rows.push_back(row_of(*line, *positive, from.articles, profiles));
            if (progress && rows.size() % 1'000 == 0) progress(rows.size());
        }
        return true;
    };
    for (const std::string& file : from.files) {
        const auto read = read_comment_lines(file, take);
        if (!read) return read.error();
        if (failure) return *failure;
    }
    return rows;
}

std::vector<std::string> balance(std::vector<LabelledRow>& rows, const BalanceOptions& options) {
    std::map<std::string, Weighed> corpora;
    std::map<std::string, Weighed> languages;
    for (const LabelledRow& row : rows) {
        if (!row.held_out) ++corpora[row.corpus].rows[row.positive];
    }
    for (LabelledRow& row : rows) {
        if (row.held_out) continue;
        const std::size_t count = corpora[row.corpus].rows[row.positive];
        row.weight = static_cast<float>(
            static_cast<double>(std::min(count, options.corpus_cap)) / static_cast<double>(count)
        );
        Weighed& language = languages[row.language];
        ++language.rows[row.positive];
        language.weight[row.positive] += static_cast<double>(row.weight);
    }
    for (LabelledRow& row : rows) {
        if (row.held_out) continue;
        const Weighed& language = languages[row.language];
        if (is_one_sided(language, options)) {
            row.weight = 0;
            continue;
        }
        const auto [less, more] = std::minmax(language.weight[0], language.weight[1]);
        const double target = std::min(more, options.strongest * less);
        row.weight *= static_cast<float>(target / language.weight[row.positive]);
    }
    std::vector<std::string> left_out;
    for (const auto& [name, language] : languages) {
        if (is_one_sided(language, options)) left_out.push_back(name);
    }
    return left_out;
}

}  // namespace chaffinch::commands
