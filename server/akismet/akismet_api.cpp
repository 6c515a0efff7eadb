// The calls of the contract.

#include "server/akismet/akismet_api.h"

#include "server/akismet/account_answers.h"
#include "server/akismet/answers.h"
#include "server/auth/secrets.h"
#include "server/records/status_changes.h"

#include <algorithm>
#include <chrono>

namespace chaffinch::akismet {

namespace {

/// A comment of 20,000 four-byte characters, percent-encoded twice (WordPress also sends the form),
/// with every header of the request.
constexpr std::size_t check_body = 1024 * 1024;
constexpr std::size_t small_body = 64 * 1024;

/// A client that got no answer sends the call again, WordPress up to twice after 15 s each; the
/// same comment within this time is the same call.
constexpr std::chrono::seconds retry_window{60};

/// Callback URLs remembered; a site has one or a few.
constexpr std::size_t most_callbacks = 10'000;

/// The first label of the host, where about half the clients put the key.
std::string host_label(const http::Request& request) {
    const std::string host(request.header("host").value_or(""));
    std::string label = host.substr(0, host.find('.'));
    std::ranges::transform(label, label.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return label;
}

std::string first_given(const Fields& fields, std::string_view one, std::string_view other) {
    const std::string_view key = fields.get(one).empty() ? fields.get(other) : fields.get(one);
    return std::string(key);
}

/// Empty when the call has none anywhere.
std::string key_of(const http::Request& request, const Fields& fields) {
    const std::string key = first_given(fields, "api_key", "key");
    if (!key.empty()) return key;
    std::string label = host_label(request);
    return auth::is_akismet_key(label) ? label : std::string();
}

bool is_known_article(const std::shared_ptr<const Article>& article) {
    return article && !(article->text.empty() && article->title.empty());
}

http::Response missing(std::string_view field) {
    const std::string text = "Missing required field: " + std::string(field);
    return failure(text, text);
}

}  // namespace

AkismetApi::AkismetApi(
    intake::Intake& intake,
    review::Review& review,
    auth::Authenticator& authenticator,
    store::AkismetStore& checks,
    const runtime::Clock& clock,
    AkismetOptions options
)
    : intake_(intake),
      authenticator_(authenticator),
      checks_(checks),
      clock_(clock),
      options_(std::move(options)),
      feedback_(intake, review, checks) {}

http::Handler AkismetApi::handler(Reply (AkismetApi::*handle)(http::Request)) {
    return [this, handle](http::Request request) { return (this->*handle)(std::move(request)); };
}

std::vector<http::Route> AkismetApi::routes() {
    using Self = AkismetApi;
    return {
        {"POST", "/1.1/verify-key", small_body, handler(&Self::verify_key)},
        {"POST", "/1.1/comment-check", check_body, handler(&Self::comment_check)},
        {"POST", "/1.1/submit-spam", check_body, handler(&Self::submit_spam)},
        {"POST", "/1.1/submit-ham", check_body, handler(&Self::submit_ham)},
        {"POST", "/1.1/get-stats", small_body, handler(&Self::get_stats)},
        {"POST", "/1.1/get-subscription", small_body, handler(&Self::get_subscription)},
        {"POST", "/1.1/deactivate", small_body, handler(&Self::deactivate)},
        {"GET", "/1.2/key-sites", 0, handler(&Self::key_sites)},
        {"POST", "/1.2/key-sites", small_body, handler(&Self::key_sites)},
        {"GET", "/1.2/usage-limit", 0, handler(&Self::usage_limit)},
        {"POST", "/1.2/usage-limit", small_body, handler(&Self::usage_limit)},
    };
}

boost::asio::awaitable<AkismetApi::Opened> AkismetApi::open(http::Request request) {
    Opened opened;
    auto fields = read_fields(request);
    if (!fields) {
        opened.refusal = failure("invalid", fields.error().detail);
        co_return opened;
    }
    const std::string key = key_of(request, *fields);
    if (key.empty()) {
        opened.refusal =
            failure("invalid", "Send the key as api_key, or as the first label of the host.");
        co_return opened;
    }
    const auto caller = co_await authenticator_.akismet(key);
    if (!caller || caller->revoked) {
        opened.refusal = bad_key(caller.has_value());
        co_return opened;
    }
    if (caller->over_limit) {
        opened.refusal = too_many_calls();
        co_return opened;
    }
    opened.caller = *caller;
    opened.fields = *std::move(fields);
    co_return opened;
}

boost::asio::awaitable<void> AkismetApi::note_callback(SiteId site, std::string url) {
    if (url.empty() || !options_.call_back_to) co_return;
    {
        const std::scoped_lock lock(mutex_);
        if (callbacks_.size() >= most_callbacks) callbacks_.clear();
        if (!callbacks_.emplace(site, url).second) co_return;
    }
    co_await options_.call_back_to(std::move(site), std::move(url));
}

AkismetApi::Reply AkismetApi::verify_key(http::Request request) {
    const auto fields = read_fields(request);
    if (!fields) co_return failure("invalid", fields.error().detail);
    // WordPress sends both: the key to test, and the one it had.
    std::string key = first_given(*fields, "key", "api_key");
    if (key.empty()) key = key_of(request, *fields);
    if (key.empty()) co_return failure("invalid", "Send the key to test as key.");
    if (fields->get("blog").empty()) co_return failure("invalid", "Empty \"blog\" value.");
    const auto caller = co_await authenticator_.akismet(key);
    // An unknown key is an answer, not a failure: some clients throw when help comes with it.
    if (!caller) co_return plain("invalid");
    if (caller->revoked) co_return bad_key(true);
    if (caller->over_limit) co_return too_many_calls();
    co_return plain("valid");
}

http::Response AkismetApi::answer_for(
    const CommentRecord& record, const auth::AkismetCaller& caller, const Check& check
) const {
    Answer answer;
    answer.spam = answers_spam(record, caller.settings.hold, options_.middle);
    answer.discard = record.status == Status::rejected && record.verdict.discard;
    // WordPress would wait for ever when a recheck were provisional again.
    answer.provisional = record.status == Status::held && !check.by_registered &&
                         (!check.is_recheck || check.is_edit);
    answer.guid = record.comment.id.value;
    if (check.classify) answer.classification = classification_of(record, answer.spam);
    return verdict_answer(answer);
}

AkismetApi::Reply AkismetApi::judged(auth::AkismetCaller caller, Check check) {
    if (check.is_test) {
        CommentRecord record;
        record.verdict = intake_.check(caller.site, check.submission);
        record.status = status_for(record.verdict.outcome);
        record.escalated = record.verdict.escalated;
        co_return answer_for(record, caller, check);
    }
    const auto known = co_await checks_.find_check(caller.site, check.content);
    const bool repeated =
        known && known->check.answered_spam &&
        (check.is_recheck || clock_.now() - known->record.created_at < retry_window);
    if (repeated) co_return answer_for(known->record, caller, check);

    const ArticleId article = check.submission.comment.article;
    if (is_known_article(intake_.article(caller.site, article))) check.submission.article.reset();
    store::AkismetCheck row;
    row.content = check.content;
    row.blog = check.blog;
    row.callback = check.callback;
    row.post_id = check.post_id;
    intake::CheckOf check_of =
        [row, hold = caller.settings.hold, middle = options_.middle](const CommentRecord& record) {
            store::AkismetCheck made = row;
            made.answered_spam = answers_spam(record, hold, middle);
            return made;
        };
    co_await note_callback(caller.site, check.callback);
    wire::Submission submission = std::move(check.submission);
    const auto receipt = co_await intake_.submit(
        caller.site, std::move(submission), std::nullopt, std::move(check_of)
    );
    if (!receipt) co_return anticipated_failure(receipt.error().detail);
    co_return answer_for(receipt->record, caller, check);
}

AkismetApi::Reply AkismetApi::comment_check(http::Request request) {
    Opened opened = co_await open(std::move(request));
    if (opened.refusal) co_return *std::move(opened.refusal);
    if (const auto field = missing_field(opened.fields); !field.empty()) co_return missing(field);
    auto check = read_check(opened.fields);
    if (!check) co_return anticipated_failure(check.error().detail);
    // The contract's guaranteed answers; nothing of them is stored.
    Answer guaranteed;
    guaranteed.spam = check->guaranteed_spam;
    if (check->by_administrator || check->guaranteed_spam) {
        if (check->by_administrator) guaranteed.spam = false;
        guaranteed.discard = opened.fields.is_set("test_discard");
        if (check->classify) guaranteed.classification = guaranteed.spam ? "spam" : "ham";
        co_return verdict_answer(guaranteed);
    }
    co_return co_await judged(std::move(opened.caller), *std::move(check));
}

AkismetApi::Reply AkismetApi::feedback(http::Request request, Label label) {
    Opened opened = co_await open(std::move(request));
    if (opened.refusal) co_return *std::move(opened.refusal);
    if (opened.fields.get("blog").empty()) co_return missing("blog");
    auto check = read_check(opened.fields);
    if (!check) co_return failure(check.error().detail, check.error().detail);
    if (!check->is_test && !check->guaranteed_spam) {
        co_await feedback_.say(std::move(opened.caller), *std::move(check), label);
    }
    co_return plain("Thanks for making the web a better place.");
}

AkismetApi::Reply AkismetApi::submit_spam(http::Request request) {
    return feedback(std::move(request), Label::spam);
}

AkismetApi::Reply AkismetApi::submit_ham(http::Request request) {
    return feedback(std::move(request), Label::ham);
}

AkismetApi::Reply AkismetApi::key_sites(http::Request request) {
    Opened opened = co_await open(std::move(request));
    if (opened.refusal) co_return *std::move(opened.refusal);
    const std::string_view asked = opened.fields.get("month");
    const auto month = asked.empty() ? month_of(clock_.now()) : month_from(asked);
    if (!month) co_return failure("invalid", "month must be written like 2026-11.");
    const Month next = *month + std::chrono::months{1};
    auto usage =
        co_await checks_.akismet_usage(opened.caller.site, begin_of(*month), begin_of(next));
    co_return key_sites_answer(std::move(usage), *month, opened.fields);
}

AkismetApi::Reply AkismetApi::usage_limit(http::Request request) {
    Opened opened = co_await open(std::move(request));
    if (opened.refusal) co_return *std::move(opened.refusal);
    const Month month = month_of(clock_.now());
    const Month next = month + std::chrono::months{1};
    const auto usage =
        co_await checks_.akismet_usage(opened.caller.site, begin_of(month), begin_of(next));
    co_return usage_limit_answer(usage, opened.fields);
}

AkismetApi::Reply AkismetApi::get_stats(http::Request request) {
    Opened opened = co_await open(std::move(request));
    if (opened.refusal) co_return *std::move(opened.refusal);
    const int months = opened.fields.get("from") == "all" ? 24 : 6;
    const Month now = month_of(clock_.now());
    std::vector<std::pair<Month, std::vector<store::AkismetUsage>>> counted;
    for (int back = months - 1; back >= 0; --back) {
        const Month month = now - std::chrono::months{back};
        const Month next = month + std::chrono::months{1};
        auto usage =
            co_await checks_.akismet_usage(opened.caller.site, begin_of(month), begin_of(next));
        counted.emplace_back(month, std::move(usage));
    }
    co_return stats_answer(counted);
}

AkismetApi::Reply AkismetApi::get_subscription(http::Request request) {
    Opened opened = co_await open(std::move(request));
    if (opened.refusal) co_return *std::move(opened.refusal);
    co_return subscription_answer(opened.caller.site);
}

AkismetApi::Reply AkismetApi::deactivate(http::Request request) {
    Opened opened = co_await open(std::move(request));
    if (opened.refusal) co_return *std::move(opened.refusal);
    // The client turns its plugin off; the key stays good for when it comes back.
    co_return plain("deactivated");
}

}  // namespace chaffinch::akismet
