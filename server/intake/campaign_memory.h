// CampaignMemory: recognises comments that belong together, over the last days and all articles of
// a site: near copies, comments that lead to one rare host, and what one author varies a little.
//
// Each group is known by its first comment, the leader. A comment joins
//   1. the group with the same text, or else the one whose leader it resembles most, when at least
//      10 of 16 minimum hashes agree (near_copy);
//   2. else a group that leads to one of its rare hosts;
//   3. else the newest group of its author or network whose leader shares at least 7 hashes.
// A group becomes a campaign with its third comment, when these came from two authors or under two
// articles. Only texts that have something to compare count (distinct_enough), so that nobody can
// draw honest thanks into a campaign.
//
// Rule 1 asks no more than the leaders that share two bands of two hashes: of 16 hashes in 8 bands
// at most 6 bands can be spoilt by 6 differences, so no leader is missed as long as at most 64
// groups share a band; of more, those that rested longest are missed. Bounded: 60,000 groups, those
// that rested longest out first, none older than 3 days. Thread-safe.

#pragma once

#include "engine/types/fingerprint.h"
#include "engine/types/ids.h"
#include "engine/types/timestamp.h"
#include "server/store/submissions.h"

#include <boost/container/small_vector.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::intake {

/// Whether the text has enough different 5-grams to tell copies from chance: about 60 letters. The
/// number is estimated from the minimum hashes themselves ((k - 1) / sum of k minima, with a
/// standard error of a quarter), so repeating a phrase does not help.
bool distinct_enough(const Fingerprint& fingerprint);

class CampaignMemory {
  public:
    /// Tells whether a host is rare on the site of the comment in hand; asked at most once a host.
    using IsRare = std::function<bool(const std::string& host)>;
    using MakeId = std::function<CampaignId(Timestamp)>;

    /// `seed` makes the hashes of names unforeseeable from outside.
    CampaignMemory(std::uint64_t seed, MakeId make_id);

    /// The campaign the comment belongs to, if it does. Changes nothing.
    std::optional<CampaignId> find(const store::Arrival& arrival, const IsRare& is_rare);

    /// The same, and remembers the comment; also as the one that makes a group a campaign.
    std::optional<store::JoinedCampaign> place(
        const store::Arrival& arrival, const IsRare& is_rare
    );

    /// Takes up a comment that was stored earlier, in order of time, with the campaign it was given
    /// then.
    void recall(const store::Arrival& arrival, const IsRare& is_rare);

    [[nodiscard]] std::size_t groups() const;

  private:
    using Slot = std::uint32_t;
    static constexpr Slot nobody = 0;

    struct Group {
        Fingerprint leader{};
        std::uint64_t number = 0;  ///< grows with the groups' birth
        CampaignId campaign{};     ///< empty: none yet
        Timestamp last{};
        std::uint32_t members = 0;
        std::uint32_t prints = 0;  ///< authors and networks it was seen with
        std::uint64_t first_article = 0;
        std::uint64_t first_author = 0;
        bool several_articles = false;
        bool several_authors = false;
        std::vector<store::Founder> founders{};
        std::vector<std::uint64_t> keys{};  ///< under which it stands in `index_`
        std::list<Slot>::iterator place{};
    };

    /// Groups under one key, the one touched last first. Most keys have one or two.
    using Bucket = boost::container::small_vector<Slot, 4>;

    struct Match {
        Slot slot = nobody;
        JoinedBy by = JoinedBy::text;
    };

    [[nodiscard]] std::uint64_t key(char kind, const SiteId& site, std::string_view value) const;
    [[nodiscard]] std::uint64_t band_key(
        const SiteId& site, const Fingerprint& fingerprint, std::size_t band
    ) const;
    [[nodiscard]] std::uint64_t text_key(const SiteId& site, std::uint64_t exact) const;
    [[nodiscard]] std::vector<std::uint64_t> author_keys(const store::Arrival& arrival) const;

    Match match(const store::Arrival& arrival, const std::vector<std::string>& rare_hosts);
    Match match_text(const store::Arrival& arrival);
    [[nodiscard]] Match match_author(const store::Arrival& arrival) const;
    [[nodiscard]] Slot newest_under(std::uint64_t key) const;

    void expire(Timestamp now);
    Slot add_group(const store::Arrival& arrival);
    void remove(Slot slot);
    void touch(Slot slot, Timestamp at);
    /// Of more than `most` groups under the key, the one that rested longest leaves.
    void index(Slot slot, std::uint64_t key, std::size_t most);
    Slot remember(
        const store::Arrival& arrival, const std::vector<std::string>& rare_hosts, JoinedBy& by
    );

    std::uint64_t seed_;
    MakeId make_id_;
    mutable std::mutex mutex_{};
    std::vector<Group> groups_{1};  ///< slot 0 is nobody
    std::vector<Slot> free_{};
    std::list<Slot> by_rest_{};  ///< the one that rested longest first
    std::uint64_t born_ = 0;
    /// By slot, when it was last met in a band: `question_`, and one more once it was compared.
    std::vector<std::uint64_t> met_{0};
    std::uint64_t question_ = 0;
    boost::unordered_flat_map<std::uint64_t, Bucket> index_{};
};

}  // namespace chaffinch::intake
