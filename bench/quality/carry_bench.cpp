// carry_bench: how far a general model carries to a site it has never seen. Each collection with
// spam is left out in turn, a model is trained on all others, and the one left out is judged: by
// the text alone, with the author's name and page, with the article, with both; by the shipped
// rules alone, and by rules and model together, as the pipeline adds them. Then, of collections
// with article texts, whether it pays to train with them.
//
//   carry_bench FOLDER RULES [--articles]

#include "bench/quality/corpus.h"
#include "engine/classifier/classifier.h"
#include "engine/classifier/model_file.h"
#include "engine/classifier/trainer.h"
#include "engine/commands/comment_lines.h"
#include "engine/commands/labelled_set.h"
#include "engine/context/relate.h"
#include "engine/evaluation/metrics.h"
#include "engine/pipeline/engine_files.h"
#include "engine/text/document.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace chaffinch::quality {
namespace {

/// Judged at most, of each class of the collection that is left out.
constexpr std::size_t most_judged = 4'000;

/// What the model may see besides the text.
struct Sight {
    const char* name;
    bool author;
    bool article;
};

constexpr std::array<Sight, 4> sights{{
    {"text", false, false},
    {"+author", true, false},
    {"+article", false, true},
    {"+both", true, true},
}};

/// Collections whose licence allows a shipped model, by the name they are left out under: the small
/// blogs go together, since one of them is all spam and the others are nearly all ham.
const std::vector<std::pair<std::string, std::string>>& collections() {
    static const std::vector<std::pair<std::string, std::string>> all{
        {"youtube_spam", "youtube_spam"},
        {"instagram_scam", "instagram_scam"},
        {"judol_a", "judol_a"},
        {"telegram_ru", "telegram_ru"},
        {"sms_spam", "sms_spam"},
        {"blog_dotnet", "blog_dotnet"},
        {"blog_tech_home", "small blogs"},
        {"blog_bot_templates", "small blogs"},
        {"blog_open_licences", "small blogs"},
        {"blog_bitcoin_fr", "small blogs"},
        {"news_fox", ""},
        {"toxic_tweets_en", ""},
        {"toxic_social_en", ""},
        {"toxic_civil_en", ""},
        {"toxic_tweets_de", ""},
    };
    return all;
}

struct Row {
    std::string left_out_as{};
    bool has_article = false;
    commands::LabelledRow labelled{};  ///< without features
    std::array<classifier::FeatureSet, sights.size()> features{};
    double rules = 0;  ///< log-odds points of the rules; a rejecting rule counts as six more
};

class Reading {
  public:
    Reading(commands::ArticleTexts articles, Engine engine)
        : articles_(std::move(articles)),
          profiles_(engine.profiles),
          rules_alone_(engine.rules, classifier::Classifier(), policy::Policy(), engine.profiles) {}

    Result<void> read(
        const std::string& folder, const std::string& name, const std::string& left_out_as
    ) {
        std::optional<Error> failure;
        const auto take = [&](Result<commands::LabelledComment> line) {
            if (!line) {
                failure = line.error();
                return false;
            }
            // Of telegram_ru one source alone has a licence.
            const bool licensed = name != "telegram_ru" || line->id.starts_with("telegram_ru:a-");
            if (licensed) rows_.push_back(row_of(*line, left_out_as));
            return true;
        };
        const auto read = commands::read_comment_lines(folder + "/" + name + ".jsonl.gz", take);
        if (!read) return read;
        if (failure) return *failure;
        return {};
    }

    std::vector<Row> release() { return std::move(rows_); }

  private:
    Row row_of(const commands::LabelledComment& line, const std::string& left_out_as) {
        Row row;
        row.left_out_as = left_out_as;
        row.labelled.corpus = line.corpus;
        row.labelled.language = line.language;
        row.labelled.positive = line.label == "spam";
        row.labelled.held_out = commands::is_held_out(line.group.empty() ? line.id : line.group);
        Facts facts;
        facts.article = articles_.article_of(line);
        const text::Document document = text::analyze(line.comment);
        const context::Relation relation =
            context::relate(document, profiles_->profile_of(facts.article.get()), facts);
        Comment nameless = line.comment;
        nameless.author = {};
        const text::Document without_author = text::analyze(nameless);
        const bool has_article = facts.article != nullptr && !facts.article->text.empty();
        row.has_article = has_article;
        for (std::size_t i = 0; i < sights.size(); ++i) {
            row.features.at(i) = classifier::extract(
                sights.at(i).author ? line.comment : nameless,
                sights.at(i).author ? document : without_author,
                sights.at(i).article && has_article ? relation : context::Relation{},
                {},
                {}
            );
        }
        if (!left_out_as.empty()) {
            const Verdict verdict =
                rules_alone_.assess(line.comment, facts, Explain::held_and_rejected).verdict;
            row.rules = verdict.score + (verdict.outcome == Outcome::reject ? 6 : 0);
        }
        return row;
    }

    commands::ArticleTexts articles_;
    std::shared_ptr<context::ProfileCache> profiles_;
    Pipeline rules_alone_;
    std::vector<Row> rows_{};
};

/// A model as it would be shipped, trained on the rows that `learns` takes.
std::shared_ptr<const classifier::Model> model_of(
    const std::vector<Row>& rows, auto learns, std::size_t sight
) {
    std::vector<commands::LabelledRow> labelled;
    std::vector<const Row*> origin;
    for (const Row& row : rows) {
        if (!learns(row)) continue;
        labelled.push_back(row.labelled);
        labelled.back().held_out = false;
        origin.push_back(&row);
    }
    commands::balance(labelled, {});
    std::vector<classifier::TrainingRow> training;
    for (std::size_t i = 0; i < labelled.size(); ++i) {
        if (labelled[i].weight <= 0) continue;
        training.push_back(
            {origin[i]->features.at(sight).hashes, labelled[i].positive, labelled[i].weight}
        );
    }
    const classifier::TrainedLabel label = classifier::train("spam", training, {});
    const auto bytes = std::make_shared<const std::vector<std::byte>>(
        classifier::encode_model("left-out", {&label, 1})
    );
    return *classifier::decode_model(*bytes, bytes);
}

/// The weight that the model has at a site that has taught nothing.
double model_points(const classifier::Model& model, const classifier::FeatureSet& features) {
    const double z = model.log_odds(0, features.hashes, features.topic);
    const classifier::WeightBounds bounds = classifier::weight_bounds({}, "spam");
    return std::clamp(classifier::general_trust * z, bounds.floor, bounds.cap);
}

/// Rows of the collection, at most so many of a class, spread over it evenly.
std::vector<const Row*> judged_rows(const std::vector<Row>& rows, const std::string& left_out) {
    std::array<std::vector<const Row*>, 2> classes;
    for (const Row& row : rows) {
        if (row.left_out_as == left_out) classes.at(row.labelled.positive ? 1 : 0).push_back(&row);
    }
    std::vector<const Row*> judged;
    for (const std::vector<const Row*>& all : classes) {
        const std::size_t step = all.size() / most_judged + 1;
        for (std::size_t i = 0; i < all.size(); i += step) judged.push_back(all[i]);
    }
    return judged;
}

void print_figures(const char* what, const std::vector<const Row*>& judged, auto score) {
    std::vector<evaluation::ScoredRow> rows;
    for (const Row* row : judged) rows.push_back({score(*row), row->labelled.positive, {}, {}});
    const evaluation::Metrics metrics = evaluation::measure(rows);
    std::printf(" | %s %.3f, %.3f", what, metrics.auc, metrics.recall_at_1);
    std::fflush(stdout);
}

void judge(const std::vector<Row>& rows, const std::string& left_out) {
    const std::vector<const Row*> judged = judged_rows(rows, left_out);
    std::printf("%s (%zu)", left_out.c_str(), judged.size());
    std::shared_ptr<const classifier::Model> last;
    for (std::size_t sight = 0; sight < sights.size(); ++sight) {
        const auto others = [&](const Row& row) { return row.left_out_as != left_out; };
        last = model_of(rows, others, sight);
        print_figures(sights.at(sight).name, judged, [&](const Row& row) {
            return last->log_odds(0, row.features.at(sight).hashes, row.features.at(sight).topic);
        });
    }
    print_figures("rules", judged, [](const Row& row) { return row.rules; });
    print_figures("rules and model", judged, [&](const Row& row) {
        return row.rules + model_points(*last, row.features.back());
    });
    std::printf("\n");
}

/// Within the collections that have article texts, by held-out rows: whether a model that was
/// trained with the articles judges better than one trained without, and what the article does to
/// the latter, which is how models are shipped.
void judge_articles(const std::vector<Row>& rows) {
    constexpr std::size_t without = 1;
    constexpr std::size_t with = 3;
    const auto learns = [](const Row& row) { return !row.labelled.held_out; };
    const auto trained_without = model_of(rows, learns, without);
    const auto trained_with = model_of(rows, learns, with);
    std::printf("held-out rows with an article (rows) | trained, judged: AUC, recall\n");
    for (const std::string name : {"youtube_spam", "blog_dotnet"}) {
        std::vector<const Row*> judged;
        for (const Row& row : rows) {
            const bool held_out = row.has_article && row.labelled.held_out;
            if (held_out && row.left_out_as == name) judged.push_back(&row);
        }
        std::printf("%s (%zu)", name.c_str(), judged.size());
        const auto figure = [&](const char* what, const auto& model, std::size_t sight) {
            print_figures(what, judged, [&](const Row& row) {
                const classifier::FeatureSet& seen = row.features.at(sight);
                return model->log_odds(0, seen.hashes, seen.topic);
            });
        };
        figure("without, without", trained_without, without);
        figure("without, with", trained_without, with);
        figure("with, with", trained_with, with);
        std::printf("\n");
    }
}

int run(const std::string& folder, const std::string& rules, bool articles_alone) {
    auto engine = load_engine({.rules = rules, .site_rules = {}, .models = {}});
    if (!engine) {
        std::cerr << engine.error().detail << '\n';
        return 2;
    }
    auto articles = commands::read_articles(folder + "/articles.jsonl.gz");
    if (!articles) {
        std::cerr << articles.error().detail << '\n';
        return 2;
    }
    Reading reading(*std::move(articles), *std::move(engine));
    std::vector<std::string> left_out;
    for (const auto& [file, name] : collections()) {
        const auto read = reading.read(folder, file, name);
        if (!read) {
            std::cerr << read.error().detail << '\n';
            return 2;
        }
        if (!name.empty() && std::ranges::find(left_out, name) == left_out.end())
            left_out.push_back(name);
    }
    const std::vector<Row> rows = reading.release();
    if (!articles_alone) {
        std::printf("left out (rows judged) | what is seen: AUC, recall at 1 %% ham loss\n");
        for (const std::string& name : left_out) judge(rows, name);
    }
    judge_articles(rows);
    return 0;
}

}  // namespace
}  // namespace chaffinch::quality

int main(int argc, char** argv) {
    CLI::App app{"how far a general model carries to a site it has never seen"};
    std::string folder;
    std::string rules;
    app.add_option("folder", folder, "folder of the collections (*.jsonl.gz)")->required();
    app.add_option("rules", rules, "folder of the rules")->required();
    bool articles_alone = false;
    app.add_flag("--articles", articles_alone, "only whether it pays to train with articles");
    CLI11_PARSE(app, argc, argv);
    return chaffinch::quality::run(folder, rules, articles_alone);
}
