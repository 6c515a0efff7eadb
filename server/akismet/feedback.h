// submit-spam and submit-ham: what a site's own moderators say of a comment.
//
// The comment is found by its content, since clients keep no id of ours, and decided on like a
// moderator of ours would: through review, with log row, event and lesson. Saying the same twice
// changes nothing; saying the opposite moves the label. A comment that never came by here is stored
// first, without address, browser and form facts: those are of whoever pressed the button.

#pragma once

#include "server/akismet/check_fields.h"
#include "server/auth/authenticator.h"
#include "server/intake/intake.h"
#include "server/review/review.h"
#include "server/store/akismet.h"

#include <boost/asio/awaitable.hpp>

#include <optional>

namespace chaffinch::akismet {

enum class Label : std::uint8_t { ham, spam };

/// Whether a decision was made by the client's own feedback.
bool is_of_client(const DecisionRecord& decision);

class Feedback {
  public:
    Feedback(intake::Intake& intake, review::Review& review, store::AkismetStore& checks)
        : intake_(intake), review_(review), checks_(checks) {}

    boost::asio::awaitable<void> say(auth::AkismetCaller caller, Check check, Label label);

  private:
    boost::asio::awaitable<std::optional<store::KnownCheck>> known(SiteId site, Check check);
    boost::asio::awaitable<std::optional<store::KnownCheck>> stored(
        SiteId site, Check check, Label label
    );

    intake::Intake& intake_;
    review::Review& review_;
    store::AkismetStore& checks_;
};

}  // namespace chaffinch::akismet
