// Reading of collections for the quality protocols.

#include "bench/quality/corpus.h"

#include "engine/commands/comment_lines.h"
#include "engine/commands/labelled_set.h"
#include "engine/text/document.h"

#include <algorithm>
#include <optional>
#include <random>
#include <utility>

namespace chaffinch::quality {

namespace {

// FNV-1a: only has to spread groups evenly and stay the same.
std::uint32_t fold_of(std::string_view group) {
    std::uint64_t hash = 0xCBF2'9CE4'8422'2325ULL;
    for (const char c : group)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x0000'0100'0000'01B3ULL;
    return static_cast<std::uint32_t>((hash >> 32U) % 4);
}

}  // namespace

classifier::FeatureSet features_of(const Comment& comment) {
    return classifier::extract(comment, text::analyze(comment), {}, {}, {});
}

Result<Corpus> read_corpus(const std::filesystem::path& folder, const std::string& name) {
    Corpus corpus{name, {}};
    std::optional<Error> failure;
    const auto read =
        commands::read_comment_lines((folder / (name + ".jsonl.gz")).string(), [&](auto row) {
            if (!row) {
                failure = row.error();
                return false;
            }
            Item item;
            item.id = row->id;
            item.article = row->comment.article.value;
            item.spam = row->label == "spam";
            item.held_out = commands::is_held_out(row->group);
            item.fold = fold_of(row->group.empty() ? row->id : row->group);
            item.comment = std::move(row->comment);
            item.features = features_of(item.comment);
            corpus.items.push_back(std::move(item));
            return true;
        });
    if (!read) return read.error();
    if (failure) return *failure;
    return corpus;
}

std::vector<const Item*> shuffled(std::vector<const Item*> items, std::uint64_t seed) {
    std::mt19937_64 random{seed};
    std::ranges::shuffle(items, random);
    return items;
}

std::vector<const Item*> part(const Corpus& corpus, bool held_out) {
    std::vector<const Item*> items;
    for (const Item& item : corpus.items) {
        if (item.held_out == held_out) items.push_back(&item);
    }
    return items;
}

}  // namespace chaffinch::quality
