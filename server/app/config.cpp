// YAML to Config. One table of keys serves reading, the list of known names and the suggestions.

#include "server/app/config.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <functional>
#include <iterator>
#include <utility>

namespace chaffinch::app {

namespace {

/// Says what is wrong with the value, or nothing.
using Setter = std::function<std::optional<std::string>(const YAML::Node&, Config&)>;

struct Key {
    std::string_view name;
    Setter set;
};

std::optional<std::string> text_of(const YAML::Node& node) {
    return node.IsScalar() ? std::optional<std::string>(node.Scalar()) : std::nullopt;
}

Setter path(std::filesystem::path Config::* member) {
    return [member](const YAML::Node& node, Config& config) -> std::optional<std::string> {
        const auto text = text_of(node);
        if (!text || text->empty()) return "must be a path";
        config.*member = *text;
        return std::nullopt;
    };
}

Setter endpoint(Endpoint Config::* member) {
    return [member](const YAML::Node& node, Config& config) -> std::optional<std::string> {
        const auto text = text_of(node);
        const auto parsed = text ? parse_endpoint(*text) : std::nullopt;
        if (!parsed) return "must be an address with a port, such as 127.0.0.1:8080";
        config.*member = *parsed;
        return std::nullopt;
    };
}

std::optional<std::string> set_coral(const YAML::Node& node, Config& config) {
    const char* form = "must be a mapping of sites to files with their signing secrets";
    if (!node.IsMap()) return form;
    for (const auto& entry : node) {
        const auto site = text_of(entry.first);
        const auto file = text_of(entry.second);
        if (!site || site->empty() || !file || file->empty()) return form;
        config.coral[SiteId{*site}] = *file;
    }
    return std::nullopt;
}

Setter list(std::vector<std::string> Config::* member) {
    return [member](const YAML::Node& node, Config& config) -> std::optional<std::string> {
        if (!node.IsSequence()) return "must be a list";
        for (const YAML::Node& item : node) {
            if (!item.IsScalar()) return "must be a list of words";
            (config.*member).push_back(item.Scalar());
        }
        return std::nullopt;
    };
}

std::optional<std::string> set_flag(const YAML::Node& node, bool& flag) {
    const auto text = text_of(node);
    if (text != "true" && text != "false") return "must be true or false";
    flag = text == "true";
    return std::nullopt;
}

template <class Number>
std::optional<std::string> set_number(
    const YAML::Node& node, Number low, Number high, Number& number
) {
    const std::string text = text_of(node).value_or("");
    Number value{};
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size() ||
        !(value >= low && value <= high)) {
        std::string bounds = std::to_string(low) + " and " + std::to_string(high);
        return "must be a number between " + bounds;
    }
    number = value;
    return std::nullopt;
}

std::optional<std::string> set_level(const YAML::Node& node, Config& config) {
    constexpr std::array<std::string_view, 4> words{"debug", "info", "warning", "error"};
    const auto found = std::ranges::find(words, text_of(node).value_or(""));
    if (found == words.end()) return "must be one of: debug, info, warning, error";
    config.log_level = static_cast<telemetry::Level>(found - words.begin());
    return std::nullopt;
}

Setter points(double policy::Policy::* member) {
    return [member](const YAML::Node& node, Config& config) {
        return set_number(node, -100.0, 100.0, config.policy.*member);
    };
}

Setter seconds(std::chrono::milliseconds http::Limits::* member) {
    return [member](const YAML::Node& node, Config& config) -> std::optional<std::string> {
        double value = 0;
        if (auto wrong = set_number(node, 0.01, 86'400.0, value)) return wrong;
        config.limits.*member = std::chrono::milliseconds(std::llround(value * 1'000));
        return std::nullopt;
    };
}

Setter count(std::size_t http::Limits::* member) {
    return [member](const YAML::Node& node, Config& config) {
        return set_number<std::size_t>(node, 1, 1'000'000, config.limits.*member);
    };
}

Setter rate(double auth::RateLimit::* member, double least) {
    return [member, least](const YAML::Node& node, Config& config) {
        return set_number(node, least, 1'000'000.0, config.key_rate.*member);
    };
}

const std::vector<Key>& top_keys() {
    static const std::vector<Key> keys{
        {"data", path(&Config::data)},
        {"listen", endpoint(&Config::listen)},
        {"admin_listen", endpoint(&Config::admin)},
        {"hosts", list(&Config::hosts)},
        {"trusted_proxies", list(&Config::trusted_proxies)},
        {"secure_cookies",
         [](const YAML::Node& node, Config& config) {
             return set_flag(node, config.secure_cookies);
         }},
        {"threads",
         [](const YAML::Node& node, Config& config) {
             return set_number(node, 1U, 64U, config.threads);
         }},
        {"rules", path(&Config::rules)},
        {"site_rules", path(&Config::site_rules)},
        {"models", path(&Config::models)},
        {"log_level", set_level},
        {"coral", set_coral},
    };
    return keys;
}

const std::vector<Key>& policy_keys() {
    static const std::vector<Key> keys{
        {"hold_at", points(&policy::Policy::hold_at)},
        {"reject_at", points(&policy::Policy::reject_at)},
        {"discard_at", points(&policy::Policy::discard_at)},
        {"classifier_cap", points(&policy::Policy::classifier_cap)},
        {"premoderate",
         [](const YAML::Node& node, Config& config) {
             return set_flag(node, config.policy.premoderate);
         }},
        {"hold_first_comment",
         [](const YAML::Node& node, Config& config) {
             return set_flag(node, config.policy.hold_first_comment);
         }},
    };
    return keys;
}

const std::vector<Key>& limit_keys() {
    static const std::vector<Key> keys{
        {"header_seconds", seconds(&http::Limits::header)},
        {"body_seconds", seconds(&http::Limits::body)},
        {"handler_seconds", seconds(&http::Limits::handler)},
        {"write_seconds", seconds(&http::Limits::write)},
        {"idle_seconds", seconds(&http::Limits::idle)},
        {"connections", count(&http::Limits::connections)},
        {"connections_per_address", count(&http::Limits::connections_per_address)},
        {"requests_in_flight", count(&http::Limits::requests_in_flight)},
        {"requests_per_connection", count(&http::Limits::requests_per_connection)},
        {"requests_per_second_per_key", rate(&auth::RateLimit::per_second, 0)},
        {"burst_per_key", rate(&auth::RateLimit::burst, 1)},
    };
    return keys;
}

Setter webhook_flag(bool outgoing::TargetPolicy::* member) {
    return [member](const YAML::Node& node, Config& config) {
        return set_flag(node, config.webhooks.*member);
    };
}

const std::vector<Key>& webhook_keys() {
    static const std::vector<Key> keys{
        {"allow_http", webhook_flag(&outgoing::TargetPolicy::allow_http)},
        {"allow_private", webhook_flag(&outgoing::TargetPolicy::allow_private)},
    };
    return keys;
}

Setter days(std::optional<privacy::Days> privacy::RetentionTerms::* member) {
    return [member](const YAML::Node& node, Config& config) -> std::optional<std::string> {
        std::optional<privacy::Days>& term = config.retention.common.*member;
        if (text_of(node) == "never") {
            term.reset();
            return std::nullopt;
        }
        int value = 0;
        if (auto wrong = set_number(node, 1, 36'500, value)) return *wrong + ", or never";
        term = privacy::Days(value);
        return std::nullopt;
    };
}

/// Of all sites, and of one with terms of its own.
std::vector<Key> term_keys() {
    using Terms = privacy::RetentionTerms;
    return {
        {"published_text_days", days(&Terms::published_texts)},
        {"rejected_text_days", days(&Terms::rejected_texts)},
        {"withdrawn_text_days", days(&Terms::withdrawn_texts)},
        {"taught_text_days", days(&Terms::taught_texts)},
        {"address_days", days(&Terms::addresses)},
        {"user_agent_days", days(&Terms::user_agents)},
    };
}

std::vector<Key> retention_keys() {
    std::vector<Key> keys = term_keys();
    keys.push_back({"dry_run", [](const YAML::Node& node, Config& config) {
                        return set_flag(node, config.retention.dry_run);
                    }});
    return keys;
}

std::optional<std::string> set_text(
    const YAML::Node& node, std::string& text, const char* form, std::size_t most
) {
    const auto value = text_of(node);
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
    if (!value || value->empty() || value->size() > most ||
        std::ranges::any_of(*value, is_control)) {
        return form;
    }
    text = *value;
    return std::nullopt;
}

Setter oidc_text(std::string oidc::Settings::* member, const char* form, std::size_t most) {
    return [member, form, most](const YAML::Node& node, Config& config) {
        return set_text(node, config.oidc->settings.*member, form, most);
    };
}

/// "openid" is what makes it OpenID Connect.
std::optional<std::string> set_scopes(const YAML::Node& node, Config& config) {
    const char* form = "must be scopes with openid among them, such as: openid email";
    std::string scopes;
    if (auto wrong = set_text(node, scopes, form, 500)) return wrong;
    if ((" " + scopes + " ").find(" openid ") == std::string::npos) return form;
    config.oidc->settings.scopes = std::move(scopes);
    return std::nullopt;
}

std::optional<std::string> set_secret_file(const YAML::Node& node, Config& config) {
    const auto text = text_of(node);
    if (!text || text->empty()) return "must be a path";
    config.oidc->client_secret_file = *text;
    return std::nullopt;
}

const std::vector<Key>& oidc_keys() {
    using oidc::Settings;
    const char* url = "must be a URL";
    static const std::vector<Key> keys{
        {"issuer", oidc_text(&Settings::issuer, url, outgoing::longest_url)},
        {"client_id", oidc_text(&Settings::client_id, "must be 1 to 500 characters", 500)},
        {"client_secret_file", set_secret_file},
        {"redirect_url", oidc_text(&Settings::redirect_url, url, outgoing::longest_url)},
        {"name", oidc_text(&Settings::name, "must be 1 to 60 bytes", 60)},
        {"scopes", set_scopes},
        {"allow_new",
         [](const YAML::Node& node, Config& config) {
             return set_flag(node, config.oidc->allow_new);
         }},
        {"allow_http",
         [](const YAML::Node& node, Config& config) {
             return set_flag(node, config.oidc->settings.allow_http);
         }},
    };
    return keys;
}

class Reader {
  public:
    explicit Reader(std::string file) : file_(std::move(file)) {}

    ConfigResult read(const YAML::Node& root) {
        read_map(root, top_keys(), "", {"policy", "limits", "webhooks", "retention", "oidc"});
        if (root.IsMap()) {
            if (const YAML::Node policy = root["policy"])
                read_map(policy, policy_keys(), "policy.", {});
            if (const YAML::Node limits = root["limits"])
                read_map(limits, limit_keys(), "limits.", {});
            if (const YAML::Node webhooks = root["webhooks"])
                read_map(webhooks, webhook_keys(), "webhooks.", {});
            if (const YAML::Node retention = root["retention"]) read_retention(retention);
            if (const YAML::Node oidc = root["oidc"]) read_oidc(oidc);
        }
        if (out_.config.policy.reject_at < out_.config.policy.hold_at) {
            wrong(root.Mark(), "policy.reject_at", "must not be lower than policy.hold_at", "");
        }
        return std::move(out_);
    }

    void wrong(const YAML::Mark& mark, std::string subject, std::string message, std::string hint) {
        out_.diagnostics.push_back({
            .file = file_,
            .line = mark.line + 1,
            .column = mark.column + 1,
            .subject = std::move(subject),
            .message = std::move(message),
            .hint = std::move(hint),
        });
    }

    ConfigResult take() { return std::move(out_); }

  private:
    /// What a site does not say is as for all.
    void read_retention(const YAML::Node& retention) {
        read_map(retention, retention_keys(), "retention.", {"sites"});
        if (!retention.IsMap() || !retention["sites"]) return;
        const YAML::Node sites = retention["sites"];
        if (!sites.IsMap()) {
            return wrong(
                sites.Mark(), "retention.sites", "must be a mapping of sites to terms", ""
            );
        }
        privacy::RetentionPlan& plan = out_.config.retention;
        const privacy::RetentionTerms common = plan.common;
        for (const auto& entry : sites) {
            const std::string site = text_of(entry.first).value_or("");
            read_map(entry.second, term_keys(), "retention.sites." + site + ".", {});
            plan.sites[SiteId{site}] = std::exchange(plan.common, common);
        }
    }

    /// What is missing, and URLs that cannot be meant; both need the whole section.
    void read_oidc(const YAML::Node& node) {
        oidc::Settings& settings = out_.config.oidc.emplace().settings;
        read_map(node, oidc_keys(), "oidc.", {});
        const auto check = [&](const char* name, const std::string& value, auto acceptable) {
            const std::string subject = std::string("oidc.") + name;
            if (value.empty()) {
                if (!node.IsMap() || !node[name]) wrong(node.Mark(), subject, "is needed", "");
            } else if (const auto good = acceptable(value, settings.allow_http); !good) {
                wrong(node[name].Mark(), subject, good.error().detail, "");
            }
        };
        check("issuer", settings.issuer, oidc::acceptable_issuer);
        check("redirect_url", settings.redirect_url, oidc::acceptable_redirect_url);
        check("client_id", settings.client_id, [](const auto&, bool) { return Result<void>(); });
        if (settings.name.empty()) settings.name = "OpenID Connect";
    }

    void read_map(
        const YAML::Node& node,
        const std::vector<Key>& keys,
        const std::string& prefix,
        std::vector<std::string_view> sections
    ) {
        if (node.IsNull() || !node.IsDefined()) return;
        if (!node.IsMap())
            return wrong(node.Mark(), prefix, "must be a mapping of keys to values", "");
        for (const auto& entry : node) {
            const std::string name = text_of(entry.first).value_or("");
            if (std::ranges::find(sections, name) != sections.end()) continue;
            const auto key = std::ranges::find(keys, name, &Key::name);
            if (key == keys.end()) {
                std::vector<std::string_view> known = sections;
                std::ranges::transform(keys, std::back_inserter(known), &Key::name);
                const std::string_view meant = nearest(name, known);
                wrong(
                    entry.first.Mark(),
                    prefix + name,
                    "is not a known key",
                    meant.empty() ? "" : "did you mean `" + std::string(meant) + "`?"
                );
            } else if (auto problem = key->set(entry.second, out_.config)) {
                wrong(entry.second.Mark(), prefix + name, *std::move(problem), "");
            }
        }
    }

    std::string file_;
    ConfigResult out_{};
};

}  // namespace

std::optional<Endpoint> parse_endpoint(const std::string& text) {
    const std::size_t colon = text.rfind(':');
    std::string address = colon == std::string::npos ? "127.0.0.1" : text.substr(0, colon);
    const std::string port = colon == std::string::npos ? text : text.substr(colon + 1);
    if (address.empty()) address = "0.0.0.0";
    if (address.starts_with('[') && address.ends_with(']'))
        address = address.substr(1, address.size() - 2);
    Endpoint endpoint{.address = std::move(address)};
    const auto [end, failed] =
        std::from_chars(port.data(), port.data() + port.size(), endpoint.port);
    if (failed != std::errc{} || end != port.data() + port.size() || port.empty())
        return std::nullopt;
    return endpoint;
}

std::string to_string(const Endpoint& endpoint) {
    const bool v6 = endpoint.address.find(':') != std::string::npos;
    return (v6 ? "[" + endpoint.address + "]" : endpoint.address) + ":" +
           std::to_string(endpoint.port);
}

ConfigResult parse_config(const std::string& yaml, const std::string& file) {
    Reader reader(file);
    try {
        return reader.read(YAML::Load(yaml));
    } catch (const YAML::Exception& broken) {
        reader.wrong(broken.mark, "", broken.msg, "");
        return reader.take();
    }
}

ConfigResult read_config(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        ConfigResult out;
        out.diagnostics.push_back(
            {.file = file.string(),
             .message = "cannot be read",
             .hint = "check the path and its permissions"}
        );
        return out;
    }
    return parse_config({std::istreambuf_iterator<char>(in), {}}, file.string());
}

}  // namespace chaffinch::app
