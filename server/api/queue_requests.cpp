// Decoders of the queue's requests.

#include "server/api/queue_requests.h"

#include "engine/types/limits.h"
#include "engine/wire/object_reader.h"
#include "engine/wire/submission_json.h"
#include "server/api/query_reader.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace chaffinch::api {

namespace json = boost::json;
using wire::ObjectReader;
using wire::Presence;

namespace {

constexpr std::size_t longest_login = 128;
constexpr std::size_t longest_note = 2'000;
constexpr std::size_t most_claims_a_call = 50;
constexpr std::int64_t shortest_lease = 10;
constexpr std::int64_t longest_lease = 3'600;

/// A filter that can only be switched on: "true", or absent.
bool read_switch(QueryReader& in, std::string_view name) {
    const auto value = in.boolean(name);
    if (value == false) in.fail(name, "must be true or left out");
    return value.value_or(false);
}

void read_sort(QueryReader& in, store::QueueQuery& query) {
    const auto sort = in.text("sort");
    if (!sort) return;
    constexpr std::array<std::string_view, 4> words{"priority", "oldest", "newest", "score"};
    const auto found = std::ranges::find(words, *sort);
    if (found == words.end()) {
        in.fail("sort", "must be one of: priority, oldest, newest, score");
    } else {
        query.sort = static_cast<store::QueueSort>(found - words.begin());
    }
}

void read_people(QueryReader& in, const review::Reviewer& reviewer, store::QueueQuery& query) {
    query.assigned = in.short_text("assigned", longest_login);
    if (query.assigned == "me") query.assigned = reviewer.login;
    if (const auto claimed = in.text("claimed")) {
        if (*claimed != "me") in.fail("claimed", "must be me");
        query.claimed_by = reviewer.id;
    }
    query.author = in.short_text("author", 254);
}

/// Everything but limit and cursor.
store::QueueQuery read_filters(QueryReader& in, const review::Reviewer& reviewer) {
    store::QueueQuery query;
    for (std::string& site : in.list("site")) query.sites.push_back(SiteId{std::move(site)});
    if (const auto article = in.text("article")) query.article = ArticleId{std::string(*article)};
    query.reason = in.reason("reason");
    query.escalated = in.boolean("escalated");
    query.reported = read_switch(in, "reported");
    query.appealed = read_switch(in, "appealed");
    query.skipped = read_switch(in, "skipped");
    read_people(in, reviewer, query);
    query.rule = in.short_text("rule", 128);
    query.language = in.short_text("language", 35);
    query.text = in.short_text("text", 800);
    if (query.text && query.text->size() < 2) in.fail("text", "must have at least 2 bytes");
    query.since = in.time("since");
    query.until = in.time("until");
    query.score_min = in.number("score_min");
    query.score_max = in.number("score_max");
    read_sort(in, query);
    return query;
}

/// Ids under `name`, at most `most`; absent: none.
std::vector<CommentId> read_comments(ObjectReader& in, std::string_view name, std::size_t most) {
    std::vector<CommentId> out;
    const json::value* member = in.member(name);
    if (member == nullptr || member->is_null()) return out;
    const json::array* ids = member->if_array();
    const auto is_id = [](const json::value& value) {
        return value.is_string() && !value.get_string().empty() &&
               value.get_string().size() <= limits::id_bytes;
    };
    if (ids == nullptr || ids->empty() || ids->size() > most || !std::ranges::all_of(*ids, is_id)) {
        in.fail(name, "must hold 1 to " + std::to_string(most) + " comment ids");
        return out;
    }
    for (const json::value& id : *ids) {
        const json::string& text = id.get_string();
        out.push_back(CommentId{std::string(text.data(), text.size())});
    }
    return out;
}

std::chrono::seconds read_lease(ObjectReader& in) {
    return std::chrono::seconds(
        in.integer("lease_s", shortest_lease, longest_lease).value_or(review::usual_lease.count())
    );
}

}  // namespace

Result<store::QueueQuery> decode_queue_query(
    const http::Request& request, const review::Reviewer& reviewer
) {
    std::vector<FieldError> errors;
    QueryReader in(request, errors);
    store::QueueQuery query = read_filters(in, reviewer);
    query.limit = in.limit(query.limit);
    query.cursor = std::string(in.text("cursor").value_or(""));
    in.finish();
    if (!errors.empty()) return wire::invalid(std::move(errors));
    return query;
}

Result<std::vector<SiteId>> decode_sites(const http::Request& request) {
    std::vector<FieldError> errors;
    QueryReader in(request, errors);
    std::vector<SiteId> sites;
    for (std::string& site : in.list("site")) sites.push_back(SiteId{std::move(site)});
    in.finish();
    if (!errors.empty()) return wire::invalid(std::move(errors));
    return sites;
}

Result<review::ClaimWish> decode_claim(
    const http::Request& request, const review::Reviewer& reviewer
) {
    const auto value = wire::parse_json(request.body);
    if (!value) return value.error();
    std::vector<FieldError> errors;
    review::ClaimWish wish;
    QueryReader filters(request, errors);
    wish.query = read_filters(filters, reviewer);
    filters.finish();
    ObjectReader in(*value, "", errors);
    const auto count = in.integer("count", 1, most_claims_a_call);
    wish.count = static_cast<std::size_t>(count.value_or(1));
    wish.comments = read_comments(in, "comments", most_claims_a_call);
    wish.take_over = in.boolean("take_over").value_or(false);
    wish.lease = read_lease(in);
    if (count && !wish.comments.empty()) in.fail("count", "goes without comments");
    in.finish();
    if (!errors.empty()) return wire::invalid(std::move(errors));
    return wish;
}

Result<RenewWish> decode_renewal(std::string_view body) {
    const auto value = wire::parse_json(body);
    if (!value) return value.error();
    std::vector<FieldError> errors;
    ObjectReader in(*value, "", errors);
    RenewWish wish;
    wish.comments = read_comments(in, "comments", store::claims_of_a_moderator);
    wish.lease = read_lease(in);
    in.finish();
    if (!errors.empty()) return wire::invalid(std::move(errors));
    return wish;
}

Result<std::vector<CommentId>> decode_release(const http::Request& request) {
    std::vector<FieldError> errors;
    QueryReader in(request, errors);
    std::vector<CommentId> comments;
    for (std::string& id : in.list("comment")) comments.push_back(CommentId{std::move(id)});
    in.finish();
    if (!errors.empty()) return wire::invalid(std::move(errors));
    return comments;
}

Result<std::string> decode_note(std::string_view body) {
    const auto value = wire::parse_json(body);
    if (!value) return value.error();
    std::vector<FieldError> errors;
    ObjectReader in(*value, "", errors);
    std::string text =
        in.text("text", {.min_bytes = 1, .code_points = longest_note}, Presence::required)
            .value_or("");
    in.finish();
    if (!errors.empty()) return wire::invalid(std::move(errors));
    return text;
}

Result<std::string> decode_assignment(std::string_view body, const review::Reviewer& reviewer) {
    const auto value = wire::parse_json(body);
    if (!value) return value.error();
    std::vector<FieldError> errors;
    ObjectReader in(*value, "", errors);
    // Null counts as absent to the reader, and means nobody; leaving it out is more likely a slip.
    const json::object* object = value->if_object();
    if (object != nullptr && !object->contains("moderator"))
        in.fail("moderator", "must be a login, or null for nobody");
    std::string login = in.text("moderator", {.min_bytes = 1, .bytes = longest_login}).value_or("");
    in.finish();
    if (!errors.empty()) return wire::invalid(std::move(errors));
    return login == "me" ? reviewer.login : login;
}

}  // namespace chaffinch::api
