// Beast's parser, fed by hand.

#include "server/outgoing/answer.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>

#include <algorithm>
#include <array>

namespace chaffinch::outgoing {

namespace asio = boost::asio;
namespace http = boost::beast::http;

namespace {

/// Framing may take as much as the body: chunks of one byte and their extensions.
constexpr std::size_t most_bytes = longest_answer_head + 2 * longest_answer_body;
constexpr int most_interim_answers = 4;
constexpr std::size_t longest_retry_after = 64;

}  // namespace

struct AnswerReader::Parser {
    Parser() {
        parser.header_limit(static_cast<std::uint32_t>(longest_answer_head));
        parser.body_limit(boost::none);  // counted below: a long body is cut, it is no error
    }

    http::response_parser<http::buffer_body> parser{};
};

AnswerReader::AnswerReader() : parser_(std::make_unique<Parser>()) {}

AnswerReader::~AnswerReader() = default;

bool AnswerReader::feed(std::string_view bytes) {
    fed_ += bytes.size();
    unread_ += bytes;
    if (!parser_->parser.is_header_done() && read_head()) return true;
    if (!parser_->parser.is_header_done()) return fed_ > most_bytes;
    return read_body() || fed_ > most_bytes;
}

bool AnswerReader::read_head() {
    while (!unread_.empty()) {
        http::response_parser<http::buffer_body>& parser = parser_->parser;
        boost::system::error_code failed;
        const std::size_t used = parser.put(asio::buffer(unread_), failed);
        unread_.erase(0, used);
        if (failed == http::error::need_more) return false;
        if (failed) return true;
        if (!parser.is_header_done()) continue;
        const unsigned status = parser.get().result_int();
        if (status >= 200 || status == 101) {
            answer_.status = static_cast<int>(status);
            const auto value = parser.get()[http::field::retry_after];
            answer_.retry_after = std::string(value.substr(0, longest_retry_after));
            return parser.is_done();
        }
        if (++interim_answers_ > most_interim_answers) return true;
        parser_ = std::make_unique<Parser>();
    }
    return false;
}

bool AnswerReader::read_body() {
    http::response_parser<http::buffer_body>& parser = parser_->parser;
    std::array<char, 4096> piece{};
    while (!parser.is_done() && !unread_.empty()) {
        auto& body = parser.get().body();
        body.data = piece.data();
        body.size = piece.size();
        body.more = true;
        boost::system::error_code failed;
        const std::size_t used = parser.put(asio::buffer(unread_), failed);
        const std::size_t got = piece.size() - body.size;
        const std::size_t room = longest_answer_body - answer_.body.size();
        answer_.body.append(piece.data(), std::min(got, room));
        unread_.erase(0, used);
        if (answer_.body.size() == longest_answer_body) return true;
        if (failed == http::error::need_more) return false;
        if (failed && failed != http::error::need_buffer) return true;
        if (used == 0 && got == 0) return false;
    }
    return parser.is_done();
}

}  // namespace chaffinch::outgoing
