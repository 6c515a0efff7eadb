// Finding the comment, and deciding on it.

#include "server/akismet/feedback.h"

#include <utility>

namespace chaffinch::akismet {

namespace {

/// Decisions that come between our reading and our writing; more than a few mean a fight.
constexpr int most_attempts = 4;

/// Moderators of ours have ids that begin with "mod_".
constexpr std::string_view client_prefix = "site:";

review::Reviewer reviewer_of(const SiteId& site) {
    return {
        .id = ModeratorId{std::string(client_prefix) + site.value},
        .login = "site " + site.value,
        .sites = {site}
    };
}

/// What the button of a site means here. Ham says that our own reason was wrong, so what it teaches
/// depends on that reason.
review::DecisionItem item_of(const CommentRecord& record, Label label) {
    review::DecisionItem item;
    item.comment = record.comment.id;
    item.version = record.version;
    item.note = label == Label::spam ? "submit-spam" : "submit-ham";
    item.take_over = true;  // the site has decided; whoever looks at the comment here is told so
    if (label == Label::spam) {
        item.judgement = Judgement::reject;
        item.reason = Reason::spam_content;
        return item;
    }
    const auto& reasons = record.verdict.reasons;
    const bool abuse = !reasons.empty() && family(reasons.front().reason) == ReasonFamily::abuse;
    item.judgement = Judgement::approve;
    item.reason = abuse ? Reason::not_abuse : Reason::not_spam;
    return item;
}

/// A decision that already says and teaches as much; a moderator's finer reason stays.
bool says_the_same(const store::KnownCheck& known, const review::DecisionItem& item) {
    return known.decided && known.decided->judgement == item.judgement &&
           lesson_of(known.decided->judgement, known.decided->reason).has_value();
}

void forget_sender(Comment& comment) {
    comment.author.ip.clear();
    comment.author.user_agent.clear();
    comment.form = {};
}

}  // namespace

bool is_of_client(const DecisionRecord& decision) {
    return decision.moderator.value.starts_with(client_prefix);
}

boost::asio::awaitable<std::optional<store::KnownCheck>> Feedback::known(SiteId site, Check check) {
    if (check.guid.starts_with("cmt_")) {
        CommentId id{std::move(check.guid)};
        auto found = co_await checks_.find_check(site, std::move(id));
        if (found) co_return found;
    }
    co_return co_await checks_.find_check(std::move(site), check.content);
}

boost::asio::awaitable<std::optional<store::KnownCheck>> Feedback::stored(
    SiteId site, Check check, Label label
) {
    store::AkismetCheck row;
    row.content = check.content;
    row.blog = check.blog;
    row.feedback_spam = label == Label::spam;
    forget_sender(check.submission.comment);
    intake::CheckOf check_of = [row](const CommentRecord&) { return row; };
    const auto receipt = co_await intake_.submit(
        std::move(site), std::move(check.submission), std::nullopt, std::move(check_of)
    );
    if (!receipt) co_return std::nullopt;
    store::KnownCheck made;
    made.check = std::move(row);
    made.record = receipt->record;
    co_return made;
}

boost::asio::awaitable<void> Feedback::say(auth::AkismetCaller caller, Check check, Label label) {
    const SiteId site = caller.site;
    const bool has_text = !check.submission.comment.text.empty();
    auto found = co_await known(site, check);
    if (found) {
        co_await checks_.note_feedback(found->record.comment.id, label == Label::spam);
    } else if (has_text && caller.settings.feedback_decides) {
        found = co_await stored(site, std::move(check), label);
    }
    if (!found || !caller.settings.feedback_decides) co_return;
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
        const review::DecisionItem item = item_of(found->record, label);
        if (says_the_same(*found, item)) co_return;
        std::vector<review::DecisionItem> items;
        items.push_back(item);
        const auto decided = co_await review_.decide(reviewer_of(site), std::move(items));
        const auto& result = decided.attempts.at(0);
        // A withdrawn comment can no longer be decided on, and there is nothing to tell the client.
        if (result || result.error().error.code != Errc::conflict) co_return;
        const CommentId id = found->record.comment.id;
        found = co_await checks_.find_check(site, id);
        if (!found) co_return;
    }
}

}  // namespace chaffinch::akismet
