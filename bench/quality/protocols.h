// Protocols: the ways in which the classifier is measured. docs: classifier.md section 4.

#pragma once

#include "bench/quality/corpus.h"
#include "bench/quality/disguise.h"
#include "engine/classifier/site_layer.h"
#include "engine/evaluation/metrics.h"

#include <functional>
#include <string>
#include <vector>

namespace chaffinch::quality {

using Rows = std::vector<evaluation::ScoredRow>;
/// z of a comment's features.
using Judge = std::function<double(const classifier::FeatureSet&)>;

/// A site layer from nothing that has seen each item once, as the live server does.
Judge one_pass(const std::vector<const Item*>& train);

/// The batch trainer, five passes, robust loss, nothing pruned.
Judge batch(const std::vector<const Item*>& train, int slot_bits);

Rows scored(const Judge& judge, const std::vector<const Item*>& test);

/// The calibration error that these rows would show if every probability were exactly right: mean
/// of 200 drawings of the answers. Of few rows it is far from 0.
double chance_error(const Rows& rows);

/// Leave one article (video) out: mean of the AUCs of the articles that have both classes.
double left_out_auc(const Corpus& corpus);

/// Score, then learn the truth; in shuffled order, from nothing. An abstaining layer is scored by
/// what it would say.
struct OnlineFigures {
    double accuracy = 0;
    double accuracy_of_first_200 = 0;
};

OnlineFigures online(const Corpus& corpus);

/// Recall of held-out spam, disguised, at the threshold of 1 % loss of clean held-out ham, trained
/// on clean text.
double disguised_recall(const Corpus& corpus, const Judge& judge, Trick trick);

}  // namespace chaffinch::quality
