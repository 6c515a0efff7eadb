// AkismetApi: the second door. Each handler reads fields, calls one use case and answers in the
// protocol's own bytes; it holds no rule of the domain.

#pragma once

#include "server/akismet/check_fields.h"
#include "server/akismet/feedback.h"
#include "server/auth/authenticator.h"
#include "server/http/router.h"
#include "server/intake/intake.h"
#include "server/review/review.h"
#include "server/runtime/clock.h"
#include "server/store/akismet.h"

#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace chaffinch::akismet {

/// Makes known that a site's client wants to hear of decisions at a URL. Called with the first
/// check that names it, before the comment is stored; what the URL is worth is for the callee to
/// say.
using CallBackTo = std::function<boost::asio::awaitable<void>(SiteId, std::string url)>;

struct AkismetOptions {
    /// For sites with hold = score: held comments from here on are answered as spam, in points.
    double middle = 3.5;
    CallBackTo call_back_to{};  ///< empty: nobody is called back
};

class AkismetApi {
  public:
    AkismetApi(
        intake::Intake& intake,
        review::Review& review,
        auth::Authenticator& authenticator,
        store::AkismetStore& checks,
        const runtime::Clock& clock,
        AkismetOptions options
    );

    /// The table of routes; the object must outlive it.
    std::vector<http::Route> routes();

  private:
    using Reply = boost::asio::awaitable<http::Response>;

    /// A caller with a good key, and what it sent; or the answer to a call that has none.
    struct Opened {
        std::optional<http::Response> refusal{};
        auth::AkismetCaller caller{};
        Fields fields{};
    };

    Reply verify_key(http::Request request);
    Reply comment_check(http::Request request);
    Reply submit_spam(http::Request request);
    Reply submit_ham(http::Request request);
    Reply key_sites(http::Request request);
    Reply usage_limit(http::Request request);
    Reply get_stats(http::Request request);
    Reply get_subscription(http::Request request);
    Reply deactivate(http::Request request);

    boost::asio::awaitable<Opened> open(http::Request request);
    boost::asio::awaitable<void> note_callback(SiteId site, std::string url);
    Reply feedback(http::Request request, Label label);
    Reply judged(auth::AkismetCaller caller, Check check);
    http::Response answer_for(
        const CommentRecord& record, const auth::AkismetCaller& caller, const Check& check
    ) const;

    http::Handler handler(Reply (AkismetApi::*handle)(http::Request));

    intake::Intake& intake_;
    auth::Authenticator& authenticator_;
    store::AkismetStore& checks_;
    const runtime::Clock& clock_;
    AkismetOptions options_;
    Feedback feedback_;
    std::mutex mutex_{};                                    ///< guards callbacks_
    std::set<std::pair<SiteId, std::string>> callbacks_{};  ///< made known since the start
};

}  // namespace chaffinch::akismet
