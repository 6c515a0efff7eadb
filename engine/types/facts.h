// Facts: everything that the engine may know about a comment besides its text.
//
// Facts in, verdict out: the engine never asks. Whoever wants a check that needs data adds a field
// here and lets the server fetch it. A field that is nullopt is *unknown*, which is a third truth
// value for rules, not zero.

#pragma once

#include "engine/types/article.h"
#include "engine/types/fingerprint.h"
#include "engine/types/ids.h"
#include "engine/types/timestamp.h"

#include <boost/iterator/indirect_iterator.hpp>

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace chaffinch {

enum class Standing : std::uint8_t { normal, trusted, hold, shadow_hold, banned };

/// What the site's history says of this author. Only a verified id carries history.
struct AuthorFacts {
    std::optional<int> approved{};
    std::optional<int> rejected{};
    std::optional<double> age_days{};         ///< since the account was registered
    std::optional<double> first_seen_days{};  ///< since our first comment of this author
    std::optional<bool> logged_in{};
    Standing standing = Standing::normal;
};

struct RateFacts {
    std::optional<int> author_10m{};         ///< comments of this author in the last 10 minutes
    std::optional<int> ip_1h{};              ///< of this /24 or /64 in the last hour
    std::optional<int> host_24h_articles{};  ///< articles that got the same link host in 24 hours
    std::optional<int> text_24h{};           ///< comments with the same exact fingerprint
};

/// An earlier comment of the same thread or of the site's last day, to recognise copies.
struct EarlierComment {
    CommentId id{};
    std::string author_key{};  ///< equal for the same author; empty when unknown
    bool same_thread = true;
    Fingerprint fingerprint{};
};

/// The comments before this one. Copies share their elements, because a lively thread has hundreds
/// and every new comment of it is judged against all.
class EarlierComments {
  public:
    using Elements = std::vector<std::shared_ptr<const EarlierComment>>;

    EarlierComments() = default;

    EarlierComments(std::initializer_list<EarlierComment> comments) {
        for (const EarlierComment& comment : comments) push_back(comment);
    }

    void push_back(EarlierComment comment) {
        elements_.push_back(std::make_shared<const EarlierComment>(std::move(comment)));
    }

    /// Forgets the oldest, which is the first.
    void pop_front() { elements_.erase(elements_.begin()); }

    [[nodiscard]] std::size_t size() const { return elements_.size(); }

    [[nodiscard]] auto begin() const { return boost::make_indirect_iterator(elements_.begin()); }

    [[nodiscard]] auto end() const { return boost::make_indirect_iterator(elements_.end()); }

  private:
    Elements elements_{};
};

struct EditFacts {
    bool is_edit = false;
    bool added_link = false;
};

struct CampaignFacts {
    /// The comment belongs to a group of near copies that a person rejected as a whole.
    bool rejected = false;
};

struct Facts {
    std::shared_ptr<const Article> article{};  ///< null: the site did not say
    std::optional<int> article_comments{};     ///< published comments so far
    AuthorFacts author{};
    RateFacts rate{};
    EditFacts edit{};
    CampaignFacts campaign{};
    EarlierComments earlier{};
    /// Of this comment's author, in the form of EarlierComment::author_key; empty when unknown.
    std::string author_key{};
    std::optional<Timestamp> now{};
};

}  // namespace chaffinch
