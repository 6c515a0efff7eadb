// What of the Application runs beside the listeners: signals, timers, the watch over rule files.

#pragma once

#include "server/app/application.h"

#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <cstddef>
#include <filesystem>
#include <utility>

namespace chaffinch::app {

/// Changes when any rule file is added, removed or written: newest time and number of files.
using FilesState = std::pair<std::filesystem::file_time_type, std::size_t>;

/// What runs beside the listeners. All of it lives on one strand.
struct Application::Background {
    explicit Background(boost::asio::io_context& io)
        : strand(boost::asio::make_strand(io)),
          signals(strand),
          reload_signal(strand),
          stop_timer(strand),
          watch_timer(strand) {}

    boost::asio::strand<boost::asio::io_context::executor_type> strand;
    boost::asio::signal_set signals;
    boost::asio::signal_set reload_signal;
    boost::asio::steady_timer stop_timer;
    boost::asio::steady_timer watch_timer;
    boost::asio::thread_pool reloader{1};
    FilesState rule_files{};
    bool stop_requested = false;
};

}  // namespace chaffinch::app
