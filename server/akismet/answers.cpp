// The exact bytes.

#include "server/akismet/answers.h"

#include "engine/types/reason.h"

namespace chaffinch::akismet {

http::Response plain(std::string_view text) {
    http::Response response;
    response.content_type = "text/plain; charset=utf-8";
    response.body = text;
    return response;
}

http::Response failure(std::string_view text, std::string_view help) {
    http::Response response = plain(text);
    response.headers.emplace_back("X-akismet-debug-help", help);
    return response;
}

http::Response anticipated_failure(std::string_view help) {
    http::Response response = failure(help, help);
    response.headers.emplace_back("X-akismet-error", help);
    return response;
}

http::Response too_many_calls() {
    http::Response response = anticipated_failure("Too many calls with this key; wait a second.");
    response.status = 429;
    response.headers.emplace_back("Retry-After", "1");
    return response;
}

http::Response bad_key(bool was_good_once) {
    if (!was_good_once) return failure("invalid", "This key is not known here.");
    constexpr std::string_view help = "This key was replaced by a newer one; use that.";
    http::Response response = failure("invalid", help);
    // 10006: "suspended"; WordPress shows the message to the administrator.
    response.headers.emplace_back("X-akismet-alert-code", "10006");
    response.headers.emplace_back("X-akismet-alert-msg", help);
    return response;
}

http::Response verdict_answer(const Answer& answer) {
    http::Response response = plain(answer.spam ? "true" : "false");
    if (!answer.guid.empty()) response.headers.emplace_back("X-akismet-guid", answer.guid);
    if (answer.spam && answer.discard) {
        response.headers.emplace_back("X-akismet-pro-tip", "discard");
    }
    // Without a guid WordPress does not heed it.
    if (!answer.spam && answer.provisional && !answer.guid.empty()) {
        response.headers.emplace_back(
            "X-akismet-recheck-after", std::to_string(recheck_after_seconds)
        );
    }
    if (!answer.classification.empty()) {
        response.headers.emplace_back("X-akismet-classification", answer.classification);
    }
    return response;
}

bool answers_spam(const CommentRecord& record, HoldAnswer hold, double middle) {
    if (record.status != Status::held) return record.status != Status::published;
    switch (hold) {
        case HoldAnswer::spam:
            return true;
        case HoldAnswer::ham:
            return false;
        case HoldAnswer::score:
            return record.escalated || record.verdict.score >= middle;
    }
    return true;
}

std::string classification_of(const CommentRecord& record, bool spam) {
    if (!spam) return "ham";
    if (record.verdict.reasons.empty()) return "spam";
    const std::string_view reason = code(record.verdict.reasons.front().reason);
    return std::string(reason.substr(0, reason.find('.')));
}

}  // namespace chaffinch::akismet
