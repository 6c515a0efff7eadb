// Receivers that lie, flood, trickle, redirect or hang, and names that resolve to where nobody may
// go.

#include "server/outgoing/client.h"

#include "tests/server/outgoing/certificates.h"
#include "tests/support/receiver.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

namespace chaffinch::outgoing {
namespace {

namespace asio = boost::asio;
using chaffinch::test::ReceivedRequest;
using chaffinch::test::Receiver;
using namespace std::chrono_literals;

/// Answers every name with the same list of addresses, or never.
class FixedResolver final : public Resolver {
  public:
    asio::awaitable<std::vector<asio::ip::address>> resolve(std::string) override {
        ++asked;
        co_return answers;
    }

    std::vector<asio::ip::address> answers{};
    int asked = 0;
};

class ClientTest : public ::testing::Test {
  protected:
    Answer post(const std::string& url, TargetPolicy policy, ClientLimits limits = {}) {
        const auto target = parse_target(url, {.allow_http = true, .allow_private = true});
        EXPECT_TRUE(target) << url;
        Client client(resolver_, tls_, policy, limits);
        OutgoingRequest request{
            .target = *target, .headers = {{"webhook-id", "msg_1"}}, .body = "{}"
        };
        const auto began = std::chrono::steady_clock::now();
        asio::io_context io;
        auto answer = asio::co_spawn(io, client.post(std::move(request)), asio::use_future);
        io.run();
        took_ = std::chrono::steady_clock::now() - began;
        return answer.get();
    }

    FixedResolver resolver_;
    asio::ssl::context tls_ = verifying_tls();
    std::chrono::steady_clock::duration took_{};
};

constexpr TargetPolicy open_policy{.allow_http = true, .allow_private = true};
constexpr TargetPolicy http_policy{.allow_http = true};

TEST_F(ClientTest, PostsAndReadsTheAnswer) {
    const Receiver receiver(Receiver::with_status(202, "Retry-After: 7\r\n"));
    const Answer answer = post(receiver.url("/a?b=c"), open_policy);
    EXPECT_EQ(answer.status, 202);
    EXPECT_EQ(answer.retry_after, "7");
    EXPECT_EQ(answer.body, "ok");
    const auto requests = receiver.requests();
    ASSERT_EQ(requests.size(), 1u);
    EXPECT_EQ(requests[0].line, "POST /a?b=c HTTP/1.1");
    EXPECT_EQ(requests[0].body, "{}");
    EXPECT_EQ(requests[0].headers.at("webhook-id"), "msg_1");
    EXPECT_EQ(requests[0].headers.at("host"), "127.0.0.1:" + std::to_string(receiver.port()));
}

TEST_F(ClientTest, GetsWithoutABody) {
    const Receiver receiver(Receiver::with_status(200));
    const auto target = parse_target(receiver.url("/keys?a=b"), open_policy);
    ASSERT_TRUE(target);
    Client client(resolver_, tls_, open_policy);
    OutgoingRequest request{.target = *target, .body = "not sent"};
    asio::io_context io;
    auto answer = asio::co_spawn(io, client.get(std::move(request)), asio::use_future);
    io.run();
    EXPECT_EQ(answer.get().body, "ok");
    const auto requests = receiver.requests();
    ASSERT_EQ(requests.size(), 1u);
    EXPECT_EQ(requests[0].line, "GET /keys?a=b HTTP/1.1");
    EXPECT_EQ(requests[0].body, "");
}

TEST_F(ClientTest, SendsNothingToAnAddressThatIsNotPublic) {
    const Receiver receiver(Receiver::with_status(200));
    EXPECT_EQ(post(receiver.url(), http_policy).status, 0);
    EXPECT_TRUE(receiver.requests().empty());
    EXPECT_EQ(post(receiver.url(), open_policy).status, 200) << "the control: with the guard off";
}

TEST_F(ClientTest, RefusesANameWithOnePublicAndOnePrivateAnswer) {
    const Receiver receiver(Receiver::with_status(200));
    const std::string url = "http://hooks.example.com:" + std::to_string(receiver.port()) + "/";
    for (const char* other : {"93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"}) {
        for (const bool private_first : {true, false}) {
            resolver_.answers = {
                asio::ip::make_address(private_first ? "127.0.0.1" : other),
                asio::ip::make_address(private_first ? other : "127.0.0.1"),
            };
            EXPECT_EQ(post(url, http_policy, {.connect = 300ms, .total = 600ms}).status, 0);
        }
    }
    EXPECT_TRUE(receiver.requests().empty());
}

TEST_F(ClientTest, ChecksTheNameAnewAtEveryDelivery) {
    const Receiver receiver(Receiver::with_status(200));
    const std::string url = "http://hooks.example.com:" + std::to_string(receiver.port()) + "/";
    resolver_.answers = {asio::ip::make_address("127.0.0.1")};
    EXPECT_EQ(post(url, open_policy).status, 200) << "the control: with the guard off";
    EXPECT_EQ(post(url, http_policy).status, 0);
    resolver_.answers = {asio::ip::make_address("::ffff:127.0.0.1")};
    EXPECT_EQ(post(url, http_policy).status, 0);
    resolver_.answers = {asio::ip::make_address("169.254.169.254")};
    EXPECT_EQ(post(url, http_policy).status, 0);
    resolver_.answers = {};
    EXPECT_EQ(post(url, http_policy).status, 0);
    EXPECT_EQ(resolver_.asked, 5) << "once a delivery, never twice";
    EXPECT_EQ(receiver.requests().size(), 1u);
}

TEST_F(ClientTest, DoesNotFollowARedirect) {
    const Receiver inner(Receiver::with_status(200));
    for (const int status : {301, 302, 303, 307, 308}) {
        const Receiver receiver(Receiver::with_status(status, "Location: " + inner.url() + "\r\n"));
        EXPECT_EQ(post(receiver.url(), open_policy).status, status);
    }
    EXPECT_TRUE(inner.requests().empty());
}

/// Writes until the client hangs up, or the receiver is taken down.
void flood(Receiver::Socket& socket, const std::string& piece, std::size_t most) {
    boost::system::error_code failed;
    for (std::size_t sent = 0; sent < most && !failed; sent += piece.size()) {
        asio::write(socket, asio::buffer(piece), failed);
    }
}

TEST_F(ClientTest, CutsAnEndlessBody) {
    const Receiver receiver([](const ReceivedRequest&, Receiver::Socket& socket) {
        flood(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n", 1);
        flood(socket, std::string(65'536, 'x'), 1u << 30);
    });
    const Answer answer = post(receiver.url(), open_policy);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body.size(), longest_answer_body);
    EXPECT_LT(took_, 2s);
}

TEST_F(ClientTest, RefusesAFloodOfHeaders) {
    const Receiver receiver([](const ReceivedRequest&, Receiver::Socket& socket) {
        flood(socket, "HTTP/1.1 200 OK\r\n", 1);
        flood(socket, "X-Filler: " + std::string(100, 'x') + "\r\n", 1u << 20);
    });
    EXPECT_EQ(post(receiver.url(), open_policy).status, 0);
    EXPECT_LT(took_, 2s);
}

TEST_F(ClientTest, EndsATrickleAtTheTotalDeadline) {
    const Receiver receiver([](const ReceivedRequest&, Receiver::Socket& socket) {
        boost::system::error_code failed;
        for (const char byte : std::string("HTTP/1.1 200 OK\r\nX-Slow: ") + std::string(100, 'x')) {
            asio::write(socket, asio::buffer(&byte, 1), failed);
            if (failed) return;
            std::this_thread::sleep_for(50ms);
        }
    });
    EXPECT_EQ(post(receiver.url(), open_policy, {.total = 400ms}).status, 0);
    EXPECT_GE(took_, 390ms);
    EXPECT_LT(took_, 1500ms);
}

TEST_F(ClientTest, KeepsTheStatusWhenOnlyTheBodyTrickles) {
    const Receiver receiver([](const ReceivedRequest&, Receiver::Socket& socket) {
        flood(socket, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", 1);
        std::this_thread::sleep_for(1s);
    });
    EXPECT_EQ(post(receiver.url(), open_policy, {.total = 200ms}).status, 200);
}

TEST_F(ClientTest, NeverDecodesTheBody) {
    const Receiver receiver([](const ReceivedRequest&, Receiver::Socket& socket) {
        flood(
            socket,
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08!",
            1
        );
    });
    EXPECT_EQ(post(receiver.url(), open_policy).body, "\x1f\x8b\x08!");
    EXPECT_EQ(receiver.requests()[0].headers.at("accept-encoding"), "identity");
}

TEST_F(ClientTest, GivesTheSameAnswerForEveryFailure) {
    const Receiver silent([](const ReceivedRequest&, Receiver::Socket&) {});
    const Receiver garbage([](const ReceivedRequest&, Receiver::Socket& socket) {
        flood(socket, "220 smtp.example ESMTP\r\n", 1);
    });
    const std::string port = std::to_string(silent.port());
    for (const std::string& url :
         {silent.url(),
          garbage.url(),
          std::string("http://127.0.0.1:1/"),
          std::string("http://nowhere.example.com/"),
          "https://127.0.0.1:" + port + "/"}) {
        const Answer answer = post(url, open_policy, {.connect = 500ms, .total = 1s});
        EXPECT_EQ(answer.status, 0) << url;
        EXPECT_EQ(answer.retry_after + answer.body, "") << url;
    }
}

/// One TLS conversation with a certificate; answers 200.
class TlsReceiver {
  public:
    TlsReceiver(const test::Certificate& certificate, bool old_protocol = false) {
        context_.use_certificate_chain(asio::buffer(certificate.pem()));
        context_.use_private_key(asio::buffer(certificate.key_pem()), asio::ssl::context::pem);
        if (old_protocol) {
            SSL_CTX_set_min_proto_version(context_.native_handle(), TLS1_VERSION);
            SSL_CTX_set_max_proto_version(context_.native_handle(), TLS1_1_VERSION);
            SSL_CTX_set_cipher_list(context_.native_handle(), "ALL:@SECLEVEL=0");
        }
        thread_ = std::jthread([this] { serve(); });
    }

    [[nodiscard]] std::string url(const std::string& host) const {
        return "https://" + host + ":" + std::to_string(acceptor_.local_endpoint().port()) + "/";
    }

    bool answered = false;

    void wait() { thread_.join(); }

  private:
    void serve() {
        boost::system::error_code failed;
        asio::ssl::stream<asio::ip::tcp::socket> stream(io_, context_);
        acceptor_.accept(stream.lowest_layer(), failed);
        stream.handshake(asio::ssl::stream_base::server, failed);
        if (failed) return;
        std::string head;
        asio::read_until(stream, asio::dynamic_buffer(head), "\r\n\r\n", failed);
        if (failed) return;
        answered = true;
        asio::write(
            stream,
            asio::buffer(std::string("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")),
            failed
        );
    }

    asio::io_context io_{};
    asio::ssl::context context_{asio::ssl::context::tls_server};
    asio::ip::tcp::acceptor acceptor_{io_, {asio::ip::make_address("127.0.0.1"), 0}};
    std::jthread thread_{};
};

TEST_F(ClientTest, SpeaksOnlyToWhomACertificateVouchesFor) {
    const test::Certificate authority = test::make_certificate("", nullptr);
    const test::Certificate stranger = test::make_certificate("", nullptr);
    tls_.add_certificate_authority(asio::buffer(authority.pem()));
    resolver_.answers = {asio::ip::make_address("127.0.0.1")};

    const struct {
        const char *name, *alternative, *host;
        const test::Certificate* issuer;
        long ends;
        bool old_protocol, accepted;
    } cases[] = {
        {"right", "DNS:hook.example.com", "hook.example.com", &authority, 600, false, true},
        {"right address", "IP:127.0.0.1", "127.0.0.1", &authority, 600, false, true},
        {"expired", "DNS:hook.example.com", "hook.example.com", &authority, -30, false, false},
        {"wrong name", "DNS:other.example.com", "hook.example.com", &authority, 600, false, false},
        {"wrong address", "IP:127.0.0.2", "127.0.0.1", &authority, 600, false, false},
        {"self-signed", "DNS:hook.example.com", "hook.example.com", nullptr, 600, false, false},
        {"unknown authority",
         "DNS:hook.example.com",
         "hook.example.com",
         &stranger,
         600,
         false,
         false},
        {"TLS 1.1", "DNS:hook.example.com", "hook.example.com", &authority, 600, true, false},
    };

    for (const auto& one : cases) {
        SCOPED_TRACE(one.name);
        TlsReceiver receiver(
            test::make_certificate(one.alternative, one.issuer, -60, one.ends), one.old_protocol
        );
        EXPECT_EQ(post(receiver.url(one.host), open_policy).status, one.accepted ? 200 : 0);
        receiver.wait();
        EXPECT_EQ(receiver.answered, one.accepted) << "nothing is sent before the check";
    }
}

TEST_F(ClientTest, DoesNotWaitForAHandshakeThatNeverComes) {
    const Receiver receiver([](const ReceivedRequest&, Receiver::Socket&) {});
    const std::string url = "https://127.0.0.1:" + std::to_string(receiver.port()) + "/";
    EXPECT_EQ(post(url, open_policy, {.total = 300ms}).status, 0);
    EXPECT_LT(took_, 1500ms);
}

}  // namespace
}  // namespace chaffinch::outgoing
