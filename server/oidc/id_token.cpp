// Every claim that can lie, in the order of the specification.

#include "server/oidc/id_token.h"

#include "engine/wire/submission_json.h"

#include <boost/json.hpp>

#include <cmath>
#include <optional>

namespace chaffinch::oidc {

namespace json = boost::json;

namespace {

/// Seconds since 1970 up to here are taken: the year 9999.
constexpr double latest = 253'402'300'799.0;

Error wrong(std::string_view claim) {
    return {Errc::unauthenticated, "the id token's " + std::string(claim)};
}

std::string text_of(const json::object& claims, std::string_view name) {
    const json::value* member = claims.if_contains(name);
    const json::string* text = member == nullptr ? nullptr : member->if_string();
    return text == nullptr ? std::string() : std::string(text->data(), text->size());
}

/// A NumericDate (RFC 7519, section 2); nullopt when it is none.
std::optional<Timestamp> time_of(const json::object& claims, std::string_view name) {
    const json::value* member = claims.if_contains(name);
    if (member == nullptr || !member->is_number()) return std::nullopt;
    const auto seconds = member->to_number<double>();
    if (!(seconds >= 0 && seconds <= latest)) return std::nullopt;
    return Timestamp(std::chrono::milliseconds(std::llround(seconds * 1'000)));
}

/// We are among those it is for, and it was made for us.
bool is_for(const json::object& claims, const std::string& client) {
    const json::value* audience = claims.if_contains("aud");
    if (audience == nullptr) return false;
    std::size_t others = 0;
    bool ours = false;
    const auto count = [&](const json::value& value) {
        const json::string* text = value.if_string();
        const bool same = text != nullptr && std::string_view(*text) == client;
        ours = ours || same;
        others += same ? 0 : 1;
    };
    if (const json::array* list = audience->if_array()) {
        for (const json::value& each : *list) count(each);
    } else {
        count(*audience);
    }
    const bool named = claims.contains("azp");
    return ours && (others == 0 || named) && (!named || text_of(claims, "azp") == client);
}

/// The first claim about time that is wrong.
std::optional<Error> wrong_time(const json::object& claims, Timestamp now) {
    const auto until = time_of(claims, "exp");
    if (!until) return wrong("exp is missing");
    if (now >= *until + clock_skew) return wrong("exp has passed");
    const auto issued = time_of(claims, "iat");
    if (!issued) return wrong("iat is missing");
    if (*issued > now + clock_skew) return wrong("iat lies in the future");
    const auto from = time_of(claims, "nbf");
    if (claims.contains("nbf") && (!from || *from > now + clock_skew)) {
        return wrong("nbf lies in the future");
    }
    return std::nullopt;
}

/// An e-mail that the provider does not vouch for is whatever its owner wrote into a form.
std::optional<std::string> verified_email(const json::object& claims) {
    const json::value* verified = claims.if_contains("email_verified");
    if (verified == nullptr || !verified->is_bool() || !verified->get_bool()) return std::nullopt;
    const std::string email = text_of(claims, "email");
    if (!is_email(email)) return std::nullopt;
    return folded_email(email);
}

}  // namespace

Result<ProvenIdentity> check_id_token(
    std::string_view token, const KeySet& keys, const Expected& expected
) {
    const auto payload = keys.payload_of(token);
    if (!payload) return payload.error();
    const auto value = wire::parse_json(*payload);
    const json::object* claims = value ? value->if_object() : nullptr;
    if (claims == nullptr) return wrong("claims cannot be read");
    if (text_of(*claims, "iss") != expected.issuer) return wrong("iss is another issuer");
    if (!is_for(*claims, expected.client_id)) return wrong("aud or azp names another client");
    if (auto error = wrong_time(*claims, expected.now)) return *std::move(error);
    const std::string nonce = text_of(*claims, "nonce");
    if (expected.nonce.empty() || nonce != expected.nonce) return wrong("nonce is another");
    ProvenIdentity out{.issuer = expected.issuer, .subject = text_of(*claims, "sub")};
    if (out.subject.empty() || out.subject.size() > longest_subject) {
        return wrong("sub is missing or too long");
    }
    out.verified_email = verified_email(*claims);
    return out;
}

}  // namespace chaffinch::oidc
