// Reading a discovery document without trusting it.

#include "server/oidc/metadata.h"

#include "engine/wire/submission_json.h"

#include <boost/json.hpp>

#include <algorithm>
#include <optional>
#include <vector>

namespace chaffinch::oidc {

namespace json = boost::json;

namespace {

Error invalid(std::string detail) {
    return {Errc::invalid, std::move(detail)};
}

std::string text_of(const json::object& object, std::string_view name) {
    const json::value* member = object.if_contains(name);
    const json::string* text = member == nullptr ? nullptr : member->if_string();
    return text == nullptr ? std::string() : std::string(text->data(), text->size());
}

/// nullopt when the member is missing or no list.
std::optional<std::vector<std::string>> words_of(
    const json::object& object, std::string_view name
) {
    const json::value* member = object.if_contains(name);
    const json::array* items = member == nullptr ? nullptr : member->if_array();
    if (items == nullptr) return std::nullopt;
    std::vector<std::string> words;
    for (const json::value& item : *items) {
        if (const json::string* text = item.if_string()) words.emplace_back(text->c_str());
    }
    return words;
}

/// A provider that says nothing takes client_secret_basic (Discovery 1.0, section 3).
std::optional<ClientProof> proof_for(const json::object& object, const Settings& settings) {
    if (settings.client_secret.empty()) return ClientProof::none;
    const auto methods = words_of(object, "token_endpoint_auth_methods_supported");
    const auto takes = [&](std::string_view method) {
        return std::ranges::find(*methods, method) != methods->end();
    };
    if (!methods || takes("client_secret_basic")) return ClientProof::basic;
    if (takes("client_secret_post")) return ClientProof::post;
    return std::nullopt;
}

/// Whether id tokens may be signed in a way that we check.
bool signs_as_we_read(const json::object& object) {
    const auto algorithms = words_of(object, "id_token_signing_alg_values_supported");
    return !algorithms || std::ranges::any_of(*algorithms, [](const std::string& each) {
        return each == "RS256" || each == "ES256";
    });
}

}  // namespace

outgoing::TargetPolicy target_policy(const Settings& settings) {
    return {.allow_http = settings.allow_http, .allow_private = true};
}

std::string discovery_url(const Settings& settings) {
    std::string url = settings.issuer;
    if (url.ends_with('/')) url.pop_back();
    return url + "/.well-known/openid-configuration";
}

Result<Metadata> read_metadata(std::string_view document, const Settings& settings) {
    const auto value = wire::parse_json(document);
    if (!value) return Error{Errc::malformed, "the discovery document is not whole JSON"};
    const json::object* object = value->if_object();
    if (object == nullptr) return Error{Errc::malformed, "the discovery document is no object"};
    if (text_of(*object, "issuer") != settings.issuer) {
        return invalid("the discovery document names another issuer than oidc.issuer");
    }
    Metadata out;
    out.authorization_endpoint = text_of(*object, "authorization_endpoint");
    const std::string token = text_of(*object, "token_endpoint");
    const std::string keys = text_of(*object, "jwks_uri");
    for (const std::string_view url :
         {std::string_view(out.authorization_endpoint),
          std::string_view(token),
          std::string_view(keys)}) {
        const auto good = acceptable_url(url, settings.allow_http);
        if (!good) return invalid("an endpoint of the discovery document " + good.error().detail);
    }
    out.token_endpoint = *outgoing::parse_target(token, target_policy(settings));
    out.keys = *outgoing::parse_target(keys, target_policy(settings));
    const auto proof = proof_for(*object, settings);
    if (!proof) {
        return invalid("the provider takes neither client_secret_basic nor client_secret_post");
    }
    if (!signs_as_we_read(*object)) {
        return invalid("the provider signs with neither RS256 nor ES256");
    }
    out.proof = *proof;
    const json::value* names =
        object->if_contains("authorization_response_iss_parameter_supported");
    out.names_itself = names != nullptr && names->is_bool() && names->get_bool();
    return out;
}

}  // namespace chaffinch::oidc
