// HeadParser: Beast's header tokenizer writing straight into our Request, so that a field is copied
// once and Beast's own containers are never built.
//
// Only the header part goes through it. In Beast 1.81 the chunked reader has no bound of its own
// (an endless chunk extension or trailer held 382 MB in 0.5 s) and merges trailers into the fields;
// neither is reachable here, since parsing ends with the header.

#pragma once

#include "server/http/message.h"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace chaffinch::http {

/// Of the whole header part, request line included, in bytes.
inline constexpr std::size_t max_header = 8'192;
inline constexpr std::size_t max_fields = 64;

class HeadParser final : public boost::beast::http::basic_parser<true> {
  public:
    /// Fills method, target and headers of `request`, which must outlive the parser.
    explicit HeadParser(Request& request);

    enum class Progress : std::uint8_t { more, done, refused };

    /// Reads what it can of `bytes`, which must begin where the last call stopped. `used` says how
    /// far it came; after `done` the rest belongs to the body. `refused`: see refusal_status().
    Progress feed(std::string_view bytes, std::size_t& used);

    /// The sender's time is up before the head was whole: 408.
    void refuse_late() { refusal_status_ = 408; }

    /// After `refused`: 400, 408, 414, 431 or 505.
    [[nodiscard]] unsigned refusal_status() const { return refusal_status_; }

    /// After `done`.
    [[nodiscard]] unsigned version() const { return version_; }  ///< 10 or 11

    [[nodiscard]] std::optional<std::uint64_t> declared_length() const;

  private:
    using error_code = boost::beast::error_code;
    using string_view = boost::beast::string_view;

    // What Beast calls; only the first two matter.
    void
    on_request_impl(boost::beast::http::verb, string_view method, string_view target, int version, error_code&)
        override;
    void on_field_impl(boost::beast::http::field, string_view name, string_view value, error_code&)
        override;

    void on_response_impl(int, string_view, int, error_code&) override {}

    void on_header_impl(error_code&) override {}

    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}

    std::size_t on_body_impl(string_view, error_code&) override { return 0; }

    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}

    std::size_t on_chunk_body_impl(std::uint64_t, string_view, error_code&) override { return 0; }

    void on_finish_impl(error_code&) override {}

    Progress refuse(unsigned status);

    Request& request_;
    std::size_t consumed_ = 0;
    unsigned version_ = 0;
    unsigned refusal_status_ = 0;
};

}  // namespace chaffinch::http
