// `chaffinch check`: files or one text in, verdicts out.

#include "engine/commands/check_command.h"

#include "engine/commands/check_report.h"
#include "engine/commands/comment_lines.h"

#include <iostream>
#include <memory>
#include <unordered_map>

namespace chaffinch::commands {

namespace {

struct CheckOptions {
    bool json = false;
    bool thread = false;
    bool keep_going = false;
    std::string articles{};
    std::string rules{};
    std::vector<std::string> models{};
    std::vector<std::string> files{};
    std::string text{};
};

/// Comments of the same article seen so far, as a site's server would remember them.
constexpr std::size_t thread_memory = 2'000;

class Checker {
  public:
    Checker(const CheckOptions& options, Pipeline pipeline, ArticleTexts articles)
        : options_(options), pipeline_(std::move(pipeline)), articles_(std::move(articles)) {}

    /// 0: all judged; 1: bad lines were met.
    int run() {
        if (!options_.json) std::cout << table_head() << '\n';
        if (!options_.text.empty()) {
            LabelledComment row;
            row.id = "text";
            row.comment.text = options_.text;
            judge(row);
        } else if (!judge_files()) {
            return 1;
        }
        if (!options_.json && !summary_.empty()) summary_.print(std::cout);
        if (bad_lines_ > 0) std::cerr << bad_lines_ << " bad lines were left out\n";
        return bad_lines_ == 0 ? 0 : 1;
    }

  private:
    /// False when a bad line ended the run.
    bool judge_files() {
        std::vector<std::string> files = options_.files;
        if (files.empty()) files.emplace_back("-");
        for (const std::string& file : files) {
            bool stopped = false;
            const auto read = read_comment_lines(file, [&](Result<LabelledComment> row) {
                if (row) {
                    judge(*row);
                    return true;
                }
                std::cerr << row.error().detail << '\n';
                ++bad_lines_;
                stopped = !options_.keep_going;
                return !stopped;
            });
            if (!read) {
                std::cerr << read.error().detail << '\n';
                return false;
            }
            if (stopped) return false;
        }
        return true;
    }

    void judge(const LabelledComment& row) {
        Facts facts;
        facts.article = articles_.article_of(row);
        facts.now = row.comment.submitted_at;
        facts.author_key = row.comment.author.name;
        auto& thread =
            threads_[facts.article ? facts.article->id.value : row.comment.article.value];
        if (options_.thread) facts.earlier = thread;
        const Assessment assessed = pipeline_.assess(row.comment, facts);
        if (options_.thread && thread.size() < thread_memory) {
            thread.push_back(
                {.id = CommentId{row.id},
                 .author_key = row.comment.author.name,
                 .fingerprint = assessed.fingerprint}
            );
        }
        summary_.add(row.label, assessed.verdict);
        std::cout << (options_.json ? json_line(row.id, assessed.verdict)
                                    : table_row(row.id, assessed.verdict, row.comment.text))
                  << '\n';
    }

    const CheckOptions& options_;
    Pipeline pipeline_;
    ArticleTexts articles_;
    std::unordered_map<std::string, EarlierComments> threads_;
    LabelSummary summary_;
    std::size_t bad_lines_ = 0;
};

int run_check(const CheckOptions& options, const EngineFiles& defaults) {
    EngineFiles files = defaults;
    if (!options.rules.empty()) files.rules = options.rules;
    if (!options.models.empty()) files.models.assign(options.models.begin(), options.models.end());
    const auto engine = load_engine(files);
    if (!engine) {
        std::cerr << engine.error().detail << '\n';
        return 2;
    }
    ArticleTexts articles;
    if (!options.articles.empty()) {
        auto read = read_articles(options.articles);
        if (!read) {
            std::cerr << read.error().detail << '\n';
            return 2;
        }
        articles = *std::move(read);
    }
    return Checker(options, untaught_pipeline(*engine, {}), std::move(articles)).run();
}

}  // namespace

void add_check_command(CLI::App& app, const EngineFiles& defaults, int& exit_code) {
    auto options = std::make_shared<CheckOptions>();
    CLI::App* check =
        app.add_subcommand("check", "Judge comments offline: no server, nothing written");
    check->footer(
        "Each line of FILE is a submission as POST /v1/comments takes it, or a row\n"
        "{\"id\",\"text\",\"author\",\"author_url\",\"article_id\",\"article_title\",\"label\"}.\n"
        "Rows with a label add a summary: confusion by outcome and AUC of the score.\n\n"
        "  chaffinch check --text 'Call 555-0128 today, first visit free!'\n"
        "  chaffinch check --articles article.json --thread comments.jsonl\n"
        "  zcat comments.jsonl.gz | chaffinch check --json | jq .outcome"
    );
    check->add_flag("--json", options->json, "One JSON object a comment instead of a table");
    check
        ->add_option(
            "--articles",
            options->articles,
            "Article texts: JSON-lines with article_id, title, text, or one article"
        )
        ->check(CLI::ExistingFile);
    check->add_flag(
        "--thread",
        options->thread,
        "Rows of one article are a thread: copies of earlier comments are seen"
    );
    check->add_option("--rules", options->rules, "Folder of rules instead of the shipped ones")
        ->check(CLI::ExistingDirectory);
    check
        ->add_option(
            "--model", options->models, "Model folder instead of the shipped ones (repeatable)"
        )
        ->check(CLI::ExistingDirectory)
        ->allow_extra_args(false);
    check->add_flag(
        "--keep-going", options->keep_going, "Report bad lines, leave them out and go on"
    );
    check->add_option("--text", options->text, "Judge this one text");
    check->add_option(
        "FILE", options->files, "JSON-lines, plain or .gz; standard input when none is given"
    );
    check->callback([options, defaults, &exit_code] { exit_code = run_check(*options, defaults); });
}

}  // namespace chaffinch::commands
