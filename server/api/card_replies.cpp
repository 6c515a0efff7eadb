// A review card as JSON: the queue item, and around it what else is known.

#include "server/api/card_replies.h"

#include "engine/text/hidden_characters.h"
#include "server/api/author_replies.h"
#include "server/api/campaign_replies.h"
#include "server/api/json_values.h"
#include "server/api/replies.h"

#include <boost/json.hpp>

#include <array>
#include <charconv>
#include <utility>

namespace chaffinch::api {

namespace json = boost::json;

namespace {

constexpr std::size_t most_hidden = 100;

/// "U+200B": at least four digits, as Unicode writes them.
std::string code_point_name(char32_t c) {
    std::array<char, 8> digits{};
    const auto value = static_cast<std::uint32_t>(c);
    char* end = std::to_chars(digits.data(), digits.data() + digits.size(), value, 16).ptr;
    std::string hex(digits.data(), end);
    for (char& digit : hex) {
        if (digit >= 'a') digit = static_cast<char>(digit - 'a' + 'A');
    }
    return "U+" + std::string(hex.size() < 4 ? 4 - hex.size() : 0, '0') + hex;
}

void append_hidden(json::array& out, std::string_view text, std::string_view field) {
    for (const text::HiddenCharacter& hidden : text::hidden_characters(text, most_hidden)) {
        if (out.size() == most_hidden) return;
        out.push_back(json::object{
            {"field", view(field)},
            {"begin", hidden.begin},
            {"end", hidden.end},
            {"code_point", code_point_name(hidden.code_point)},
            {"kind", view(text::name(hidden.kind))},
        });
    }
}

json::array hidden_reply(const Comment& comment) {
    json::array out;
    append_hidden(out, comment.text, "text");
    append_hidden(out, comment.author.name, "author.name");
    return out;
}

json::object comment_reply(const store::CardComment& comment) {
    return {
        {"id", comment.id.value},
        {"external_id", or_null(comment.external_id)},
        {"status", view(name(comment.status))},
        {"escalated", comment.escalated},
        {"author_name", comment.author_name},
        {"text", comment.text},
        {"created_at", to_rfc3339(comment.created_at)},
    };
}

json::array comments_reply(const std::vector<store::CardComment>& comments) {
    json::array out;
    for (const store::CardComment& comment : comments) out.push_back(comment_reply(comment));
    return out;
}

json::object author_reply(const store::AuthorCard& author) {
    return {
        {"known", author.known},
        {"published", author.published},
        {"rejected", author.rejected},
        {"held", author.held},
        {"first_seen_at",
         author.first_seen_at ? json::value(to_rfc3339(*author.first_seen_at))
                              : json::value(nullptr)},
        {"recent", comments_reply(author.recent)},
    };
}

json::array similar_reply(const std::vector<store::SimilarDecision>& similar) {
    json::array out;
    for (const store::SimilarDecision& one : similar) {
        out.push_back(json::object{
            {"comment", comment_reply(one.comment)},
            {"similarity", one.similarity},
            {"decision", decision_reply(one.decision)},
        });
    }
    return out;
}

}  // namespace

json::object card_reply(const store::ReviewCard& card, const ModeratorId& viewer) {
    json::object out = queue_item_reply(card.item, viewer);
    out["hidden"] = hidden_reply(card.item.record.comment);
    out["thread"] = json::object{
        {"above", comments_reply(card.above)},
        {"below", comments_reply(card.below)},
        {"more_below", card.more_below},
    };
    out["author"] = author_reply(card.author);
    out["similar"] = similar_reply(card.similar);
    json::array decisions;
    for (const DecisionRecord& decision : card.decisions)
        decisions.push_back(decision_reply(decision));
    out["decisions"] = std::move(decisions);
    json::array notes;
    for (const store::Note& note : card.notes) notes.push_back(note_reply(note));
    out["notes"] = std::move(notes);
    if (card.campaign) out["campaign"] = campaign_reply(*card.campaign);
    return out;
}

json::object note_reply(const store::Note& note) {
    return {
        {"id", note.id},
        {"about", note.about_author ? "author" : "comment"},
        {"moderator", note.moderator_login},
        {"text", note.text},
        {"at", to_rfc3339(note.at)},
    };
}

}  // namespace chaffinch::api
