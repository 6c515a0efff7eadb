// Rulebook: a site's own rules while the server runs. It knows the files that are in force and the
// own rules on top of them; what is compiled of both runs in Learning's pipelines.
//
// Compiling a whole set takes about half a second, so everything that compiles is done by one
// thread of its own, one piece after another; over `most_waiting` pieces the caller is told to come
// again. Requests under way finish with the rules they began with.

#pragma once

#include "engine/pipeline/engine_files.h"
#include "engine/types/result.h"
#include "server/learning/learning.h"
#include "server/rulebook/replay.h"
#include "server/rulebook/rule_view.h"
#include "server/runtime/clock.h"
#include "server/store/rules.h"
#include "server/store/submissions.h"
#include "server/telemetry/metrics.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::rulebook {

inline constexpr std::size_t most_replayed = 5'000;
inline constexpr std::size_t longest_own_rules = 256 * std::size_t{1024};

/// What a site runs, and what it wrote itself.
struct SiteRules {
    std::string version{};          ///< of the effective set: "core@7+9f3c21ab+site@3"
    std::vector<RuleView> rules{};  ///< effective
    std::int64_t own_version = 0;   ///< 0: the site never wrote any
    std::string own_text{};
    Diagnostics set_aside{};  ///< not empty: the own rules do not run, and why
};

/// What a draft is worth.
struct Checked {
    Diagnostics diagnostics{};  ///< of the draft, and of what it breaks elsewhere
    std::string version{};      ///< of the effective set it would make; empty when it does not load
    std::size_t rules = 0;      ///< that the draft itself defines
    std::size_t tests = 0;      ///< of those rules, all passed
};

/// Refused: the draft does not load (`diagnostics`), or somebody else was first (`error`).
struct PublishFailure {
    Error error{};
    Diagnostics diagnostics{};
};

using Published = boost::system::result<RuleVersion, PublishFailure>;

[[noreturn]] void throw_exception_from_error(
    const PublishFailure& failure, const boost::source_location& where
);

struct Publication {
    SiteId site{};
    std::string text{};
    std::int64_t seen_version = 0;  ///< the edition the draft was written on top of
    std::string note{};
    std::optional<std::int64_t> restored_from{};
    ModeratorId moderator{};
    std::string moderator_login{};
};

/// What came of loading: Engine::files and Engine::set_aside.
struct LoadedFiles {
    std::shared_ptr<const RuleFiles> files{};
    std::map<std::string, Diagnostics> set_aside{};
};

class Rulebook {
  public:
    /// `files` are what the running engine was loaded from, own rules included. References must
    /// outlive it.
    Rulebook(
        store::RuleStore& store,
        store::FactsReader& facts,
        learning::Learning& learning,
        EngineFiles files,
        LoadedFiles loaded,
        const runtime::Clock& clock,
        telemetry::Metrics& metrics
    );
    ~Rulebook();

    /// The own rules of all sites, as EngineFiles wants them; for the start of the server.
    static boost::asio::awaitable<std::map<std::string, OwnRules>> stored(store::RuleStore& store);

    SiteRules rules_of(const SiteId& site);

    /// Loads the draft on top of the site's files and runs the tests. Errors: overloaded.
    boost::asio::awaitable<Result<Checked>> check(SiteId site, std::string text);

    /// Tries the draft on the site's newest decided comments, at most `most` and at most 5 s.
    /// Errors: overloaded; PublishFailure with diagnostics when it does not load.
    boost::asio::awaitable<boost::system::result<ReplayReport, PublishFailure>> replay(
        SiteId site, std::string text, std::size_t most
    );

    /// Makes the draft the newest edition. When it returns, the next comment is judged with it.
    /// Errors: conflict (another edition than the caller saw), overloaded, invalid (diagnostics).
    boost::asio::awaitable<Published> publish(Publication wish);

    /// Publishes the text of an earlier edition anew. Errors: also not_found.
    boost::asio::awaitable<Published> restore(Publication wish, std::int64_t version);

    /// Newest first.
    boost::asio::awaitable<std::vector<RuleVersion>> versions(
        SiteId site, std::int64_t before, std::size_t limit
    );

    /// Errors: not_found.
    boost::asio::awaitable<Result<RuleVersion>> version(SiteId site, std::int64_t number);

    /// Reads all files again and puts them in force, own rules on top; all or nothing. Gives the
    /// version of the shipped set and every warning. Refused when a site's own rules that run now
    /// would no longer load. Blocks for as long as loading takes: not on an
    /// I/O thread. Errors: those of load_engine().
    Result<Diagnostics> reload(std::string& version);

  private:
    /// A draft compiled on the files of one moment.
    struct Compiled {
        rules::LoadResult loaded{};
        std::uint64_t generation = 0;  ///< of those files
        bool is_shipped = false;       ///< nothing of the site's own: the shipped set serves
    };

    Compiled compile(const SiteId& site, const OwnRules& own, bool run_tests);
    boost::asio::awaitable<Result<Compiled>> compile_elsewhere(
        SiteId site, OwnRules own, bool run_tests
    );

    /// Puts a stored edition in force unless a newer one is. False: the files were reloaded
    /// meanwhile, so it has to be compiled again.
    bool put_in_force(const SiteId& site, const OwnRules& own, Compiled compiled);
    std::int64_t own_version(const SiteId& site);
    void note_publication(const RuleVersion& version);

    store::RuleStore& store_;
    store::FactsReader& facts_;
    learning::Learning& learning_;
    const runtime::Clock& clock_;
    std::mutex mutex_{};                     ///< guards what follows, down to set_aside_
    EngineFiles files_;                      ///< with the own rules in force
    std::shared_ptr<const RuleFiles> base_;  ///< the files as they were read last
    std::uint64_t generation_ = 0;           ///< grows with every reload
    std::uint64_t publications_ = 0;
    std::map<std::string, Diagnostics> set_aside_;
    std::atomic<int> waiting_{0};
    boost::asio::thread_pool compiler_{1};
};

}  // namespace chaffinch::rulebook
