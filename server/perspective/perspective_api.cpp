// Request and answer of comments:analyze.

#include "server/perspective/perspective_api.h"

#include "engine/types/limits.h"
#include "engine/types/utf8.h"
#include "server/perspective/attributes.h"

#include <boost/json.hpp>

#include <optional>
#include <string>

namespace chaffinch::perspective {

namespace json = boost::json;

namespace {

constexpr std::size_t analyze_body = 512 * 1024;

struct Asked {
    std::string name{};
    Attribute attribute = Attribute::spam;
    double threshold = 0;
};

struct Question {
    wire::Submission submission{};
    std::vector<Asked> attributes{};
    bool span_annotations = false;
    json::value languages{};  ///< as asked, or null
    json::value client_token{};
};

/// Google's form of an error.
http::Response refusal(unsigned status, std::string_view word, std::string_view message) {
    http::Response response;
    response.status = status;
    response.body = json::serialize(json::object{
        {"error",
         {{"code", status},
          {"message", json::string(message.data(), message.size())},
          {"status", json::string(word.data(), word.size())}}}
    });
    return response;
}

std::string_view text_of(const json::value* value) {
    if (value == nullptr || !value->is_string()) return {};
    return {value->get_string().data(), value->get_string().size()};
}

const json::value* member(const json::value& value, json::string_view name) {
    return value.is_object() ? value.get_object().if_contains(name) : nullptr;
}

Error wrong(std::string detail) {
    return {Errc::invalid, std::move(detail)};
}

Result<std::vector<Asked>> attributes_of(const json::value& body) {
    const json::value* requested = member(body, "requestedAttributes");
    if (requested == nullptr || !requested->is_object() || requested->get_object().empty())
        return wrong("requestedAttributes must name at least one attribute.");
    std::vector<Asked> asked;
    for (const auto& [key, settings] : requested->get_object()) {
        const std::string name(key.data(), key.size());
        const auto attribute = attribute_from(name);
        if (!attribute) {
            return wrong(
                "Attribute " + name + " is not known here: SPAM, TOXICITY, INSULT, THREAT."
            );
        }
        Asked one{.name = name, .attribute = *attribute};
        const json::value* threshold = member(settings, "scoreThreshold");
        if (threshold != nullptr && threshold->is_number())
            one.threshold = threshold->to_number<double>();
        asked.push_back(std::move(one));
    }
    return asked;
}

/// What the comment answers or stands under.
std::string context_of(const json::value& body) {
    std::string text;
    const json::value* context = member(body, "context");
    const json::value* entries = context == nullptr ? nullptr : member(*context, "entries");
    if (entries == nullptr || !entries->is_array()) return text;
    for (const json::value& entry : entries->get_array()) {
        const std::string_view part = text_of(member(entry, "text"));
        if (text.size() + part.size() > limits::article_text_bytes) break;
        text += (text.empty() ? "" : "\n");
        text += part;
    }
    return text;
}

Result<Question> read_question(std::string_view text) {
    const auto body = wire::parse_json(text);
    if (!body) return body.error();
    const json::value* comment = member(*body, "comment");
    const json::value* written = comment == nullptr ? nullptr : member(*comment, "text");
    if (text_of(written).empty()) return wrong("Comment must be non-empty.");
    Question question;
    question.submission.comment.text = text_of(written);
    if (count_code_points(question.submission.comment.text) > limits::text_code_points) {
        return wrong(
            "Comment text has more than " + std::to_string(limits::text_code_points) +
            " characters."
        );
    }
    if (text_of(member(*comment, "type")) == "HTML")
        question.submission.comment.format = TextFormat::html;
    auto attributes = attributes_of(*body);
    if (!attributes) return attributes.error();
    question.attributes = *std::move(attributes);
    Article article;
    article.id = ArticleId{"perspective"};
    article.text = context_of(*body);
    question.submission.comment.article = article.id;
    question.submission.article = std::move(article);
    const json::value* languages = member(*body, "languages");
    if (languages != nullptr && languages->is_array()) {
        question.languages = *languages;
        if (!languages->get_array().empty()) {
            const std::string_view first = text_of(&languages->get_array().front());
            if (first.size() <= 35) question.submission.comment.language = first;
        }
    }
    const json::value* spans = member(*body, "spanAnnotations");
    question.span_annotations = spans != nullptr && spans->is_bool() && spans->get_bool();
    if (const json::value* token = member(*body, "clientToken")) question.client_token = *token;
    return question;
}

json::object probability(double value) {
    return {{"value", value}, {"type", "PROBABILITY"}};
}

std::uint32_t utf16_length(std::string_view text) {
    std::uint32_t units = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0U) != 0x80U) units += byte >= 0xF0U ? 2 : 1;
    }
    return units;
}

json::object attribute_reply(AttributeScore score, const Question& question) {
    if (!question.span_annotations || score.spans.empty())
        score.spans = {{0, utf16_length(question.submission.comment.text), score.value}};
    json::array spans;
    for (const SpanScore& span : score.spans) {
        spans.push_back(json::object{
            {"begin", span.begin}, {"end", span.end}, {"score", probability(span.value)}
        });
    }
    return {{"spanScores", std::move(spans)}, {"summaryScore", probability(score.value)}};
}

}  // namespace

std::vector<http::Route> PerspectiveApi::routes() {
    auto handler = [this](http::Request request) { return analyze(std::move(request)); };
    return {{"POST", "/v1alpha1/comments:analyze", analyze_body, handler}};
}

boost::asio::awaitable<Result<SiteId>> PerspectiveApi::site_of(const http::Request& request) {
    std::string key(request.query_value("key").value_or(""));
    if (key.empty()) key = request.header("x-goog-api-key").value_or("");
    const auto caller = co_await authenticator_.akismet(key);
    if (caller && caller->over_limit) co_return Error{Errc::rate_limited, ""};
    if (caller && !caller->revoked) co_return caller->site;
    std::optional<std::string> authorization = "Bearer " + key;
    const auto native = co_await authenticator_.site(std::move(authorization));
    if (!native) co_return native.error();
    co_return native->site;
}

boost::asio::awaitable<http::Response> PerspectiveApi::analyze(http::Request request) {
    const auto site = co_await site_of(request);
    if (!site && site.error().code == Errc::rate_limited) {
        http::Response response =
            refusal(429, "RESOURCE_EXHAUSTED", "Too many requests with this key; wait a second.");
        response.headers.emplace_back("Retry-After", "1");
        co_return response;
    }
    if (!site) {
        co_return refusal(
            400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key."
        );
    }
    const auto question = read_question(request.body);
    if (!question) co_return refusal(400, "INVALID_ARGUMENT", question.error().detail);
    const Verdict verdict = intake_.check(*site, question->submission);
    json::object scores;
    for (const Asked& asked : question->attributes) {
        AttributeScore score =
            score_of(verdict, asked.attribute, question->submission.comment.text, options_.hold_at);
        if (score.value < asked.threshold) continue;
        scores[asked.name] = attribute_reply(std::move(score), *question);
    }
    json::object body{{"attributeScores", std::move(scores)}};
    if (!question->languages.is_null()) body["languages"] = question->languages;
    if (!question->client_token.is_null()) body["clientToken"] = question->client_token;
    http::Response response;
    response.body = json::serialize(body);
    co_return response;
}

}  // namespace chaffinch::perspective
