// `chaffinch train`: reads, weighs, trains, calibrates on the held-out part, writes.

#include "engine/commands/train_command.h"

#include "engine/classifier/calibration.h"
#include "engine/classifier/model_file.h"
#include "engine/classifier/trainer.h"
#include "engine/commands/labelled_set.h"
#include "engine/evaluation/report.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace chaffinch::commands {
namespace {

// The ham loss at which a model's hold threshold is set (classifier.md, section 5).
constexpr double tolerated_ham_loss = 0.005;
// Rows of a corpus's class in the calibration, so that the largest corpus does not set it alone.
constexpr std::size_t calibration_rows = 500;

struct TrainOptions {
    std::vector<std::string> files{};
    std::string out{};
    std::string name{};
    std::vector<std::string> labels{"spam"};
    std::map<std::string, std::string> id_prefixes{};
    std::vector<std::string> presumed_clean{};
    BalanceOptions balance{};
    classifier::TrainerOptions trainer{};
    bool quiet = false;
};

void show_progress(const std::string& what, double share) {
    constexpr int width = 30;
    const int filled = static_cast<int>(share * width);
    std::cerr << '\r' << what << " [" << std::string(static_cast<std::size_t>(filled), '#')
              << std::string(static_cast<std::size_t>(width - filled), '.') << "] "
              << static_cast<int>(share * 100) << " %" << (share >= 1 ? "\n" : "") << std::flush;
}

std::vector<classifier::TrainingRow> training_rows(const std::vector<LabelledRow>& rows) {
    std::vector<classifier::TrainingRow> out;
    for (const LabelledRow& row : rows) {
        if (row.held_out || row.weight <= 0) continue;
        out.push_back({row.features.hashes, row.positive, row.weight});
    }
    return out;
}

/// Held-out rows, of each corpus's class the first `calibration_rows`.
std::vector<const LabelledRow*> even_sample(const std::vector<LabelledRow>& rows) {
    std::vector<const LabelledRow*> sample;
    std::map<std::pair<std::string, bool>, std::size_t> taken;
    for (const LabelledRow& row : rows) {
        if (row.held_out && taken[{row.corpus, row.positive}]++ < calibration_rows)
            sample.push_back(&row);
    }
    return sample;
}

/// Moves weights and bias so that z is calibrated on the held-out part, and sets the threshold.
void calibrate(classifier::TrainedLabel& label, const std::vector<LabelledRow>& rows) {
    const std::vector<const LabelledRow*> sample = even_sample(rows);
    std::vector<classifier::Prequential> log;
    for (const LabelledRow* row : sample) {
        log.push_back({classifier::log_odds(label, row->features.hashes), row->positive});
    }
    classifier::apply(classifier::fit_calibration(log), label);
    std::vector<evaluation::ScoredRow> scored;
    for (const LabelledRow* row : sample) {
        scored.push_back({classifier::log_odds(label, row->features.hashes), row->positive, {}, {}}
        );
    }
    const double threshold = evaluation::threshold_at(scored, tolerated_ham_loss);
    label.hold_z = std::isfinite(threshold) ? threshold : 0;
}

std::vector<evaluation::ScoredRow> held_out_scores(
    const classifier::Model& model, std::size_t label, const std::vector<LabelledRow>& rows
) {
    std::vector<evaluation::ScoredRow> scored;
    for (const LabelledRow& row : rows) {
        if (!row.held_out) continue;
        const double z = model.log_odds(label, row.features.hashes, {});
        scored.push_back({z, row.positive, row.corpus, row.language});
    }
    return scored;
}

Result<void> write_file(const std::filesystem::path& path, std::span<const char> bytes) {
    // A running server has the old file mapped: a new one takes its place by rename.
    const std::filesystem::path fresh = path.string() + ".new";
    std::ofstream out(fresh, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    std::error_code failure;
    if (out) std::filesystem::rename(fresh, path, failure);
    if (!out || failure) return Error{Errc::storage_unavailable, "cannot write " + path.string()};
    return {};
}

class TrainRun {
  public:
    explicit TrainRun(const TrainOptions& options) : options_(options) {}

    Result<void> run() {
        std::vector<classifier::TrainedLabel> labels;
        std::vector<std::vector<LabelledRow>> sets;
        for (const std::string& name : options_.labels) {
            Result<std::vector<LabelledRow>> rows = read(name);
            if (!rows) return rows.error();
            labels.push_back(trained(name, *rows));
            sets.push_back(*std::move(rows));
        }
        const std::vector<std::byte> bytes = classifier::encode_model(options_.name, labels);
        return write(bytes, sets);
    }

  private:
    Result<std::vector<LabelledRow>> read(const std::string& label) const {
        const LabelledFiles from{
            options_.files, label, options_.id_prefixes, options_.presumed_clean, {}
        };
        Result<std::vector<LabelledRow>> rows = read_labelled(from, [&](std::size_t count) {
            if (!options_.quiet)
                std::cerr << '\r' << label << ": " << count << " comments read" << std::flush;
        });
        if (!options_.quiet) std::cerr << '\n';
        if (!rows) return rows.error();
        const std::vector<std::string> left_out = balance(*rows, options_.balance);
        for (const std::string& language : left_out) {
            std::cerr << label << ": language \"" << language
                      << "\" has one class only and teaches nothing\n";
        }
        const bool any = std::ranges::any_of(*rows, [](const LabelledRow& row) {
            return !row.held_out && row.weight > 0;
        });
        if (!any) {
            return Error{
                Errc::invalid,
                "nothing to learn about \"" + label + "\": no language has both classes"
            };
        }
        return rows;
    }

    [[nodiscard]] classifier::TrainedLabel trained(
        const std::string& name, const std::vector<LabelledRow>& rows
    ) const {
        const auto progress = [&](double share) {
            if (!options_.quiet) show_progress(name + ": training", share);
        };
        classifier::TrainedLabel label =
            classifier::train(name, training_rows(rows), options_.trainer, progress);
        calibrate(label, rows);
        return label;
    }

    [[nodiscard]] Result<void> write(
        const std::vector<std::byte>& bytes, const std::vector<std::vector<LabelledRow>>& sets
    ) const {
        const std::filesystem::path folder{options_.out};
        std::error_code failure;
        std::filesystem::create_directories(folder, failure);
        const auto* begin = reinterpret_cast<const char*>(bytes.data());
        if (auto written = write_file(folder / "model.bin", {begin, bytes.size()}); !written)
            return written;
        auto model = classifier::open_model(folder);
        if (!model) return model.error();
        std::string metrics = "[\n";
        for (std::size_t i = 0; i < sets.size(); ++i) {
            const classifier::LabelThresholds& label = (*model)->labels()[i];
            const evaluation::Report report = evaluation::make_report(
                options_.name + " " + label.label + ", held-out part",
                held_out_scores(**model, i, sets[i])
            );
            metrics += (i > 0 ? "," : "") + evaluation::as_json(report);
            std::cout << evaluation::as_text(report)
                      << "\nhold threshold (0.5 % ham loss): z = " << label.hold_z << '\n';
        }
        metrics += "]\n";
        return write_file(folder / "metrics.json", metrics);
    }

    const TrainOptions& options_;
};

}  // namespace

void add_train_command(CLI::App& app, int& exit_code) {
    auto options = std::make_shared<TrainOptions>();
    CLI::App* command = app.add_subcommand("train", "train a general model from labelled comments");
    command
        ->add_option(
            "files",
            options->files,
            "JSON-lines, plain or gzip, with text, label or toxic, corpus, lang, group"
        )
        ->required();
    command->add_option("--out", options->out, "model folder to write")->required();
    command->add_option("--name", options->name, "name of the model (default: the folder's)");
    command->add_option("--label", options->labels, "labels to train: spam, toxic")
        ->capture_default_str();
    command
        ->add_option(
            "--ids", options->id_prefixes, "take only ids that begin so: --ids CORPUS PREFIX"
        )
        ->allow_extra_args(false);
    command
        ->add_option(
            "--presume-clean",
            options->presumed_clean,
            "corpus whose rows without a toxic mark count as not toxic"
        )
        ->allow_extra_args(false);
    command->add_option("--seed", options->trainer.seed, "order of the training")
        ->capture_default_str();
    command->add_option("--epochs", options->trainer.epochs, "passes")
        ->capture_default_str()
        ->check(CLI::Range(1, 100));
    command->add_option("--bits", options->trainer.slot_bits, "table size, as a power of two")
        ->capture_default_str()
        ->check(CLI::Range(10, 24));
    command->add_option("--prune", options->trainer.smallest_weight, "weights below are left out")
        ->capture_default_str();
    command
        ->add_option(
            "--corpus-cap",
            options->balance.corpus_cap,
            "a corpus's class counts as so many rows at most"
        )
        ->capture_default_str()
        ->check(CLI::PositiveNumber);
    command->add_flag("--quiet", options->quiet, "no progress on standard error");
    command->callback([options, &exit_code] {
        if (options->name.empty())
            options->name = std::filesystem::path{options->out}.filename().string();
        const Result<void> done = TrainRun{*options}.run();
        exit_code = done ? 0 : 2;
        if (!done) std::cerr << done.error().detail << '\n';
    });
}

}  // namespace chaffinch::commands
