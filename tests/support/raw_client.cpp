// The raw client on plain sockets.

#include "tests/support/raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <system_error>
#include <utility>

namespace chaffinch::test {

RawClient::RawClient(std::uint16_t port, std::chrono::milliseconds time_out)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int yes = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    timeval wait{};
    wait.tv_sec = time_out.count() / 1'000;
    wait.tv_usec = (time_out.count() % 1'000) * 1'000;
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        throw std::system_error(errno, std::generic_category(), "connect");
    }
}

RawClient::~RawClient() {
    if (socket_ >= 0) ::close(socket_);
}

RawClient::RawClient(RawClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), buffered_(std::move(other.buffered_)) {}

bool RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void RawClient::finish_sending() {
    ::shutdown(socket_, SHUT_WR);
}

bool RawClient::receive() {
    std::array<char, 16'384> piece{};
    const auto got = ::recv(socket_, piece.data(), piece.size(), 0);
    if (got <= 0) return false;
    buffered_.append(piece.data(), static_cast<std::size_t>(got));
    return true;
}

std::string RawClient::read_to_end(bool& closed) {
    errno = 0;
    while (receive()) {
    }
    closed = errno != EAGAIN && errno != EWOULDBLOCK;
    return std::exchange(buffered_, {});
}

std::string RawClient::read_to_end() {
    bool closed = false;
    return read_to_end(closed);
}

std::string RawClient::read_answer(bool without_body) {
    std::size_t end = 0;
    while ((end = buffered_.find("\r\n\r\n")) == std::string::npos) {
        if (!receive()) return {};
    }
    std::size_t length = 0;
    if (!without_body) {
        const std::string text = field_of(buffered_.substr(0, end + 4), "Content-Length");
        std::from_chars(text.data(), text.data() + text.size(), length);
    }
    const std::size_t whole = end + 4 + length;
    while (buffered_.size() < whole) {
        if (!receive()) return {};
    }
    std::string answer = buffered_.substr(0, whole);
    buffered_.erase(0, whole);
    return answer;
}

unsigned status_of(std::string_view answer) {
    unsigned status = 0;
    if (!answer.starts_with("HTTP/1.1 ") || answer.size() < 12) return 0;
    std::from_chars(answer.data() + 9, answer.data() + 12, status);
    return status;
}

std::vector<unsigned> statuses_of(std::string_view bytes) {
    std::vector<unsigned> statuses;
    while (!bytes.empty()) {
        const std::size_t end = bytes.find("\r\n\r\n");
        if (end == std::string_view::npos) break;
        statuses.push_back(status_of(bytes));
        std::size_t length = 0;
        const std::string text = field_of(bytes.substr(0, end + 4), "Content-Length");
        std::from_chars(text.data(), text.data() + text.size(), length);
        bytes.remove_prefix(std::min(end + 4 + length, bytes.size()));
    }
    return statuses;
}

std::string field_of(std::string_view answer, std::string_view name) {
    const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
    std::string_view head = answer.substr(0, answer.find("\r\n\r\n"));
    while (!head.empty()) {
        const std::string_view line = head.substr(0, head.find("\r\n"));
        head.remove_prefix(std::min(line.size() + 2, head.size()));
        const std::size_t colon = line.find(": ");
        if (colon == std::string_view::npos) continue;
        if (std::ranges::equal(line.substr(0, colon), name, same)) {
            return std::string(line.substr(colon + 2));
        }
    }
    return {};
}

std::string body_of(std::string_view answer) {
    const std::size_t end = answer.find("\r\n\r\n");
    return end == std::string_view::npos ? std::string{} : std::string(answer.substr(end + 4));
}

}  // namespace chaffinch::test
