// The store's campaigns.

#include "server/store/sqlite/campaign_rows.h"
#include "server/store/sqlite/sqlite_store.h"

#include <utility>

namespace chaffinch::store::sqlite {

boost::asio::awaitable<Result<CampaignPage>> SqliteStore::list_campaigns(CampaignQuery query) {
    return ask(readers_.queue(), [query = std::move(query)](Connection& db) {
        return campaign_page(db, query);
    });
}

boost::asio::awaitable<Result<CampaignMembers>> SqliteStore::campaign_members(
    CampaignId id, std::vector<SiteId> sites, std::size_t limit, std::string cursor
) {
    return ask(
        readers_.queue(),
        [id = std::move(id), sites = std::move(sites), limit, cursor = std::move(cursor)](
            Connection& db
        ) { return members_page(db, id, sites, limit, cursor); }
    );
}

boost::asio::awaitable<std::optional<Campaign>> SqliteStore::campaign_of(
    CommentId comment, std::vector<SiteId> sites
) {
    return ask(
        readers_.queue(),
        [comment = std::move(comment), sites = std::move(sites)](Connection& db) {
            return campaign_of_comment(db, comment, sites);
        }
    );
}

boost::asio::awaitable<std::vector<MemberStanding>> SqliteStore::members_to_decide(
    CampaignId id, Take take, std::int64_t position, std::size_t limit
) {
    return ask(readers_.queue(), [id = std::move(id), take, position, limit](Connection& db) {
        return members_after(db, id, take, position, limit);
    });
}

boost::asio::awaitable<Result<void>> SqliteStore::note_campaign_decision(
    CampaignId id, std::vector<SiteId> sites, CampaignDecision decision
) {
    return ask(
        writer_.queue(),
        [id = std::move(id), sites = std::move(sites), decision = std::move(decision)](
            Connection& db
        ) { return decide_campaign(db, id, sites, decision); }
    );
}

}  // namespace chaffinch::store::sqlite
