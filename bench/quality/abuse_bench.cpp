// abuse_bench: what INSULT and THREAT of the Perspective door mean: among texts in which rules see
// an insult (a threat), the share that people marked abusive, by points of the rules and by what
// the model says. Prints the constants of server/perspective/abuse_chance.h, and how well they fit.
//
//   abuse_bench FOLDER RULES MODELS

#include "engine/commands/comment_lines.h"
#include "engine/commands/labelled_set.h"
#include "engine/evaluation/metrics.h"
#include "engine/pipeline/engine_files.h"
#include "server/perspective/attributes.h"

#include <CLI/CLI.hpp>

#include <array>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::quality {
namespace {

/// Collections that mark abuse in both directions and whose licence allows a shipped model.
constexpr std::array<const char*, 4> collections{
    "toxic_tweets_en", "toxic_social_en", "news_fox", "toxic_tweets_de"
};

/// The share of abusive texts that each collection is weighed to have (abuse_chance.h).
constexpr double abusive_share = 0.1;

struct Row {
    perspective::Evidence insult{};
    perspective::Evidence threat{};
    std::string corpus{};
    bool abusive = false;
    double weight = 0;
};

/// Rows that the model has not learnt.
Result<std::vector<Row>> read(const std::string& folder, const Pipeline& pipeline) {
    std::vector<Row> rows;
    for (const char* name : collections) {
        std::optional<Error> failure;
        const auto done = commands::read_comment_lines(
            folder + "/" + name + ".jsonl.gz",
            [&](Result<commands::LabelledComment> line) {
                if (!line) {
                    failure = line.error();
                    return false;
                }
                if (!line->toxic || !commands::is_held_out(line->group)) return true;
                const Verdict verdict = pipeline.moderate(line->comment, {});
                rows.push_back(
                    {perspective::evidence_of(verdict, perspective::Attribute::insult, 2),
                     perspective::evidence_of(verdict, perspective::Attribute::threat, 2),
                     name,
                     *line->toxic,
                     0}
                );
                return true;
            }
        );
        if (!done) return done.error();
        if (failure) return *failure;
    }
    return rows;
}

/// Each collection weighs as much as it has rows, a tenth of it abusive.
void weigh(std::vector<Row>& rows) {
    std::map<std::string, std::array<double, 2>> counts;
    for (const Row& row : rows) counts[row.corpus].at(row.abusive ? 1 : 0) += 1;
    for (Row& row : rows) {
        const std::array<double, 2>& of = counts[row.corpus];
        const double share = row.abusive ? abusive_share : 1 - abusive_share;
        row.weight = share * (of[0] + of[1]) / of.at(row.abusive ? 1 : 0);
    }
}

using Fit = perspective::AbuseChance;
using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>;

Vector solved(Matrix a, Vector b) {
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t row = i + 1; row < 3; ++row) {
            const double factor = a[row][i] / a[i][i];
            for (std::size_t k = i; k < 3; ++k) a[row][k] -= factor * a[i][k];
            b[row] -= factor * b[i];
        }
    }
    for (std::size_t i = 3; i-- > 0;) {
        for (std::size_t k = i + 1; k < 3; ++k) b[i] -= a[i][k] * b[k];
        b[i] /= a[i][i];
    }
    return b;
}

/// Rows with evidence of rules, by Newton's method, drawn to `prior` as if by some ten rows, so
/// that few rows make no wild claim. Slopes below 0 are 0: more evidence never means less abuse.
Fit fitted(const std::vector<Row>& rows, perspective::Evidence Row::* evidence, const Fit& prior) {
    constexpr double trust = 2.5;  // ten rows at even odds have so much information on the offset
    const Vector centre{prior.offset, prior.per_point, prior.per_model};
    Vector at = centre;
    for (int round = 0; round < 50; ++round) {
        Vector gradient{};
        Matrix curve{};
        for (std::size_t i = 0; i < 3; ++i) {
            gradient[i] = -trust * (at[i] - centre[i]);
            curve[i][i] = trust;
        }
        for (const Row& row : rows) {
            const perspective::Evidence& seen = row.*evidence;
            if (seen.points <= 0) continue;
            const Vector x{1, std::min(seen.points, Fit::most_points), std::max(seen.model, 0.0)};
            const double p = Fit{at[0], at[1], at[2]}.of(seen.points, seen.model);
            for (std::size_t i = 0; i < 3; ++i) {
                gradient[i] += row.weight * ((row.abusive ? 1.0 : 0.0) - p) * x[i];
                for (std::size_t k = 0; k < 3; ++k)
                    curve[i][k] += row.weight * p * (1 - p) * x[i] * x[k];
            }
        }
        const Vector step = solved(curve, gradient);
        for (std::size_t i = 0; i < 3; ++i) at[i] += std::clamp(step[i], -1.0, 1.0);
        at[1] = std::max(at[1], 0.0);
        at[2] = std::max(at[2], 0.0);
    }
    return {at[0], at[1], at[2]};
}

void show(
    const char* name,
    const std::vector<Row>& rows,
    perspective::Evidence Row::* evidence,
    const Fit& fit,
    const Fit& shipped
) {
    std::map<std::string, std::array<std::size_t, 2>> counts;
    std::array<std::array<double, 4>, 5> bins{};  // rows, weight, abusive weight, said
    std::vector<evaluation::ScoredRow> scored;
    for (const Row& row : rows) {
        const perspective::Evidence& seen = row.*evidence;
        if (seen.points <= 0) continue;
        ++counts[row.corpus].at(row.abusive ? 1 : 0);
        const double p = fit.of(seen.points, seen.model);
        auto& bin = bins.at(std::min<std::size_t>(4, static_cast<std::size_t>(p * 5)));
        bin[0] += 1;
        bin[1] += row.weight;
        bin[2] += row.abusive ? row.weight : 0;
        bin[3] += row.weight * p;
        scored.push_back({std::log(p / (1 - p)), row.abusive, {}, {}});
    }
    std::printf(
        "%s_chance{%.2f, %.2f, %.2f}  (in the program: %.2f, %.2f, %.2f)\n",
        name,
        fit.offset,
        fit.per_point,
        fit.per_model,
        shipped.offset,
        shipped.per_point,
        shipped.per_model
    );
    for (const auto& [corpus, of] : counts)
        std::printf("  %-18s %5zu abusive, %5zu not\n", corpus.c_str(), of[1], of[0]);
    std::printf("  AUC among them %.3f\n", evaluation::measure(scored).auc);
    for (const auto& bin : bins) {
        if (bin[0] <= 0) continue;
        std::printf(
            "  said %.2f, marked %.2f (%.0f texts)\n", bin[3] / bin[1], bin[2] / bin[1], bin[0]
        );
    }
}

int run(const std::string& folder, const std::string& rules, const std::string& models) {
    const auto engine =
        load_engine({.rules = rules, .site_rules = {}, .models = model_folders(models)});
    if (!engine) {
        std::cerr << engine.error().detail << '\n';
        return 2;
    }
    auto rows = read(folder, untaught_pipeline(*engine, policy::Policy()));
    if (!rows) {
        std::cerr << rows.error().detail << '\n';
        return 2;
    }
    weigh(*rows);
    // Without any row: that weights are log-odds, and a comment is held at 2.
    constexpr Fit prior{-2, 1, 1};
    const Fit insult = fitted(*rows, &Row::insult, prior);
    const Fit threat = fitted(*rows, &Row::threat, prior);
    show("insult", *rows, &Row::insult, insult, perspective::insult_chance);
    show("threat", *rows, &Row::threat, threat, perspective::threat_chance);
    return 0;
}

}  // namespace
}  // namespace chaffinch::quality

int main(int argc, char** argv) {
    CLI::App app{"what INSULT and THREAT of the Perspective door mean"};
    std::string folder;
    std::string rules;
    std::string models;
    app.add_option("folder", folder, "folder of the collections (*.jsonl.gz)")->required();
    app.add_option("rules", rules, "folder of the rules")->required();
    app.add_option("models", models, "folder of the models")->required();
    CLI11_PARSE(app, argc, argv);
    return chaffinch::quality::run(folder, rules, models);
}
