// A receiver of webhooks on loopback that does what a test tells it to: it keeps every request, and
// answers each with the bytes that a function makes of it. One thread a connection.

#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace chaffinch::test {

struct ReceivedRequest {
    std::string line{};
    std::map<std::string, std::string> headers{};  ///< names in lower case
    std::string body{};
};

class Receiver {
  public:
    using Socket = boost::asio::ip::tcp::socket;

    /// Writes the answer itself; the connection closes when it returns.
    using Answerer = std::function<void(const ReceivedRequest&, Socket&)>;

    explicit Receiver(Answerer answerer) : answerer_(std::move(answerer)) {
        thread_ = std::jthread([this] { accept_all(); });
    }

    /// Answers all with one status and these further header lines ("Name: value\r\n").
    static Answerer with_status(int status, const std::string& lines = "") {
        return [status, lines](const ReceivedRequest&, Socket& socket) {
            reply(socket, status, lines);
        };
    }

    static void reply(Socket& socket, int status, const std::string& lines = "") {
        boost::system::error_code ignored;
        const std::string answer =
            "HTTP/1.1 " + std::to_string(status) + " X\r\n" + lines + "Content-Length: 2\r\n\r\nok";
        boost::asio::write(socket, boost::asio::buffer(answer), ignored);
    }

    ~Receiver() {
        stopping_ = true;
        boost::system::error_code ignored;
        Socket knock(io_);
        knock.connect(acceptor_.local_endpoint(), ignored);
        thread_.join();
        {
            const std::scoped_lock lock(mutex_);
            for (const auto& socket : sockets_) socket->shutdown(Socket::shutdown_both, ignored);
        }
        connections_.clear();
    }

    Receiver(const Receiver&) = delete;
    Receiver& operator=(const Receiver&) = delete;

    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

    [[nodiscard]] std::string url(const std::string& path = "/hook") const {
        return "http://127.0.0.1:" + std::to_string(port()) + path;
    }

    [[nodiscard]] std::vector<ReceivedRequest> requests() const {
        const std::scoped_lock lock(mutex_);
        return requests_;
    }

    /// Waits until there are `count` requests; false when `patience` ran out first.
    [[nodiscard]] bool wait_for(
        std::size_t count, std::chrono::milliseconds patience = std::chrono::seconds(10)
    ) const {
        const auto until = std::chrono::steady_clock::now() + patience;
        while (requests().size() < count) {
            if (std::chrono::steady_clock::now() > until) return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return true;
    }

    [[nodiscard]] bool stopping() const { return stopping_; }

  private:
    void accept_all() {
        while (!stopping_) {
            auto socket = std::make_shared<Socket>(io_);
            boost::system::error_code failed;
            acceptor_.accept(*socket, failed);
            if (failed || stopping_) continue;
            const std::scoped_lock lock(mutex_);
            sockets_.push_back(socket);
            connections_.emplace_back([this, socket] { serve(*socket); });
        }
    }

    void serve(Socket& socket) {
        ReceivedRequest request;
        if (!read(socket, request)) return;
        {
            const std::scoped_lock lock(mutex_);
            requests_.push_back(request);
        }
        answerer_(request, socket);
        boost::system::error_code ignored;
        socket.shutdown(Socket::shutdown_both, ignored);
    }

    static bool read(Socket& socket, ReceivedRequest& request) {
        std::string buffer;
        boost::system::error_code failed;
        const std::size_t head = boost::asio::read_until(
            socket, boost::asio::dynamic_buffer(buffer), "\r\n\r\n", failed
        );
        if (failed) return false;
        std::size_t begin = buffer.find("\r\n") + 2;
        request.line = buffer.substr(0, begin - 2);
        while (begin < head - 2) {
            const std::size_t end = buffer.find("\r\n", begin);
            const std::size_t colon = buffer.find(": ", begin);
            std::string name = buffer.substr(begin, colon - begin);
            std::ranges::transform(name, name.begin(), [](unsigned char c) {
                return static_cast<char>(std::tolower(c));
            });
            request.headers[name] = buffer.substr(colon + 2, end - colon - 2);
            begin = end + 2;
        }
        request.body = buffer.substr(head);
        const std::size_t size = std::stoul("0" + request.headers["content-length"]);
        if (request.body.size() < size) {
            std::string rest(size - request.body.size(), '\0');
            boost::asio::read(socket, boost::asio::buffer(rest), failed);
            request.body += rest;
        }
        return !failed;
    }

    Answerer answerer_;
    boost::asio::io_context io_{};
    boost::asio::ip::tcp::acceptor acceptor_{io_, {boost::asio::ip::make_address("127.0.0.1"), 0}};
    std::atomic<bool> stopping_{false};
    mutable std::mutex mutex_{};
    std::vector<ReceivedRequest> requests_{};
    std::vector<std::shared_ptr<Socket>> sockets_{};
    std::vector<std::jthread> connections_{};
    std::jthread thread_{};
};

}  // namespace chaffinch::test
