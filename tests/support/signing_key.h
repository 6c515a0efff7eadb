// Keys and tokens of a provider, made by OpenSSL alone: what the server checks with another library
// is signed here, and wrong in any way that a test asks for.

#pragma once

#include <boost/json.hpp>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::test {

inline std::string base64url(std::string_view bytes) {
    std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const int size = EVP_EncodeBlock(
        reinterpret_cast<unsigned char*>(text.data()),
        reinterpret_cast<const unsigned char*>(bytes.data()),
        static_cast<int>(bytes.size())
    );
    text.resize(static_cast<std::size_t>(size));
    while (text.ends_with('=')) text.pop_back();
    for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
    return text;
}

class SigningKey {
  public:
    static SigningKey rsa(std::string id, unsigned bits = 2048) {
        return {
            std::move(id), "RS256", EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{bits})
        };
    }

    static SigningKey ec(std::string id) {
        return {std::move(id), "ES256", EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")};
    }

    [[nodiscard]] const std::string& id() const { return id_; }

    [[nodiscard]] const std::string& algorithm() const { return algorithm_; }

    /// As it stands in a key set.
    [[nodiscard]] boost::json::object jwk() const {
        boost::json::object out{{"kid", id_}, {"use", "sig"}, {"alg", algorithm_}};
        if (algorithm_ == "RS256") {
            out["kty"] = "RSA";
            out["n"] = number(OSSL_PKEY_PARAM_RSA_N, 0);
            out["e"] = number(OSSL_PKEY_PARAM_RSA_E, 0);
        } else {
            out["kty"] = "EC";
            out["crv"] = "P-256";
            out["x"] = number(OSSL_PKEY_PARAM_EC_PUB_X, 32);
            out["y"] = number(OSSL_PKEY_PARAM_EC_PUB_Y, 32);
        }
        return out;
    }

    [[nodiscard]] boost::json::object header() const {
        return {{"alg", algorithm_}, {"kid", id_}, {"typ", "JWT"}};
    }

    /// A compact token with this header, whatever it says.
    [[nodiscard]] std::string token(
        const boost::json::value& header, const boost::json::value& claims
    ) const {
        const std::string text = base64url(boost::json::serialize(header)) + "." +
                                 base64url(boost::json::serialize(claims));
        return text + "." + base64url(signature(text));
    }

    [[nodiscard]] std::string token(const boost::json::value& claims) const {
        return token(header(), claims);
    }

    [[nodiscard]] std::string signature(const std::string& text) const {
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
            EVP_MD_CTX_new(), EVP_MD_CTX_free
        );
        std::vector<unsigned char> out(1'024);
        std::size_t size = out.size();
        const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
        if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
            EVP_DigestSign(context.get(), out.data(), &size, bytes, text.size()) != 1) {
            throw std::runtime_error("a test token cannot be signed");
        }
        out.resize(size);
        if (algorithm_ == "ES256") return plain_numbers(out);
        return {out.begin(), out.end()};
    }

    /// The oldest forgery: HMAC with the public key, which everybody knows, as its secret.
    [[nodiscard]] std::string forged_by_hmac(
        const boost::json::value& claims, const std::string& secret
    ) const {
        const boost::json::object header{{"alg", "HS256"}, {"kid", id_}};
        const std::string text = base64url(boost::json::serialize(header)) + "." +
                                 base64url(boost::json::serialize(claims));
        unsigned char mac[EVP_MAX_MD_SIZE];
        unsigned size = 0;
        HMAC(
            EVP_sha256(),
            secret.data(),
            static_cast<int>(secret.size()),
            reinterpret_cast<const unsigned char*>(text.data()),
            text.size(),
            mac,
            &size
        );
        return text + "." + base64url({reinterpret_cast<const char*>(mac), size});
    }

  private:
    SigningKey(std::string id, std::string algorithm, EVP_PKEY* key)
        : id_(std::move(id)), algorithm_(std::move(algorithm)), key_(key, EVP_PKEY_free) {
        if (key == nullptr) throw std::runtime_error("a test key cannot be made");
    }

    [[nodiscard]] std::string number(const char* name, int width) const {
        BIGNUM* value = nullptr;
        if (EVP_PKEY_get_bn_param(key_.get(), name, &value) != 1) {
            throw std::runtime_error("a test key cannot be read");
        }
        const std::unique_ptr<BIGNUM, decltype(&BN_free)> owned(value, BN_free);
        return base64url(bytes_of(value, width == 0 ? BN_num_bytes(value) : width));
    }

    static std::string bytes_of(const BIGNUM* value, int width) {
        std::string bytes(static_cast<std::size_t>(width), '\0');
        BN_bn2binpad(value, reinterpret_cast<unsigned char*>(bytes.data()), width);
        return bytes;
    }

    /// RFC 7518, 3.4: both numbers with 32 bytes, where OpenSSL writes DER.
    static std::string plain_numbers(const std::vector<unsigned char>& der) {
        const unsigned char* at = der.data();
        const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> parts(
            d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), ECDSA_SIG_free
        );
        return bytes_of(ECDSA_SIG_get0_r(parts.get()), 32) +
               bytes_of(ECDSA_SIG_get0_s(parts.get()), 32);
    }

    std::string id_;
    std::string algorithm_;
    std::shared_ptr<EVP_PKEY> key_;
};

}  // namespace chaffinch::test
