// Learning: decisions become lessons, lessons change the site's classifier at once, and undoing a
// decision takes its lesson back to the bit.
//
// The training ledger is the truth; the site layers here are a cache that rebuild() makes from it.
// One thread changes layers; any number of threads judge with them meanwhile.

#pragma once

#include "engine/classifier/site_layer.h"
#include "engine/pipeline/engine_files.h"
#include "engine/pipeline/pipeline.h"
#include "server/store/ledger.h"
#include "server/store/reviews.h"
#include "server/store/submissions.h"
#include "server/telemetry/metrics.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace chaffinch::learning {

class Learning {
  public:
    /// `key`: of this installation, for the hashes of site layers.
    Learning(
        store::LedgerStore& ledger,
        store::FactsReader& facts,
        Engine engine,
        policy::Policy policy,
        classifier::HashKey key,
        telemetry::Metrics& metrics
    );
    ~Learning();

    /// The pipeline in force for a site: shipped rules and models, and what the site taught. Any
    /// thread; never null.
    std::shared_ptr<const Pipeline> pipeline_of(const SiteId& site);

    /// Learns the whole ledger; for the start of the server. `progress` gets the number of lessons
    /// so far, now and then.
    boost::asio::awaitable<void> rebuild(std::function<void(std::size_t)> progress);

    /// Takes back and learns what these decisions say. When it returns, the next comment is judged
    /// with it. An older lesson that comes back (a newer decision was undone) goes to its old
    /// place: the site is made anew from the ledger, so that layers always equal their ledger to
    /// the bit.
    boost::asio::awaitable<void> apply(std::vector<store::DecisionResult> decided);

    /// Replaces rules and models; requests under way finish with the old ones. What sites taught
    /// stays.
    void publish(Engine engine);

    /// Hash over the state of a site's layers, for "equal to the bit".
    boost::asio::awaitable<std::uint64_t> state_hash(SiteId site);

  private:
    struct Site {
        std::shared_ptr<classifier::SiteLayer> spam{};
        std::shared_ptr<classifier::SiteLayer> abuse{};
        std::shared_ptr<const Pipeline> pipeline{};
        std::int64_t newest_lesson = 0;  ///< highest ledger sequence learnt
    };

    Site& site_locked(const SiteId& id);
    std::shared_ptr<const Pipeline> pipeline_for(const SiteId& id, const Site& site) const;
    std::shared_ptr<classifier::SiteLayer> layer(const SiteId& site, TrainingLabel label);
    classifier::TrainingExample example_of(
        const TrainingEvent& event,
        const CommentRecord& record,
        std::shared_ptr<const Article> article
    );

    /// Writer thread. False when its place is not after all learnt so far: nothing is learnt.
    bool learn(
        const TrainingEvent& event,
        const CommentRecord& record,
        std::shared_ptr<const Article> article
    );
    void unlearn(const std::vector<TrainingEvent>& events);

    /// Writer thread. Makes the site's layers anew from these lessons.
    void relearn(const SiteId& site, const std::vector<store::LedgerEntry>& lessons);
    boost::asio::awaitable<std::vector<store::LedgerEntry>> lessons_of(SiteId site);
    boost::asio::awaitable<void> rebuild_site(SiteId site);

    store::LedgerStore& ledger_;
    store::FactsReader& facts_;
    policy::Policy policy_;
    classifier::HashKey key_;
    telemetry::Metrics& metrics_;
    std::mutex mutex_{};  ///< guards engine_ and sites_, never held while learning
    Engine engine_;
    std::unordered_map<SiteId, Site> sites_{};
    std::atomic<std::uint64_t> applied_{0};  ///< calls of apply(), to notice one that overtook
    boost::asio::thread_pool writer_{1};
};

}  // namespace chaffinch::learning
