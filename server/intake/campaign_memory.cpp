// Groups of comments, and the index by which they are found.

#include "server/intake/campaign_memory.h"

#include "engine/context/fingerprint.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <utility>

namespace chaffinch::intake {

namespace {

constexpr std::size_t most_groups = 60'000;
constexpr std::chrono::hours longest_rest{72};
constexpr std::uint32_t founding_members = 3;
/// A group of one author under one article may grow long before it is a campaign.
constexpr std::size_t most_founders = 32;
/// Keys by which one group is found, bands included, and how many of them may be authors, so that a
/// spammer with many addresses does not crowd out the texts.
constexpr std::size_t most_keys = 80;
constexpr std::uint32_t most_prints = 24;
constexpr std::size_t bands = 8;
/// Texts of one mould share bands without being copies: with 40 words of which up to 14 are
/// changed, some 20 groups of a mould share one.
constexpr std::size_t most_under_band = 64;
/// Of an author, a network, a host the newest groups are enough: older ones are compared by text.
constexpr std::size_t most_under_name = 8;
/// 7 of 16 hashes: half of the 5-grams in common is no chance between texts of one author.
constexpr double authors_copy = 7.0 / 16;
constexpr double enough_grams = 60;

}  // namespace

bool distinct_enough(const Fingerprint& fingerprint) {
    double sum = 0;
    for (const std::uint32_t minimum : fingerprint.minhash) sum += minimum;
    if (fingerprint.exact == 0 || sum == 0) return false;
    constexpr double range = 4294967296.0;
    const auto count = static_cast<double>(fingerprint.minhash.size());
    return (count - 1) / (sum / range) >= enough_grams;
}

CampaignMemory::CampaignMemory(std::uint64_t seed, MakeId make_id)
    : seed_(seed), make_id_(std::move(make_id)) {}

std::uint64_t CampaignMemory::key(char kind, const SiteId& site, std::string_view value) const {
    std::uint64_t hash = XXH3_64bits_withSeed(&kind, 1, seed_);
    hash = XXH3_64bits_withSeed(site.value.data(), site.value.size(), hash);
    return XXH3_64bits_withSeed(value.data(), value.size(), hash);
}

std::uint64_t CampaignMemory::band_key(
    const SiteId& site, const Fingerprint& fingerprint, std::size_t band
) const {
    const std::array<std::uint32_t, 3> parts{
        static_cast<std::uint32_t>(band),
        fingerprint.minhash[2 * band],
        fingerprint.minhash[2 * band + 1]
    };
    return key('b', site, {reinterpret_cast<const char*>(parts.data()), sizeof parts});
}

std::uint64_t CampaignMemory::text_key(const SiteId& site, std::uint64_t exact) const {
    return key('t', site, {reinterpret_cast<const char*>(&exact), sizeof exact});
}

std::vector<std::uint64_t> CampaignMemory::author_keys(const store::Arrival& arrival) const {
    std::vector<std::uint64_t> keys;
    // A typed name is shared by strangers.
    const bool named_only = arrival.author_key.starts_with("name:");
    if (!arrival.author_key.empty() && !named_only)
        keys.push_back(key('a', arrival.site, arrival.author_key));
    if (!arrival.network.empty()) keys.push_back(key('n', arrival.site, arrival.network));
    return keys;
}

CampaignMemory::Slot CampaignMemory::newest_under(std::uint64_t key) const {
    const auto found = index_.find(key);
    return found == index_.end() ? nobody : found->second.front();
}

CampaignMemory::Match CampaignMemory::match_text(const store::Arrival& arrival) {
    if (const Slot same = newest_under(text_key(arrival.site, arrival.fingerprint.exact))) {
        return {same, JoinedBy::text};
    }
    question_ += 2;
    Match best;
    double best_similarity = 0;
    for (std::size_t band = 0; band < bands; ++band) {
        const auto found = index_.find(band_key(arrival.site, arrival.fingerprint, band));
        if (found == index_.end()) continue;
        for (const Slot slot : found->second) {
            // Of 8 bands at least 2 are whole: in the first a leader is only met.
            const bool second_time = met_[slot] == question_;
            if (met_[slot] <= question_) met_[slot] = second_time ? question_ + 1 : question_;
            if (!second_time) continue;
            const double similarity =
                context::similarity(groups_[slot].leader, arrival.fingerprint);
            if (similarity < context::near_copy) continue;
            const bool better =
                similarity > best_similarity ||
                (similarity == best_similarity && groups_[slot].number < groups_[best.slot].number);
            if (!better) continue;
            best = {slot, JoinedBy::text};
            best_similarity = similarity;
        }
    }
    return best;
}

CampaignMemory::Match CampaignMemory::match_author(const store::Arrival& arrival) const {
    for (const std::uint64_t key : author_keys(arrival)) {
        const auto found = index_.find(key);
        if (found == index_.end()) continue;
        for (const Slot slot : found->second) {
            if (context::similarity(groups_[slot].leader, arrival.fingerprint) >= authors_copy) {
                return {slot, JoinedBy::author};
            }
        }
    }
    return {};
}

CampaignMemory::Match CampaignMemory::match(
    const store::Arrival& arrival, const std::vector<std::string>& rare_hosts
) {
    expire(arrival.at);
    const bool comparable = distinct_enough(arrival.fingerprint);
    if (comparable) {
        if (const Match match = match_text(arrival); match.slot != nobody) return match;
    }
    for (const std::string& host : rare_hosts) {
        if (const Slot slot = newest_under(key('h', arrival.site, host))) {
            return {slot, JoinedBy::host};
        }
    }
    return comparable ? match_author(arrival) : Match{};
}

std::optional<CampaignId> CampaignMemory::find(
    const store::Arrival& arrival, const IsRare& is_rare
) {
    std::vector<std::string> rare_hosts;
    std::ranges::copy_if(arrival.link_hosts, std::back_inserter(rare_hosts), is_rare);
    const std::scoped_lock lock(mutex_);
    const Match found = match(arrival, rare_hosts);
    if (found.slot == nobody || groups_[found.slot].campaign.empty()) return std::nullopt;
    return groups_[found.slot].campaign;
}

std::optional<store::JoinedCampaign> CampaignMemory::place(
    const store::Arrival& arrival, const IsRare& is_rare
) {
    std::vector<std::string> rare_hosts;
    std::ranges::copy_if(arrival.link_hosts, std::back_inserter(rare_hosts), is_rare);
    const std::scoped_lock lock(mutex_);
    JoinedBy by = JoinedBy::text;
    const Slot slot = remember(arrival, rare_hosts, by);
    if (slot == nobody) return std::nullopt;
    Group& group = groups_[slot];
    if (group.campaign.empty()) {
        const bool founded =
            group.members >= founding_members && (group.several_articles || group.several_authors);
        if (founded) group.campaign = make_id_(arrival.at);
    }
    std::optional<store::JoinedCampaign> joined;
    if (!group.campaign.empty()) {
        joined = store::JoinedCampaign{.id = group.campaign, .by = by, .founders = group.founders};
    } else if (group.founders.size() < most_founders) {
        group.founders.push_back({arrival.comment, by});
    }
    return joined;
}

void CampaignMemory::recall(const store::Arrival& arrival, const IsRare& is_rare) {
    std::vector<std::string> rare_hosts;
    std::ranges::copy_if(arrival.link_hosts, std::back_inserter(rare_hosts), is_rare);
    const std::scoped_lock lock(mutex_);
    JoinedBy by = JoinedBy::text;
    const Slot slot = remember(arrival, rare_hosts, by);
    if (slot == nobody) return;
    Group& group = groups_[slot];
    if (!arrival.campaign.empty()) {
        group.campaign = arrival.campaign;
    } else if (group.campaign.empty() && group.founders.size() < most_founders) {
        group.founders.push_back({arrival.comment, by});
    }
}

std::size_t CampaignMemory::groups() const {
    const std::scoped_lock lock(mutex_);
    return by_rest_.size();
}

/// The group the comment is now counted in; nobody when it has nothing to be compared by.
CampaignMemory::Slot CampaignMemory::remember(
    const store::Arrival& arrival, const std::vector<std::string>& rare_hosts, JoinedBy& by
) {
    const bool comparable = distinct_enough(arrival.fingerprint);
    Match found = match(arrival, rare_hosts);
    if (found.slot == nobody) {
        if (!comparable && rare_hosts.empty()) return nobody;
        found = {add_group(arrival), comparable ? JoinedBy::text : JoinedBy::host};
    }
    by = found.by;
    Group& group = groups_[found.slot];
    const std::uint64_t article = key('p', arrival.site, arrival.article.value);
    const std::uint64_t author =
        key('w', arrival.site, arrival.author_key.empty() ? arrival.network : arrival.author_key);
    if (++group.members == 1) {
        group.first_article = article;
        group.first_author = author;
    }
    group.several_articles = group.several_articles || article != group.first_article;
    group.several_authors = group.several_authors || author != group.first_author;
    touch(found.slot, arrival.at);
    for (const std::string& host : rare_hosts) {
        index(found.slot, key('h', arrival.site, host), most_under_name);
    }
    if (comparable) {
        index(found.slot, text_key(arrival.site, arrival.fingerprint.exact), most_under_name);
        for (const std::uint64_t print : author_keys(arrival)) {
            if (group.prints++ < most_prints) index(found.slot, print, most_under_name);
        }
    }
    return found.slot;
}

CampaignMemory::Slot CampaignMemory::add_group(const store::Arrival& arrival) {
    if (by_rest_.size() >= most_groups) remove(by_rest_.front());
    Slot slot = nobody;
    if (free_.empty()) {
        slot = static_cast<Slot>(groups_.size());
        groups_.emplace_back();
        met_.push_back(0);
    } else {
        slot = free_.back();
        free_.pop_back();
    }
    Group& group = groups_[slot];
    group = {};
    group.leader = arrival.fingerprint;
    group.number = ++born_;
    group.place = by_rest_.insert(by_rest_.end(), slot);
    if (distinct_enough(arrival.fingerprint)) {
        for (std::size_t band = 0; band < bands; ++band) {
            index(slot, band_key(arrival.site, arrival.fingerprint, band), most_under_band);
        }
    }
    return slot;
}

void CampaignMemory::expire(Timestamp now) {
    while (!by_rest_.empty() && groups_[by_rest_.front()].last < now - longest_rest) {
        remove(by_rest_.front());
    }
}

void CampaignMemory::touch(Slot slot, Timestamp at) {
    groups_[slot].last = std::max(groups_[slot].last, at);
    by_rest_.splice(by_rest_.end(), by_rest_, groups_[slot].place);
}

void CampaignMemory::index(Slot slot, std::uint64_t key, std::size_t most) {
    Bucket& bucket = index_[key];
    if (!bucket.empty() && bucket.front() == slot) return;
    const auto known = std::ranges::find(bucket, slot);
    if (known != bucket.end()) {
        std::rotate(bucket.begin(), known, std::next(known));
        return;
    }
    Group& group = groups_[slot];
    if (group.keys.size() >= most_keys) {
        if (bucket.empty()) index_.erase(key);
        return;
    }
    group.keys.push_back(key);
    if (bucket.size() >= most) bucket.pop_back();
    bucket.insert(bucket.begin(), slot);
}

void CampaignMemory::remove(Slot slot) {
    Group& group = groups_[slot];
    for (const std::uint64_t key : group.keys) {
        const auto found = index_.find(key);
        if (found == index_.end()) continue;
        Bucket& bucket = found->second;
        bucket.erase(std::ranges::remove(bucket, slot).begin(), bucket.end());
        if (bucket.empty()) index_.erase(found);
    }
    by_rest_.erase(group.place);
    group = {};
    free_.push_back(slot);
}

}  // namespace chaffinch::intake
