// `chaffinch erase` and `chaffinch forget`, and the parts of `chaffinch export` that are about one
// person or about the log of decisions.

#pragma once

#include "server/app/stopped_store.h"
#include "server/store/privacy.h"

#include <CLI/CLI.hpp>

#include <iosfwd>
#include <string>
#include <vector>

namespace chaffinch::app {

void add_privacy_commands(CLI::App& app, int& exit_code);

boost::asio::awaitable<std::vector<SiteId>> ids_of_sites(store::Store& store);

/// Everything held of the person, a line of JSON a row. Gives the exit code.
int export_person(StoppedStore& store, const store::Person& person, std::ostream& out);

/// The site's log of decisions, newest first. `format`: "ndjson" or "csv". Gives the exit code.
int export_history(
    StoppedStore& store, const SiteId& site, const std::string& format, std::ostream& out
);

}  // namespace chaffinch::app
