// A small provider of OpenID Connect on loopback: discovery, keys and the token endpoint, as honest
// as a test leaves it. The browser's visit is authorize(), which gives a code for what the request
// asked for. A code is good once, and only with the secret of PKCE that was announced.

#pragma once

#include "tests/support/receiver.h"
#include "tests/support/signing_key.h"

#include <boost/json.hpp>

#include <openssl/sha.h>

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace chaffinch::test {

/// "a=b&c=d", escapes undone.
inline std::map<std::string, std::string> form_fields(std::string_view text) {
    const auto unescaped = [](std::string_view part) {
        std::string out;
        for (std::size_t i = 0; i < part.size(); ++i) {
            if (part[i] == '%' && i + 2 < part.size()) {
                out +=
                    static_cast<char>(std::stoi(std::string(part.substr(i + 1, 2)), nullptr, 16));
                i += 2;
            } else {
                out += part[i] == '+' ? ' ' : part[i];
            }
        }
        return out;
    };
    std::map<std::string, std::string> fields;
    while (!text.empty()) {
        const std::string_view pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(pair.size() + 1, text.size()));
        const std::size_t equals = std::min(pair.find('='), pair.size());
        fields[unescaped(pair.substr(0, equals))] =
            unescaped(pair.substr(std::min(equals + 1, pair.size())));
    }
    return fields;
}

class TestProvider {
  public:
    /// What a test changes; each is asked at every answer.
    struct Behaviour {
        std::vector<SigningKey> keys{};  ///< published; the first signs
        std::string subject = "248289761001";
        std::function<void(boost::json::object&)> claims{};  ///< changes the claims
        /// Makes the token; absent: the first key signs the claims.
        std::function<std::string(const boost::json::object&)> token{};
        std::function<void(boost::json::object&)> discovery{};  ///< changes the document
        /// Takes a request over, by path; true: it was answered.
        std::function<bool(const std::string& path, Receiver::Socket&)> instead{};
        std::chrono::system_clock::time_point now{};  ///< the epoch: the system's
    };

    explicit TestProvider(Behaviour behaviour) : behaviour_(std::move(behaviour)) {}

    /// With one RSA key; the same for all tests, since making one takes long.
    static Behaviour honest() {
        static const SigningKey key = SigningKey::rsa("first");
        Behaviour made;
        made.keys.push_back(key);
        return made;
    }

    [[nodiscard]] std::string issuer() const {
        return "http://127.0.0.1:" + std::to_string(receiver_.port());
    }

    void change(const std::function<void(Behaviour&)>& how) {
        const std::scoped_lock lock(mutex_);
        how(behaviour_);
    }

    /// What a person who consents is sent back with: the code, by the URL he was sent here with.
    std::string authorize(const std::string& url) {
        Grant grant{.asked = form_fields(url.substr(url.find('?') + 1))};
        const std::scoped_lock lock(mutex_);
        std::string code = "code-" + std::to_string(grants_.size() + 1);
        grants_[code] = std::move(grant);
        return code;
    }

    [[nodiscard]] std::size_t asked(const std::string& path) const {
        std::size_t count = 0;
        for (const ReceivedRequest& request : receiver_.requests()) {
            count += path_of(request) == path ? 1 : 0;
        }
        return count;
    }

    [[nodiscard]] ReceivedRequest last(const std::string& path) const {
        ReceivedRequest found;
        for (const ReceivedRequest& request : receiver_.requests()) {
            if (path_of(request) == path) found = request;
        }
        return found;
    }

  private:
    struct Grant {
        std::map<std::string, std::string> asked{};
        bool used = false;
    };

    static std::string path_of(const ReceivedRequest& request) {
        const std::size_t begin = request.line.find(' ') + 1;
        return request.line.substr(begin, request.line.find(' ', begin) - begin);
    }

    static void write(Receiver::Socket& socket, int status, const boost::json::value& body) {
        const std::string text = boost::json::serialize(body);
        const std::string answer = "HTTP/1.1 " + std::to_string(status) +
                                   " X\r\nContent-Type: application/json\r\nContent-Length: " +
                                   std::to_string(text.size()) + "\r\n\r\n" + text;
        boost::system::error_code ignored;
        boost::asio::write(socket, boost::asio::buffer(answer), ignored);
    }

    void answer(const ReceivedRequest& request, Receiver::Socket& socket) {
        const std::string path = path_of(request);
        std::function<bool(const std::string&, Receiver::Socket&)> instead;
        {
            const std::scoped_lock lock(mutex_);
            instead = behaviour_.instead;
        }
        if (instead && instead(path, socket)) return;
        const std::scoped_lock lock(mutex_);
        if (path == "/.well-known/openid-configuration") return write(socket, 200, discovery());
        if (path == "/keys") return write(socket, 200, keys());
        if (path == "/token") return token(request, socket);
        write(socket, 404, {{"error", "no such thing"}});
    }

    [[nodiscard]] boost::json::object discovery() const {
        boost::json::object out{
            {"issuer", issuer()},
            {"authorization_endpoint", issuer() + "/authorize"},
            {"token_endpoint", issuer() + "/token"},
            {"jwks_uri", issuer() + "/keys"},
        };
        if (behaviour_.discovery) behaviour_.discovery(out);
        return out;
    }

    [[nodiscard]] boost::json::object keys() const {
        boost::json::array list;
        for (const SigningKey& key : behaviour_.keys) list.push_back(key.jwk());
        return {{"keys", std::move(list)}};
    }

    void token(const ReceivedRequest& request, Receiver::Socket& socket) {
        const auto fields = form_fields(request.body);
        const auto field = [&](const std::string& name) {
            const auto found = fields.find(name);
            return found == fields.end() ? std::string() : found->second;
        };
        const auto grant = grants_.find(field("code"));
        const bool good =
            field("grant_type") == "authorization_code" && grant != grants_.end() &&
            !grant->second.used && grant->second.asked["redirect_uri"] == field("redirect_uri") &&
            grant->second.asked["code_challenge_method"] == "S256" &&
            grant->second.asked["code_challenge"] == challenge(field("code_verifier"));
        if (!good) return write(socket, 400, {{"error", "invalid_grant"}});
        grant->second.used = true;
        boost::json::object claims = claims_for(grant->second);
        if (behaviour_.claims) behaviour_.claims(claims);
        std::string made =
            behaviour_.token ? behaviour_.token(claims) : behaviour_.keys.front().token(claims);
        write(
            socket,
            200,
            {{"access_token", "opaque"}, {"token_type", "Bearer"}, {"id_token", std::move(made)}}
        );
    }

    [[nodiscard]] boost::json::object claims_for(Grant& grant) const {
        using std::chrono::system_clock;
        const auto now =
            behaviour_.now == system_clock::time_point{} ? system_clock::now() : behaviour_.now;
        const std::int64_t seconds =
            std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
        return {
            {"iss", issuer()},
            {"sub", behaviour_.subject},
            {"aud", grant.asked["client_id"]},
            {"nonce", grant.asked["nonce"]},
            {"iat", seconds},
            {"exp", seconds + 300},
        };
    }

    static std::string challenge(const std::string& verifier) {
        unsigned char hash[SHA256_DIGEST_LENGTH];
        SHA256(reinterpret_cast<const unsigned char*>(verifier.data()), verifier.size(), hash);
        return base64url({reinterpret_cast<const char*>(hash), sizeof hash});
    }

    mutable std::mutex mutex_{};
    Behaviour behaviour_;
    std::map<std::string, Grant> grants_{};
    Receiver receiver_{[this](const ReceivedRequest& request, Receiver::Socket& socket) {
        answer(request, socket);
    }};
};

}  // namespace chaffinch::test
