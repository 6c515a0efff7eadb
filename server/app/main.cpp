// chaffinch: parses the command, hands over, turns a broken world into one line and an exit code.

#include "engine/commands/check_command.h"
#include "engine/commands/eval_command.h"
#include "engine/commands/rules_command.h"
#include "engine/commands/train_command.h"
#include "server/app/backup_commands.h"
#include "server/app/demo_command.h"
#include "server/app/import_command.h"
#include "server/app/learning_commands.h"
#include "server/app/moderator_commands.h"
#include "server/app/privacy_commands.h"
#include "server/app/serve_command.h"
#include "server/app/shipped_files.h"
#include "server/app/site_commands.h"
#include "server/app/webhook_commands.h"

#include <CLI/CLI.hpp>

#include <exception>
#include <iostream>

int main(int argc, char** argv) {
    CLI::App program(
        "Chaffinch: comment moderation and spam filtering that a website runs itself", "chaffinch"
    );
    program.require_subcommand(1);
    program.set_version_flag("--version", "chaffinch " CHAFFINCH_VERSION);
    program.set_help_all_flag("--help-all", "Help of all commands");
    int exit_code = 0;
    try {
        const chaffinch::EngineFiles shipped =
            chaffinch::app::files_below(chaffinch::app::shipped_folder());
        chaffinch::app::add_serve_command(program, exit_code);
        chaffinch::app::add_demo_command(program, exit_code);
        chaffinch::commands::add_check_command(program, shipped, exit_code);
        chaffinch::commands::add_rules_command(program, shipped, exit_code);
        chaffinch::commands::add_train_command(program, exit_code);
        chaffinch::commands::add_eval_command(program, exit_code);
        chaffinch::app::add_site_commands(program, exit_code);
        chaffinch::app::add_moderator_commands(program, exit_code);
        chaffinch::app::add_backup_commands(program, exit_code);
        chaffinch::app::add_import_commands(program, exit_code);
        chaffinch::app::add_learning_commands(program, exit_code);
        chaffinch::app::add_privacy_commands(program, exit_code);
        chaffinch::app::add_webhook_commands(program, exit_code);
        CLI11_PARSE(program, argc, argv);
    } catch (const std::exception& broken) {
        std::cerr << "chaffinch: " << broken.what() << '\n';
        return 1;
    }
    return exit_code;
}
