// Corpus: one labelled collection in memory, read once by the engine, for the quality protocols.

#pragma once

#include "engine/classifier/features.h"
#include "engine/types/comment.h"
#include "engine/types/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace chaffinch::quality {

struct Item {
    std::string id{};
    std::string article{};
    Comment comment{};
    classifier::FeatureSet features{};  ///< key 0
    bool spam = false;
    bool held_out = false;
    std::uint32_t fold = 0;  ///< 0 to 3, by group: for calibration within the training part
};

struct Corpus {
    std::string name{};
    std::vector<Item> items{};
};

/// Features of a comment alone: no article, no rules.
classifier::FeatureSet features_of(const Comment& comment);

/// Reads `<folder>/<name>.jsonl.gz`. Errors: those of the reader.
Result<Corpus> read_corpus(const std::filesystem::path& folder, const std::string& name);

/// Items in an order that depends on the seed alone.
std::vector<const Item*> shuffled(std::vector<const Item*> items, std::uint64_t seed);

std::vector<const Item*> part(const Corpus& corpus, bool held_out);

}  // namespace chaffinch::quality
