// Learning: decisions become lessons, lessons change the site's classifier at once, and undoing a
// decision takes its lesson back to the bit.
//
// The training ledger is the truth; the site layers here are a cache that rebuild() makes from it.
// What is learnt of the ledger, and in what order, follows from the ledger alone (TaughtSite). One
// thread changes layers; any number of threads judge with them meanwhile.

#pragma once

#include "engine/classifier/features.h"
#include "engine/pipeline/engine_files.h"
#include "engine/pipeline/pipeline.h"
#include "server/learning/lesson.h"
#include "server/learning/report.h"
#include "server/learning/taught_site.h"
#include "server/store/ledger.h"
#include "server/store/reviews.h"
#include "server/store/submissions.h"
#include "server/telemetry/metrics.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
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
    /// with it. Where an older lesson comes back to its old place, or one is taken back without
    /// which others would have fared differently, the site is made anew from the ledger: layers
    /// always equal their ledger to the bit.
    boost::asio::awaitable<void> apply(std::vector<store::DecisionResult> decided);

    /// Replaces rules and models; requests under way finish with the old ones. What sites taught
    /// stays.
    void publish(Engine engine);

    /// Replaces the effective rules of one site; nullopt: the shipped set again. Any thread.
    void publish_rules(const SiteId& site, std::optional<rules::RuleSet> rules);

    /// The effective rules of a site. Any thread.
    rules::RuleSet rules_of(const SiteId& site);

    /// What pipeline_of() would be after publish_rules(); nothing changes. Any thread.
    std::shared_ptr<const Pipeline> pipeline_with(
        const SiteId& site, const std::optional<rules::RuleSet>& rules
    );

    /// Takes lessons back for good, in the ledger and here, while comments are judged and decided.
    /// Gives how many were in force. When it returns, every layer equals, to the bit, one that was
    /// never taught them. About 0.2 ms for each lesson that a site keeps.
    boost::asio::awaitable<std::size_t> forget(store::LessonSelection selection, Timestamp at);

    /// An administrator has looked at what a moderator answered, and it is right: as if no doubt
    /// had been. When it returns, the lessons that waited for it count. Errors: not_found (the
    /// moderator taught this site nothing).
    boost::asio::awaitable<Result<Voucher>> vouch(store::NewVoucher voucher);

    /// Takes a voucher back: every layer is, to the bit, as it would be had nobody vouched. Errors:
    /// not_found (there is none).
    boost::asio::awaitable<Result<void>> end_voucher(store::VoucherEnd end);

    /// Those in force, then those that ended (1,000 at most); of these sites, or of all when none
    /// is named.
    boost::asio::awaitable<std::vector<Voucher>> vouchers(std::vector<SiteId> of);

    /// Makes the layers of every site, or of this one, anew from the ledger, after lessons were
    /// taken out of it by others (an erasure, a term that is over).
    boost::asio::awaitable<void> relearn(std::optional<SiteId> only = std::nullopt);

    /// Hash over the state of a site's layers, for "equal to the bit".
    boost::asio::awaitable<std::uint64_t> state_hash(SiteId site);

    /// Every site that was ever taught, by id. Any thread; as of each site's last change, the curve
    /// as of its last full window.
    std::vector<SiteReport> reports();

    /// The same in full and as of now; of these sites, or of all when none is named.
    boost::asio::awaitable<std::vector<SiteDetail>> details(std::vector<SiteId> of);

  private:
    struct Site {
        std::shared_ptr<TaughtSite> taught{};  ///< writer thread alone
        std::shared_ptr<const classifier::SiteLayer> spam{};
        std::shared_ptr<const classifier::SiteLayer> abuse{};
        std::shared_ptr<const Pipeline> pipeline{};
        SiteReport report{};
        Vouched vouched{};
        std::uint64_t changes = 0;  ///< to notice one that overtook a rebuild
        std::uint64_t losses = 0;   ///< the same, of lessons taken back
    };

    Site& site_locked(const SiteId& id);
    [[nodiscard]] std::shared_ptr<TaughtSite> untaught(const Site& site) const;
    std::shared_ptr<const Pipeline> pipeline_for(const SiteId& id, const Site& site) const;
    std::shared_ptr<const Pipeline> pipeline_of_parts(const rules::RuleSet& rules, const Site& site)
        const;
    std::shared_ptr<TaughtSite> taught(const SiteId& id);
    void note_loss(const SiteId& id);

    /// Whether lessons of this moderator are in force.
    boost::asio::awaitable<bool> has_taught(SiteId site, ModeratorId moderator);

    /// Reads who is vouched for; of this site, or of all.
    boost::asio::awaitable<void> read_vouchers(std::optional<SiteId> only);
    Lesson lesson(const store::LedgerEntry& entry);

    /// Writer thread. Offers lessons to their sites; gives the sites for which one came late.
    std::set<SiteId> learn(const std::vector<store::LedgerEntry>& entries);

    /// Writer thread. Gives the sites that have to be made anew.
    std::set<SiteId> unlearn(const std::vector<TrainingEvent>& events);

    /// Writer thread. Puts `taught` in force, with a report on it.
    void publish_site(const SiteId& id, std::shared_ptr<TaughtSite> taught);
    SiteReport report_of(const SiteId& id);

    struct Rebuild;

    /// Makes a site anew from the ledger while decisions go on.
    boost::asio::awaitable<void> rebuild_site(SiteId site);

    /// Reads and learns one page. False when nothing was left to read.
    boost::asio::awaitable<bool> read_on(Rebuild& rebuild);

    /// Writer thread. Puts what was rebuilt in force, unless something has overtaken it.
    void finish(Rebuild& rebuild);
    void add_gauges();

    store::LedgerStore& ledger_;
    store::FactsReader& facts_;
    policy::Policy policy_;
    classifier::HashKey key_;
    telemetry::Metrics& metrics_;
    std::mutex mutex_{};  ///< guards engine_ and sites_, never held while learning
    Engine engine_;
    std::map<SiteId, Site> sites_{};
    std::atomic<std::uint64_t> voucher_rounds_{0};
    boost::asio::thread_pool writer_{1};
};

}  // namespace chaffinch::learning
