// The server in process and its client.

#include "tests/functional/test_server.h"

#include "server/app/accounts.h"
#include "server/app/install_key.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <gtest/gtest.h>

#include <sodium.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <stdexcept>

namespace chaffinch::test {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace json = boost::json;

namespace {

constexpr const char* password = "a password for tests";
const auth::HashCost least_cost{
    .operations = crypto_pwhash_OPSLIMIT_MIN, .memory_bytes = crypto_pwhash_MEMLIMIT_MIN
};

template <class T>
T wait(asio::io_context& io, asio::awaitable<T> work) {
    auto result = asio::co_spawn(io, std::move(work), asio::use_future);
    io.run();
    io.restart();
    return result.get();
}

/// Every request and answer goes to a file that the contract test reads (validate_exchanges.mjs).
void keep_exchange(
    const std::string& method,
    const std::string& target,
    const std::string& body,
    const Answer& answer
) {
    const char* file = std::getenv("CHAFFINCH_EXCHANGES");
    if (file == nullptr) return;
    static std::mutex mutex;
    const std::scoped_lock lock(mutex);
    std::ofstream out(file, std::ios::app);
    out << json::serialize(json::object{
               {"method", method},
               {"target", target},
               {"request", body},
               {"status", answer.status},
               {"content_type", answer.header("content-type")},
               {"answer", answer.body},
           })
        << '\n';
}

Answer exchange(
    std::uint16_t port,
    const std::string& method,
    const std::string& target,
    const Headers& headers,
    const std::string& body
) {
    asio::io_context io;
    beast::tcp_stream stream(io);
    stream.connect({asio::ip::make_address("127.0.0.1"), port});
    beast::http::request<beast::http::string_body> request;
    request.method_string(method);
    request.target(target);
    request.set(beast::http::field::host, "127.0.0.1:" + std::to_string(port));
    for (const auto& [name, value] : headers) request.set(name, value);
    if (!body.empty() || method == "POST" || method == "PUT") {
        request.body() = body;
        request.prepare_payload();
    }
    beast::http::write(stream, request);
    beast::flat_buffer buffer;
    beast::http::response<beast::http::string_body> response;
    beast::http::read(stream, buffer, response);
    Answer answer;
    answer.status = response.result_int();
    answer.body = response.body();
    for (const auto& field : response) {
        std::string name(field.name_string());
        std::ranges::transform(name, name.begin(), [](unsigned char c) {
            return static_cast<char>(std::tolower(c));
        });
        answer.headers.emplace_back(std::move(name), std::string(field.value()));
    }
    boost::system::error_code ignored;
    stream.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
    return answer;
}

}  // namespace

std::string Answer::header(const std::string& name) const {
    for (const auto& [key, value] : headers) {
        if (key == name) return value;
    }
    return {};
}

json::value Answer::json() const {
    boost::system::error_code failed;
    json::value value = json::parse(body, failed);
    EXPECT_FALSE(failed) << "no JSON: " << body;
    return value;
}

json::value Answer::at(const std::string& pointer) const {
    const json::value whole = json();
    boost::system::error_code failed;
    const json::value* found = whole.find_pointer(pointer, failed);
    if (found == nullptr) {
        ADD_FAILURE() << pointer << " is not in " << body;
        return nullptr;
    }
    return *found;
}

std::string Answer::text(const std::string& pointer) const {
    const json::value value = at(pointer);
    return value.is_string() ? std::string(value.get_string().c_str()) : json::serialize(value);
}

TestServer::TestServer(const ServerOptions& options) {
    app::Config config;
    config.data = options.data.empty() ? temporary_.path() / "data" : options.data;
    config.listen.port = 0;
    config.admin.port = 0;
    if (!options.shipped_rules) {
        config.rules =
            options.rules.empty() ? source_dir() / "tests" / "functional" / "rules" : options.rules;
    }
    if (!options.coral_secrets.empty()) {
        config.coral[SiteId{"demo"}] = temporary_.path() / "coral.secret";
        std::ofstream(config.coral.begin()->second) << options.coral_secrets;
    }
    config.site_rules = options.site_rules;
    if (!options.models) config.models = temporary_.path();
    config.webhooks = options.webhooks;
    config.key_rate = options.key_rate;
    config.oidc = options.oidc;
    app::Extras extras;
    extras.webhooks = options.webhook_parts;
    extras.clock = options.clock;
    extras.password_cost = least_cost;
    auto opened = app::Application::open(config, std::move(extras), [](const std::string&) {});
    if (!opened) throw std::runtime_error(opened.error().detail);
    application_ = *std::move(opened);

    asio::io_context& io = application_->io();
    store::Store& store = application_->store();
    const Timestamp now = runtime::SystemClock().now();
    const auto key_of = [&](const char* site) {
        const auto added = wait(io, app::make_site(store, SiteId{site}, "", now));
        return added ? *added : wait(io, app::rotate_key(store, SiteId{site}, now)).value();
    };
    site_key_ = key_of("demo");
    other_site_key_ = key_of("other");
    const std::string secret = app::installation_secret(config.data);
    const auto akismet_key_of = [&](const char* site) {
        return wait(io, app::make_akismet_key(store, secret, SiteId{site}, now)).value();
    };
    akismet_key_ = akismet_key_of("demo");
    other_akismet_key_ = akismet_key_of("other");
    Moderator ann{.login = "ann", .role = options.role, .created_at = now};
    static_cast<void>(wait(io, app::make_moderator(store, std::move(ann), password, least_cost)));
    thread_ = std::jthread([this] { application_->run(); });
}

TestServer::~TestServer() {
    application_->request_stop();
}

Answer TestServer::send(
    const std::string& method,
    const std::string& target,
    const Headers& headers,
    const std::string& body
) {
    Answer answer = exchange(application_->port(), method, target, headers, body);
    keep_exchange(method, target, body, answer);
    return answer;
}

Answer TestServer::akismet(const std::string& call, Headers fields, const std::string& host) {
    const auto is_key = [](const auto& field) {
        return field.first == "api_key" || field.first == "key";
    };
    if (host.empty() && std::ranges::none_of(fields, is_key)) {
        fields.emplace_back("api_key", akismet_key_);
    }
    Headers headers{{"Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"}};
    if (!host.empty()) headers.emplace_back("Host", host);
    return akismet_raw(call, headers, form(fields));
}

Answer TestServer::akismet_raw(
    const std::string& target,
    const Headers& headers,
    const std::string& body,
    const std::string& method
) {
    return exchange(application_->port(), method, target, headers, body);
}

Answer TestServer::send_admin(const std::string& target) {
    return exchange(application_->admin_port(), "GET", target, {}, "");
}

Answer TestServer::site(
    const std::string& method, const std::string& target, const json::value& body, Headers more
) {
    more.emplace_back("Authorization", "Bearer " + site_key_);
    more.emplace_back("Content-Type", "application/json");
    return send(method, target, more, json::serialize(body));
}

Answer TestServer::site(const std::string& method, const std::string& target) {
    return send(method, target, {{"Authorization", "Bearer " + site_key_}});
}

std::string form(const Headers& fields) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto encoded = [&](const std::string& text) {
        std::string out;
        for (const char c : text) {
            const auto byte = static_cast<unsigned char>(c);
            if (std::isalnum(byte) != 0) {
                out += c;
            } else {
                out += {'%', digits[byte >> 4U], digits[byte & 0x0FU]};
            }
        }
        return out;
    };
    std::string out;
    for (const auto& [name, value] : fields) {
        out += (out.empty() ? "" : "&") + encoded(name) + "=" + encoded(value);
    }
    return out;
}

json::object submission(const std::string& text) {
    return {{"article", {{"id", "botox"}}}, {"text", text}, {"author", {{"name", "Reader"}}}};
}

Answer TestServer::post_comment(const std::string& text, const std::string& external_id) {
    json::object body = submission(text);
    if (!external_id.empty()) body["external_id"] = external_id;
    return site("POST", "/v1/comments", body);
}

void TestServer::log_in() {
    if (!cookie_.empty()) return;
    const json::object credentials{{"login", "ann"}, {"password", password}};
    const Answer answer = send(
        "POST", "/v1/session", {{"Content-Type", "application/json"}}, json::serialize(credentials)
    );
    ASSERT_EQ(answer.status, 200U) << answer.body;
    const std::string set = answer.header("set-cookie");
    cookie_ = set.substr(0, set.find(';'));
    csrf_token_ = answer.text("/csrf_token");
}

const std::string& TestServer::cookie() {
    log_in();
    return cookie_;
}

const std::string& TestServer::csrf_token() {
    log_in();
    return csrf_token_;
}

Answer TestServer::moderator(
    const std::string& method, const std::string& target, const json::value& body
) {
    log_in();
    Headers headers{{"Cookie", cookie_}, {"X-CSRF-Token", csrf_token_}};
    if (!body.is_null()) headers.emplace_back("Content-Type", "application/json");
    return send(method, target, headers, body.is_null() ? "" : json::serialize(body));
}

Answer TestServer::decide(
    const std::string& comment,
    std::int64_t version,
    const std::string& judgement,
    const std::string& reason
) {
    const json::object item{
        {"comment", comment}, {"version", version}, {"judgement", judgement}, {"reason", reason}
    };
    return moderator("POST", "/v1/decisions", json::object{{"items", json::array{item}}});
}

}  // namespace chaffinch::test
