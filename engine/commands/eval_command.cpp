// `chaffinch eval`: scores labelled comments by a model, reports, compares with a baseline.

#include "engine/commands/eval_command.h"

#include "engine/classifier/model.h"
#include "engine/commands/labelled_set.h"
#include "engine/evaluation/report.h"
#include "engine/wire/submission_json.h"

#include <boost/json.hpp>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace chaffinch::commands {
namespace {

namespace json = boost::json;

struct EvalOptions {
    std::vector<std::string> files{};
    std::string model{};
    std::string label = "spam";
    std::string html{};
    std::string save{};
    std::string baseline{};
    double tolerance = 0.005;
    bool held_out_only = false;
};

Result<void> write_text(const std::string& path, const std::string& text) {
    std::ofstream out(path, std::ios::binary);
    out << text;
    out.close();
    if (!out) return Error{Errc::storage_unavailable, "cannot write " + path};
    return {};
}

Result<json::object> read_baseline(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return Error{Errc::not_found, "no baseline at " + path};
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const auto value = wire::parse_json(text);
    const json::value* sections =
        value && value->is_object() ? value->get_object().if_contains("sections") : nullptr;
    if (sections == nullptr || !sections->is_object()) {
        return Error{Errc::malformed, path + ": not a report that --save wrote"};
    }
    return sections->get_object();
}

/// For calibration and loss less is better.
bool is_worse(const std::string& figure, double before, double now, double tolerance) {
    const bool less_is_better = figure == "ece" || figure == "log_loss";
    return less_is_better ? now > before + tolerance : now < before - tolerance;
}

/// Prints figures that moved by more than the tolerance; returns how many got worse.
int compare(const evaluation::Report& report, const json::object& before, double tolerance) {
    int worse = 0;
    for (const evaluation::Section& section : report.sections) {
        const json::value* known = before.if_contains(section.name);
        if (known == nullptr || !known->is_object()) continue;
        for (const auto& [figure, now] : evaluation::figures(section.metrics)) {
            const json::value* was = known->get_object().if_contains(figure);
            if (was == nullptr || !was->is_number() || std::isnan(now)) continue;
            const double old = was->to_number<double>();
            if (std::abs(now - old) <= tolerance) continue;
            const bool bad = is_worse(figure, old, now, tolerance);
            worse += bad ? 1 : 0;
            std::printf(
                "%s  %s %s: %.4f, was %.4f\n",
                bad ? "WORSE " : "better",
                section.name.c_str(),
                figure.c_str(),
                now,
                old
            );
        }
    }
    std::printf("%d figures are worse than the baseline by more than %.4f\n", worse, tolerance);
    return worse;
}

Result<std::size_t> label_index(const classifier::Model& model, const std::string& label) {
    std::string known;
    for (std::size_t i = 0; i < model.labels().size(); ++i) {
        if (model.labels()[i].label == label) return i;
        known += (known.empty() ? "" : ", ") + model.labels()[i].label;
    }
    return Error{
        Errc::not_found, model.name() + " has no label \"" + label + "\", it has " + known
    };
}

Result<std::vector<evaluation::ScoredRow>> scored_rows(const EvalOptions& options) {
    const auto model = classifier::open_model(options.model);
    if (!model) return model.error();
    const Result<std::size_t> index = label_index(**model, options.label);
    if (!index) return index.error();
    const Result<std::vector<LabelledRow>> rows =
        read_labelled({options.files, options.label, {}, {}, {}});
    if (!rows) return rows.error();
    std::vector<evaluation::ScoredRow> scored;
    for (const LabelledRow& row : *rows) {
        if (options.held_out_only && !row.held_out) continue;
        const double z = (*model)->log_odds(*index, row.features.hashes, {});
        scored.push_back({z, row.positive, row.corpus, row.language});
    }
    if (scored.empty())
        return Error{Errc::invalid, "no row carries the label \"" + options.label + "\""};
    return scored;
}

Result<int> run(const EvalOptions& options) {
    const Result<std::vector<evaluation::ScoredRow>> rows = scored_rows(options);
    if (!rows) return rows.error();
    const evaluation::Report report = evaluation::make_report(
        options.model + ": " + options.label + (options.held_out_only ? ", held-out part" : ""),
        *rows
    );
    std::cout << evaluation::as_text(report);
    if (!options.html.empty()) {
        if (auto written = write_text(options.html, evaluation::as_html(report)); !written)
            return written.error();
    }
    if (!options.save.empty()) {
        if (auto written = write_text(options.save, evaluation::as_json(report)); !written)
            return written.error();
    }
    if (options.baseline.empty()) return 0;
    const Result<json::object> before = read_baseline(options.baseline);
    if (!before) return before.error();
    std::cout << '\n' << std::flush;
    return compare(report, *before, options.tolerance) == 0 ? 0 : 1;
}

}  // namespace

void add_eval_command(CLI::App& app, int& exit_code) {
    auto options = std::make_shared<EvalOptions>();
    CLI::App* command = app.add_subcommand("eval", "measure a model on labelled comments");
    command
        ->add_option(
            "files", options->files, "JSON-lines, plain or gzip, with text and label or toxic"
        )
        ->required();
    command->add_option("--model", options->model, "model folder")->required();
    command->add_option("--label", options->label, "label to measure")->capture_default_str();
    command->add_flag(
        "--held-out", options->held_out_only, "only rows that `chaffinch train` leaves out"
    );
    command->add_option("--html", options->html, "write the report as a page, with diagrams");
    command->add_option(
        "--save", options->save, "write the figures as JSON: the baseline of a later run"
    );
    command->add_option("--baseline", options->baseline, "figures to compare with");
    command->add_option("--tolerance", options->tolerance, "difference that is no difference")
        ->capture_default_str();
    command->callback([options, &exit_code] {
        const Result<int> done = run(*options);
        exit_code = done ? *done : 2;
        if (!done) std::cerr << done.error().detail << '\n';
    });
}

}  // namespace chaffinch::commands
