// From the ledger to the site layers.

#include "server/learning/learning.h"

#include "server/runtime/offload.h"
#include "server/telemetry/log.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace chaffinch::learning {

namespace {

constexpr std::size_t ledger_page = 500;

/// Says in the log what an administrator should look at.
void warn_of_changes(const SiteReport& before, const SiteReport& now) {
    const std::string_view site = now.site.value;
    if (now.tally.batches_refused > before.tally.batches_refused) {
        telemetry::log(telemetry::Level::warning, "learning_batch_refused", {{"site", site}});
    }
    if (now.tally.moderators_in_doubt > before.tally.moderators_in_doubt) {
        telemetry::log(telemetry::Level::warning, "learning_moderator_in_doubt", {{"site", site}});
    }
    if (overview_of({now}).alarms > overview_of({before}).alarms) {
        telemetry::log(telemetry::Level::warning, "learning_drift", {{"site", site}});
    }
}

}  // namespace

Learning::Learning(
    store::LedgerStore& ledger,
    store::FactsReader& facts,
    Engine engine,
    policy::Policy policy,
    classifier::HashKey key,
    telemetry::Metrics& metrics
)
    : ledger_(ledger),
      facts_(facts),
      policy_(std::move(policy)),
      key_(key),
      metrics_(metrics),
      engine_(std::move(engine)) {
    add_gauges();
}

Learning::~Learning() {
    writer_.join();
}

void Learning::add_gauges() {
    const auto add = [this](const char* name, const char* help, auto member) {
        metrics_.gauge(std::string("chaffinch_learning_") + name, help, [this, member] {
            return static_cast<double>(overview_of(reports()).*member);
        });
    };
    add("lessons", "Lessons in force.", &Overview::lessons);
    add("held_out", "Lessons kept to test batches on, never learnt.", &Overview::held_out);
    add("waiting", "Lessons over a moderator's daily number.", &Overview::waiting);
    add("capped", "Lessons over the share of an author, network, host or class.", &Overview::capped
    );
    add("doubted", "Lessons that wait because their moderator is in doubt.", &Overview::doubted);
    add("moderators_in_doubt",
        "Moderators who answer against a sure classifier.",
        &Overview::moderators_in_doubt);
    add("batches_refused", "Batches that lowered ham accuracy.", &Overview::batches_refused);
    add("drift_alarms", "Steps of ten points noticed in the ledger.", &Overview::alarms);
    add("accuracy", "Of site layers before they were told, newest window.", &Overview::accuracy);
    add("ham_accuracy", "The same among wanted comments.", &Overview::ham_accuracy);
    add("agreement", "Of the engine with moderators, newest window.", &Overview::agreement);
}

std::shared_ptr<const Pipeline> Learning::pipeline_for(const SiteId& id, const Site& site) const {
    return pipeline_of_parts(engine_.rules_of(id.value), site);
}

std::shared_ptr<const Pipeline> Learning::pipeline_of_parts(
    const rules::RuleSet& rules, const Site& site
) const {
    return std::make_shared<const Pipeline>(
        rules,
        classifier::Classifier(engine_.models, site.spam, site.abuse),
        policy_,
        engine_.profiles
    );
}

std::shared_ptr<TaughtSite> Learning::untaught(const Site& site) const {
    return std::make_shared<TaughtSite>(
        key_, AdmissionLimits{}, GateLimits{}, classifier::LayerOptions{}, site.vouched
    );
}

Learning::Site& Learning::site_locked(const SiteId& id) {
    Site& site = sites_[id];
    if (!site.pipeline) {
        site.taught = untaught(site);
        site.pipeline = pipeline_for(id, site);
        site.report.site = id;
    }
    return site;
}

std::shared_ptr<const Pipeline> Learning::pipeline_of(const SiteId& site) {
    const std::scoped_lock lock(mutex_);
    return site_locked(site).pipeline;
}

std::shared_ptr<TaughtSite> Learning::taught(const SiteId& id) {
    const std::scoped_lock lock(mutex_);
    Site& site = site_locked(id);
    ++site.changes;
    return site.taught;
}

void Learning::note_loss(const SiteId& id) {
    const std::scoped_lock lock(mutex_);
    ++site_locked(id).losses;
}

std::vector<SiteReport> Learning::reports() {
    const std::scoped_lock lock(mutex_);
    std::vector<SiteReport> all;
    for (const auto& [id, site] : sites_) {
        if (site.report.lessons > 0) all.push_back(site.report);
    }
    return all;
}

Lesson Learning::lesson(const store::LedgerEntry& entry) {
    std::vector<std::shared_ptr<const classifier::Model>> models;
    std::shared_ptr<context::ProfileCache> profiles;
    {
        const std::scoped_lock lock(mutex_);
        models = engine_.models;
        profiles = engine_.profiles;
    }
    return lesson_of(entry, models, *profiles, key_);
}

void Learning::publish_site(const SiteId& id, std::shared_ptr<TaughtSite> taught) {
    SiteReport report = report_of(id);
    const std::size_t before = report.lessons;
    report.tally = taught->tally();
    report.lessons = taught->lessons().size();
    const bool other_window = report.lessons / curve_window != before / curve_window;
    if (other_window || report.lessons < before) report.curve = taught->curve();

    const std::scoped_lock lock(mutex_);
    Site& site = site_locked(id);
    site.taught = std::move(taught);
    site.report = std::move(report);
    const bool same_layers = site.spam == site.taught->layer(TrainingLabel::spam) &&
                             site.abuse == site.taught->layer(TrainingLabel::abuse);
    if (same_layers) return;
    site.spam = site.taught->layer(TrainingLabel::spam);
    site.abuse = site.taught->layer(TrainingLabel::abuse);
    site.pipeline = pipeline_for(id, site);
}

SiteReport Learning::report_of(const SiteId& id) {
    const std::scoped_lock lock(mutex_);
    return site_locked(id).report;
}

std::set<SiteId> Learning::learn(const std::vector<store::LedgerEntry>& entries) {
    std::map<SiteId, std::shared_ptr<TaughtSite>> changed;
    std::set<SiteId> late;
    for (const store::LedgerEntry& entry : entries) {
        auto& site = changed[entry.event.site];
        if (!site) site = taught(entry.event.site);
        if (!site->offer(lesson(entry))) {
            late.insert(entry.event.site);
            continue;
        }
        metrics_.training_applied(name(entry.event.label));
    }
    for (auto& [id, site] : changed) publish_site(id, std::move(site));
    return late;
}

std::set<SiteId> Learning::unlearn(const std::vector<TrainingEvent>& events) {
    std::map<SiteId, std::vector<std::string>> by_site;
    for (const TrainingEvent& event : events) by_site[event.site].push_back(event.id);
    std::set<SiteId> anew;
    for (const auto& [id, ids] : by_site) {
        auto site = taught(id);
        note_loss(id);
        if (!site->take_back(ids)) anew.insert(id);
        publish_site(id, std::move(site));
    }
    return anew;
}

/// A site that is being made anew from the ledger.
struct Learning::Rebuild {
    SiteId site{};
    std::shared_ptr<TaughtSite> anew{};
    std::int64_t after = 0;  ///< sequence of the last lesson read
    std::uint64_t changes = 0;
    std::uint64_t losses = 0;
    bool done = false;
};

boost::asio::awaitable<bool> Learning::read_on(Rebuild& rebuild) {
    {
        const std::scoped_lock lock(mutex_);
        const Site& site = site_locked(rebuild.site);
        rebuild.changes = site.changes;
        if (rebuild.anew == nullptr || site.losses != rebuild.losses) {
            rebuild.anew = untaught(site);
            rebuild.after = 0;
            rebuild.losses = site.losses;
        }
    }
    const std::vector<store::LedgerEntry> page =
        co_await ledger_.site_ledger(rebuild.site, rebuild.after, ledger_page);
    if (page.empty()) co_return false;
    rebuild.after = page.back().event.sequence;
    auto work = [this, &page, &rebuild] {
        for (const store::LedgerEntry& entry : page) rebuild.anew->offer(lesson(entry));
    };
    co_await runtime::offload(writer_, work);
    co_return true;
}

void Learning::finish(Rebuild& rebuild) {
    {
        const std::scoped_lock lock(mutex_);
        if (site_locked(rebuild.site).changes != rebuild.changes) return;
    }
    publish_site(rebuild.site, rebuild.anew);
    rebuild.done = true;
}

boost::asio::awaitable<void> Learning::rebuild_site(SiteId site) {
    // Decisions go on meanwhile. After one that taught, the ledger is read on; after one that took
    // a lesson back, it is read again.
    Rebuild rebuild{.site = std::move(site)};
    while (!rebuild.done) {
        if (co_await read_on(rebuild)) continue;
        auto work = [this, &rebuild] { finish(rebuild); };
        co_await runtime::offload(writer_, work);
    }
}

boost::asio::awaitable<void> Learning::rebuild(std::function<void(std::size_t)> progress) {
    co_await read_vouchers(std::nullopt);
    {
        const std::scoped_lock lock(mutex_);
        for (auto& [id, site] : sites_) site.taught = untaught(site);
    }
    std::int64_t after = 0;
    std::size_t learnt = 0;
    while (true) {
        const std::vector<store::LedgerEntry> page = co_await ledger_.ledger(after, ledger_page);
        if (page.empty()) break;
        auto work = [this, &page] { learn(page); };
        co_await runtime::offload(writer_, work);
        after = page.back().event.sequence;
        learnt += page.size();
        progress(learnt);
    }
}

boost::asio::awaitable<void> Learning::apply(std::vector<store::DecisionResult> decided) {
    std::set<SiteId> anew;
    auto work = [this, &decided, &anew] {
        std::vector<TrainingEvent> taken_back;
        std::vector<store::LedgerEntry> taught_now;
        for (store::DecisionResult& result : decided) {
            taken_back.insert(taken_back.end(), result.unlearnt.begin(), result.unlearnt.end());
            if (!result.learnt) continue;
            store::LedgerEntry entry;
            entry.event = *std::move(result.learnt);
            entry.article = facts_.article(result.record.site, result.record.comment.article);
            entry.record =
                result.learnt_from ? *std::move(result.learnt_from) : std::move(result.record);
            taught_now.push_back(std::move(entry));
        }
        std::map<SiteId, SiteReport> before;
        for (const store::LedgerEntry& entry : taught_now)
            before.try_emplace(entry.event.site, report_of(entry.event.site));
        anew = unlearn(taken_back);
        anew.merge(learn(taught_now));
        for (const auto& [site, report] : before) warn_of_changes(report, report_of(site));
    };
    co_await runtime::offload(writer_, work);
    for (const SiteId& site : anew) co_await rebuild_site(site);
}

boost::asio::awaitable<std::size_t> Learning::forget(
    store::LessonSelection selection, Timestamp at
) {
    std::optional<SiteId> only = selection.site;
    const std::size_t forgotten = co_await ledger_.forget_lessons(std::move(selection), at);
    if (forgotten > 0) co_await relearn(std::move(only));
    co_return forgotten;
}

boost::asio::awaitable<void> Learning::read_vouchers(std::optional<SiteId> only) {
    std::vector<SiteId> of;
    if (only) of.push_back(*only);
    const std::uint64_t round = ++voucher_rounds_;
    const std::vector<Voucher> all = co_await ledger_.vouchers(std::move(of));
    const std::scoped_lock lock(mutex_);
    // Who began to read later has read this too.
    if (round != voucher_rounds_) co_return;
    for (auto& [id, site] : sites_) {
        if (!only || id == *only) site.vouched.clear();
    }
    for (const Voucher& one : all) {
        if (one.ended_at) continue;
        std::int64_t& through = site_locked(one.site).vouched[one.moderator.value];
        through = std::max(through, one.through);
    }
}

boost::asio::awaitable<bool> Learning::has_taught(SiteId site, ModeratorId moderator) {
    auto work = [this, &site, &moderator] {
        std::shared_ptr<const TaughtSite> taught_now;
        {
            const std::scoped_lock lock(mutex_);
            const auto found = sites_.find(site);
            if (found != sites_.end()) taught_now = found->second.taught;
        }
        return taught_now && std::ranges::any_of(taught_now->lessons(), [&](const auto& lesson) {
                   return lesson.moderator == moderator.value;
               });
    };
    co_return co_await runtime::offload(writer_, work);
}

boost::asio::awaitable<Result<Voucher>> Learning::vouch(store::NewVoucher voucher) {
    const SiteId site = voucher.site;
    const bool taught_here = co_await has_taught(site, voucher.moderator);
    if (!taught_here) {
        co_return Error{Errc::not_found, "this moderator has taught this site nothing"};
    }
    auto given = co_await ledger_.vouch(std::move(voucher));
    if (!given) co_return given.error();
    co_await read_vouchers(site);
    co_await relearn(site);
    co_return given;
}

boost::asio::awaitable<Result<void>> Learning::end_voucher(store::VoucherEnd end) {
    const SiteId site = end.site;
    const auto ended = co_await ledger_.end_voucher(std::move(end));
    if (!ended) co_return ended.error();
    co_await read_vouchers(site);
    co_await relearn(site);
    co_return Result<void>();
}

boost::asio::awaitable<std::vector<Voucher>> Learning::vouchers(std::vector<SiteId> of) {
    co_return co_await ledger_.vouchers(std::move(of));
}

boost::asio::awaitable<void> Learning::relearn(std::optional<SiteId> only) {
    std::vector<SiteId> sites;
    {
        const std::scoped_lock lock(mutex_);
        for (auto& [id, site] : sites_) {
            if (only && id != *only) continue;
            ++site.changes;
            ++site.losses;
            sites.push_back(id);
        }
    }
    for (const SiteId& site : sites) co_await rebuild_site(site);
}

void Learning::publish(Engine engine) {
    const std::scoped_lock lock(mutex_);
    engine_ = std::move(engine);
    for (auto& [id, site] : sites_) site.pipeline = pipeline_for(id, site);
}

void Learning::publish_rules(const SiteId& site, std::optional<rules::RuleSet> rules) {
    const std::scoped_lock lock(mutex_);
    if (rules) {
        engine_.site_rules.insert_or_assign(site.value, *std::move(rules));
    } else {
        engine_.site_rules.erase(site.value);
    }
    Site& changed = site_locked(site);
    changed.pipeline = pipeline_for(site, changed);
}

rules::RuleSet Learning::rules_of(const SiteId& site) {
    const std::scoped_lock lock(mutex_);
    return engine_.rules_of(site.value);
}

std::shared_ptr<const Pipeline> Learning::pipeline_with(
    const SiteId& site, const std::optional<rules::RuleSet>& rules
) {
    const std::scoped_lock lock(mutex_);
    return pipeline_of_parts(rules ? *rules : engine_.rules, site_locked(site));
}

boost::asio::awaitable<std::vector<SiteDetail>> Learning::details(std::vector<SiteId> of) {
    std::vector<SiteDetail> out;
    auto work = [this, &of, &out] {
        std::vector<std::shared_ptr<const TaughtSite>> sites;
        {
            const std::scoped_lock lock(mutex_);
            for (const auto& [id, site] : sites_) {
                const bool wanted = of.empty() || std::ranges::find(of, id) != of.end();
                if (!wanted || site.report.lessons == 0) continue;
                sites.push_back(site.taught);
                out.push_back({.report = site.report});
            }
        }
        for (std::size_t i = 0; i < sites.size(); ++i) out[i] = detail_of(out[i].report, *sites[i]);
    };
    co_await runtime::offload(writer_, work);
    co_return out;
}

boost::asio::awaitable<std::uint64_t> Learning::state_hash(SiteId site) {
    auto work = [this, &site] {
        std::shared_ptr<TaughtSite> taught_now;
        {
            const std::scoped_lock lock(mutex_);
            taught_now = site_locked(site).taught;
        }
        return taught_now->state_hash();
    };
    co_return co_await runtime::offload(writer_, work);
}

}  // namespace chaffinch::learning
