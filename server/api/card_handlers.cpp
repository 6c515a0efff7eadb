// Handlers of the native door for moderators: the card of one comment, and notes.

#include "server/api/card_replies.h"
#include "server/api/native_api.h"
#include "server/api/queue_requests.h"
#include "server/api/replies.h"
#include "server/api/reviewer_of.h"

#include <boost/json.hpp>

#include <utility>

namespace chaffinch::api {

NativeApi::Reply NativeApi::get_review(http::Request request) {
    const auto caller = co_await moderator_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    const auto card = co_await desk_.card(reviewer_of(*caller), comment_of(request));
    if (!card) co_return http::problem(card.error(), request.request_id);
    co_return json_response(200, card_reply(*card, caller->id));
}

NativeApi::Reply NativeApi::post_comment_note(http::Request request) {
    return add_note(std::move(request), review::NoteAbout::comment);
}

NativeApi::Reply NativeApi::post_author_note(http::Request request) {
    return add_note(std::move(request), review::NoteAbout::author);
}

NativeApi::Reply NativeApi::add_note(http::Request request, review::NoteAbout about) {
    const auto caller = co_await deciding_caller(request);
    if (!caller) co_return http::problem(caller.error(), request.request_id);
    auto key = co_await idempotency_.check(request, "moderator:" + caller->id.value);
    if (!key) co_return http::problem(key.error(), request.request_id);
    if (key->answer) co_return *std::move(key->answer);
    auto text = decode_note(request.body);
    if (!text) co_return http::problem(text.error(), request.request_id);
    const auto note =
        co_await desk_.note(reviewer_of(*caller), comment_of(request), about, *std::move(text));
    if (!note) co_return http::problem(note.error(), request.request_id);
    http::Response response = json_response(201, note_reply(*note));
    if (key->fresh) co_await idempotency_.keep(*std::move(key->fresh), response);
    co_return response;
}

}  // namespace chaffinch::api
