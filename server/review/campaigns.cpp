// A moderator's use cases for campaigns.

#include "server/review/campaigns.h"

#include "server/runtime/random_id.h"

#include <iterator>
#include <utility>

namespace chaffinch::review {

namespace {

constexpr std::size_t chunk = 500;
/// One decision takes no more than this: it is undone in one transaction, during which nobody else
/// can write. What is left stays as it is, and may be decided next.
constexpr std::size_t most_members = 10'000;

}  // namespace

Campaigns::Campaigns(store::CampaignStore& campaigns, Review& review, const runtime::Clock& clock)
    : campaigns_(campaigns), review_(review), clock_(clock) {}

boost::asio::awaitable<Result<store::CampaignPage>> Campaigns::list(
    Reviewer reviewer, store::CampaignQuery query
) {
    auto sites = permitted_sites(reviewer, query.sites);
    if (!sites) co_return store::CampaignPage{};
    query.sites = *std::move(sites);
    co_return co_await campaigns_.list_campaigns(std::move(query));
}

boost::asio::awaitable<Result<store::CampaignMembers>> Campaigns::members(
    Reviewer reviewer, CampaignId id, std::size_t limit, std::string cursor
) {
    co_return co_await campaigns_.campaign_members(
        std::move(id), std::move(reviewer.sites), limit, std::move(cursor)
    );
}

boost::asio::awaitable<Result<CampaignDecided>> Campaigns::decide(
    Reviewer reviewer, CampaignJudgement judgement
) {
    const auto page =
        co_await campaigns_.campaign_members(judgement.id, reviewer.sites, 1, std::string());
    if (!page) co_return page.error();
    CampaignDecided out;
    if (judgement.take != store::Take::published) out.open = page->campaign.open;
    if (judgement.take != store::Take::open) out.published = page->campaign.published;
    if (judgement.dry_run) co_return out;

    const Timestamp now = clock_.now();
    out.decided.id = DecisionId{runtime::random_id("dec_", now)};
    CampaignDecision noted;
    noted.id = out.decided.id;
    noted.judgement = judgement.judgement;
    noted.reason = judgement.reason;
    noted.moderator_login = reviewer.login;
    noted.at = now;
    // First the note: from now on new members are held, so that none slips through meanwhile.
    const auto written =
        co_await campaigns_.note_campaign_decision(judgement.id, reviewer.sites, std::move(noted));
    if (!written) co_return written.error();

    std::int64_t position = 0;
    while (out.decided.attempts.size() < most_members) {
        const auto members =
            co_await campaigns_.members_to_decide(judgement.id, judgement.take, position, chunk);
        if (members.empty()) break;
        position = members.back().position;
        std::vector<DecisionItem> items;
        items.reserve(members.size());
        for (const store::MemberStanding& member : members) {
            items.push_back(
                {.comment = member.comment,
                 .version = member.version,
                 .judgement = judgement.judgement,
                 .reason = judgement.reason,
                 .note = judgement.note}
            );
        }
        Decided part = co_await review_.decide_as(out.decided.id, reviewer, std::move(items));
        std::ranges::move(part.attempts, std::back_inserter(out.decided.attempts));
    }
    co_return out;
}

}  // namespace chaffinch::review
