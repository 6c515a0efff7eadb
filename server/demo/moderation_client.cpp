// Calls of the native API; see moderation_client.h.

#include "server/demo/moderation_client.h"

#include <boost/json.hpp>

#include <optional>
#include <utility>

namespace chaffinch::demo {

namespace json = boost::json;
namespace asio = boost::asio;

namespace {

const Error no_answer{
    Errc::overloaded, "The comment service does not answer. Please try again in a moment."
};

std::string text_of(const json::object& object, std::string_view key) {
    const json::value* member = object.if_contains({key.data(), key.size()});
    const json::string* text = member == nullptr ? nullptr : member->if_string();
    return text == nullptr ? std::string() : std::string(text->data(), text->size());
}

std::optional<json::object> object_in(const http::Response& response) {
    boost::system::error_code failed;
    json::value value = json::parse(response.body, failed);
    if (failed || !value.is_object()) return std::nullopt;
    return std::move(value.get_object());
}

/// The sentences of a problem document: each wrong member's, else its detail.
std::string complaint(const json::object& problem) {
    std::string sentences;
    if (const json::value* errors = problem.if_contains("errors");
        errors != nullptr && errors->is_array()) {
        for (const json::value& row : errors->get_array()) {
            if (!row.is_object()) continue;
            const std::string member = text_of(row.get_object(), "pointer");
            if (!sentences.empty()) sentences += "; ";
            sentences +=
                member.substr(member.rfind('/') + 1) + ": " + text_of(row.get_object(), "message");
        }
    }
    return sentences.empty() ? text_of(problem, "detail") : sentences;
}

}  // namespace

ModerationClient::ModerationClient(http::Handler api, std::string site_key)
    : api_(std::move(api)), site_key_(std::move(site_key)) {}

http::Request ModerationClient::request(std::string_view method, std::string path) const {
    http::Request request;
    request.method = method;
    request.target = path;
    request.path = std::move(path);
    request.headers = {{"authorization", "Bearer " + site_key_}};
    return request;
}

asio::awaitable<Result<std::vector<PublishedComment>>> ModerationClient::published(
    std::string article
) const {
    http::Request ask = request("GET", "/v1/articles/" + article + "/comments");
    const http::Response response = co_await api_(std::move(ask));
    std::vector<PublishedComment> comments;
    if (response.status == 404) co_return comments;
    const auto body = object_in(response);
    if (response.status != 200 || !body) co_return no_answer;
    const json::value* items = body->if_contains("items");
    if (items == nullptr || !items->is_array()) co_return no_answer;
    for (const json::value& item : items->get_array()) {
        if (!item.is_object()) co_return no_answer;
        const json::object& row = item.get_object();
        comments.push_back({
            .id = text_of(row, "id"),
            .author = text_of(row, "author_name"),
            .text = text_of(row, "text"),
            .created_at = text_of(row, "created_at"),
        });
    }
    co_return comments;
}

asio::awaitable<Result<std::string>> ModerationClient::submit(std::string json) const {
    http::Request ask = request("POST", "/v1/comments");
    ask.headers.emplace_back("content-type", "application/json");
    ask.body = std::move(json);
    const http::Response response = co_await api_(std::move(ask));
    const auto body = object_in(response);
    if (response.status >= 500 || response.status == 429 || !body) co_return no_answer;
    if (response.status >= 400) co_return Error{Errc::invalid, complaint(*body)};
    co_return text_of(*body, "id");
}

asio::awaitable<Result<Standing>> ModerationClient::look_up(std::string comment) const {
    http::Request ask = request("GET", "/v1/comments/" + comment);
    const http::Response response = co_await api_(std::move(ask));
    if (response.status == 404) co_return Error{Errc::not_found, "There is no such comment."};
    const auto body = object_in(response);
    if (response.status != 200 || !body) co_return no_answer;
    co_return Standing{
        .status = text_of(*body, "status"), .reason = text_of(*body, "public_reason")
    };
}

}  // namespace chaffinch::demo
