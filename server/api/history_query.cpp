// Decoders of the log and of erasure.

#include "server/api/history_query.h"

#include "engine/types/limits.h"
#include "engine/wire/object_reader.h"
#include "engine/wire/submission_json.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>

namespace chaffinch::api {

namespace {

using wire::ObjectReader;
using wire::Presence;

using Errors = std::vector<FieldError>;

constexpr std::size_t most_of_a_page = 200;

void fail(Errors& errors, std::string_view name, std::string message) {
    errors.push_back({"?" + std::string(name.substr(0, 64)), std::move(message)});
}

std::vector<SiteId> split_sites(std::string_view list) {
    std::vector<SiteId> sites;
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        if (comma > 0) sites.push_back(SiteId{std::string(list.substr(0, comma))});
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return sites;
}

/// The enumerator whose word it is; words in the order of their enumerators.
template <class Word, std::size_t N>
std::optional<Word> word(
    const std::array<std::string_view, N>& words,
    std::string_view name,
    std::string_view value,
    Errors& errors
) {
    const auto found = std::ranges::find(words, value);
    if (found != words.end()) return static_cast<Word>(found - words.begin());
    std::string message = "must be one of:";
    for (const std::string_view each : words) message += " " + std::string(each);
    fail(errors, name, std::move(message));
    return std::nullopt;
}

std::optional<Timestamp> time(std::string_view name, std::string_view value, Errors& errors) {
    auto read = from_rfc3339(value);
    if (!read) fail(errors, name, "must be a time such as 2026-07-22T10:00:00Z");
    return read;
}

std::optional<Reason> reason(std::string_view value, Errors& errors) {
    auto read = reason_from_code(value);
    if (!read) fail(errors, "reason", "is not a known reason code");
    return read;
}

std::size_t limit(std::string_view value, std::size_t most, Errors& errors) {
    std::size_t number = 0;
    const char* end = value.data() + value.size();
    const auto read = std::from_chars(value.data(), end, number);
    if (read.ec == std::errc{} && read.ptr == end && number >= 1 && number <= most) return number;
    fail(errors, "limit", "must be a whole number from 1 to " + std::to_string(most));
    return 1;
}

void read_parameter(
    std::string_view name,
    std::string_view value,
    QueryFor what,
    HistoryRequest& out,
    Errors& errors
) {
    constexpr std::array<std::string_view, 4> actors{"engine", "moderator", "author", "system"};
    constexpr std::array<std::string_view, 3> judgements{"approve", "reject", "escalate"};
    constexpr std::array<std::string_view, 2> formats{"ndjson", "csv"};
    store::HistoryQuery& query = out.query;
    if (name == "site") {
        query.sites = split_sites(value);
    } else if (name == "actor") {
        query.actor = word<Actor>(actors, name, value, errors);
    } else if (name == "judgement") {
        query.judgement = word<Judgement>(judgements, name, value, errors);
    } else if (name == "moderator") {
        query.moderator = std::string(value);
    } else if (name == "reason") {
        query.reason = reason(value, errors);
    } else if (name == "comment") {
        query.comment = CommentId{std::string(value)};
    } else if (name == "author") {
        query.author = std::string(value);
    } else if (name == "from") {
        query.from = time(name, value, errors);
    } else if (name == "until") {
        query.until = time(name, value, errors);
    } else if (name == "limit" && what == QueryFor::page) {
        query.limit = limit(value, most_of_a_page, errors);
    } else if (name == "cursor" && what == QueryFor::page) {
        query.cursor = std::string(value);
    } else if (name == "format" && what == QueryFor::file) {
        out.format = word<FileFormat>(formats, name, value, errors).value_or(FileFormat::ndjson);
    } else {
        fail(errors, name, "is not a known parameter");
    }
}

/// An empty list means "all" to the store.
void narrow_to_caller(HistoryRequest& out, const auth::ModeratorCaller& caller) {
    if (caller.sites.empty()) return;
    std::vector<SiteId>& sites = out.query.sites;
    if (sites.empty()) {
        sites = caller.sites;
        return;
    }
    std::erase_if(sites, [&](const SiteId& site) {
        return std::ranges::find(caller.sites, site) == caller.sites.end();
    });
    out.sees_nothing = sites.empty();
}

}  // namespace

Result<HistoryRequest> decode_history_query(
    const http::Request& request, const auth::ModeratorCaller& caller, QueryFor what
) {
    Errors errors;
    HistoryRequest out;
    if (what == QueryFor::file) out.query.limit = most_of_a_page;
    for (const auto& [name, value] : request.query) {
        read_parameter(name, value, what, out, errors);
    }
    if (!errors.empty()) return wire::invalid(std::move(errors));
    narrow_to_caller(out, caller);
    return out;
}

Result<WantedErasure> decode_erasure(std::string_view body) {
    const auto value = wire::parse_json(body);
    if (!value) return value.error();
    Errors errors;
    ObjectReader in(*value, "", errors);
    WantedErasure out;
    store::Person& person = out.person;
    person.site.value =
        in.text("site", {.min_bytes = 1, .bytes = limits::id_bytes}, Presence::required)
            .value_or("");
    person.author = in.text("author", {.bytes = 512}).value_or("");
    person.id = in.text("id", {.bytes = limits::id_bytes}).value_or("");
    person.email = in.text("email", {.bytes = 512}).value_or("");
    out.dry_run = in.boolean("dry_run").value_or(false);
    in.finish();
    const bool nobody = person.author.empty() && person.id.empty() && person.email.empty();
    if (errors.empty() && nobody) {
        errors.push_back({"/author", "name the person by author, id or email"});
    }
    if (!errors.empty()) return wire::invalid(std::move(errors));
    return out;
}

}  // namespace chaffinch::api
