// From the ledger to the site layers.

#include "server/learning/learning.h"

#include "server/runtime/offload.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

namespace chaffinch::learning {

namespace {

constexpr std::size_t ledger_page = 500;

/// The label of the shipped models that speaks for a kind of lesson.
std::string_view model_label(TrainingLabel label) {
    return label == TrainingLabel::spam ? "spam" : "toxic";
}

/// What the shipped models say of these features; 0 when none has the label.
double general_log_odds(
    const std::vector<std::shared_ptr<const classifier::Model>>& models,
    TrainingLabel label,
    const classifier::FeatureSet& features
) {
    for (const auto& model : models) {
        const auto& labels = model->labels();
        const auto found =
            std::ranges::find(labels, model_label(label), &classifier::LabelThresholds::label);
        if (found == labels.end()) continue;
        const std::span hashes(features.hashes.data(), features.general);
        const std::span topic(features.topic.data(), features.general);
        return model->log_odds(static_cast<std::size_t>(found - labels.begin()), hashes, topic);
    }
    return 0;
}

std::vector<std::string_view> rule_hits(const Verdict& verdict) {
    std::vector<std::string_view> names;
    for (const Signal& signal : verdict.signals) {
        if (signal.source == SignalSource::rule) names.emplace_back(signal.name);
    }
    return names;
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
      engine_(std::move(engine)) {}

Learning::~Learning() {
    writer_.join();
}

std::shared_ptr<const Pipeline> Learning::pipeline_for(const SiteId& id, const Site& site) const {
    return std::make_shared<const Pipeline>(
        engine_.rules_of(id.value),
        classifier::Classifier(engine_.models, site.spam, site.abuse),
        policy_,
        engine_.profiles
    );
}

Learning::Site& Learning::site_locked(const SiteId& id) {
    Site& site = sites_[id];
    if (!site.pipeline) site.pipeline = pipeline_for(id, site);
    return site;
}

std::shared_ptr<const Pipeline> Learning::pipeline_of(const SiteId& site) {
    const std::scoped_lock lock(mutex_);
    return site_locked(site).pipeline;
}

std::shared_ptr<classifier::SiteLayer> Learning::layer(const SiteId& id, TrainingLabel label) {
    const std::scoped_lock lock(mutex_);
    Site& site = site_locked(id);
    auto& layer = label == TrainingLabel::spam ? site.spam : site.abuse;
    if (!layer) {  // the first decision of its kind
        layer = std::make_shared<classifier::SiteLayer>(key_);
        site.pipeline = pipeline_for(id, site);
    }
    return layer;
}

classifier::TrainingExample Learning::example_of(
    const TrainingEvent& event, const CommentRecord& record, std::shared_ptr<const Article> article
) {
    const std::shared_ptr<const Pipeline> pipeline = pipeline_of(event.site);
    std::vector<std::shared_ptr<const classifier::Model>> models;
    {
        const std::scoped_lock lock(mutex_);
        models = engine_.models;
    }
    // The thread around the comment is left out: it will be another one when the ledger is learnt
    // again, and the lesson must be the same.
    Facts facts;
    facts.article = std::move(article);
    const classifier::FeatureSet features = pipeline->features_of(
        record.comment, facts, rule_hits(record.verdict), classifier::HashKey{}
    );
    classifier::TrainingExample example;
    example.event_id = event.id;
    example.positive = event.positive;
    example.general_z = general_log_odds(models, event.label, features);
    example.features = classifier::rekeyed(features, key_);
    return example;
}

bool Learning::learn(
    const TrainingEvent& event, const CommentRecord& record, std::shared_ptr<const Article> article
) {
    {
        const std::scoped_lock lock(mutex_);
        Site& site = site_locked(event.site);
        if (event.sequence <= site.newest_lesson) return false;
        site.newest_lesson = event.sequence;
    }
    const classifier::TrainingExample example = example_of(event, record, std::move(article));
    layer(event.site, event.label)->learn(example);
    metrics_.training_applied(name(event.label));
    return true;
}

void Learning::unlearn(const std::vector<TrainingEvent>& events) {
    std::map<std::pair<SiteId, TrainingLabel>, std::vector<std::string>> by_layer;
    for (const TrainingEvent& event : events)
        by_layer[{event.site, event.label}].push_back(event.id);
    for (const auto& [place, ids] : by_layer) layer(place.first, place.second)->unlearn(ids);
}

void Learning::relearn(const SiteId& id, const std::vector<store::LedgerEntry>& lessons) {
    {
        const std::scoped_lock lock(mutex_);
        Site& site = sites_[id];
        site.spam = nullptr;
        site.abuse = nullptr;
        site.newest_lesson = 0;
        // Until the first lesson makes a new layer, comments are judged with the old pipeline.
    }
    for (const store::LedgerEntry& lesson : lessons)
        learn(lesson.event, lesson.record, lesson.article);
    const std::scoped_lock lock(mutex_);
    Site& site = sites_[id];
    site.pipeline = pipeline_for(id, site);
}

boost::asio::awaitable<std::vector<store::LedgerEntry>> Learning::lessons_of(SiteId site) {
    std::vector<store::LedgerEntry> lessons;
    std::int64_t after = 0;
    while (true) {
        std::vector<store::LedgerEntry> page = co_await ledger_.ledger(after, ledger_page);
        if (page.empty()) break;
        after = page.back().event.sequence;
        for (store::LedgerEntry& entry : page) {
            if (entry.event.site == site) lessons.push_back(std::move(entry));
        }
    }
    co_return lessons;
}

boost::asio::awaitable<void> Learning::rebuild_site(SiteId site) {
    // Decisions go on meanwhile. If one was applied after the ledger was read, read it again.
    bool done = false;
    while (!done) {
        const std::uint64_t seen = applied_.load();
        const std::vector<store::LedgerEntry> lessons = co_await lessons_of(site);
        auto work = [this, &site, &lessons, &done, seen] {
            if (applied_.load() != seen) return;
            relearn(site, lessons);
            done = true;
        };
        co_await runtime::offload(writer_, work);
    }
}

boost::asio::awaitable<void> Learning::rebuild(std::function<void(std::size_t)> progress) {
    std::int64_t after = 0;
    std::size_t learnt = 0;
    while (true) {
        const std::vector<store::LedgerEntry> page = co_await ledger_.ledger(after, ledger_page);
        if (page.empty()) break;
        auto work = [this, &page] {
            for (const store::LedgerEntry& entry : page)
                learn(entry.event, entry.record, entry.article);
        };
        co_await runtime::offload(writer_, work);
        after = page.back().event.sequence;
        learnt += page.size();
        progress(learnt);
    }
}

boost::asio::awaitable<void> Learning::apply(std::vector<store::DecisionResult> decided) {
    std::set<SiteId> out_of_order;
    auto work = [this, &decided, &out_of_order] {
        applied_.fetch_add(1);
        std::vector<TrainingEvent> taken_back;
        for (const store::DecisionResult& result : decided) {
            taken_back.insert(taken_back.end(), result.unlearnt.begin(), result.unlearnt.end());
        }
        unlearn(taken_back);
        for (const store::DecisionResult& result : decided) {
            if (!result.learnt) continue;
            const CommentRecord& record = result.record;
            const bool in_order =
                learn(*result.learnt, record, facts_.article(record.site, record.comment.article));
            if (!in_order) out_of_order.insert(record.site);
        }
    };
    co_await runtime::offload(writer_, work);
    for (const SiteId& site : out_of_order) co_await rebuild_site(site);
}

void Learning::publish(Engine engine) {
    const std::scoped_lock lock(mutex_);
    engine_ = std::move(engine);
    for (auto& [id, site] : sites_) site.pipeline = pipeline_for(id, site);
}

boost::asio::awaitable<std::uint64_t> Learning::state_hash(SiteId site) {
    auto work = [this, &site] {
        constexpr std::uint64_t odd = 0x9E3779B97F4A7C15ULL;
        return layer(site, TrainingLabel::spam)->state_hash() * odd +
               layer(site, TrainingLabel::abuse)->state_hash();
    };
    co_return co_await runtime::offload(writer_, work);
}

}  // namespace chaffinch::learning
