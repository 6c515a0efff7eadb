// rules_bench: what the shipped rules and the article's context do alone, without any model, to
// each labelled collection: how many comments of each kind are held and rejected, and which family
// of rules fires on them, and which one speaks loudest where a comment is not approved.
//
//   rules_bench FOLDER RULES [--corpus NAME]...

#include "engine/commands/comment_lines.h"
#include "engine/pipeline/engine_files.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <map>
#include <string>
#include <vector>

namespace chaffinch::quality {
namespace {

/// What people said of a comment. Comments that somebody marked as abuse stand by themselves: it is
/// no mistake to hold them.
enum class Kind : std::uint8_t { ham, toxic, spam };
constexpr std::array kind_names{"ham", "toxic", "spam"};
constexpr std::size_t kinds = kind_names.size();

Kind kind_of(const commands::LabelledComment& row) {
    if (row.label == "spam") return Kind::spam;
    return row.toxic.value_or(false) ? Kind::toxic : Kind::ham;
}

struct Outcomes {
    std::size_t comments = 0;
    std::size_t held = 0;
    std::size_t rejected = 0;
};

struct Family {
    std::array<std::size_t, kinds> fired{};    ///< comments against which one of its rules speaks
    std::array<std::size_t, kinds> loudest{};  ///< of those not approved
};

double percent(std::size_t part, std::size_t whole) {
    return whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

/// One collection, or the sum of several.
struct Tally {
    std::array<Outcomes, kinds> outcomes{};
    std::map<std::string, Family> families{};

    void add(Kind kind, const Verdict& verdict) {
        const auto k = static_cast<std::size_t>(kind);
        Outcomes& sum = outcomes[k];
        ++sum.comments;
        if (verdict.outcome == Outcome::hold) ++sum.held;
        if (verdict.outcome == Outcome::reject) ++sum.rejected;
        std::map<std::string, double> points;
        for (const Signal& signal : verdict.signals) {
            const bool speaks = signal.weight > 0 || signal.action != Action::score;
            if (!signal.shadow && !signal.group.empty() && speaks)
                points[signal.group] += signal.weight;
        }
        for (const auto& [group, weight] : points) ++families[group].fired[k];
        if (verdict.outcome == Outcome::approve || points.empty()) return;
        const auto loudest =
            std::ranges::max_element(points, {}, [](const auto& each) { return each.second; });
        ++families[loudest->first].loudest[k];
    }

    void print_outcomes(const std::string& name) const {
        for (std::size_t k = 0; k < kinds; ++k) {
            const Outcomes& sum = outcomes[k];
            if (sum.comments == 0) continue;
            std::printf(
                "%-20s %-6s %7zu %8.2f %8.3f\n",
                name.c_str(),
                kind_names[k],
                sum.comments,
                percent(sum.held, sum.comments),
                percent(sum.rejected, sum.comments)
            );
        }
    }

    void print_families() const {
        std::printf("\n%-14s", "family");
        for (const char* kind : kind_names) std::printf(" %7s fires  loudest", kind);
        std::printf("\n");
        for (const auto& [group, family] : families) {
            std::printf("%-14s", group.c_str());
            for (std::size_t k = 0; k < kinds; ++k) {
                std::printf(
                    " %12.3f %8.3f",
                    percent(family.fired[k], outcomes[k].comments),
                    percent(family.loudest[k], outcomes[k].comments)
                );
            }
            std::printf("\n");
        }
    }

    void operator+=(const Tally& other) {
        for (std::size_t k = 0; k < kinds; ++k) {
            outcomes[k].comments += other.outcomes[k].comments;
            outcomes[k].held += other.outcomes[k].held;
            outcomes[k].rejected += other.outcomes[k].rejected;
        }
        for (const auto& [group, family] : other.families) {
            for (std::size_t k = 0; k < kinds; ++k) {
                families[group].fired[k] += family.fired[k];
                families[group].loudest[k] += family.loudest[k];
            }
        }
    }
};

Result<Tally> judge(
    const Pipeline& pipeline, const commands::ArticleTexts& articles, const std::string& file
) {
    Tally tally;
    const auto read =
        commands::read_comment_lines(file, [&](Result<commands::LabelledComment> row) {
            if (!row) return true;
            Facts facts;
            facts.article = articles.article_of(*row);
            facts.now = row->comment.submitted_at;
            facts.author_key = row->comment.author.name;
            tally.add(kind_of(*row), pipeline.moderate(row->comment, facts));
            return true;
        });
    if (!read) return read.error();
    return tally;
}

std::vector<std::string> collections_in(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const std::string file = entry.path().filename().string();
        constexpr std::string_view ending = ".jsonl.gz";
        if (file.ends_with(ending) && file != "articles.jsonl.gz")
            names.push_back(file.substr(0, file.size() - ending.size()));
    }
    std::ranges::sort(names);
    return names;
}

int run(const std::string& folder, const std::string& rules, std::vector<std::string> names) {
    const auto engine = load_engine({.rules = rules});
    const auto articles = commands::read_articles(folder + "/articles.jsonl.gz");
    if (!engine || !articles) {
        std::cerr << (engine ? articles.error() : engine.error()).detail << '\n';
        return 2;
    }
    if (names.empty()) names = collections_in(folder);
    const Pipeline pipeline = untaught_pipeline(*engine, {});
    Tally all;
    std::printf("%-20s %-6s %7s %8s %8s\n", "collection", "kind", "number", "held %", "rejected");
    for (const std::string& name : names) {
        const auto tally = judge(pipeline, *articles, folder + "/" + name + ".jsonl.gz");
        if (!tally) {
            std::cerr << tally.error().detail << '\n';
            return 2;
        }
        tally->print_outcomes(name);
        std::fflush(stdout);
        all += *tally;
    }
    all.print_families();
    return 0;
}

}  // namespace
}  // namespace chaffinch::quality

int main(int argc, char** argv) {
    CLI::App app{"what rules and context do alone, by collection and by family of rules"};
    std::string folder;
    std::string rules;
    std::vector<std::string> names;
    app.add_option("folder", folder, "folder of the collections (*.jsonl.gz)")->required();
    app.add_option("rules", rules, "folder of the rules")->required();
    app.add_option("--corpus", names, "these collections alone");
    CLI11_PARSE(app, argc, argv);
    return chaffinch::quality::run(folder, rules, names);
}
