// Claims, skips, assignments, cards and notes of one moderator.

#include "server/review/desk.h"

#include "server/runtime/random_id.h"

#include <utility>

namespace chaffinch::review {

Desk::Desk(store::ClaimStore& claims, store::CardStore& cards, const runtime::Clock& clock)
    : claims_(claims), cards_(cards), clock_(clock) {}

store::Claimer Desk::claimer(const Reviewer& reviewer, std::chrono::seconds lease) const {
    const Timestamp now = clock_.now();
    return {
        .moderator = reviewer.id,
        .moderator_login = reviewer.login,
        .sites = reviewer.sites,
        .at = now,
        .until = now + lease
    };
}

boost::asio::awaitable<Result<store::Claimed>> Desk::claim(Reviewer reviewer, ClaimWish wish) {
    store::Claimer who = claimer(reviewer, wish.lease);
    if (!wish.comments.empty()) {
        co_return co_await claims_.claim_these(
            std::move(wish.comments), wish.take_over, std::move(who)
        );
    }
    auto sites = permitted_sites(reviewer, wish.query.sites);
    if (!sites) co_return store::Claimed{};
    wish.query.sites = *std::move(sites);
    wish.query.now = who.at;
    co_return co_await claims_.claim_next(std::move(wish.query), wish.count, std::move(who));
}

boost::asio::awaitable<Held> Desk::renew(
    Reviewer reviewer, std::vector<CommentId> comments, std::chrono::seconds lease
) {
    store::Claimer who = claimer(reviewer, lease);
    Held held;
    held.until = who.until;
    held.claims = co_await claims_.renew_claims(std::move(comments), std::move(who));
    co_return held;
}

boost::asio::awaitable<void> Desk::release(Reviewer reviewer, std::vector<CommentId> comments) {
    co_await claims_.release_claims(std::move(comments), std::move(reviewer.id), clock_.now());
}

boost::asio::awaitable<Result<int>> Desk::skip(Reviewer reviewer, CommentId comment) {
    store::Claimer who = claimer(reviewer);
    co_return co_await claims_.skip(std::move(comment), std::move(who));
}

boost::asio::awaitable<Result<std::string>> Desk::assign(
    Reviewer reviewer, CommentId comment, std::string login
) {
    store::Claimer who = claimer(reviewer);
    co_return co_await claims_.assign(std::move(comment), std::move(login), std::move(who));
}

boost::asio::awaitable<Result<store::ReviewCard>> Desk::card(Reviewer reviewer, CommentId comment) {
    co_return co_await cards_.review_card(
        std::move(comment), std::move(reviewer.sites), clock_.now()
    );
}

boost::asio::awaitable<Result<store::Note>> Desk::note(
    Reviewer reviewer, CommentId comment, NoteAbout about, std::string text
) {
    const Timestamp now = clock_.now();
    store::NewNote note;
    note.id = runtime::random_id("note_", now);
    note.comment = std::move(comment);
    note.about_author = about == NoteAbout::author;
    note.moderator = std::move(reviewer.id);
    note.moderator_login = std::move(reviewer.login);
    note.sites = std::move(reviewer.sites);
    note.text = std::move(text);
    note.at = now;
    co_return co_await cards_.add_note(std::move(note));
}

}  // namespace chaffinch::review
