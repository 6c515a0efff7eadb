// The call back to a client that gave a `callback`: Akismet's own webhook, by which WordPress
// changes a comment by itself when one of our moderators decided.

#pragma once

#include "server/store/accounts.h"
#include "server/store/akismet.h"
#include "server/webhook/message.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chaffinch::akismet {

/// Header by which the client knows the call, and does not send the change back as feedback.
inline constexpr std::pair<std::string_view, std::string_view> callback_header{
    "X-Akismet-Webhook", "1"
};

/// JSON. `key`: the site's present key in plain text (auth::akismet_key_text); WordPress refuses a
/// call without it. `spam`: how the comment stands now.
std::string callback_body(
    std::string_view key, const CommentRecord& record, const std::string& post_id, bool spam
);

/// Name of the format in WebhookEndpoint::format.
inline constexpr std::string_view callback_format = "akismet";

/// The dispatcher's message for an endpoint that a `callback` made: what a moderator of ours
/// decided on a comment that was checked with that very callback. Nothing for what the client did
/// itself, nor for a comment that waits again.
class CallbackFormat final : public webhook::MessageFormat {
  public:
    /// `secret`: of the installation, from which the site's key follows.
    CallbackFormat(store::AkismetStore& checks, store::AccountStore& accounts, std::string secret)
        : checks_(checks), accounts_(accounts), secret_(std::move(secret)) {}

    boost::asio::awaitable<std::optional<webhook::Message>> write(
        const store::DueDelivery& due, Timestamp now
    ) override;

  private:
    store::AkismetStore& checks_;
    store::AccountStore& accounts_;
    std::string secret_;
};

}  // namespace chaffinch::akismet
