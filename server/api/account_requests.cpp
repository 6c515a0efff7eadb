// Decoders of the account calls.

#include "server/api/account_requests.h"

#include "engine/types/limits.h"
#include "engine/wire/object_reader.h"
#include "engine/wire/submission_json.h"
#include "server/records/account_words.h"

#include <boost/json.hpp>

#include <optional>
#include <utility>
#include <vector>

namespace chaffinch::api {

namespace json = boost::json;
using wire::ObjectReader;
using wire::Presence;

namespace {

/// Over every limit of passwords, so that they are refused with the rule rather than a size.
constexpr wire::TextBounds secret{.min_bytes = 1, .bytes = 1'024};
constexpr wire::TextBounds login_bounds{.min_bytes = 1, .bytes = 128};
constexpr std::size_t most_sites = 1'000;

auth::Proof read_proof(ObjectReader& in) {
    auth::Proof proof;
    proof.password = in.text("password", secret, Presence::required).value_or("");
    proof.code = in.text("code", {.bytes = 64}).value_or("");
    return proof;
}

auth::Proof read_confirmation(ObjectReader& in, std::vector<FieldError>& errors) {
    const json::value* member = in.member("confirm", Presence::required);
    if (member == nullptr) return {};
    ObjectReader inner(*member, in.pointer_to("confirm"), errors);
    auth::Proof proof = read_proof(inner);
    inner.finish();
    return proof;
}

std::optional<Role> read_role(ObjectReader& in, Presence presence) {
    const auto word = in.one_of(
        "role",
        {name(Role::viewer), name(Role::moderator), name(Role::admin), name(Role::op)},
        presence
    );
    if (!word) return std::nullopt;
    return static_cast<Role>(*word);
}

std::optional<std::vector<SiteId>> read_sites(ObjectReader& in) {
    const json::value* member = in.member("sites");
    if (member == nullptr) return std::nullopt;
    const json::array* items = member->if_array();
    if (items == nullptr || items->size() > most_sites) {
        in.fail("sites", "must be an array of at most 1000 site ids");
        return std::nullopt;
    }
    std::vector<SiteId> sites;
    for (const json::value& item : *items) {
        const json::string* text = item.if_string();
        if (text == nullptr || text->empty() || text->size() > limits::id_bytes) {
            in.fail("sites", "must hold site ids");
            return std::nullopt;
        }
        sites.push_back(SiteId{std::string(text->data(), text->size())});
    }
    return sites;
}

/// Parses, reads by `read(reader, errors)`, and refuses what is wrong or unknown.
template <class Read>
auto decoded(std::string_view body, Read read)
    -> Result<decltype(read(std::declval<ObjectReader&>(), std::declval<std::vector<FieldError>&>())
    )> {
    const auto value = wire::parse_json(body);
    if (!value) return value.error();
    std::vector<FieldError> errors;
    ObjectReader in(*value, "", errors);
    auto out = read(in, errors);
    in.finish();
    if (!errors.empty()) return wire::invalid(std::move(errors));
    return out;
}

}  // namespace

Result<LogIn> decode_log_in(std::string_view body) {
    return decoded(body, [](ObjectReader& in, std::vector<FieldError>&) {
        LogIn out;
        out.login = in.text("login", login_bounds, Presence::required).value_or("");
        out.proof = read_proof(in);
        return out;
    });
}

Result<auth::Proof> decode_confirmation(std::string_view body) {
    return decoded(body, read_confirmation);
}

Result<std::string> decode_code(std::string_view body) {
    return decoded(body, [](ObjectReader& in, std::vector<FieldError>&) {
        return in.text("code", {.min_bytes = 1, .bytes = 64}, Presence::required).value_or("");
    });
}

Result<WantedPassword> decode_password(std::string_view body) {
    return decoded(body, [](ObjectReader& in, std::vector<FieldError>& errors) {
        WantedPassword out;
        out.password = in.text("password", secret, Presence::required).value_or("");
        out.proof = read_confirmation(in, errors);
        return out;
    });
}

Result<WantedToken> decode_token(std::string_view body) {
    return decoded(body, [](ObjectReader& in, std::vector<FieldError>& errors) {
        WantedToken out;
        out.token.name =
            in.text("name", {.min_bytes = 1, .code_points = 100}, Presence::required).value_or("");
        if (in.one_of("scope", {"read", "decide"}, Presence::required) == 1)
            out.token.scope = TokenScope::decide;
        if (const auto days = in.integer("expires_in_days", 1, auth::longest_token_days))
            out.token.days = static_cast<int>(*days);
        out.proof = read_confirmation(in, errors);
        return out;
    });
}

Result<WantedModerator> decode_moderator(std::string_view body) {
    return decoded(body, [](ObjectReader& in, std::vector<FieldError>& errors) {
        WantedModerator out;
        out.moderator.login = in.text("login", login_bounds, Presence::required).value_or("");
        out.moderator.password = in.text("password", secret, Presence::required).value_or("");
        out.moderator.role = read_role(in, Presence::required).value_or(Role::viewer);
        out.moderator.sites = read_sites(in).value_or(std::vector<SiteId>());
        out.proof = read_confirmation(in, errors);
        return out;
    });
}

Result<WantedModeratorChange> decode_moderator_change(std::string_view body) {
    return decoded(body, [](ObjectReader& in, std::vector<FieldError>& errors) {
        WantedModeratorChange out;
        out.change.role = read_role(in, Presence::optional);
        out.change.sites = read_sites(in);
        out.change.disabled = in.boolean("disabled");
        out.change.password = in.text("password", secret);
        out.change.remove_second_factor = in.boolean("remove_second_factor").value_or(false);
        out.proof = read_confirmation(in, errors);
        return out;
    });
}

Result<WantedLink> decode_identity(std::string_view body) {
    return decoded(body, [](ObjectReader& in, std::vector<FieldError>& errors) {
        WantedLink out;
        out.identity.subject = in.text("subject", {.min_bytes = 1, .bytes = longest_subject});
        out.identity.email = in.text("email", {.min_bytes = 1, .bytes = 1'024});
        out.proof = read_confirmation(in, errors);
        return out;
    });
}

Result<WantedSite> decode_site(std::string_view body) {
    return decoded(body, [](ObjectReader& in, std::vector<FieldError>& errors) {
        WantedSite out;
        out.id.value =
            in.text("id", {.min_bytes = 1, .bytes = limits::id_bytes}, Presence::required)
                .value_or("");
        out.name = in.text("name", {.code_points = 200}).value_or("");
        out.proof = read_confirmation(in, errors);
        return out;
    });
}

}  // namespace chaffinch::api
