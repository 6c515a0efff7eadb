// train_bench: what training a general model costs beside reading the comments once. Rows of the
// collections are repeated, each time with a word of its own, until there are enough of them.
//
//   train_bench FOLDER [--comments N] [--epochs N]

#include "bench/quality/corpus.h"
#include "engine/classifier/trainer.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <ctime>
#include <iostream>
#include <string>
#include <vector>

namespace chaffinch::quality {
namespace {

/// Of the processor, so that what else the machine does counts little.
double seconds_since(std::clock_t start) {
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

int run(const std::string& folder, std::size_t comments, int epochs) {
    std::vector<Corpus> corpora;
    std::vector<const Item*> items;
    for (const char* name : {"youtube_spam", "instagram_scam", "judol_a", "sms_spam"}) {
        Result<Corpus> corpus = read_corpus(folder, name);
        if (!corpus) {
            std::cerr << corpus.error().detail << '\n';
            return 2;
        }
        corpora.push_back(*std::move(corpus));
    }
    for (const Corpus& corpus : corpora) {
        for (const Item& item : corpus.items) items.push_back(&item);
    }
    items = shuffled(std::move(items), 1);

    std::vector<classifier::TrainingRow> rows;
    rows.reserve(comments);
    std::size_t bytes = 0;
    std::size_t features = 0;
    const auto reading = std::clock();
    for (std::size_t i = 0; i < comments; ++i) {
        const Item& item = *items[i % items.size()];
        Comment comment = item.comment;
        comment.text += " round" + std::to_string(i / items.size());
        bytes += comment.text.size();
        rows.push_back({features_of(comment).hashes, item.spam, 1});
        features += rows.back().hashes.size();
    }
    const double pass = seconds_since(reading);
    const auto start = std::clock();
    const classifier::TrainedLabel label = classifier::train("spam", rows, {.epochs = epochs});
    const double training = seconds_since(start);
    const auto many = static_cast<double>(comments);
    std::printf(
        "%zu comments, %.0f bytes and %.0f features each: one feature pass %.1f s, training with "
        "%d epochs %.1f s, ratio %.2f (bias %.3f)\n",
        comments,
        static_cast<double>(bytes) / many,
        static_cast<double>(features) / many,
        pass,
        epochs,
        training,
        training / pass,
        label.bias
    );
    return 0;
}

}  // namespace
}  // namespace chaffinch::quality

int main(int argc, char** argv) {
    CLI::App app{"what training costs beside reading"};
    std::string folder;
    std::size_t comments = 1'000'000;
    int epochs = 5;
    app.add_option("folder", folder, "folder of the collections (*.jsonl.gz)")->required();
    app.add_option("--comments", comments, "so many; 1 KiB of memory each")->capture_default_str();
    app.add_option("--epochs", epochs, "passes of the training")->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    return chaffinch::quality::run(folder, comments, epochs);
}
