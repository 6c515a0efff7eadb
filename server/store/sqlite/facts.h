// The reads of the hot path, on the calling thread.

#pragma once

#include "server/store/sqlite/readers.h"
#include "server/store/sqlite/standing_memory.h"
#include "server/store/submissions.h"

namespace chaffinch::store::sqlite {

std::vector<EarlierComment> newest_of_thread(
    Connection& db, const SiteId& site, const ArticleId& id, std::size_t limit
);

AuthorFacts record_of_author(
    Connection& db, const SiteId& site, const std::string& key, Timestamp now
);

std::optional<Timestamp> first_seen_of_host(
    Connection& db, const SiteId& site, const std::string& host
);

ArrivalPage arrivals_before(Connection& db, std::int64_t before, std::size_t limit);

/// Throws StoreUnavailable like all of the store.
class Facts final : public FactsReader {
  public:
    Facts(ReadConnections& connections, const StandingMemory& standings)
        : connections_(connections), standings_(standings) {}

    std::shared_ptr<const Article> article(const SiteId& site, const ArticleId& id) override;
    std::optional<ArticlePolicy> set_policy(const SiteId& site, const ArticleId& id) override;
    std::vector<EarlierComment> thread(const SiteId& site, const ArticleId& id, std::size_t limit)
        override;
    AuthorFacts author(const SiteId& site, const std::string& author_key, Timestamp now) override;

    Standing standing(const SiteId& site, const std::string& author_key, Timestamp now) override {
        return standings_.standing(site, author_key, now);
    }

    ArrivalPage arrivals(std::int64_t before, std::size_t limit) override;
    bool is_rejected(const SiteId& site, const CampaignId& campaign) override;
    std::optional<Timestamp> first_seen(const SiteId& site, const std::string& host) override;

  private:
    ReadConnections& connections_;
    const StandingMemory& standings_;
};

}  // namespace chaffinch::store::sqlite
