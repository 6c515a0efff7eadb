// `chaffinch import FILE --site ID`, the same with --take-back, and `chaffinch export --site ID`:
// comments, the log of decisions, or what is held of one person.

#include "server/app/import_command.h"

#include "engine/pipeline/engine_files.h"
#include "server/app/command_group.h"
#include "server/app/privacy_commands.h"
#include "server/app/shipped_files.h"
#include "server/app/stopped_store.h"
#include "server/import/export_line.h"
#include "server/import/importer.h"
#include "server/runtime/clock.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

namespace chaffinch::app {

namespace {

struct ImportOptions {
    std::string data = "chaffinch-data";
    std::string site{};
    std::string file{};
    std::string format{};
    std::string name{};
    std::string id_prefix{};
    bool take_back = false;
    std::string history{};   ///< "ndjson" or "csv": the log instead of the comments
    store::Person person{};  ///< only what is held of this person
};

using Read = Result<void> (*)(std::istream&, const importing::RowSink&);

struct Format {
    const char* name;
    const char* known_by;  ///< occurs in the head of such a file; null: known by its ending
    const char* ending;
    Read read;
};

constexpr std::array formats{
    Format{"wordpress", "<rss", ".xml", importing::read_wordpress},
    Format{"disqus", "<disqus", ".xml", importing::read_disqus},
    Format{"csv", nullptr, ".csv", importing::read_labelled_csv},
    Format{"jsonl", nullptr, ".jsonl", importing::read_json_lines},
};

const Format* format_named(const std::string& name) {
    const auto* const found =
        std::ranges::find(formats, name, [](const Format& each) { return each.name; });
    return found == formats.end() ? nullptr : found;
}

/// Null when neither the flag nor the file tells. With the flag the file is left alone: what came
/// through a pipe can be read once only.
const Format* format_of(const ImportOptions& options) {
    if (!options.format.empty()) return format_named(options.format);
    std::ifstream in(options.file, std::ios::binary);
    std::string head(4'096, '\0');
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(in.gcount()));
    for (const Format& format : formats) {
        if (!options.file.ends_with(format.ending)) continue;
        if (format.known_by == nullptr || head.find(format.known_by) != std::string::npos)
            return &format;
    }
    return nullptr;
}

/// "  42 % of news.xml, 12500 comments", on a terminal only, in place.
class ProgressBar {
  public:
    ProgressBar(std::istream& in, const std::string& file)
        : in_(in), file_(std::filesystem::path(file).filename().string()) {
        std::error_code unknown;
        size_ = std::filesystem::file_size(file, unknown);
        if (unknown) size_ = 0;
    }

    void show(std::size_t comments) {
        if (!terminal_ || size_ == 0) return;
        const auto at = static_cast<std::streamoff>(in_.tellg());
        const std::uintmax_t read = at < 0 ? size_ : static_cast<std::uintmax_t>(at);
        constexpr std::size_t width = 30;
        const std::size_t full = static_cast<std::size_t>(read * width / size_);
        std::cerr << "\r[" << std::string(full, '#') << std::string(width - full, ' ') << "] "
                  << read * 100 / size_ << " % of " << file_ << ", " << comments << " comments "
                  << std::flush;
    }

    ~ProgressBar() {
        if (terminal_ && size_ != 0) std::cerr << '\n';
    }

    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

  private:
    std::istream& in_;
    std::string file_;
    std::uintmax_t size_ = 0;
    bool terminal_ = isatty(STDERR_FILENO) == 1;
};

importing::ImportStoreCalls calls_of(StoppedStore& store) {
    return {
        .known =
            [&store](SiteId site, std::vector<std::string> ids) {
                return store.wait((*store).known_external_ids(std::move(site), std::move(ids)));
            },
        .record = [&store](store::ImportBatch batch
                  ) { return store.wait((*store).record_import(std::move(batch))); },
    };
}

std::string name_of(const ImportOptions& options) {
    if (!options.name.empty()) return options.name;
    return std::filesystem::path(options.file).filename().string();
}

/// Reads and stores; the report goes to standard output whatever happens.
Result<void> run_reader(
    const Format& format, std::istream& in, importing::Importer& importer, const std::string& file
) {
    Result<void> read;
    {
        ProgressBar bar(in, file);
        read = format.read(in, [&](importing::Row row) {
            const bool go_on = importer.take(std::move(row));
            if (importer.report().read % importing::batch_size == 0)
                bar.show(importer.report().read);
            return go_on;
        });
        bar.show(importer.report().read);
    }
    auto stored = importer.finish();
    std::cout << importing::to_text(importer.report(), file);
    if (!stored) return stored.error();
    if (!read) {
        return Error{
            read.error().code,
            file + ": " + read.error().detail +
                "\nWhat came before is imported. Mend the file there and import it again: it goes "
                "on where it stopped."
        };
    }
    return {};
}

int import_from(const ImportOptions& options, std::istream& in) {
    const Format* format = format_of(options);
    if (format == nullptr) {
        return refused(
            {Errc::invalid,
             "what " + options.file +
                 " holds is not plain from it; say --format wordpress, disqus, csv or jsonl"}
        );
    }
    const auto engine = load_engine(files_below(shipped_folder()));
    if (!engine) return refused(engine.error());
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    const Pipeline pipeline = untaught_pipeline(*engine, policy::Policy{});
    const runtime::SystemClock clock;
    const std::string name = name_of(options);
    importing::Importer importer(
        {.site = SiteId{options.site},
         .import = importing::import_id(name),
         .note = std::string("imported from ") + format->name + ": " + name,
         .id_prefix = options.id_prefix},
        pipeline,
        clock,
        calls_of(*store)
    );
    const auto done = run_reader(*format, in, importer, options.file);
    if (!done) return refused(done.error());
    return 0;
}

int import_file(const ImportOptions& options) {
    if (options.file == "-") {
        if (options.format.empty() || options.name.empty())
            return refused({Errc::invalid, "standard input needs --format and --name"});
        return import_from(options, std::cin);
    }
    std::ifstream in(options.file, std::ios::binary);
    if (!in) return refused({Errc::not_found, options.file + " cannot be opened"});
    return import_from(options, in);
}

int take_back(const ImportOptions& options) {
    constexpr std::size_t step = 500;
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    const DecisionId import = importing::import_id(name_of(options));
    store::TakenBack sum;
    while (true) {
        const Timestamp now = runtime::SystemClock().now();
        const auto done =
            store->wait((**store).take_back_import(SiteId{options.site}, import, now, step));
        if (!done) return refused(done.error());
        if (done->withdrawn + done->kept == 0) break;
        sum.withdrawn += done->withdrawn;
        sum.kept += done->kept;
        sum.lessons += done->lessons;
    }
    std::cout << sum.withdrawn << " comments withdrawn, " << sum.lessons << " lessons taken back, "
              << sum.kept << " comments kept as moderators have decided since.\n";
    return 0;
}

int run_import(const ImportOptions& options) {
    return options.take_back ? take_back(options) : import_file(options);
}

int export_comments(StoppedStore& store, const SiteId& site, std::ostream& out) {
    constexpr std::size_t page_size = 500;
    std::int64_t after = 0;
    while (out) {
        const auto page = store.wait((*store).export_comments(site, after, page_size));
        if (page.empty()) break;
        for (const store::ExportedComment& each : page) out << importing::export_line(each) << '\n';
        after = page.back().position;
    }
    return 0;
}

int write_export(StoppedStore& store, const ImportOptions& options, std::ostream& out) {
    const SiteId site{options.site};
    if (!options.history.empty()) return export_history(store, site, options.history, out);
    store::Person person = options.person;
    if (person.author.empty() && person.id.empty() && person.email.empty()) {
        return export_comments(store, site, out);
    }
    person.site = site;
    return export_person(store, person, out);
}

int run_export(const ImportOptions& options) {
    auto store = StoppedStore::open(options.data);
    if (!store) return 1;
    const SiteId site{options.site};
    bool known = false;
    for (const Site& each : store->wait((**store).list_sites())) known = known || each.id == site;
    if (!known) return refused({Errc::not_found, "there is no site '" + options.site + "'"});
    std::ofstream file;
    if (!options.file.empty()) file.open(options.file, std::ios::binary);
    std::ostream& out = options.file.empty() ? std::cout : file;
    if (const int failed = write_export(*store, options, out); failed != 0) return failed;
    out.flush();
    if (!out) return refused({Errc::storage_unavailable, "the export cannot be written"});
    return 0;
}

}  // namespace

void add_import_commands(CLI::App& app, int& exit_code) {
    auto options = std::make_shared<ImportOptions>();
    CLI::App* import = app.add_subcommand(
        "import", "Bring in the comments and decisions of WordPress, Disqus, a CSV or JSON-lines"
    );
    import->add_option("FILE", options->file, "The export; - is standard input")->required();
    import->add_option("--site", options->site, "The site it is for")->required();
    import->add_option("--data", options->data, "Data directory")->capture_default_str();
    import->add_option("--format", options->format, "Default: told by the file")
        ->check(CLI::IsMember({"wordpress", "disqus", "csv", "jsonl"}));
    import->add_option(
        "--name", options->name, "Of this import, to repeat or take it back; default: the file's"
    );
    import->add_option("--id-prefix", options->id_prefix, "Put before every id of the export");
    import->add_flag(
        "--take-back", options->take_back, "Withdraw what this import brought and taught"
    );
    import->callback([options, &exit_code] { exit_code = run_import(*options); });

    CLI::App* leaving = app.add_subcommand("export", "Write a site's comments as JSON-lines");
    leaving->add_option("--site", options->site, "The site")->required();
    leaving->add_option("--data", options->data, "Data directory")->capture_default_str();
    leaving
        ->add_option("--history", options->history, "The log of decisions instead: ndjson or csv")
        ->check(CLI::IsMember({"ndjson", "csv"}));
    store::Person& person = options->person;
    leaving->add_option("--person", person.author, "All that is held of this author: aut_7, id:42");
    leaving->add_option("--id", person.id, "All that is held of the site's user with this id");
    leaving->add_option("--email", person.email, "All that is held of this address");
    leaving->add_option("--out", options->file, "File to write; default: standard output");
    leaving->callback([options, &exit_code] { exit_code = run_export(*options); });
}

}  // namespace chaffinch::app
