// Decoders of the native door.

#include "server/api/requests.h"

#include "engine/types/content_words.h"
#include "engine/types/limits.h"
#include "engine/wire/object_reader.h"
#include "server/api/query_reader.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace chaffinch::api {

namespace json = boost::json;
using wire::ObjectReader;
using wire::Presence;

namespace {

constexpr std::size_t longest_note = 2'000;

review::DecisionItem decode_decision(
    const json::value& value, const std::string& pointer, std::vector<FieldError>& errors
) {
    ObjectReader in(value, pointer, errors);
    review::DecisionItem item;
    if (auto id =
            in.text("comment", {.min_bytes = 1, .bytes = limits::id_bytes}, Presence::required)) {
        item.comment = CommentId{std::move(*id)};
    }
    item.version = in.integer("version", 1, std::int64_t{1} << 53, Presence::required).value_or(0);
    if (const auto word =
            in.one_of("judgement", {"approve", "reject", "escalate"}, Presence::required)) {
        item.judgement = static_cast<Judgement>(*word);
    }
    if (const auto written = in.text("reason", {.bytes = 64}); written && !written->empty()) {
        item.reason = read_reason_code(*written, in.pointer_to("reason"), errors);
    }
    if (auto note = in.text("note", {.code_points = longest_note})) item.note = std::move(*note);
    item.take_over = in.boolean("take_over").value_or(false);
    in.finish();
    return item;
}

const json::array* read_items(ObjectReader& in, std::string_view name, std::size_t most) {
    const json::value* member = in.member(name, Presence::required);
    if (member == nullptr) return nullptr;
    const json::array* items = member->if_array();
    if (items == nullptr) {
        in.fail(name, "must be an array");
    } else if (items->empty() || items->size() > most) {
        in.fail(name, "must hold 1 to " + std::to_string(most) + " items");
        return nullptr;
    }
    return items;
}

}  // namespace

std::string path_parameter(const http::Request& request, std::string_view name) {
    const auto found = request.path_parameters.find(name);
    return found == request.path_parameters.end() ? std::string() : found->second;
}

Result<std::vector<review::DecisionItem>> decode_decisions(std::string_view body) {
    const auto value = wire::parse_json(body);
    if (!value) return value.error();
    std::vector<FieldError> errors;
    ObjectReader in(*value, "", errors);
    std::vector<review::DecisionItem> out;
    if (const json::array* items = read_items(in, "items", limits::batch_decisions)) {
        for (std::size_t i = 0; i < items->size(); ++i) {
            out.push_back(decode_decision((*items)[i], "/items/" + std::to_string(i), errors));
        }
    }
    in.finish();
    if (!errors.empty()) return wire::invalid(std::move(errors));
    return out;
}

Result<std::vector<Result<wire::Submission>>> decode_batch(std::string_view body) {
    const auto value = wire::parse_json(body);
    if (!value) return value.error();
    std::vector<FieldError> errors;
    ObjectReader in(*value, "", errors);
    std::vector<Result<wire::Submission>> out;
    if (const json::array* items = read_items(in, "comments", limits::batch_comments)) {
        for (std::size_t i = 0; i < items->size(); ++i) {
            std::vector<FieldError> wrong;
            auto submission =
                wire::decode_submission((*items)[i], "/comments/" + std::to_string(i), wrong);
            if (wrong.empty()) {
                out.emplace_back(std::move(submission));
            } else {
                out.emplace_back(wire::invalid(std::move(wrong)));
            }
        }
    }
    in.finish();
    if (!errors.empty()) return wire::invalid(std::move(errors));
    return out;
}

Result<intake::Edit> decode_edit(std::string_view body) {
    const auto value = wire::parse_json(body);
    if (!value) return value.error();
    std::vector<FieldError> errors;
    ObjectReader in(*value, "", errors);
    intake::Edit edit;
    edit.version = in.integer("version", 1, std::int64_t{1} << 53);
    edit.text = in.text("text", {.min_bytes = 1, .code_points = limits::text_code_points});
    if (const auto word = in.one_of(
            "format", {name(TextFormat::plain), name(TextFormat::markdown), name(TextFormat::html)}
        )) {
        edit.format = static_cast<TextFormat>(*word);
    }
    if (const json::value* author = in.member("author")) {
        ObjectReader author_in(*author, in.pointer_to("author"), errors);
        edit.author_name = author_in.text("name", {.code_points = limits::name_code_points});
        edit.author_url = author_in.text("url", {.bytes = limits::url_bytes});
        author_in.finish();
    }
    in.finish();
    const bool empty = !edit.text && !edit.format && !edit.author_name && !edit.author_url;
    if (empty && errors.empty()) {
        errors.push_back({"", "must hold text, format or author: what is to be changed"});
    }
    if (!errors.empty()) return wire::invalid(std::move(errors));
    return edit;
}

Result<intake::Report> decode_report(std::string_view body) {
    const auto value = wire::parse_json(body);
    if (!value) return value.error();
    std::vector<FieldError> errors;
    ObjectReader in(*value, "", errors);
    intake::Report report;
    const auto word = in.one_of(
        "reason",
        {"spam",
         "abuse",
         "hate",
         "threat",
         "safety",
         "privacy",
         "misinformation",
         "off_topic",
         "other"},
        Presence::required
    );
    if (word) report.reason = static_cast<ReportReason>(*word);
    report.reporter =
        in.text("reporter", {.min_bytes = 1, .bytes = limits::id_bytes}, Presence::required)
            .value_or("");
    report.note = in.text("note", {.code_points = longest_note}).value_or("");
    in.finish();
    if (!errors.empty()) return wire::invalid(std::move(errors));
    return report;
}

Result<std::string> decode_appeal(std::string_view body) {
    const auto value = wire::parse_json(body);
    if (!value) return value.error();
    std::vector<FieldError> errors;
    ObjectReader in(*value, "", errors);
    auto text = in.text("text", {.min_bytes = 1, .code_points = longest_note}, Presence::required);
    in.finish();
    if (!errors.empty()) return wire::invalid(std::move(errors));
    return *std::move(text);
}

Result<review::StandingWish> decode_standing(std::string_view body) {
    const auto value = wire::parse_json(body);
    if (!value) return value.error();
    std::vector<FieldError> errors;
    ObjectReader in(*value, "", errors);
    review::StandingWish wish;
    // In the order of the enumerations.
    if (const auto word = in.one_of(
            "standing", {"none", "trusted", "hold", "shadow_hold", "ban"}, Presence::required
        )) {
        wish.standing = static_cast<Standing>(*word);
    }
    if (const auto written = in.text("reason", {.bytes = 64}); written && !written->empty()) {
        wish.reason = read_reason_code(*written, in.pointer_to("reason"), errors);
    }
    wish.note = in.text("note", {.code_points = longest_note}).value_or("");
    wish.until = in.time("until");
    if (const auto word = in.one_of("take_along", {"open", "published", "both"})) {
        wish.take = static_cast<TakeAlong>(*word + 1);
        const bool takes = wish.standing == Standing::hold || wish.standing == Standing::banned ||
                           wish.standing == Standing::shadow_hold;
        if (!takes) in.fail("take_along", "goes with a hold or a ban");
    }
    wish.dry_run = in.boolean("dry_run").value_or(false);
    in.finish();
    if (!errors.empty()) return wire::invalid(std::move(errors));
    return wish;
}

Result<PageQuery> decode_published_query(const http::Request& request) {
    constexpr std::size_t most = 1'000;
    std::vector<FieldError> errors;
    QueryReader in(request, errors);
    PageQuery query;
    query.limit = in.limit(most, most);
    query.cursor = std::string(in.text("cursor").value_or(""));
    in.finish();
    if (!errors.empty()) return wire::invalid(std::move(errors));
    return query;
}

Result<ChangeQuery> decode_change_query(const http::Request& request) {
    std::vector<FieldError> errors;
    QueryReader in(request, errors);
    ChangeQuery query;
    if (const auto after = in.text("after")) {
        const char* last = after->data() + after->size();
        const auto [end, failed] = std::from_chars(after->data(), last, query.after);
        if (failed != std::errc{} || end != last || query.after < 0) {
            in.fail("after", "must be the `next` of an answer");
        }
    }
    query.limit = in.limit(query.limit);
    in.finish();
    if (!errors.empty()) return wire::invalid(std::move(errors));
    return query;
}

Result<std::optional<std::int64_t>> decode_if_match(const http::Request& request) {
    const auto header = request.header("if-match");
    if (!header || *header == "*") return std::optional<std::int64_t>{};
    std::string_view tag = *header;
    const bool quoted = tag.size() >= 2 && tag.starts_with('"') && tag.ends_with('"');
    if (quoted) tag = tag.substr(1, tag.size() - 2);
    std::int64_t version = 0;
    const auto [end, failed] = std::from_chars(tag.data(), tag.data() + tag.size(), version);
    if (!quoted || failed != std::errc{} || end != tag.data() + tag.size() || version < 1) {
        return Error{Errc::invalid, "If-Match must be the ETag of the comment, such as \"3\""};
    }
    return std::optional<std::int64_t>{version};
}

Result<store::CampaignQuery> decode_campaign_query(const http::Request& request) {
    std::vector<FieldError> errors;
    QueryReader in(request, errors);
    store::CampaignQuery query;
    for (std::string& site : in.list("site")) query.sites.push_back(SiteId{std::move(site)});
    if (const auto state = in.text("state")) {
        constexpr std::array<std::string_view, 3> words{"all", "waiting", "decided"};
        const auto found = std::ranges::find(words, *state);
        if (found == words.end()) {
            in.fail("state", "must be one of: all, waiting, decided");
        } else {
            query.state = static_cast<store::CampaignState>(found - words.begin());
        }
    }
    query.limit = in.limit(query.limit);
    query.cursor = std::string(in.text("cursor").value_or(""));
    in.finish();
    if (!errors.empty()) return wire::invalid(std::move(errors));
    return query;
}

Result<PageQuery> decode_page_query(const http::Request& request) {
    std::vector<FieldError> errors;
    QueryReader in(request, errors);
    PageQuery query;
    query.limit = in.limit(query.limit);
    query.cursor = std::string(in.text("cursor").value_or(""));
    in.finish();
    if (!errors.empty()) return wire::invalid(std::move(errors));
    return query;
}

Result<review::CampaignJudgement> decode_campaign_decision(std::string_view body) {
    const auto value = wire::parse_json(body);
    if (!value) return value.error();
    std::vector<FieldError> errors;
    ObjectReader in(*value, "", errors);
    review::CampaignJudgement out;
    if (const auto word = in.one_of("judgement", {"approve", "reject"}, Presence::required)) {
        out.judgement = *word == 0 ? Judgement::approve : Judgement::reject;
    }
    if (const auto written = in.text("reason", {.bytes = 64}); written && !written->empty()) {
        out.reason = read_reason_code(*written, in.pointer_to("reason"), errors);
    }
    if (auto note = in.text("note", {.code_points = longest_note})) out.note = std::move(*note);
    if (const auto word = in.one_of("take", {"open", "published", "both"})) {
        out.take = static_cast<store::Take>(*word);
    }
    out.dry_run = in.boolean("dry_run").value_or(false);
    in.finish();
    if (!errors.empty()) return wire::invalid(std::move(errors));
    return out;
}

Result<WantedWebhook> decode_webhook(std::string_view body) {
    const auto value = wire::parse_json(body);
    if (!value) return value.error();
    std::vector<FieldError> errors;
    ObjectReader in(*value, "", errors);
    WantedWebhook out;
    out.site.value =
        in.text("site", {.min_bytes = 1, .bytes = limits::id_bytes}, Presence::required)
            .value_or("");
    out.url = in.text("url", {.min_bytes = 1, .bytes = 2'048}, Presence::required).value_or("");
    in.finish();
    if (!errors.empty()) return wire::invalid(std::move(errors));
    return out;
}

Result<DeliveryQuery> decode_delivery_query(const http::Request& request) {
    std::vector<FieldError> errors;
    QueryReader in(request, errors);
    DeliveryQuery query;
    if (const auto state = in.text("state")) {
        constexpr std::array<std::string_view, 4> words{"waiting", "due", "delivered", "dead"};
        const auto found = std::ranges::find(words, *state);
        if (found == words.end()) {
            in.fail("state", "must be one of: waiting, due, delivered, dead");
        } else {
            query.state = static_cast<DeliveryState>(found - words.begin());
        }
    }
    query.limit = in.limit(query.limit);
    in.finish();
    if (!errors.empty()) return wire::invalid(std::move(errors));
    return query;
}

}  // namespace chaffinch::api
