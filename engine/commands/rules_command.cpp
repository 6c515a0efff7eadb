// The command line of rules; the work is in engine/rules, rules_explain and rules_stats.

#include "engine/commands/rules_command.h"

#include "engine/commands/rules_explain.h"
#include "engine/commands/rules_stats.h"
#include "engine/rules/compiled.h"
#include "engine/rules/json_schema.h"
#include "engine/rules/load.h"
#include "engine/rules/print.h"

#include <algorithm>
#include <iostream>
#include <memory>

namespace chaffinch::commands {

namespace {

struct RulesOptions {
    std::vector<std::string> folders{};
    std::vector<std::string> files{};
    ExplainRequest explain{};
};

/// The rule set of the named folders, or of the default one; diagnostics go to standard error.
std::optional<rules::RuleSet> load_named(
    const RulesOptions& options, const EngineFiles& defaults, rules::LoadOptions how
) {
    std::vector<std::filesystem::path> folders(options.folders.begin(), options.folders.end());
    if (folders.empty()) folders.push_back(defaults.rules);
    rules::LoadResult loaded = rules::load_folders(folders, how);
    for (const Diagnostic& diagnostic : loaded.diagnostics) std::cerr << format(diagnostic) << '\n';
    const auto errors =
        std::ranges::count(loaded.diagnostics, Severity::error, &Diagnostic::severity);
    if (errors > 0) std::cerr << errors << (errors == 1 ? " error\n" : " errors\n");
    return std::move(loaded.rules);
}

std::size_t count_tests(const rules::RuleSet& set) {
    std::size_t tests = 0;
    for (const rules::Rule& rule : set.compiled().rules) tests += rule.tests.size();
    return tests;
}

void summarise(const rules::RuleSet& set, bool tested) {
    const auto& rules = set.compiled().rules;
    const auto in_mode = [&](rules::Mode mode) {
        return std::ranges::count(rules, mode, &rules::Rule::mode);
    };
    std::cout << set.version() << ": " << rules.size() << " rules (" << in_mode(rules::Mode::on)
              << " on, " << in_mode(rules::Mode::shadow) << " in shadow, "
              << in_mode(rules::Mode::off) << " off)";
    if (tested) std::cout << ", " << count_tests(set) << " tests pass";
    std::cout << '\n';
}

int check(const RulesOptions& options, const EngineFiles& defaults, bool run_tests) {
    const auto set = load_named(options, defaults, {.run_tests = run_tests});
    if (!set) return 1;
    summarise(*set, run_tests);
    return 0;
}

CLI::App* add(
    CLI::App* rules,
    const std::shared_ptr<RulesOptions>& options,
    const char* name,
    const char* what
) {
    CLI::App* command = rules->add_subcommand(name, what);
    command->add_option(
        "--rules",
        options->folders,
        "Rule folder; give it again for a site's own folder on top (default: the shipped rules)"
    );
    return command;
}

void add_explain(
    CLI::App* rules,
    const std::shared_ptr<RulesOptions>& options,
    const EngineFiles& defaults,
    int& exit_code
) {
    CLI::App* command =
        add(rules, options, "explain", "Why rules fire on a comment, or why one does not");
    command->add_option("text", options->explain.text, "The comment")->required();
    command->add_option("--rule", options->explain.rule, "This rule only, whether it fires or not");
    command->add_option("--author", options->explain.author, "Author name");
    command->add_option("--author-url", options->explain.author_url, "Author website");
    command->add_option("--title", options->explain.title, "Title of the article");
    command->add_flag("--color", options->explain.colour, "Colours also when not a terminal");
    command->callback([options, defaults, &exit_code] {
        const auto set = load_named(*options, defaults, {.run_tests = false});
        exit_code = set ? print_explanation(*set, options->explain, std::cout) : 1;
    });
}

void add_stats(
    CLI::App* rules,
    const std::shared_ptr<RulesOptions>& options,
    const EngineFiles& defaults,
    int& exit_code
) {
    CLI::App* command =
        add(rules, options, "stats", "How often each rule fires over comments, by label");
    command->add_option("files", options->files, "JSON-lines files, plain or .gz (default: stdin)");
    command->callback([options, defaults, &exit_code] {
        const auto set = load_named(*options, defaults, {.run_tests = false});
        exit_code = set ? print_stats(*set, options->files, std::cout, std::cerr) : 1;
    });
}

}  // namespace

void add_rules_command(CLI::App& app, const EngineFiles& defaults, int& exit_code) {
    auto options = std::make_shared<RulesOptions>();
    CLI::App* rules = app.add_subcommand("rules", "Check, test, explain and measure rules");
    rules->require_subcommand(1);
    rules->footer(
        "  chaffinch rules test --rules ./rules\n"
        "  chaffinch rules explain --rule PROMO_CALL_US 'Call us on 555-0128 today!'\n"
        "  chaffinch rules stats comments.jsonl.gz"
    );
    add(rules, options, "lint", "Check rule files without running their tests")
        ->callback([options, defaults, &exit_code] { exit_code = check(*options, defaults, false); }
        );
    add(rules, options, "test", "Check rule files and run the tests inside them")
        ->callback([options, defaults, &exit_code] { exit_code = check(*options, defaults, true); }
        );
    add_explain(rules, options, defaults, exit_code);
    add_stats(rules, options, defaults, exit_code);
    rules->add_subcommand("schema", "Print the JSON Schema of rule files")->callback([&exit_code] {
        std::cout << rules::json_schema();
        exit_code = 0;
    });
    add(rules, options, "print", "Print the effective rules, overlays applied")
        ->callback([options, defaults, &exit_code] {
            const auto set = load_named(*options, defaults, {.run_tests = false});
            if (set) std::cout << rules::print(*set);
            exit_code = set ? 0 : 1;
        });
}

}  // namespace chaffinch::commands
