// Drafts to editions, editions to what runs.

#include "server/rulebook/rulebook.h"

#include "engine/rules/compiled.h"
#include "server/runtime/offload.h"
#include "server/telemetry/log.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <set>
#include <utility>

namespace chaffinch::rulebook {

namespace {

using namespace std::chrono_literals;

/// At half a second each, the last of them waits some four seconds.
constexpr int most_waiting = 8;
constexpr auto longest_replay = 5s;
constexpr std::size_t replay_page = 200;

/// Counts a piece of work as long as it waits or runs.
class Turn {
  public:
    explicit Turn(std::atomic<int>& waiting) : waiting_(waiting), place_(++waiting) {}

    ~Turn() { --waiting_; }

    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

    [[nodiscard]] bool granted() const { return place_ <= most_waiting; }

  private:
    std::atomic<int>& waiting_;
    int place_;
};

Error too_many() {
    return {Errc::overloaded, "too many rule sets are being compiled; try again in some seconds"};
}

/// What concerns who wrote the draft: everything about it, and errors wherever they show.
Diagnostics about_draft(Diagnostics all) {
    std::erase_if(all, [](const Diagnostic& one) {
        return one.severity == Severity::warning && one.file != own_rules_file;
    });
    return all;
}

Checked checked(rules::LoadResult loaded) {
    Checked result;
    if (loaded.rules) {
        result.version = loaded.rules->version();
        for (const rules::Rule& rule : loaded.rules->compiled().rules) {
            if (rule.file != own_rules_file) continue;
            ++result.rules;
            result.tests += rule.tests.size();
        }
    }
    result.diagnostics = about_draft(std::move(loaded.diagnostics));
    return result;
}

PublishFailure refused(Diagnostics diagnostics) {
    return {
        .error = {Errc::invalid, "the rules do not load; the old ones stay in force"},
        .diagnostics = about_draft(std::move(diagnostics))
    };
}

PublishFailure stale(std::int64_t seen, std::int64_t newest) {
    return {
        .error =
            {Errc::conflict,
             "version " + std::to_string(newest) + " is in force, not version " +
                 std::to_string(seen) + "; look at it and publish on top of it"},
        .diagnostics = {}
    };
}

/// A reload that would silence a site's own rules is refused: what runs goes on running.
Error would_set_aside(const std::string& site, const Diagnostics& why) {
    std::string detail = "the own rules of site " + site + " would no longer load:";
    for (const Diagnostic& diagnostic : about_draft(why)) detail += "\n  " + format(diagnostic);
    return {Errc::invalid, std::move(detail)};
}

bool is_blank(const std::string& text) {
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

}  // namespace

void throw_exception_from_error(
    const PublishFailure& failure, const boost::source_location& where
) {
    chaffinch::throw_exception_from_error(failure.error, where);
}

Rulebook::Rulebook(
    store::RuleStore& store,
    store::FactsReader& facts,
    learning::Learning& learning,
    EngineFiles files,
    LoadedFiles loaded,
    const runtime::Clock& clock,
    telemetry::Metrics& metrics
)
    : store_(store),
      facts_(facts),
      learning_(learning),
      clock_(clock),
      files_(std::move(files)),
      base_(std::move(loaded.files)),
      set_aside_(std::move(loaded.set_aside)) {
    metrics.gauge(
        "chaffinch_rules_set_aside",
        "Sites whose own rules do not load with the rule files of today.",
        [this] {
            const std::scoped_lock lock(mutex_);
            return static_cast<double>(set_aside_.size());
        }
    );
}

Rulebook::~Rulebook() {
    compiler_.join();
}

boost::asio::awaitable<std::map<std::string, OwnRules>> Rulebook::stored(store::RuleStore& store) {
    std::map<std::string, OwnRules> own;
    for (RuleVersion& version : co_await store.rules_in_force()) {
        OwnRules rules;
        rules.version = version.version;
        rules.text = std::move(version.text);
        own.emplace(version.site.value, std::move(rules));
    }
    co_return own;
}

SiteRules Rulebook::rules_of(const SiteId& site) {
    SiteRules found;
    const rules::RuleSet running = learning_.rules_of(site);
    found.version = running.version();
    found.rules = views_of(running);
    const std::scoped_lock lock(mutex_);
    if (const auto own = files_.own_rules.find(site.value); own != files_.own_rules.end()) {
        found.own_version = own->second.version;
        found.own_text = own->second.text;
    }
    if (const auto aside = set_aside_.find(site.value); aside != set_aside_.end()) {
        found.set_aside = aside->second;
    }
    return found;
}

Rulebook::Compiled Rulebook::compile(const SiteId& site, const OwnRules& own, bool run_tests) {
    Compiled compiled;
    std::shared_ptr<const RuleFiles> base;
    {
        const std::scoped_lock lock(mutex_);
        base = base_;
        compiled.generation = generation_;
    }
    compiled.is_shipped = own.text.empty() && !base->of_sites.contains(site.value);
    if (compiled.is_shipped) return compiled;
    rules::LoadOptions options;
    options.run_tests = run_tests;
    compiled.loaded = load_site_rules(*base, site.value, own, options);
    return compiled;
}

boost::asio::awaitable<Result<Rulebook::Compiled>> Rulebook::compile_elsewhere(
    SiteId site, OwnRules own, bool run_tests
) {
    const Turn turn(waiting_);
    if (!turn.granted()) co_return too_many();
    auto work = [this, &site, &own, run_tests] { return compile(site, own, run_tests); };
    co_return co_await runtime::offload(compiler_, work);
}

boost::asio::awaitable<Result<Checked>> Rulebook::check(SiteId site, std::string text) {
    if (is_blank(text)) co_return Checked{};
    OwnRules own;
    own.version = own_version(site) + 1;
    own.text = std::move(text);
    auto compiled = co_await compile_elsewhere(std::move(site), std::move(own), true);
    if (!compiled) co_return compiled.error();
    co_return checked(std::move(compiled->loaded));
}

boost::asio::awaitable<boost::system::result<ReplayReport, PublishFailure>> Rulebook::replay(
    SiteId site, std::string text, std::size_t most
) {
    const auto begin = clock_.steady_now();
    OwnRules own;
    own.version = own_version(site) + 1;
    if (!is_blank(text)) own.text = std::move(text);
    auto compiled = co_await compile_elsewhere(site, std::move(own), true);
    if (!compiled) co_return PublishFailure{compiled.error(), {}};
    if (!compiled->is_shipped && !compiled->loaded.rules) {
        co_return refused(std::move(compiled->loaded.diagnostics));
    }
    const auto in_force = learning_.pipeline_of(site);
    const auto draft = learning_.pipeline_with(site, compiled->loaded.rules);
    const Turn turn(waiting_);
    if (!turn.granted()) co_return PublishFailure{too_many(), {}};
    ReplayReport report;
    std::set<CommentId> seen;
    std::int64_t before = 0;
    do {
        const store::DecidedPage page =
            co_await store_.decided_comments(site, before, std::min(replay_page, most));
        auto work = [&] {
            for (const store::DecidedComment& decided : page.comments) {
                if (report.replayed == most) return;
                if (!seen.insert(decided.record.comment.id).second) continue;
                replay_one(decided, *in_force, *draft, facts_, report);
            }
        };
        co_await runtime::offload(compiler_, work);
        before = page.next;
        report.complete =
            before == 0 || report.replayed >= most || clock_.steady_now() - begin < longest_replay;
    } while (before != 0 && report.replayed < most && report.complete);
    co_return report;
}

boost::asio::awaitable<Published> Rulebook::publish(Publication wish) {
    const std::int64_t newest = own_version(wish.site);
    if (newest != wish.seen_version) co_return stale(wish.seen_version, newest);
    OwnRules own;
    own.version = newest + 1;
    if (!is_blank(wish.text)) own.text = wish.text;
    auto compiled = co_await compile_elsewhere(wish.site, own, true);
    if (!compiled) co_return PublishFailure{compiled.error(), {}};
    if (!compiled->is_shipped && !compiled->loaded.rules) {
        co_return refused(std::move(compiled->loaded.diagnostics));
    }
    RuleVersion edition;
    edition.site = wish.site;
    edition.version = own.version;
    edition.text = own.text;
    edition.note = std::move(wish.note);
    edition.restored_from = wish.restored_from;
    edition.moderator = std::move(wish.moderator);
    edition.moderator_login = std::move(wish.moderator_login);
    edition.at = clock_.now();
    const auto stored = co_await store_.add_rule_version(edition);
    if (!stored) co_return PublishFailure{stored.error(), {}};
    // The files were reloaded meanwhile: once more, on those of now.
    while (!put_in_force(wish.site, own, *std::move(compiled))) {
        auto work = [this, &wish, &own] { return compile(wish.site, own, false); };
        compiled = co_await runtime::offload(compiler_, work);
    }
    note_publication(edition);
    co_return edition;
}

boost::asio::awaitable<Published> Rulebook::restore(Publication wish, std::int64_t number) {
    auto earlier = co_await store_.find_rule_version(wish.site, number);
    if (!earlier) co_return PublishFailure{earlier.error(), {}};
    wish.text = std::move(earlier->text);
    wish.restored_from = number;
    co_return co_await publish(std::move(wish));
}

bool Rulebook::put_in_force(const SiteId& site, const OwnRules& own, Compiled compiled) {
    const std::scoped_lock lock(mutex_);
    OwnRules& running = files_.own_rules[site.value];
    if (running.version >= own.version) return true;
    if (compiled.generation != generation_) return false;
    running = own;
    ++publications_;
    set_aside_.erase(site.value);
    if (compiled.is_shipped || compiled.loaded.rules) {
        learning_.publish_rules(site, std::move(compiled.loaded.rules));
    } else {
        set_aside_.emplace(site.value, std::move(compiled.loaded.diagnostics));
    }
    return true;
}

std::int64_t Rulebook::own_version(const SiteId& site) {
    const std::scoped_lock lock(mutex_);
    const auto own = files_.own_rules.find(site.value);
    return own == files_.own_rules.end() ? 0 : own->second.version;
}

void Rulebook::note_publication(const RuleVersion& version) {
    telemetry::log(
        telemetry::Level::info,
        "rules_published",
        {{"site", std::string_view(version.site.value)},
         {"version", version.version},
         {"by", std::string_view(version.moderator.value)}}
    );
}

boost::asio::awaitable<std::vector<RuleVersion>> Rulebook::versions(
    SiteId site, std::int64_t before, std::size_t limit
) {
    return store_.rule_versions(std::move(site), before, limit);
}

boost::asio::awaitable<Result<RuleVersion>> Rulebook::version(SiteId site, std::int64_t number) {
    return store_.find_rule_version(std::move(site), number);
}

Result<Diagnostics> Rulebook::reload(std::string& version) {
    while (true) {
        EngineFiles files;
        std::uint64_t publications = 0;
        {
            const std::scoped_lock lock(mutex_);
            files = files_;
            publications = publications_;
        }
        auto engine = load_engine(files);
        if (!engine) return engine.error();
        const std::scoped_lock lock(mutex_);
        if (publications != publications_) continue;
        for (const auto& [site, why] : engine->set_aside) {
            if (!set_aside_.contains(site)) return would_set_aside(site, why);
        }
        base_ = engine->files;
        ++generation_;
        set_aside_ = engine->set_aside;
        version = engine->rules.version();
        Diagnostics warnings = std::move(engine->warnings);
        learning_.publish(*std::move(engine));
        return warnings;
    }
}

}  // namespace chaffinch::rulebook
