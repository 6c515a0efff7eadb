// Problem answers (RFC 9457), and the one table from our kinds of error to a status and a type.

#include "server/http/message.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <cassert>

namespace chaffinch::http {

namespace {

namespace json = boost::json;

struct Kind {
    Errc code;
    unsigned status;
    std::string_view type;              ///< a path below the server's own documentation
    std::string_view title;             ///< the same for every occurrence (RFC 9457, 3.1.4)
    std::string_view retry_after = "";  ///< seconds, where trying again may help
};

constexpr std::array<Kind, 14> kinds{{
    {Errc::malformed, 400, "/problems/malformed", "The request cannot be read"},
    {Errc::invalid, 422, "/problems/invalid", "A member of the request is missing, unknown or wrong"
    },
    {Errc::unauthenticated, 401, "/problems/unauthenticated", "Credentials are missing or unknown"},
    {Errc::forbidden, 403, "/problems/forbidden", "These credentials do not permit this call"},
    {Errc::not_found, 404, "/problems/not-found", "There is no such thing here"},
    {Errc::conflict, 409, "/problems/conflict", "The thing has changed since it was read"},
    {Errc::in_flight,
     409,
     "/problems/in-flight",
     "A request with this idempotency key is running",
     "1"},
    {Errc::key_reused, 422, "/problems/key-reused", "This idempotency key came with another body"},
    {Errc::too_large, 413, "/problems/too-large", "The request is over a limit"},
    {Errc::rate_limited, 429, "/problems/rate-limited", "Too many requests", "1"},
    {Errc::overloaded, 503, "/problems/overloaded", "The server has too much to do", "1"},
    {Errc::storage_unavailable,
     503,
     "/problems/storage-unavailable",
     "Nothing can be stored at present",
     "5"},
    {Errc::locked, 503, "/problems/locked", "The data directory is in use", "5"},
    {Errc::unsupported, 400, "/problems/unsupported", "This version is not supported"},
}};

const Kind& kind_of(Errc code) {
    for (const Kind& kind : kinds) {
        if (kind.code == code) return kind;
    }
    assert(false && "an Errc without a row in the table");
    return kinds.front();
}

Response answer(unsigned status, const json::object& body) {
    Response response;
    response.status = status;
    response.content_type = "application/problem+json";
    response.body = json::serialize(body);
    return response;
}

json::object common(
    std::string_view type,
    std::string_view title,
    unsigned status,
    std::string_view detail,
    std::string_view request_id
) {
    json::object body;
    body["type"] = type;
    body["title"] = title;
    body["status"] = status;
    if (!detail.empty()) body["detail"] = detail;
    body["request_id"] = request_id;
    return body;
}

}  // namespace

Response problem(const Error& error, std::string_view request_id) {
    const Kind& kind = kind_of(error.code);
    json::object body = common(kind.type, kind.title, kind.status, error.detail, request_id);
    if (!error.fields.empty()) {
        json::array errors;
        for (const FieldError& field : error.fields) {
            errors.push_back(json::object{{"pointer", field.pointer}, {"message", field.message}});
        }
        body["errors"] = std::move(errors);
    }
    Response response = answer(kind.status, body);
    if (!kind.retry_after.empty()) response.headers.emplace_back("Retry-After", kind.retry_after);
    if (kind.status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
    return response;
}

Response problem(
    unsigned status, std::string_view title, std::string_view detail, std::string_view request_id
) {
    // RFC 9457, 4.2.1: about:blank says that the status is all there is to know of the kind.
    Response response = answer(status, common("about:blank", title, status, detail, request_id));
    if (status == 429 || status == 503) response.headers.emplace_back("Retry-After", "1");
    return response;
}

}  // namespace chaffinch::http
