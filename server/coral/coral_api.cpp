// Coral's question and our answer.

#include "server/coral/coral_api.h"

#include "engine/types/limits.h"
#include "engine/types/utf8.h"
#include "server/coral/signature.h"

#include <boost/json.hpp>

#include <chrono>

namespace chaffinch::coral {

namespace json = boost::json;

namespace {

constexpr std::size_t question_body = 256 * 1024;

std::string text_at(const json::value& body, std::string_view pointer) {
    boost::system::error_code failed;
    const json::value* found =
        body.find_pointer(json::string_view(pointer.data(), pointer.size()), failed);
    if (found == nullptr || !found->is_string()) return {};
    return {found->get_string().data(), found->get_string().size()};
}

std::string short_id(const json::value& body, std::string_view pointer) {
    std::string id = text_at(body, pointer);
    return id.size() <= limits::id_bytes ? id : std::string();
}

Result<wire::Submission> read_question(std::string_view text) {
    const auto body = wire::parse_json(text);
    if (!body) return body.error();
    wire::Submission submission;
    Comment& comment = submission.comment;
    comment.text = text_at(*body, "/comment/body");
    comment.format = TextFormat::html;
    if (comment.text.empty()) return Error{Errc::invalid, "comment.body is missing"};
    if (count_code_points(comment.text) > limits::text_code_points)
        return Error{Errc::too_large, "comment.body is longer than 20000 characters"};
    if (std::string parent = short_id(*body, "/comment/parentID"); !parent.empty())
        comment.parent = std::move(parent);
    // Coral knows its users: the id is vouched for.
    if (std::string author = short_id(*body, "/author/id"); !author.empty()) {
        comment.author.id = AuthorId{std::move(author)};
        comment.author.verified = true;
    }
    comment.article.value = short_id(*body, "/story/id");
    if (comment.article.empty()) return Error{Errc::invalid, "story.id is missing"};
    return submission;
}

std::string_view flag_of(const Verdict& verdict) {
    const Reason reason = verdict.reasons.empty() ? Reason::none : verdict.reasons.front().reason;
    return family(reason) == ReasonFamily::spam ? "COMMENT_DETECTED_SPAM"
                                                : "COMMENT_DETECTED_TOXIC";
}

}  // namespace

http::Response answer_of(const Verdict& verdict) {
    http::Response response;
    if (verdict.outcome == Outcome::approve) {
        response.status = 204;
        return response;
    }
    const std::string_view flag = flag_of(verdict);
    response.body = json::serialize(json::object{
        {"status", verdict.outcome == Outcome::reject ? "REJECTED" : "SYSTEM_WITHHELD"},
        {"actions",
         json::array{json::object{
             {"actionType", "FLAG"}, {"reason", json::string(flag.data(), flag.size())}
         }}},
    });
    return response;
}

std::vector<http::Route> CoralApi::routes() {
    auto handler = [this](http::Request request) { return moderate(std::move(request)); };
    return {{"POST", "/coral/{site}", question_body, handler}};
}

boost::asio::awaitable<http::Response> CoralApi::moderate(http::Request request) {
    const SiteId site{request.path_parameters.find("site")->second};
    const auto known = secrets_.find(site);
    const std::string_view signatures = request.header("x-coral-signature").value_or("");
    if (known == secrets_.end() || !is_signed(signatures, request.body, known->second)) {
        const Error error{
            Errc::unauthenticated,
            "X-Coral-Signature does not belong to this body and a secret of this site"
        };
        co_return http::problem(error, request.request_id);
    }
    if (!rates_.take(site.value, std::chrono::steady_clock::now())) {
        const Error error{Errc::rate_limited, "too many questions of this site; wait a second"};
        co_return http::problem(error, request.request_id);
    }
    const auto submission = read_question(request.body);
    if (!submission) co_return http::problem(submission.error(), request.request_id);
    co_return answer_of(intake_.check(site, *submission));
}

}  // namespace chaffinch::coral
