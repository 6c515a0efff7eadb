// A blocking HTTP client that sends any bytes: for tests that talk to a real server on loopback.

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::test {

/// A blocking TCP client with a receive time-out.
class RawClient {
  public:
    explicit RawClient(
        std::uint16_t port, std::chrono::milliseconds time_out = std::chrono::seconds(5)
    );
    ~RawClient();

    RawClient(RawClient&& other) noexcept;
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    /// False when the peer is gone. A short pause between bytes is the caller's.
    bool send(std::string_view bytes);
    void finish_sending();

    /// All bytes until the peer closes. `closed` says whether it did, or the time-out came first.
    std::string read_to_end(bool& closed);
    std::string read_to_end();

    /// One answer: head and Content-Length bytes. Empty when the peer closed first. `without_body`:
    /// the answer to a HEAD request, or a 100.
    std::string read_answer(bool without_body = false);

  private:
    bool receive();

    int socket_ = -1;
    std::string buffered_{};
};

/// "HTTP/1.1 404 ..." -> 404; 0 when it is no answer.
unsigned status_of(std::string_view answer);

/// Statuses of all answers in `bytes`, read by their Content-Length.
std::vector<unsigned> statuses_of(std::string_view bytes);

/// Value of the first field of that name (case-insensitive), or "".
std::string field_of(std::string_view answer, std::string_view name);

std::string body_of(std::string_view answer);

}  // namespace chaffinch::test
