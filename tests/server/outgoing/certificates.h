// Certificates for tests of TLS: an authority of our own, and leaves that are right or wrong in one
// way.

#pragma once

#include <boost/asio/ssl/context.hpp>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

namespace chaffinch::outgoing::test {

struct Certificate {
    std::shared_ptr<EVP_PKEY> key{};
    std::shared_ptr<X509> x509{};

    [[nodiscard]] std::string pem() const {
        return read([this](BIO* out) { PEM_write_bio_X509(out, x509.get()); });
    }

    [[nodiscard]] std::string key_pem() const {
        return read([this](BIO* out) {
            PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        });
    }

  private:
    template <class Write>
    static std::string read(Write write) {
        const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
        write(out.get());
        char* data = nullptr;
        const long size = BIO_get_mem_data(out.get(), &data);
        return {data, static_cast<std::size_t>(size)};
    }
};

/// Signed by `authority`, or by itself when there is none (then it is an authority). Valid from
/// `begins` to `ends` seconds from now. `alternative`: "DNS:hook.example.com".
inline Certificate make_certificate(
    const std::string& alternative, const Certificate* authority, long begins = -60, long ends = 600
) {
    Certificate made;
    made.key.reset(EVP_EC_gen("P-256"), EVP_PKEY_free);
    made.x509.reset(X509_new(), X509_free);
    X509* x509 = made.x509.get();
    X509_set_version(x509, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x509), authority == nullptr ? 1 : 2);
    X509_gmtime_adj(X509_getm_notBefore(x509), begins);
    X509_gmtime_adj(X509_getm_notAfter(x509), ends);
    X509_set_pubkey(x509, made.key.get());
    const auto* name = reinterpret_cast<const unsigned char*>(authority == nullptr ? "CA" : "leaf");
    X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_ASC, name, -1, -1, 0);
    const Certificate& issuer = authority == nullptr ? made : *authority;
    X509_set_issuer_name(x509, X509_get_subject_name(issuer.x509.get()));
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer.x509.get(), x509, nullptr, nullptr, 0);
    const auto add = [&](int kind, const std::string& value) {
        X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
        X509_add_ext(x509, extension, -1);
        X509_EXTENSION_free(extension);
    };
    add(NID_basic_constraints, authority == nullptr ? "critical,CA:TRUE" : "critical,CA:FALSE");
    if (!alternative.empty()) add(NID_subject_alt_name, alternative);
    X509_sign(x509, issuer.key.get(), EVP_sha256());
    return made;
}

}  // namespace chaffinch::outgoing::test
