// Campaigns as JSON.

#include "server/api/campaign_replies.h"

#include "engine/types/reason.h"
#include "server/api/json_values.h"

#include <boost/json.hpp>

#include <string_view>
#include <utility>

namespace chaffinch::api {

namespace json = boost::json;

namespace {

/// The first 300 characters; the text is valid UTF-8.
std::string_view beginning_of(std::string_view text) {
    constexpr std::size_t most_characters = 300;
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
        if (begins && ++characters > most_characters) return text.substr(0, at);
    }
    return text;
}

}  // namespace

json::object campaign_reply(const Campaign& campaign) {
    json::value decision = nullptr;
    if (campaign.decision) {
        decision = {
            {"id", campaign.decision->id.value},
            {"judgement", view(name(campaign.decision->judgement))},
            {"reason", or_null(code(campaign.decision->reason))},
            {"moderator", campaign.decision->moderator_login},
            {"at", to_rfc3339(campaign.decision->at)},
        };
    }
    return {
        {"id", campaign.id.value},
        {"site", campaign.site.value},
        {"first_seen_at", to_rfc3339(campaign.first_seen_at)},
        {"last_seen_at", to_rfc3339(campaign.last_seen_at)},
        {"members", campaign.members},
        {"open", campaign.open},
        {"published", campaign.published},
        {"articles", campaign.articles},
        {"authors", campaign.authors},
        {"sample",
         {{"comment", campaign.sample.value},
          {"text", view(beginning_of(campaign.sample_text))},
          {"author_name", campaign.sample_author}}},
        {"decision", std::move(decision)},
    };
}

json::object campaign_member_reply(const store::CampaignMember& member) {
    return {
        {"comment", member.comment.value},
        {"version", member.version},
        {"status", view(name(member.status))},
        {"escalated", member.escalated},
        {"text", view(beginning_of(member.text))},
        {"author_name", member.author_name},
        {"article",
         {{"id", member.article.value}, {"title", member.article_title}, {"url", member.article_url}
         }},
        {"joined_by", view(name(member.joined_by))},
        {"created_at", to_rfc3339(member.created_at)},
    };
}

}  // namespace chaffinch::api
