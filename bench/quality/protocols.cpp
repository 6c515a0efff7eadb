// The protocols.

#include "bench/quality/protocols.h"

#include "engine/classifier/arithmetic.h"
#include "engine/classifier/trainer.h"

#include <cmath>
#include <memory>
#include <random>
#include <set>

namespace chaffinch::quality {
namespace {

constexpr std::uint64_t order_seed = 1;
constexpr classifier::HashKey key{0xC0FFEE};

classifier::TrainingExample example_of(const Item& item) {
    return {item.id, classifier::rekeyed(item.features, key), item.spam, 0, 1};
}

/// What the layer says even while it abstains.
double opinion(const classifier::SiteLayer& layer, const classifier::FeatureSet& features) {
    const classifier::LayerExplanation told = layer.explain(features, 0);
    double z = told.intercept;
    for (const double part : told.parts) z += part;
    return z;
}

}  // namespace

Judge one_pass(const std::vector<const Item*>& train) {
    auto layer = std::make_shared<classifier::SiteLayer>(key);
    for (const Item* item : shuffled(train, order_seed)) layer->learn(example_of(*item));
    return [layer](const classifier::FeatureSet& features) {
        return layer->score(classifier::rekeyed(features, key), 0).z;
    };
}

Judge batch(const std::vector<const Item*>& train, int slot_bits) {
    std::vector<classifier::TrainingRow> rows;
    for (const Item* item : train)
        rows.push_back({item->features.hashes, item->spam, 1, item->fold});
    const classifier::TrainerOptions options{
        .slot_bits = slot_bits, .fewest_comments = 0, .smallest_weight = 0
    };
    const auto label =
        std::make_shared<classifier::TrainedLabel>(classifier::train("spam", rows, options));
    classifier::apply(classifier::cross_fitted(rows, options), *label);
    return [label](const classifier::FeatureSet& features) {
        return classifier::log_odds(*label, features.hashes);
    };
}

Rows scored(const Judge& judge, const std::vector<const Item*>& test) {
    Rows rows;
    for (const Item* item : test) rows.push_back({judge(item->features), item->spam, {}, {}});
    return rows;
}

double chance_error(const Rows& rows) {
    constexpr int drawings = 200;
    std::mt19937_64 random{order_seed};
    std::uniform_real_distribution<double> uniform;
    double sum = 0;
    for (int i = 0; i < drawings; ++i) {
        Rows drawn = rows;
        for (evaluation::ScoredRow& row : drawn)
            row.positive = uniform(random) < classifier::sigmoid(row.z);
        sum += evaluation::measure(drawn).ece;
    }
    return sum / drawings;
}

double left_out_auc(const Corpus& corpus) {
    std::set<std::string> articles;
    for (const Item& item : corpus.items) articles.insert(item.article);
    double sum = 0;
    int measured = 0;
    for (const std::string& article : articles) {
        std::vector<const Item*> train;
        std::vector<const Item*> test;
        for (const Item& item : corpus.items)
            (item.article == article ? test : train).push_back(&item);
        const double auc = evaluation::measure(scored(one_pass(train), test)).auc;
        if (std::isnan(auc)) continue;
        sum += auc;
        ++measured;
    }
    return measured > 0 ? sum / measured : 0;
}

OnlineFigures online(const Corpus& corpus) {
    std::vector<const Item*> items;
    for (const Item& item : corpus.items) items.push_back(&item);
    classifier::SiteLayer layer{key};
    double right = 0;
    double right_of_first = 0;
    std::size_t seen = 0;
    for (const Item* item : shuffled(items, order_seed)) {
        const classifier::TrainingExample example = example_of(*item);
        const bool says_spam = opinion(layer, example.features) > 0;
        right += says_spam == item->spam ? 1 : 0;
        if (seen < 200) right_of_first += says_spam == item->spam ? 1 : 0;
        ++seen;
        layer.learn(example);
    }
    return {
        right / static_cast<double>(seen),
        right_of_first / std::min(200.0, static_cast<double>(seen))
    };
}

double disguised_recall(const Corpus& corpus, const Judge& judge, Trick trick) {
    Rows rows;
    std::uint64_t number = 0;
    for (const Item* item : part(corpus, true)) {
        ++number;
        if (!item->spam) {
            rows.push_back({judge(item->features), false, {}, {}});
            continue;
        }
        Comment hidden = item->comment;
        hidden.text = disguised(hidden.text, trick, number);
        rows.push_back({judge(features_of(hidden)), true, {}, {}});
    }
    return evaluation::recall_at(rows, 0.01);
}

}  // namespace chaffinch::quality
